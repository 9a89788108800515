"""YAML from strangers: what is read, and what is refused before it costs anything."""

from __future__ import annotations

import contextlib
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from searchqa.errors import ReadError
from searchqa.readers import yaml_events
from searchqa.readers.yaml_events import Items, Table, read_yaml


@pytest.fixture(params=["C loader", "plain loader"], autouse=True)
def _each_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test with libyaml's events and with those of plain Python."""
    if request.param == "plain loader":
        monkeypatch.setattr(yaml_events, "LOADER", yaml.SafeLoader)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML was built without libyaml here")


def refusal(text: str) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_yaml(text, "x.md", 2)
    assert caught.value.hint
    return caught.value


def test_scalars_stay_as_they_are_written() -> None:
    value, problems = read_yaml(
        "a: +1\nb: 1.10\nc: yes\nd: 2021-09-27\ne: 10:30\nf: 007\ng: '~'\nh: !!str 5\n", "x.md"
    )
    assert value == {
        "a": "+1", "b": "1.10", "c": "yes", "d": "2021-09-27",
        "e": "10:30", "f": "007", "g": "~", "h": "5",
    }  # fmt: skip
    assert problems == ()


@pytest.mark.parametrize("written", ["", "~", "null", "NULL"])
def test_nothing_is_none(written: str) -> None:
    assert read_yaml(f"a: {written}\nb: x", "x.md")[0] == {"a": None, "b": "x"}


def test_lines_are_those_of_the_file() -> None:
    value, _ = read_yaml("a: 1\n\nlist:\n- x: 1\n- >-\n  y\n  z\n- w\n", "x.md", 10)
    assert isinstance(value, Table)
    assert value.lines == {"a": 10, "list": 12}
    items = value["list"]
    assert isinstance(items, Items)
    assert items.lines == [13, 14, 17]
    assert items[1] == "y z"


def test_an_empty_text_is_nothing() -> None:
    assert read_yaml("", "x.md") == (None, ())
    assert read_yaml("# only a comment\n", "x.md") == (None, ())


def test_a_key_written_twice_is_a_warning_and_the_last_one_counts() -> None:
    value, problems = read_yaml("a: 1\nb: 2\na: 3\n", "x.md", 2)
    assert value == {"a": "3", "b": "2"}
    assert [(p.line, p.code, p.severity) for p in problems] == [(4, "duplicate-key", "warning")]


def test_only_the_first_document_is_read() -> None:
    assert read_yaml("a: 1\n---\nb: 2\n", "x.md")[0] == {"a": "1"}


def test_a_broken_line_is_named() -> None:
    error = refusal("a: 1\nb: 'open\nc: 2\n")
    assert error.message.startswith("not valid YAML")
    assert error.line is not None
    assert refusal("a: b: c\n").line == 2
    assert refusal("a: 1\n\tb: 2\n").line == 3


def test_aliases_stand_for_what_they_name() -> None:
    value, _ = read_yaml("a: &x [1, 2]\nb: *x\nc: &y word\nd: *y\n", "x.md")
    assert value == {"a": ["1", "2"], "b": ["1", "2"], "c": "word", "d": "word"}


def test_an_alias_bomb_is_refused_at_once() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    began = time.process_time()
    assert "grows past" in refusal(bomb).message
    assert time.process_time() - began < 1.0


def test_a_long_text_repeated_by_aliases_is_refused() -> None:
    text = f"a: &a {'x' * 100_000}\nb: [{', '.join(['*a'] * 100)}]\n"
    assert "grows past" in refusal(text).message


def test_an_alias_to_itself_or_to_nothing_is_refused() -> None:
    assert "points at nothing" in refusal("a: &a [1, *a]\n").message
    assert refusal("b: 1\na: *gone\n").line == 3


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "".join(f"{' ' * n}a:\n" for n in range(500)),
    ],
    ids=["brackets", "braces", "dashes", "indents"],
)
def test_nesting_is_refused_before_it_crashes_anything(text: str) -> None:
    began = time.process_time()
    assert "nested deeper" in refusal(text).message
    assert time.process_time() - began < 1.0


def test_many_entries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "MAX_NODES", 1_000)
    assert "grows past" in refusal("[" + "a," * 1_001 + "]").message
    assert len(read_yaml("[" + "a," * 900 + "]", "x.md")[0] or "") == 900


def test_a_huge_text_is_refused() -> None:
    assert "more than" in refusal("a: " + "x" * 5_000_000).message


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system ['echo']\n",
        "a: !!python/name:os.system\n",
        "a: !own {x: 1}\n",
        "!!python/object:a.B\nx: 1\n",
        "a: !!binary aGk=\n",
        "a: [!!set {x}]\n",
    ],
)
def test_tags_that_ask_for_objects_are_refused(text: str) -> None:
    error = refusal(text)
    assert "tag" in error.message
    assert error.line == 2


def test_a_list_can_be_no_key() -> None:
    assert "key" in refusal("? [a, b]\n: c\n").message


@settings(max_examples=150, deadline=None)
@given(st.text("ab:-?[]{},&*!|>'\"%@`# \n\t\u0085é0~", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ReadError):
        value, _ = read_yaml(text, "x.md")
        assert value is None or isinstance(value, str | Table | Items)


PLAIN = st.recursive(
    st.text("abc xyz:#-'\"\né🙂", max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcdef", min_size=1, max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(PLAIN)
def test_what_pyyaml_writes_is_read_back(value: object) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_style='"')
    assert read_yaml(text, "x.md")[0] == value
