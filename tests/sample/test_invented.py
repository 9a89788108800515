"""Nobody and no book of the real archive occurs in the sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from searchqa.errors import ReadError
from searchqa.readers.person import read_person
from searchqa.readers.transcript import read_transcript
from searchqa.sources.folder import FolderSource
from searchqa.text.fold import fold
from tests.support.documents import corpus

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sample.conftest import Sample


@pytest.fixture(scope="module")
def real() -> tuple[set[str], set[str]]:
    """Names of two words or more, and titles, of the real archive, folded."""
    folder = corpus()
    if folder is None:
        pytest.skip("no corpus: set SEARCHQA_CORPUS, or put it at ../shared/corpus")
    source = FolderSource(folder)
    names, titles = people_on_file(folder), set()
    for entry in source.transcripts():
        transcript, _ = read_transcript(source.read(entry.path), entry.path)
        titles.add(fold(transcript.title))
        for thread in transcript.threads:
            names |= {fold(message.name) for message in (thread.head, *thread.replies)}
    return {name for name in names if " " in name}, titles


def people_on_file(folder: Path) -> set[str]:
    def name(path: Path) -> str:
        try:
            return fold(read_person(path.read_bytes(), path.name)[0].name)
        except ReadError:
            return ""  # a file that names nobody has no name to find

    return {name(path) for path in (folder / "_people").glob("[!_]*.md")}


def test_no_name_of_the_real_archive_is_in_the_sample(
    sample: Sample, real: tuple[set[str], set[str]]
) -> None:
    names, _ = real
    assert len(names) > 100
    text = fold("\n".join(p.read_text(encoding="utf-8") for p in sample.folder.rglob("*.md")))
    assert {name for name in names if name in text} == set()


def test_no_title_of_the_real_archive_is_in_the_sample(
    sample: Sample, real: tuple[set[str], set[str]]
) -> None:
    _, titles = real
    assert len(titles) > 10
    assert {fold(one.title) for one in sample.transcripts.values()} & titles == set()
