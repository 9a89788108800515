"""What each spelling means, by the tree it gives."""

from __future__ import annotations

import pytest

from searchqa.query.nodes import (
    All,
    Any,
    Everything,
    Filter,
    Fuzzy,
    Must,
    Node,
    Not,
    Phrase,
    Prefix,
    Word,
    Words,
)
from searchqa.query.parser import parse
from searchqa.query.request import Filters

A, B, C, X = Word("a"), Word("b"), Word("c"), Word("x")
CODE = Filter("has", "code")


def words(text: str) -> Node:
    children = tuple(Word(word) for word in text.split())
    return Words(children) if len(children) > 1 else children[0]


QUIET: list[tuple[str, Node]] = [
    ("", Everything()),
    ("  \n ", Everything()),
    ("data versioning", words("data versioning")),
    ('"data  versioning"', Phrase("data versioning")),
    ("“data versioning”", Phrase("data versioning")),
    ("„data versioning“", Phrase("data versioning")),
    ("«data versioning»", Phrase("data versioning")),
    ('“data versioning"', Phrase("data versioning")),
    ('say"hello world"', Words((Word("say"), Phrase("hello world")))),
    ("a -b", Words((A, Not(B)))),
    ("a NOT b", Words((A, Not(B)))),
    ("-b", Not(B)),
    ("-a -b", Words((Not(A), Not(B)))),
    ('a -"b c"', Words((A, Not(Phrase("b c"))))),
    ("a -(b c)", Words((A, Not(words("b c"))))),
    ("a +b", Words((A, Must(B)))),
    ("+a", A),
    ("NOT NOT a b", Words((Must(A), B))),
    ("-(-a) b", Words((Must(A), B))),
    ("NOT +a b", Words((Not(A), B))),
    # Operators: NOT before AND before OR before standing side by side.
    ("x a OR b", Words((X, Any((A, B))))),
    ("a OR b AND c", Any((A, All((B, C))))),
    ("a AND b OR c", Any((All((A, B)), C))),
    ("a AND b c", Words((All((A, B)), C))),
    ("a AND NOT b", All((A, Not(B)))),
    ("a OR -b", Any((A, Not(B)))),
    ("a AND +b", All((A, B))),
    ("(a b) AND c", All((words("a b"), C))),
    ("a OR (b OR c)", Any((A, B, C))),
    ("a AND (b AND c)", All((A, B, C))),
    ("(a b) c", words("a b c")),
    ("((a))", A),
    ("(a +b) c", Words((Words((A, Must(B))), C))),
    ("a and b or not c", words("a and b or not c")),
    ("AND-gate ORacle", words("AND-gate ORacle")),
    # Stars and tildes.
    ("deploy*", Prefix("deploy")),
    ("(deploy*, x)", Words((Prefix("deploy"), X))),
    ("-deploy*", Not(Prefix("deploy"))),
    ("my_func*", Prefix("my_func")),
    ("data-ver*", Words((Word("data"), Prefix("ver")))),
    ("x AND data-ver*", All((X, Word("data"), Prefix("ver")))),
    ("-data-ver*", Not(All((Word("data"), Prefix("ver"))))),
    ("kuberntes~", Fuzzy("kuberntes", 2)),
    ("spakr~", Fuzzy("spakr", 1)),
    ("spark~2?", Fuzzy("spark", 2)),
    ("kubernetes~1", Fuzzy("kubernetes", 1)),
    ("spark~0", Word("spark")),
    ("*bold* _it_", words("bold _it_")),
    ("2*3*4", Word("2*3*4")),
    # Plain punctuation is never an operator.
    *(
        (text, words(text))
        for text in (
            "how?",
            "what's it?",
            "C++ c# .net node.js",
            "10:30 http://x.y/z?a=b localhost:8080 std::vector C:\\dir",
            "key:=value",
            "data-driven e-mail -> --full ++i",
            ":+1: a:b",
            "f(x) foo() g(f(x),y)",
            "~/x a~b",
            "question: why",
            "50% & more — … 👍",
        )
    ),
    *((f"a {mark} b", words("a b")) for mark in ("-", "--", "+", "~", ":")),
    ("-.net", Not(Word(".net"))),
    ("f(x, y)", words("f x, y")),
    # Conditions hold for what stands beside them.
    ("has:code", CODE),
    ("a b has:code", All((words("a b"), CODE))),
    ("a has:code has:link", All((A, CODE, Filter("has", "link")))),
    ("a -has:code", Words((A, Not(CODE)))),
    ("a OR has:code", Any((A, CODE))),
    ("is:unanswered", Filter("is", "unanswered")),
    (
        "x OR (a author:ada author:bob)",
        Any((X, All((A, Any((Filter("author", "ada"), Filter("author", "bob"))))))),
    ),
    ("a -author:ada,bob", Words((A, Not(Any((Filter("author", "ada"), Filter("author", "bob"))))))),
    (
        "a (author:ada OR author:bob)",
        All((A, Any((Filter("author", "ada"), Filter("author", "bob"))))),
    ),
    ("author:ada OR is:question", Any((Filter("author", "ada"), Filter("kind", "question")))),
    ("author:ada AND author:bob", All((Filter("author", "ada"), Filter("author", "bob")))),
    ("a -during:2021", Words((A, Not(Filter("during", "2021"))))),
    ("a -before:2021/9", Words((A, Not(Filter("before", "2021-09"))))),
]


