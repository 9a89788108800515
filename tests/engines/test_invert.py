"""The fast inversion against the same in plain loops."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchqa.engines.arrays import invert_words
from searchqa.engines.arrays.invert import Batch, invert
from searchqa.engines.arrays.layout import COLUMNS, MOST
from searchqa.model import Document
from tests.support import made
from tests.support.documents import corpus, documents_by_book
from tests.support.inverted import NAMES, facts


@pytest.fixture(scope="module")
def documents() -> tuple[Document, ...]:
    return tuple(d for documents in documents_by_book().values() for d in documents)


def check(batch: Batch, documents: tuple[Document, ...]) -> None:
    assert tuple(batch) == NAMES
    expected = facts(documents)
    for name, array in batch.items():
        assert array.dtype == np.dtype(COLUMNS[name].type), name
        assert array.ndim == 1
        wanted = expected[name]
        got = array.tobytes() if isinstance(wanted, bytes) else array.tolist()
        assert got == wanted, name


def test_the_sample(documents: tuple[Document, ...]) -> None:
    check(invert(documents), documents)


def test_any_order_of_documents_gives_the_same(documents: tuple[Document, ...]) -> None:
    first, second = invert(documents), invert(documents[::-1])
    assert all(np.array_equal(first[name], second[name]) for name in NAMES)


def test_nothing() -> None:
    check(invert([]), ())


@settings(deadline=None)
@given(made.transcripts())
def test_any_documents(books: dict[str, tuple[Document, ...]]) -> None:
    documents = tuple(d for documents in books.values() for d in documents)
    check(invert(documents), documents)


@settings(deadline=None)
@given(made.transcripts(), st.integers(1, 40))
def test_texts_may_be_cut_anywhere(books: dict[str, tuple[Document, ...]], chars: int) -> None:
    documents = tuple(d for documents in books.values() for d in documents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(invert_words, "_CUT_CHARS", chars)
        check(invert(documents), documents)


def test_white_space_is_what_str_split_takes_for_it() -> None:
    spaces = {code for code in range(sys.maxunicode + 1) if chr(code).isspace()}
    assert spaces == set(invert_words._SPACES)


def test_what_is_more_than_a_column_holds_counts_as_the_most(
    documents: tuple[Document, ...],
) -> None:
    head = next(d for d in documents if d.position == 0)
    long = "verylong" * (MOST // 8 + 1)
    much = replace(head, question="so " * (MOST + 5) + long, title="so", size=1)
    batch = invert([much])
    check(batch, (much,))
    assert batch["posting.frequency"].max() == batch["place.length"].max() == MOST


def test_a_reply_without_its_head_is_refused(documents: tuple[Document, ...]) -> None:
    reply = next(d for d in documents if d.position)
    with pytest.raises(ValueError, match="not whole"):
        invert([reply])


def test_a_thread_that_is_there_twice_is_refused(documents: tuple[Document, ...]) -> None:
    head = next(d for d in documents if d.position == 0)
    with pytest.raises(ValueError, match="twice"):
        invert([head, head])


@pytest.mark.slow
def test_the_large_corpus() -> None:
    folder = corpus()
    if folder is None:
        pytest.skip("the large corpus isn't here")
    documents = tuple(d for documents in documents_by_book(folder).values() for d in documents)
    check(invert(documents), documents)
