"""A browser, a server on the sample, and one on transcripts that hold every payload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from searchqa.app import reindex
from searchqa.config import Config, SourceConfig
from searchqa.web import Settings
from tests.support.browser import served
from tests.web.hostile import corpus
from tests.web.hostile.payloads import payloads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def sample(sample_index: Path) -> Iterator[str]:
    """The address of a server on the sample."""
    with served(Settings(sample_index)) as address:
        yield address


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on transcripts that hold every payload in every field."""
    folder = tmp_path_factory.mktemp("hostile")
    corpus.write(folder / "site", payloads())
    source = SourceConfig(folder / "site")
    report = reindex(Config(index=folder / "index", sources=(source,)))
    assert report.failed == (), "a transcript that isn't read tries nothing"
    with served(Settings(folder / "index", (folder / "site",))) as address:
        yield address