@pytest.mark.parametrize(("text", "tree"), QUIET)
def test_means_this_tree_without_a_notice(text: str, tree: Node) -> None:
    parsed = parse(text)
    assert parsed.tree == tree
    assert parsed.notices == ()
    assert parsed.filters == Filters()


ODD: list[tuple[str, Node, str]] = [
    ("a OR", A, "OR has nothing on its right. It was left out."),
    ("OR a", A, "OR has nothing on its left. It was left out."),
    ("a AND OR b", All((A, B)), "OR has nothing on its left."),
    ("(a OR) b", words("a b"), "OR has nothing on its right."),
    ("a NOT", A, "NOT has nothing on its right."),
    ("OR", Word("or"), "OR joins nothing here. It is searched as a word."),
    ("AND NOT", words("and not"), "NOT joins nothing here."),
    ('say "foo bar', words("say foo bar"), "A quotation mark has no partner. It was left out."),
    ('a 12" disk, a 14" one', words("a 12 disk, a 14 one"), "A quotation mark has no partner."),
    ('a ""', A, "There is nothing between the quotation marks."),
    ('"a b"~3 c', Words((Phrase("a b"), C)), "~3 means nothing behind a phrase."),
    ("(a b", words("a b"), "An opening bracket has no partner. It closes at the end."),
    ("a) b", words("a b"), "A closing bracket has no partner. It was left out."),
    ("a ()", A, "There is nothing between the brackets."),
    ("a * b", words("a b"), "* stands alone and means nothing. It was left out."),
    *((mark, Everything(), "nothing to search for in this. Everything") for mark in "-+~:"),
    ("*", Everything(), "* stands alone"),
    ("*:*", Everything(), "*:* stands alone"),
    ("*foo", Word("foo"), "A star works only at the end of a word."),
    ("de*loy", Word("de*loy"), "A star works only at the end of a word."),
    ("c++*", Word("c++"), "A star needs letters or digits right before it."),
    ("spark~3", Fuzzy("spark", 2), "~3 is no distance; it is 1 or 2. spark~2 is searched."),
    ("spark~0.8", Fuzzy("spark", 1), "~0.8 is no distance"),
    ("autor:ada", words("autor ada"), 'There is no field "autor"; did you mean author:?'),
    ("yaer:2021", words("yaer 2021"), 'There is no field "yaer"; did you mean year:?'),
    ("title:engines", words("title engines"), "did you mean book:?"),
    ("foo:bar", words("foo bar"), 'no field "foo"; the fields are author, book, participant'),
    ('foo:"a b"', Words((Word("foo"), Phrase("a b"))), 'There is no field "foo"'),
    ("-foo:bar", Not(All((Word("foo"), Word("bar")))), 'There is no field "foo"'),
    ("foo:bar*", Words((Word("foo"), Prefix("bar"))), 'There is no field "foo"'),
    ("a author: b", words("a author: b"), "author: has no value right behind it."),
    ('a author:""', A, "author: has no value."),
    ("a author:*", A, "author: has no value."),
    ("a role:boss", A, "role:boss isn't known; role: takes author, asker or other."),
    ("a role:autor", A, "role:autor isn't known; did you mean role:author?"),
    ("a OR is:foo", A, "is: takes question, answer, reply or unanswered. Searched without it."),
    ("before:soon a", A, "before:soon is no date; write 2021, 2021-09 or 2021-09-27."),
    ("during:2021-13 a", A, "during:2021-13 is no date"),
    ("during:2021-02-29 a", A, "during:2021-02-29 is no date"),
    ("year:2021-09 a", A, "year:2021-09 is no year"),
]


