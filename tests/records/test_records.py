"""Our records are what ``dataclasses`` makes, only sooner."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import pprint
import typing
from typing import Any

import pytest

from searchqa import records
from searchqa.model import Link
from searchqa.records import NamedTuple, replace


def make(dataclass: Any, field: Any) -> Any:
    @dataclass(frozen=True, slots=True)
    class Thing:
        """A thing."""

        name: str
        size: int = 3
        parts: list[int] = field(default_factory=list)
        weight: float = field(default=0.5, compare=False)

        @property
        def shown(self) -> str:
            return f"{self.name} {self.size}"

        def __bool__(self) -> bool:
            return self.size > 0

    return Thing


Late = make(records.dataclass, records.field)
Eager = make(dataclasses.dataclass, dataclasses.field)


@records.dataclass(frozen=True, slots=True)
class Empty:
    """A record of nothing."""


@records.dataclass(frozen=True, slots=True)
class Alone:
    """A record of nothing, too."""


@records.dataclass(frozen=True, slots=True)
class Pair:
    """Can be pickled, being a module's."""

    left: str
    right: tuple[int, ...] = ()


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (("a",), {}),
        (("a", 1), {}),
        (("a", 1, [2]), {"weight": 7.0}),
        ((), {"parts": [1], "name": "b"}),
        ((), {}),
        (("a", 1, [], 1.0, 5), {}),
        (("a",), {"name": "b"}),
        (("a",), {"colour": "red"}),
    ],
)
def test_a_record_is_made_as_a_dataclass_is(values: Any, named: Any) -> None:
    def outcome(kind: Any) -> str:
        try:
            made = kind(*values, **named)
        except TypeError as error:
            return str(error)
        return f"{made!r} {made.shown} {bool(made)} {dataclasses.asdict(made)}"

    assert outcome(Late) == outcome(Eager)


def test_each_default_is_made_anew() -> None:
    assert Late("a").parts is not Late("b").parts


def test_equality_and_hash_leave_out_what_is_not_compared() -> None:
    assert Late("a", weight=1.0) == Late("a", weight=2.0)
    assert Late("a") != Late("b")
    assert Late("a") != Eager("a")
    assert Empty() == Empty()
    alone: object = Alone()
    assert Empty() != alone
    assert hash(Pair("a")) == hash(Pair("a", ()))
    assert len({Pair("a"), Pair("a", ()), Pair("b"), Empty(), Empty()}) == 3
    with pytest.raises(TypeError, match="unhashable"):
        hash(Late("a"))


@pytest.mark.parametrize("name", ["name", "other"])
def test_a_record_stays_as_it_is(name: str) -> None:
    thing = Late("a")
    with pytest.raises(dataclasses.FrozenInstanceError, match=name):
        setattr(thing, name, 1)
    with pytest.raises(dataclasses.FrozenInstanceError, match=name):
        delattr(thing, name)
    assert not hasattr(thing, "__dict__")


def test_a_record_is_taken_apart_by_match() -> None:
    match Pair("a", (1,)):
        case Pair(left, right):
            assert (left, right) == ("a", (1,))
        case _:
            pytest.fail("it is a pair")


def test_a_record_can_be_copied_pickled_and_changed() -> None:
    pair = Pair("a", (1,))
    assert pickle.loads(pickle.dumps(pair)) == pair  # noqa: S301
    assert copy.deepcopy(pair) == pair
    assert replace(pair, left="b") == dataclasses.replace(pair, left="b") == Pair("b", (1,))
    with pytest.raises(TypeError, match="colour"):
        replace(pair, colour="red")  # type: ignore[call-arg]


def test_dataclasses_knows_a_record() -> None:
    def known(kind: Any) -> list[Any]:
        fields = [(f.name, f.type, f.compare) for f in dataclasses.fields(kind)]
        named = [kind.__doc__, kind.__module__, kind.__qualname__, kind.__match_args__]
        return [dataclasses.is_dataclass(kind), fields, *named]

    assert known(Late) == known(Eager)


class Wide(NamedTuple):
    """A tuple with names."""

    first: str
    size: int = 2

    @property
    def twice(self) -> int:
        return self.size * 2


def test_tuples_with_names_are_those_of_typing() -> None:
    class Standard(typing.NamedTuple):
        """A tuple with names."""

        first: str
        size: int = 2

    one = Wide("a")
    assert tuple(one) == ("a", 2) == tuple(Standard("a"))
    assert (one.first, one.size, one.twice) == ("a", 2, 4)
    assert Wide("a", size=5)._replace(size=3)._asdict() == {"first": "a", "size": 3}
    assert Wide._fields == Standard._fields
    assert Wide._field_defaults == Standard._field_defaults
    assert (Wide.__doc__, Wide.__module__) == (Standard.__doc__, __name__)
    assert repr(one) == "Wide(first='a', size=2)"
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301
    assert isinstance(one, tuple)
    with pytest.raises(TypeError):
        Wide()  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        one.size = 3  # type: ignore[misc]


@pytest.mark.parametrize("count", [1, 100])
def test_the_first_records_of_a_class_are_made_as_the_later_ones(count: int) -> None:
    @records.dataclass(frozen=True, slots=True)
    class Made:
        """A record."""

        name: str
        parts: list[int] = records.field(default_factory=list)
        size: int = 3

    for _ in range(count):
        last = Made("a", size=4)
    assert (last.name, last.parts, last.size) == ("a", [], 4)
    assert Made("b").parts is not Made("b").parts
    assert Made(name="b", parts=[1]) == Made("b", [1], 3)
    wrong: list[tuple[Any, Any]] = [
        ((), {}),
        (("a", [], 1, 2), {}),
        (("a",), {"name": "b"}),
        (("a",), {"x": 1}),
    ]
    for values, named in wrong:
        with pytest.raises(TypeError):
            Made(*values, **named)


def test_pprint_knows_a_record() -> None:
    """Pytest's comparisons print so."""
    long = Link("words " * 20, "https://example.org/" + "x" * 60)
    assert pprint.pformat(long) == repr(long)
