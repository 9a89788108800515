"""The examples of docs/python.md give what the page says, and name everything public."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import searchqa
from searchqa.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[2] / "docs" / "python.md"


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("SEARCHQA_INDEX", "SEARCHQA_CONFIG", "SEARCHQA_SOURCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    assert main(["index", "--sample"]) == 0
    yield
    assert (tmp_path / "mine" / "CURRENT").exists()


@pytest.mark.usefixtures("sample")
def test_the_examples(capsys: pytest.CaptureFixture[str]) -> None:
    text = PAGE.read_text(encoding="utf-8").replace("```", "")
    found = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(found)
    failed, tried = runner.failures, runner.tries
    assert tried > 25
    assert failed == 0, capsys.readouterr().out


def test_every_parameter_of_search_is_in_the_table() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("| Parameter |")[2].partition("\n\n")[0]
    names = searchqa.Index.search.__kwdefaults__
    assert names is not None
    assert [name for name in ("text", *names) if f"`{name}`" not in table] == []


def test_every_error_is_in_the_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    errors = [name for name in searchqa.__all__ if name.endswith("Error")]
    assert len(errors) > 10
    assert [name for name in errors if f"{name}`" not in page] == []


def test_what_is_exported_is_there() -> None:
    assert [name for name in searchqa.__all__ if not hasattr(searchqa, name)] == []
