"""The tree a query becomes: frozen nodes without an engine's vocabulary.

In: what the parser understood. Out: values that engines walk and that print
themselves as a query (``parse(str(tree)).tree == tree``).
Never: analyses words, looks at an index, or keeps state.

How a tree is meant:

* ``Words`` is what plain typing gives. Each child is optional unless it is
  ``Must`` (has to match) or ``Not`` (must not match). With a ``Must`` among
  the children the optional ones only add score; without one, at least one
  optional child has to match; with only ``Not`` children, everything else
  matches.
* ``All`` and ``Any`` are AND and OR. ``Not`` outside ``Words`` is the
  complement. Scores of matching parts are summed; ``Filter``, ``Not`` and
  ``Everything`` score 0.
* Filters that hold for the whole query (top level, not negated, not inside an
  OR) are not in the tree: the parser hands them over as ``Filters``.
"""

from __future__ import annotations

from typing import TypeAlias

from searchqa.query.quoting import quoted, value_text
from searchqa.records import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word; analysis may make no, one or several terms of it."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that have to stand in this order, next to each other."""

    text: str

    def __str__(self) -> str:
        return quoted(self.text)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin with ``text`` (the star is not part of it)."""

    text: str

    def __str__(self) -> str:
        return f"{self.text}*"


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words within ``distance`` edits (1 or 2) of ``text``."""

    text: str
    distance: int

    def __str__(self) -> str:
        return f"{self.text}~{self.distance}"


@dataclass(frozen=True, slots=True)
class Filter:
    """A field's condition inside the tree.

    ``field`` is one of author, book, participant, role, kind, year, collection,
    is, has, before, after, during. ``is`` only has the value ``unanswered`` here: the
    other values of ``is:`` become ``kind``. Dates are ``YYYY``, ``YYYY-MM`` or
    ``YYYY-MM-DD``.
    """

    field: str
    value: str

    def __str__(self) -> str:
        return f"{self.field}:{value_text(self.value)}"


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches each message: the empty query, for browsing."""

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Must:
    """A child of ``Words`` that has to match."""

    child: Node

    def __str__(self) -> str:
        return f"+{_operand(self.child)}"


@dataclass(frozen=True, slots=True)
class Not:
    """What must not match."""

    child: Node

    def __str__(self) -> str:
        return f"-{_operand(self.child)}"


@dataclass(frozen=True, slots=True)
class Words:
    """Plain typing: optional, required and excluded children, ranked."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(_part(child) for child in self.children)


@dataclass(frozen=True, slots=True)
class All:
    """Each child has to match (AND)."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " AND ".join(_part(child) for child in self.children)


@dataclass(frozen=True, slots=True)
class Any:
    """At least one child has to match (OR)."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(_part(child) for child in self.children)


Node: TypeAlias = (
    Word | Phrase | Prefix | Fuzzy | Filter | Everything | Must | Not | Words | All | Any
)


def _part(node: Node) -> str:
    return f"({node})" if isinstance(node, (Words, All, Any)) else str(node)


def _operand(node: Node) -> str:
    """Return what stands behind a sign: a word that begins with a mark would hide the sign."""
    text = _part(node)
    return (
        text if text[:1].isalnum() or text[:1] in "_(" or isinstance(node, Phrase) else f"({text})"
    )
