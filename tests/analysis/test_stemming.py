"""Stems are Whoosh's, whichever of its steps are left out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.lang import porter2

from searchqa.analysis.stemming import stem
from tests.support.documents import documents_by_book

ENDINGS = (
    *(ending for ending, *_ in porter2.s2_triples),
    *(ending for ending, *_ in porter2.s3_triples),
    *porter2.s4_delete_list,
    *porter2.s1b_suffixes,
    *("eed", "eedly", "sses", "ied", "ies", "us", "ss", "s", "y", "sion", "tion", "e", "ll", "es"),
)
letters = st.text(st.sampled_from("abdeghilnorstuyz"), max_size=6)
words = st.builds("".join, st.tuples(letters, *[st.sampled_from(("", *ENDINGS))] * 3))
EXCEPTIONS = (*porter2.exceptional_forms, *porter2.exceptional_early_exit_post_1a)


def theirs(word: str) -> str:
    return str(porter2.stem(word))  # type: ignore[no-untyped-call]  # Whoosh's, untyped


@settings(max_examples=1_000)
@given(words | st.sampled_from(EXCEPTIONS) | st.text(st.sampled_from("aesy"), max_size=8))
def test_any_word(word: str) -> None:
    assert stem(word) == theirs(word)


def test_the_words_of_the_sample() -> None:
    texts = [d.text for documents in documents_by_book().values() for d in documents]
    seen = {word for text in texts for word in text.lower().split() if word.isalpha()}
    found = {word for word in seen if word.isascii()}
    assert len(found) > 1_000
    assert {word: stem(word) for word in found} == {word: theirs(word) for word in found}
