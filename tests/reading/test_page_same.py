"""A page gives the same documents as the transcript that it was made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.flatten import flatten
from searchqa.formats import FORMATS
from searchqa.model import Document, Person, RawMessage, RawThread
from searchqa.readers.page.page import read_page
from searchqa.readers.person import read_person
from searchqa.readers.table import read_as
from searchqa.readers.transcript import read_transcript
from searchqa.sources.folder import FolderSource
from searchqa.text.slack import clean
from tests.support.documents import SAMPLE, corpus
from tests.support.pages import DEFAULT, NAME, page, thread
from tests.support.render_html import as_tags, as_typed, render


@cache
def read_with_pages(
    folder: Path, text: Callable[[str], str]
) -> tuple[tuple[tuple[Document, ...], tuple[Document, ...]], ...]:
    source = FolderSource(folder)

    def person(slug: str) -> Person | None:
        entry = source.person(slug)
        return None if entry is None else read_person(source.read(entry.path), entry.path)[0]

    out = []
    for entry in source.transcripts():
        transcript, _ = read_transcript(source.read(entry.path), entry.path)
        if transcript.threads:
            flat = flatten(transcript, person)
            html = render(transcript, [author.name for author in flat.book.authors], text)
            read, _ = read_as(FORMATS["html"], html, f"{transcript.id}.html")
            out.append((flat.documents, flatten(read, lambda _: None).documents))
    return tuple(out)


@pytest.fixture(params=["sample", pytest.param("corpus", marks=pytest.mark.slow)])
def folder(request: pytest.FixtureRequest) -> Path:
    found = SAMPLE if request.param == "sample" else corpus()
    if found is None:
        pytest.skip("the large corpus isn't here; set SEARCHQA_CORPUS to its folder")
    return found


def test_a_page_that_keeps_what_people_typed_gives_the_very_same_documents(folder: Path) -> None:
    pairs = read_with_pages(folder, as_typed)
    assert len(pairs) > 10
    for documents, of_page in pairs:
        assert of_page == documents


def test_a_page_with_links_and_code_as_tags_gives_the_same_but_for_ids(folder: Path) -> None:
    """A thread's id is made of what was typed, which such a page doesn't show any more."""
    for documents, of_page in read_with_pages(folder, as_tags):
        same = [
            replace(one, id=other.id, thread=other.thread)
            for one, other in zip(of_page, documents, strict=True)
        ]
        assert tuple(same) == documents


@given(st.text(alphabet="ab <>&*_~`[]()|:/#!@.;-\n", max_size=80))
def test_whatever_was_typed_is_found_again_in_a_page_that_keeps_it(text: str) -> None:
    typed = RawThread(RawMessage("Noor", f"x{text}x", 1), ())
    known, _ = page(thread("<b>Noor</b> x"))
    html = render(replace(known, threads=(typed,)), [], as_typed)
    read, _ = read_page(html, NAME, DEFAULT)
    # Tags that somebody typed are shown as such by the page: they are words there.
    expected = {clean(f"x{text}x"), clean(f"x{text}x".replace("<", "&lt;"))}
    assert clean(read.threads[0].head.text) in expected
