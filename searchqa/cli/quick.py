"""A plain ``searchqa query`` line, read without click.

In: arguments. Out: what click would make of them, or None. Never: says what is
wrong with a line: whatever isn't plain, help among it, is left to click.

To import click takes as long as to answer. The options are those of the table
that click's are made from; a test holds both ways against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from searchqa.cli.table import QUERY, Option

if TYPE_CHECKING:
    from collections.abc import Sequence

_BY_NAME: Final = {option.name: option for option in QUERY}
_OFF: Final = {option.off: option for option in QUERY if option.off}


def read_query(args: Sequence[str]) -> dict[str, Any] | None:
    """Return the parameters of a query by name, None when click shall look at the line."""
    if not args or args[0] != "query":
        return None
    typed: dict[str, Any] = {
        option.parameter: [] if option.multiple else option.default for option in QUERY
    }
    words: list[str] = []
    rest = iter(args[1:])
    for arg in rest:
        if arg == "--":
            words += rest
        elif arg[:1] != "-" or arg == "-":
            words.append(arg)
        elif not _take(arg, rest, typed):
            return None
    for option in QUERY:
        if option.multiple:
            typed[option.parameter] = tuple(typed[option.parameter])
    return {"text": tuple(words), **typed}


def _take(arg: str, rest: Any, typed: dict[str, Any]) -> bool:  # noqa: ANN401 (an iterator of str)
    """Put an option where its value belongs; say whether it was a plain one."""
    if arg in _OFF:
        typed[_OFF[arg].parameter] = False
        return True
    name, equals, value = arg.partition("=")
    option = _BY_NAME.get(name)
    if option is None:
        return False
    if option.flag:
        typed[option.parameter] = True
        return not equals
    if not equals:
        value = next(rest, "--")
        # It may be meant as a value, or its own value was forgotten.
        if value.startswith("-"):
            return False
    return _put(option, value, typed)


def _put(option: Option, value: str, typed: dict[str, Any]) -> bool:
    if option.choices and value not in option.choices:
        return False
    if option.multiple:
        typed[option.parameter].append(value)
        return True
    if option.least is None:
        typed[option.parameter] = value
        return True
    # Few digits: a number as long as a book is no plain one.
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        return False
    number = typed[option.parameter] = int(value)
    return option.least <= number <= (number if option.most is None else option.most)
