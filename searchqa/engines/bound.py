"""A query in terms: the nodes that engines walk.

In: nothing. Out: frozen records. Never: analyses words; ``bind`` makes these.
"""

from __future__ import annotations

from typing import TypeAlias

from searchqa.records import dataclass


@dataclass(frozen=True, slots=True)
class TermNode:
    """Documents that hold a term."""

    term: str


@dataclass(frozen=True, slots=True)
class PhraseNode:
    """Documents that hold each term at its offset from one common place.

    ``offsets`` begin with 0 and rise; a name's whole takes as many places as
    it has parts.
    """

    terms: tuple[str, ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PrefixNode:
    """Documents with a word (folded, unstemmed) that begins with ``word``."""

    word: str


@dataclass(frozen=True, slots=True)
class FuzzyNode:
    """Documents with a word within ``distance`` edits of ``word``."""

    word: str
    distance: int


@dataclass(frozen=True, slots=True)
class FilterNode:
    """Documents that meet a field's condition, see ``nodes.Filter``."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class AllNode:
    """Each child matches; never empty."""

    children: tuple[BoundNode, ...]


@dataclass(frozen=True, slots=True)
class AnyNode:
    """At least one child matches; never empty."""

    children: tuple[BoundNode, ...]


@dataclass(frozen=True, slots=True)
class NotNode:
    """The documents that the child doesn't match."""

    child: BoundNode


@dataclass(frozen=True, slots=True)
class WordsNode:
    """Ranked words, see ``nodes.Words``; never empty in all three parts."""

    should: tuple[BoundNode, ...]
    must: tuple[BoundNode, ...] = ()
    must_not: tuple[BoundNode, ...] = ()


@dataclass(frozen=True, slots=True)
class EverythingNode:
    """Each document."""


@dataclass(frozen=True, slots=True)
class NothingNode:
    """No document: the query had no letter or digit to look for."""


BoundNode: TypeAlias = (
    TermNode
    | PhraseNode
    | PrefixNode
    | FuzzyNode
    | FilterNode
    | AllNode
    | AnyNode
    | NotNode
    | WordsNode
    | EverythingNode
    | NothingNode
)


@dataclass(frozen=True, slots=True)
class Bound:
    """A query in terms.

    Attributes:
        tree: What has to match.
        pairs: Neighbouring plain words and how many positions the second stands
            after the first, to lift documents that have them so.
        terms: Terms that count as found, for snippets (none that is negated).
        phrases: Phrases that count as found, and are marked only as a whole.
        notices: What was left out, one sentence each.
    """

    tree: BoundNode
    pairs: tuple[tuple[str, str, int], ...]
    terms: frozenset[str]
    phrases: tuple[PhraseNode, ...]
    notices: tuple[str, ...]
