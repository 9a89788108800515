"""Which places of a text show best what was found.

In: marks. Out: cores, the stretches that a fragment is cut around.
Never: looks at the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchqa.results import Mark

# From the first to the last mark that a fragment must show.
Core: TypeAlias = tuple[int, int]


def choose_cores(marks: Sequence[Mark], fragments: int, width: int) -> list[Core]:
    """Return the best stretches, at most ``fragments``, in the text's order.

    What fits into half a fragment, and leaves room to end a sentence, is one
    stretch. Otherwise the best shows most of what isn't shown yet, then most
    different finds, then those nearest together, then the earliest. After the
    first, a stretch has to show something new or several finds; where only one
    thing was found at all, each place of it counts.
    """
    first, last = marks[0][0], marks[-1][1]
    if last - first <= width // 2:
        return [(first, last)]
    everything = 0
    for _, _, keys in marks:
        everything |= keys
    several = everything & (everything - 1)
    shown = 0
    chosen: list[Core] = []
    # Runs of marks that no chosen fragment will show.
    runs: list[Sequence[Mark]] = [marks]
    while len(chosen) < fragments:
        if several:
            start, end, keys = _best(runs, everything, shown, width)
        else:
            start, end, keys = _shortest(runs)
        if not keys or (chosen and several and keys.bit_count() < 2 and not keys & ~shown):
            break
        chosen.append((start, end))
        shown |= keys
        if len(chosen) < fragments:
            reach = max(0, width - (end - start)) // 2
            runs = [part for run in runs for part in _outside(run, start - reach, end + reach)]
            if not runs:
                break
    if len(chosen) > 1:
        chosen.sort()
    return chosen


def _best(
    runs: Sequence[Sequence[Mark]], everything: int, shown: int, width: int
) -> tuple[int, int, int]:
    """Return start, end and keys of the best stretch, keys 0 when there is none.

    A stretch reaches from a mark to the last one, within the width, that adds
    something to it.
    """
    best = (0, 0, 0)
    most_new = most = shortest = 0
    for run in runs:
        for first, (start, end, keys) in enumerate(run, 1):
            if keys != everything:
                # Once a stretch has it all, only shorter ones are better.
                limit = start + (shortest if best[2] == everything else width)
                for _, other_end, other in run[first:]:
                    if other_end > limit:
                        break
                    if other & ~keys:
                        keys |= other  # noqa: PLW2901 - the stretch grows
                        end = other_end  # noqa: PLW2901
                        if keys == everything:
                            break
            new = (keys & ~shown).bit_count()
            if new < most_new:
                continue
            all_of_it, length = keys.bit_count(), end - start
            # Starts rise: of equals the earliest stays.
            if (new, all_of_it, -length) > (most_new, most, -shortest):
                most_new, most, shortest = new, all_of_it, length
                best = start, end, keys
    return best


def _shortest(runs: Sequence[Sequence[Mark]]) -> tuple[int, int, int]:
    """Return the best stretch where all marks are of one thing: the earliest of the shortest."""
    best = (0, 0, 0)
    length = 0
    for run in runs:
        for mark in run:
            mine = mark[1] - mark[0]
            if not length or mine < length:
                length, best = mine, mark
    return best


def _outside(run: Sequence[Mark], low: int, high: int) -> Iterator[Sequence[Mark]]:
    """Split a run of marks at a chosen stretch and what its fragment will show around it."""
    for part in ([mark for mark in run if mark[1] < low], [mark for mark in run if mark[0] > high]):
        if part:
            yield part
