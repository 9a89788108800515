"""What changed since the last generation, and therefore what has to be read.

In: the last generation's records and what the sources list now. Out: a plan.
Never: reads a transcript or writes anything; equal input gives an equal plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from searchqa.sources.base import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from searchqa.indexing.listing import Listed
    from searchqa.indexing.manifest import Record

NONE: Final[AbstractSet[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """Book ids, each in exactly one place, sorted.

    Attributes:
        added: Listed, and no version of it is in the index: to be read.
        changed: In the index, and the file or an author's people file differs: to be read.
        removed: In the last generation, listed no more.
        unchanged: As they were; nothing is read.
        still_bad: The same bad file as last time; nothing is read.
        held: Their source can't be listed now: as they were, whatever they are.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    still_bad: tuple[str, ...]
    held: tuple[str, ...] = ()

    @property
    def to_read(self) -> tuple[str, ...]:
        """What has to be read, in the order of the ids."""
        return tuple(sorted((*self.added, *self.changed)))


def make_plan(
    previous: Mapping[str, Record],
    listed: Mapping[str, Listed],
    person_revision: Callable[[Listed, str], str | None],
    *,
    full: bool = False,
    held: AbstractSet[str] = NONE,
    reread: AbstractSet[str] = NONE,
) -> Plan:
    """Compare revisions.

    Args:
        previous: The last generation's records by book id.
        listed: What the sources list, by book id.
        person_revision: The revision of a slug's people file in the source of
            a listed transcript, None when there is no such file.
        full: Take every listed transcript for new or changed.
        held: Names of sources whose transcripts stay as they were.
        reread: Names of sources whose transcripts are read anew.
    """
    places: dict[str, list[str]] = {
        name: [] for name in ("added", "changed", "removed", "unchanged", "still_bad", "held")
    }
    for book in sorted({*previous, *listed}):
        item, record = listed.get(book), previous.get(book)
        if record is not None and record.source in held:
            place = "held"
        elif item is None:
            place = "removed"
        elif record is None:
            place = "added"
        else:
            anew = full or item.source in reread
            place = _place(item, record, person_revision, full=anew)
        places[place].append(book)
    return Plan(**{name: tuple(books) for name, books in places.items()})


def _place(
    item: Listed,
    record: Record,
    person_revision: Callable[[Listed, str], str | None],
    *,
    full: bool,
) -> str:
    fresh = "changed" if record.indexed else "added"
    # A file that couldn't be read at all may be readable now: there is no revision to compare.
    if full or item.revision == UNREADABLE:
        return fresh
    if item.revision == record.bad_revision:
        return "still_bad"
    # A file that is its last good version again is read once more, for a record without the bad.
    if not record.good or item.revision != record.revision:
        return fresh
    same_people = all(
        person_revision(item, slug) == revision for slug, revision in record.people.items()
    )
    return "unchanged" if same_people else "changed"
