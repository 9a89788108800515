"""An index's words by their beginning, against a count of the documents' own words."""

from __future__ import annotations

from collections import Counter

import pytest

from searchqa.analysis import analyze
from searchqa.engines.base import Searcher
from searchqa.model import Document


@pytest.fixture(scope="module")
def held(documents: tuple[Document, ...]) -> Counter[str]:
    return Counter(
        word
        for document in documents
        for word in {
            word
            for text in (document.title, document.question, document.text)
            for word in analyze(text).words
        }
    )


@pytest.mark.parametrize("prefix", ["d", "ver", "data", "pipelin", "zö", "é", "7", "qqq", "c+"])
@pytest.mark.parametrize("limit", [1, 7, 100])
def test_the_most_frequent_words_with_a_beginning(
    searcher: Searcher, held: Counter[str], prefix: str, limit: int
) -> None:
    begun = prefix.replace("ö", "o").replace("é", "e")
    ranked = sorted((-held[word], word) for word in held if word.startswith(begun))
    assert searcher.beginning_with(prefix, limit) == tuple((w, -n) for n, w in ranked[:limit])


def test_case_and_accents_make_no_difference(searcher: Searcher) -> None:
    assert searcher.beginning_with("DÁT", 9) == searcher.beginning_with("dat", 9) != ()


@pytest.mark.parametrize("prefix", ["", " ", "\x00", "\ud800", "\U0010ffff"])
def test_what_begins_no_word_gives_none(searcher: Searcher, prefix: str) -> None:
    assert searcher.beginning_with(prefix, 5) == ()
