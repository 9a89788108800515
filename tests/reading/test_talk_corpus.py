"""The shipped talks, and those of the large corpus where it is."""

from __future__ import annotations

import pytest

from searchqa.flatten import flatten
from searchqa.formats import FORMATS
from searchqa.model import Document, Person, Problem, Transcript
from searchqa.readers.person import read_person
from searchqa.readers.table import read_as
from searchqa.sources.folder import FolderSource
from tests.support.documents import SAMPLE, corpus


def talks_of(source: FolderSource) -> list[tuple[Transcript, tuple[Document, ...], list[Problem]]]:
    def person(slug: str) -> Person | None:
        entry = source.person(slug)
        return None if entry is None else read_person(source.read(entry.path), entry.path)[0]

    out = []
    for entry in source.transcripts():
        talk, problems = read_as(source.format, source.read(entry.path), entry.path)
        out.append((talk, flatten(talk, person).documents, list(problems)))
    return out


def test_the_shipped_talks_read_without_a_word_and_every_guest_is_found() -> None:
    talks = talks_of(FolderSource(SAMPLE, form=FORMATS["talks"]))
    assert [talk.id for talk, _, _ in talks] == [
        "s01e01-null-is-not-a-number",
        "s01e02-versions-of-everything",
    ]
    for talk, documents, problems in talks:
        assert problems == []
        guests = {d.participant for d in documents if d.role == "author"}
        assert len(guests) == len(talk.author_slugs)
        assert all("&t=" in document.url for document in documents)


def test_every_guest_of_the_large_corpus_is_found() -> None:
    folder = corpus()
    if folder is None or not (folder / "_podcast").is_dir():
        pytest.skip("the large corpus isn't here; set SEARCHQA_CORPUS to its folder")
    talks = talks_of(FolderSource(folder, form=FORMATS["talks"]))
    assert len(talks) == 47
    assert sum(len(documents) for _, documents, _ in talks) == 6_529
    silent = [t.id for t, documents, _ in talks if all(d.role != "author" for d in documents)]
    assert silent == ["building-domestic-risk-assessment-tool"]
    assert all(d.url for _, documents, _ in talks for d in documents)
    assert [p for _, _, problems in talks for p in problems if p.severity == "error"] == []