@pytest.mark.parametrize(("text", "tree", "notice"), ODD)
def test_odd_spelling_gives_a_tree_and_says_so(text: str, tree: Node, notice: str) -> None:
    parsed = parse(text)
    assert parsed.tree == tree
    assert any(notice in n for n in parsed.notices), parsed.notices


LIFTED: list[tuple[str, Node, dict[str, list[str]]]] = [
    ("a author:ada", A, {"author": ["ada"]}),
    ('a Author:"Ada Lovelace"', A, {"author": ["Ada Lovelace"]}),
    ("author:ada a author:bob", A, {"author": ["ada", "bob"]}),
    ("author:ada author:ADA", Everything(), {"author": ["ada"]}),
    ("a author:ada,bob", A, {"author": ["ada", "bob"]}),
    ('author:ada,"Bob Stone" a', A, {"author": ["ada", "Bob Stone"]}),
    ("author:ada, a", A, {"author": ["ada"]}),
    ("author:(Ada Lovelace)", Everything(), {"author": ["Ada Lovelace"]}),
    (
        'author:(Ada Lovelace OR "Bob Stone", cy)',
        Everything(),
        {"author": ["Ada Lovelace", "Bob Stone", "cy"]},
    ),
    ("role:(author asker) a", A, {"role": ["author", "asker"]}),
    ('participant:«Bob "B" Stone»', Everything(), {"participant": ['Bob "B" Stone']}),
    ("+author:ada a", A, {"author": ["ada"]}),
    ("a AND author:ada", A, {"author": ["ada"]}),
    ("(a author:ada)", A, {"author": ["ada"]}),
    ("a AND (b kind:answer)", All((A, B)), {"kind": ["answer"]}),
    (
        "a role:Author is:question, year:2021",
        A,
        {"role": ["author"], "kind": ["question"], "year": ["2021"]},
    ),
    ("during:2021 year:2022", Everything(), {"year": ["2022", "2021"]}),
    ("during:2021 during:2022-03", Everything(), {"during": ["2021", "2022-03"]}),
    (
        "a during:20210927 after:2021 before:2022.3",
        A,
        {"before": ["2022-03"], "after": ["2021"], "during": ["2021-09-27"]},
    ),
    ("before:2021 before:2020-05 before:2022", Everything(), {"before": ["2020-05"]}),
    ("after:2021 after:2020-05", Everything(), {"after": ["2021"]}),
    ("a has:code author:ada", All((A, CODE)), {"author": ["ada"]}),
]


@pytest.mark.parametrize(("text", "tree", "filters"), LIFTED)
def test_conditions_of_the_whole_query_become_filters(
    text: str, tree: Node, filters: dict[str, list[str]]
) -> None:
    parsed = parse(text)
    assert parsed.tree == tree
    assert parsed.filters.to_dict() == filters
    assert parsed.notices == ()


def test_characters_that_cannot_be_meant_are_spaces() -> None:
    parsed = parse("data\x00model\ud800 \u202eversion\u00ading\ufeff")
    assert parsed.tree == words("data model versioning")
    assert parsed.notices == ()
    assert parsed.text.encode()


def test_notices_come_in_the_order_of_the_text_and_each_once() -> None:
    notices = parse("OR a ) role:boss foo:bar role:boss").notices
    assert [n.split()[0] for n in notices] == ["OR", "A", "role:boss", "There"]
