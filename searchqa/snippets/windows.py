"""Which places of a text show best what was found.

In: marks. Out: cores, the stretches that a fragment is cut around.
Never: looks at the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchqa.results import Mark

# From the first to the last mark that a fragment must show.
Core: TypeAlias = tuple[int, int]


def choose_cores(marks: Sequence[Mark], fragments: int, width: int) -> list[Core]:
    """Return the best stretches, at most ``fragments``, in the text's order.

    The best shows most of what isn't shown yet, then most different finds,
    then those nearest together, then the earliest. After the first, a stretch
    has to show something new or several finds; where only one thing was found
    at all, each place of it counts.
    """
    everything = 0
    for mark in marks:
        everything |= mark.keys
    several = everything.bit_count() > 1
    shown = 0
    chosen: list[Core] = []
    # Runs of marks that no chosen fragment will show.
    runs: list[Sequence[Mark]] = [marks]
    while len(chosen) < fragments:
        start, end, keys = _best(runs, shown, width)
        if not keys or (chosen and several and keys.bit_count() < 2 and not keys & ~shown):
            break
        chosen.append((start, end))
        shown |= keys
        if len(chosen) < fragments:
            reach = max(0, width - (end - start)) // 2
            runs = [part for run in runs for part in _outside(run, start - reach, end + reach)]
    chosen.sort()
    return chosen


def _best(runs: Sequence[Sequence[Mark]], shown: int, width: int) -> tuple[int, int, int]:
    """Return start, end and keys of the best stretch, keys 0 when there is none.

    A stretch reaches from a mark to the last one, within the width, that adds
    something to it.
    """
    best = (0, 0, 0)
    merit = (1, 0, 0)
    for run in runs:
        for first, (start, end, keys) in enumerate(run):
            limit = start + width
            for other_start, other_end, other in run[first + 1 :]:
                if other_end > limit or other_start > limit:
                    break
                if other & ~keys:
                    keys |= other  # noqa: PLW2901 - the stretch grows
                    end = other_end  # noqa: PLW2901
            # Starts rise: of equals the earliest stays.
            mine = (-(keys & ~shown).bit_count(), -keys.bit_count(), end - start)
            if mine < merit:
                merit, best = mine, (start, end, keys)
    return best


def _outside(run: Sequence[Mark], low: int, high: int) -> tuple[Sequence[Mark], ...]:
    """Split a run of marks at a chosen stretch and what its fragment will show around it."""
    return [mark for mark in run if mark.end < low], [mark for mark in run if mark.start > high]
