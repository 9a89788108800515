"""Each cap on what a stranger may type, and strict mode."""

from __future__ import annotations

import pytest

from searchqa.errors import QueryError
from searchqa.query.lexer import MAX_DEPTH
from searchqa.query.nodes import Filter, Not, Phrase, Word, Words
from searchqa.query.parser import parse
from searchqa.schema import MAX_QUERY_CHARS, MAX_QUERY_TERMS

WORDS_CUT = f"The query is long. Only its first {MAX_QUERY_TERMS} words count."


def test_text_ends_after_the_last_word_that_fits() -> None:
    text = "a" * (MAX_QUERY_CHARS - 10) + " bbbb cccccccccc"
    parsed = parse(text)
    assert parsed.tree == Words((Word("a" * (MAX_QUERY_CHARS - 10)), Word("bbbb")))
    assert parsed.notices == ("The query is long. Only its first 1,000 characters count.",)


def test_one_endless_word_is_cut_too() -> None:
    assert parse("a" * 5_000).tree == Word("a" * MAX_QUERY_CHARS)


def test_text_of_just_the_length_is_whole() -> None:
    text = ("abcdefghi " * 100)[:MAX_QUERY_CHARS]
    assert "characters" not in "".join(parse(text).notices)


def test_as_many_words_as_allowed_are_all_searched() -> None:
    parsed = parse(" ".join(f"w{n}" for n in range(MAX_QUERY_TERMS)))
    assert isinstance(parsed.tree, Words)
    assert len(parsed.tree.children) == MAX_QUERY_TERMS
    assert parsed.notices == ()


def test_further_words_are_left_out() -> None:
    parsed = parse(" ".join(f"w{n}" for n in range(MAX_QUERY_TERMS + 5)))
    assert isinstance(parsed.tree, Words)
    assert parsed.tree.children[-1] == Word(f"w{MAX_QUERY_TERMS - 1}")
    assert parsed.notices == (WORDS_CUT,)


def test_words_of_a_phrase_count() -> None:
    text = " ".join(f"w{n}" for n in range(MAX_QUERY_TERMS + 5))
    parsed = parse(f'"{text}"')
    assert parsed.tree == Phrase(text.partition(f" w{MAX_QUERY_TERMS}")[0])
    assert parsed.notices == (WORDS_CUT,)


def test_parts_of_a_word_count() -> None:
    text = "-".join(f"w{n}" for n in range(MAX_QUERY_TERMS + 5))
    parsed = parse(f"{text} more")
    assert parsed.tree == Word(text.partition(f"-w{MAX_QUERY_TERMS}")[0])
    assert parsed.notices == (WORDS_CUT,)


def test_values_of_fields_count() -> None:
    parsed = parse(" ".join(f"author:a{n}" for n in range(MAX_QUERY_TERMS + 5)))
    assert len(parsed.filters.author) == MAX_QUERY_TERMS
    assert parsed.notices == (WORDS_CUT,)


@pytest.mark.parametrize("loose", ["OR", "AND", "NOT", "(", "OR (NOT"])
def test_what_a_cut_leaves_open_is_not_the_typists_fault(loose: str) -> None:
    begin = " ".join(f"w{n}" for n in range(MAX_QUERY_TERMS))
    parsed = parse(f"{begin} {loose} more words")
    assert isinstance(parsed.tree, Words)
    assert len(parsed.tree.children) == MAX_QUERY_TERMS
    assert parsed.notices == (WORDS_CUT,)


def test_brackets_too_deep_are_left_out_with_their_partners() -> None:
    deep = MAX_DEPTH + 5
    parsed = parse("-(" * deep + "a" + ")" * deep + " b")
    tree = parsed.tree
    assert isinstance(tree, Words)
    assert tree.children[-1] == Word("b")
    assert parsed.notices == (f"Brackets go {MAX_DEPTH} deep. Those inside were left out.",)


def test_the_deepest_allowed_brackets_are_read() -> None:
    parsed = parse("-(x " * MAX_DEPTH + "a" + ")" * MAX_DEPTH)
    assert parsed.notices == ()
    levels = 0
    node = parsed.tree
    while isinstance(node, Not):
        levels += 1
        assert isinstance(node.child, Words)
        node = node.child.children[1]
    assert levels == MAX_DEPTH


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("data autor:ada", 5, 'There is no field "autor"; did you mean author:?'),
        ("a ) b OR", 2, "A closing bracket has no partner."),
        ("a b OR", 4, "OR has nothing on its right."),
        ('x "a', 2, "A quotation mark has no partner."),
        ('x author:"a', 9, "A quotation mark or bracket has no partner."),
        ("(role:boss OR a", 0, "An opening bracket has no partner."),
        ("w " * (MAX_QUERY_CHARS // 2) + "more", 2 * MAX_QUERY_TERMS, "The query is long."),
    ],
)
def test_strict_raises_the_first_oddity_where_it_is(text: str, position: int, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, strict=True)
    assert (caught.value.message, caught.value.position) == (message, position)
    assert f"character {position + 1} of the query" in caught.value.hint


def test_strict_takes_what_is_in_order() -> None:
    parsed = parse('"data versioning" -dvc author:"Ada Lovelace" has:code', strict=True)
    assert parsed.filters.author == ("Ada Lovelace",)
    assert Filter("has", "code") in getattr(parsed.tree, "children", ())
