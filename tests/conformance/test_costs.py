"""What a stranger can type costs a bounded amount, and a cut is said."""

from __future__ import annotations

import string
from collections import Counter

import pytest

from searchqa.analysis import analyze
from searchqa.engines.base import Searcher
from searchqa.model import Document
from searchqa.query.parser import parse
from searchqa.query.request import Request


def test_a_prefix_stands_for_a_bounded_number_of_words(searcher: Searcher) -> None:
    answer = searcher.search(Request(tree=parse("s*").tree))
    assert len(answer.words) == 128
    assert any("s*" in notice for notice in answer.notices)


def test_a_query_stands_for_a_bounded_number_of_words(searcher: Searcher) -> None:
    text = " ".join(f"{letter}*" for letter in string.ascii_lowercase[:25])
    answer = searcher.search(Request(tree=parse(text).tree))
    assert 0 < len(answer.words) <= 192
    assert answer.notices
    assert answer.total > 0


def test_the_expansions_kept_are_the_most_frequent(
    searcher: Searcher, documents: tuple[Document, ...]
) -> None:
    held = Counter(
        word
        for document in documents
        for word in {
            word
            for text in (document.title, document.question, document.text)
            for word in analyze(text).words
        }
        if word.startswith("s")
    )
    ranked = sorted(held, key=lambda word: (-held[word], word))
    assert len(ranked) > 128
    kept = searcher.search(Request(tree=parse("s*").tree)).words
    assert kept == frozenset(ranked[:128])


@pytest.mark.parametrize("text", ["ab~2", "?*a*?", "a* b* c* " * 10, "data~2 " * 20])
def test_odd_queries_are_answered(searcher: Searcher, text: str) -> None:
    answer = searcher.search(Request(tree=parse(text).tree))
    assert answer.messages >= answer.total >= 0
