"""What a half-typed query may become; a word or name that is suggested finds something."""

from __future__ import annotations

import pytest

from searchqa.search import Search


@pytest.mark.parametrize(
    ("typed", "text", "kind"),
    [
        ("dat", "data", "word"),
        ("data ver", "data versioning", "word"),
        ('+"data ver', '+"data versioning', "word"),
        ("trees (or -for", "trees (or -forest", "word"),
        ("otti", 'author:"Ottilie Brandt"', "author"),
        ("Ottilie bra", 'author:"Ottilie Brandt"', "author"),
        ("data by ottilie bra", 'data by author:"Ottilie Brandt"', "author"),
        ("grow", "book:20220314-growing-forests", "book"),
        ("abar", 'participant:"Ruth Abara"', "participant"),
        ('data author:"mirela q', 'data author:"Mirela Quist"', "author"),
        ("author:quist", 'author:"Mirela Quist"', "author"),
        ("-book:pat", "-book:20210927-patient-data-engines", "book"),
        ("role:as", "role:asker", "role"),
        ("tree kind:", "tree kind:question", "kind"),
    ],
)
def test_what_is_typed_is_completed(search: Search, typed: str, text: str, kind: str) -> None:
    assert (kind, text) in [(one.kind, one.text) for one in search.suggest(typed, 50)]


@pytest.mark.parametrize("typed", ["", "data ", "zzzz", "author:nobody", "\x00", "\ud800", "th"])
def test_what_begins_nothing_is_left_alone(search: Search, typed: str) -> None:
    assert [one.text for one in search.suggest(typed) if one.kind == "word"] == []


@pytest.mark.parametrize("typed", ["d", "a", "au", "author:", "participant:r", "s"])
def test_each_suggestion_finds_something_within_the_limit(search: Search, typed: str) -> None:
    found = search.suggest(typed, 6)
    assert 0 < len(found) <= 6
    for one in found:
        answer = search.search(one.text, group="none")
        assert answer.total > 0
        if one.text.startswith(("author:", "participant:")):
            assert answer.total == one.count


def test_words_leave_room_for_names(search: Search) -> None:
    kinds = [one.kind for one in search.suggest("a", 4)]
    assert kinds[:2] == ["word", "word"]
    assert kinds[2:] == ["book", "participant"]


def test_a_word_that_is_whole_is_no_suggestion(search: Search) -> None:
    assert "data" not in [one.text for one in search.suggest("data")]


def test_there_is_an_end_to_what_is_read(search: Search) -> None:
    assert search.suggest("a" * 2_000) == ()
    assert search.suggest("d", 0) == ()
