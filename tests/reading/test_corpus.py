"""The large corpus, where it is: counted a second time straight from PyYAML."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from searchqa.flatten import Flattened, flatten
from searchqa.model import Person, Transcript
from searchqa.readers.person import read_person
from searchqa.readers.transcript import read_transcript
from searchqa.sources.folder import FolderSource
from tests.support.documents import corpus

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@pytest.fixture(scope="module")
def folder() -> Path:
    found = corpus()
    if found is None:
        pytest.skip("the large corpus isn't here; set SEARCHQA_CORPUS to its folder")
    return found


@pytest.fixture(scope="module")
def plain(folder: Path) -> dict[str, dict[str, Any]]:
    """Return each file's front matter as PyYAML itself reads it."""
    out = {}
    for file in sorted((folder / "_books").glob("[0-9]*.md")):
        front = file.read_text(encoding="utf-8").split("\n---", 1)[0].removeprefix("---\n")
        out[file.stem] = yaml.load(front, Loader=LOADER)  # noqa: S506 - a safe loader
    return out


@pytest.fixture(scope="module")
def ours(folder: Path) -> dict[str, tuple[Transcript, Flattened]]:
    source = FolderSource(folder)

    def person(slug: str) -> Person | None:
        entry = source.person(slug)
        return None if entry is None else read_person(source.read(entry.path), entry.path)[0]

    out = {}
    for entry in source.transcripts():
        transcript, _ = read_transcript(source.read(entry.path), entry.path)
        out[transcript.id] = (transcript, flatten(transcript, person))
    return out


def test_threads_messages_and_texts_are_those_of_the_files(
    plain: dict[str, dict[str, Any]], ours: dict[str, tuple[Transcript, Flattened]]
) -> None:
    assert set(ours) == set(plain)
    for book, front in plain.items():
        transcript, flattened = ours[book]
        assert transcript.start == date.fromisoformat(str(front["start"])[:10])
        assert transcript.title == " ".join(front["title"].split())
        threads = front.get("archive") or []
        expected = [m for t in threads for m in (t, *(t.get("replies") or []))]
        read = [m for t in transcript.threads for m in (t.head, *t.replies)]
        assert len(read) == len(expected), book
        for mine, theirs in zip(read, expected, strict=True):
            # What YAML takes for a number or for nothing, we keep as it is written.
            if isinstance(theirs.get("text"), str):
                assert mine.text == theirs["text"]
            assert mine.name.split() == str(theirs.get("name") or "").split()
        assert len(flattened.documents) == len(expected)
        assert flattened.book.threads == len(threads)


def test_ids_are_unique_over_the_corpus(ours: dict[str, tuple[Transcript, Flattened]]) -> None:
    ids = Counter(d.id for _, flattened in ours.values() for d in flattened.documents)
    assert [document for document, count in ids.items() if count > 1] == []


def test_each_book_with_an_archive_has_an_author_in_it(
    ours: dict[str, tuple[Transcript, Flattened]],
) -> None:
    silent = [
        book
        for book, (_, flattened) in ours.items()
        if flattened.documents and not any(d.role == "author" for d in flattened.documents)
    ]
    assert silent == []


def test_no_mark_of_slack_is_left_in_prose(ours: dict[str, tuple[Transcript, Flattened]]) -> None:
    left = []
    for _, flattened in ours.values():
        for document in flattened.documents:
            prose = document.text
            for span in reversed(document.spans):
                prose = prose[: span.start] + " " + prose[span.end :]
            left += [m for m in ("](http", "<http", "<!", "<@", "&amp;", "&gt;", "&lt;", "```")
                     if m in prose]  # fmt: skip
    assert left == []


def test_reading_costs_about_what_pyyaml_does(folder: Path) -> None:
    files = [(f.name, f.read_bytes()) for f in sorted((folder / "_books").glob("[0-9]*.md"))]
    fronts = [data.decode().split("\n---", 1)[0].removeprefix("---\n") for _, data in files]

    def seconds(times: int) -> tuple[float, float]:
        best = [9.0, 9.0]
        for _ in range(times):
            began = time.process_time()
            for front in fronts:
                yaml.load(front, Loader=LOADER)  # noqa: S506 - a safe loader
            between = time.process_time()
            for name, data in files:
                read_transcript(data, name)
            best = [min(best[0], between - began), min(best[1], time.process_time() - between)]
        return best[0], best[1]

    theirs, mine = seconds(3)
    # Measured 1.0; the rest is room for a busy machine.
    assert mine < 2 * theirs
