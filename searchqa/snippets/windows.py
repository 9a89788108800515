"""Which places of a text show best what was found.

In: marks. Out: cores, the stretches that a fragment is cut around.
Never: looks at the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchqa.results import Key, Mark


class Core(NamedTuple):
    """From the first to the last mark that a fragment must show."""

    start: int
    end: int


class _Window(NamedTuple):
    start: int
    end: int
    keys: frozenset[Key]


def choose_cores(marks: Sequence[Mark], fragments: int, width: int) -> list[Core]:
    """Return the best stretches, at most ``fragments``, in the text's order.

    The best shows most of what isn't shown yet, then most different finds,
    then those nearest together, then the earliest. After the first, a stretch
    has to show something new or several finds; where only one thing was found
    at all, each place of it counts.
    """
    several = len(frozenset().union(*(mark.keys for mark in marks))) > 1
    shown: frozenset[Key] = frozenset()
    chosen: list[Core] = []
    # Runs of marks that no chosen fragment will show.
    runs: list[Sequence[Mark]] = [marks]
    while len(chosen) < fragments:
        best = _best([w for run in runs for w in _windows(run, width)], shown)
        if best is None or (chosen and several and len(best.keys) < 2 and not best.keys - shown):
            break
        chosen.append(Core(best.start, best.end))
        shown |= best.keys
        runs = [part for run in runs for part in _outside(run, best, width)]
    return sorted(chosen)


def _best(windows: Sequence[_Window], shown: frozenset[Key]) -> _Window | None:
    return min(
        windows,
        key=lambda w: (-len(w.keys - shown), -len(w.keys), w.end - w.start, w.start),
        default=None,
    )


def _outside(run: Sequence[Mark], shown: _Window, width: int) -> tuple[Sequence[Mark], ...]:
    """Split a run of marks at a chosen window and what its fragment will show around it."""
    reach = max(0, width - (shown.end - shown.start)) // 2
    return (
        [mark for mark in run if mark.end < shown.start - reach],
        [mark for mark in run if mark.start > shown.end + reach],
    )


def _windows(marks: Sequence[Mark], width: int) -> list[_Window]:
    """Return from each mark on the shortest stretch with all that a width can hold."""
    out = []
    for first, mark in enumerate(marks):
        keys = mark.keys
        end = mark.end
        for following in marks[first + 1 : first + 1 + width]:
            if following.end - mark.start > width:
                break
            if not following.keys <= keys:
                keys |= following.keys
                end = following.end
        out.append(_Window(mark.start, end, keys))
    return out
