"""What an engine under measurement has to do.

In: documents, queries. Out: what was found, the same facts from each engine.
Never: measures; whoever calls holds the watch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.growing.archive import Archive
    from benchmarks.queries import Query
    from searchqa.model import Document

# plain: ten hits with stored fields and one marked fragment each, and the count of all.
# facets: the same with the first twenty of author, book, participant.
# threads: as facets, one hit a conversation, up to three fragments each (only ours).
# ranking: the ten best messages' names and nothing else.
Mode: TypeAlias = Literal["plain", "facets", "threads", "ranking"]
FACETS: Final = ("author", "book", "participant")
BUCKETS: Final = 20
HITS: Final = 10
# Fragments in a snippet: tantivy and FTS5 give one, whatever is wished for.
FRAGMENTS: Final = 1
# About as long as one of our snippets.
SNIPPET_CHARACTERS: Final = 160


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the ten: its stored fields, a snippet, and the marked ranges of it."""

    id: str
    title: str
    participant: str
    question: str
    snippet: str
    ranges: tuple[tuple[int, int], ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """An answer; ``total`` is None when the engine doesn't count."""

    total: int | None
    hits: tuple[Shown, ...]
    facets: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


class Reader(Protocol):
    """An open index."""

    def prepare(
        self, query: Query, mode: Mode, values: Mapping[str, Sequence[str]]
    ) -> Callable[[], Found]:
        """Return what asks a query once; reading the query's text is a part of asking.

        Args:
            query: One that the peer can say.
            mode: One of the peer's.
            values: The most frequent values of each facet.
        """

    def close(self) -> None:
        """Let go of files."""


class Peer(Protocol):
    """An engine.

    Attributes:
        name: A short word.
        label: For people.
        modes: What it can be asked for.
        builds: Ways to write its index by name; the first is the one that is searched.
    """

    name: str
    label: str
    modes: tuple[Mode, ...]
    builds: tuple[str, ...]

    def cannot(self, query: Query, mode: Mode) -> str:
        """Return why it can't say a query, "" when it can."""

    def rows(self, archive: Archive) -> Any:  # noqa: ANN401 - each takes documents in its own form
        """Return the documents in the form it takes them; not timed."""

    def build(self, rows: Any, folder: Path, how: str) -> None:  # noqa: ANN401 - as above
        """Write an index of them in an empty folder; timed."""

    def open(self, folder: Path) -> Reader:
        """Open what was built."""


def plain_rows(documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Return documents as the fields a tutorial would give them."""
    return [
        {
            "id": document.id,
            "text": document.text,
            "question": document.question,
            "title": document.title,
            "participant": document.participant_key,
            "book": document.book,
            "author": list(document.authors),
            "day": document.start.toordinal(),
        }
        for document in documents
    ]
