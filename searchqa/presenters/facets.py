"""Facets beside an answer in at most four lines, and one facet in full.

In: buckets. Out: lines for a terminal. Never: counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.presenters.marked import Marked, columns, cut, one_line
from searchqa.presenters.row import Part, row, width_of
from searchqa.presenters.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchqa.presenters.terminal import Terminal
    from searchqa.results import Bucket

_LEVELS: Final = "▁▂▃▄▅▆▇█"
# A line each; the others, which have few values, share the last one.
_LONG: Final = ("author", "participant", "book")
_NAME: Final = 13
_BAR: Final = 20
# How much of a long value is shown: a title is known by its first words.
_LONGEST: Final = 40
_SHORTEST: Final = 16


def telling(facets: Mapping[str, Sequence[Bucket]]) -> Mapping[str, Sequence[Bucket]]:
    """Return the facets without collections where there is one, which nobody chose."""
    kept = facets.get("collection", ())
    if len(kept) > 1 or any(bucket.selected for bucket in kept):
        return facets
    return {name: buckets for name, buckets in facets.items() if name != "collection"}


def facet_lines(facets: Mapping[str, Sequence[Bucket]], terminal: Terminal) -> list[str]:
    """Return the facets of an answer in at most four lines."""
    facets = telling(facets)
    if terminal.piped:
        return _piped(facets, terminal)
    lines = [
        row(terminal, [Part(" "), *found])
        for name in _LONG
        if (found := _facet(name, facets, terminal, terminal.columns - 1))
    ]
    last = _last_line(facets, terminal)
    return [*lines, row(terminal, [Part(" "), *last])] if last else lines


def _last_line(facets: Mapping[str, Sequence[Bucket]], terminal: Terminal) -> list[Part]:
    """Return years, kinds and roles as far as they fit whole, what is chosen before the rest.

    Where there are collections, they come before all of these.
    """
    room = terminal.columns - 1
    chosen = [n for n in ("kind", "role") if any(b.selected for b in facets.get(n, ()))]
    first = ["collection"] if "collection" in facets else []
    names = [*first, *chosen, *(n for n in ("kind", "role") if n not in chosen)]
    for bars_only in (False, True):
        out = _facet("year", facets, terminal, room, bars_only=bars_only)
        for name in names:
            width = len(name) + 2 if out else _NAME
            found = _facet(name, facets, terminal, 10 * room, width=width)
            beside = [Part("   "), *found] if out and found else found
            if width_of(out + beside) <= room:
                out = out + beside
        # Counts of years give way to another facet, but only where that one then fits.
        if not facets.get("year") or any(part.text == f"{names[0]}  " for part in out):
            return out
    return _facet("year", facets, terminal, room)


def _facet(
    name: str,
    facets: Mapping[str, Sequence[Bucket]],
    terminal: Terminal,
    room: int,
    *,
    width: int = _NAME,
    bars_only: bool = False,
) -> list[Part]:
    """Return a facet's name and as many of its values as fit, [] when there is none."""
    buckets = facets.get(name, ())
    if not buckets:
        return []
    head = Part(f"{name:<{width}}", "dim")
    if name == "year":
        return [head, *_years(buckets, terminal, room - width, bars_only=bars_only)]
    return [head, *_values(buckets, terminal, room - width)]


def _values(buckets: Sequence[Bucket], terminal: Terminal, room: int) -> list[Part]:
    """Return as many values as fit, the chosen ones first, and how many there are besides."""
    dot, more = terminal.symbol("dot"), terminal.symbol("more")
    ordered = sorted(buckets, key=lambda bucket: not bucket.selected)
    out: list[Part] = []
    for at, bucket in enumerate(ordered):
        left_out = len(ordered) - at - 1
        tail = len(dot) + len(f"{more}{left_out} more") if left_out else 0
        ahead = [Part(dot, "dim")] if out else []
        free = room - width_of(out) - width_of(ahead) - tail
        value = _value(bucket, terminal, free)
        if not value:
            rest = f"{more}{left_out + 1} more"
            return [*out, Part(dot + rest if out else rest, "dim")]
        out += [*ahead, *value]
    return out


def _value(bucket: Bucket, terminal: Terminal, room: int) -> list[Part]:
    """Return a value and its count; a long one is cut, [] when even that doesn't fit."""
    number = Part(f" {bucket.count:,}", "dim")
    mark = f"{terminal.symbol('chosen')} " if bucket.selected else ""
    label = one_line(bucket.label, terminal)
    left = min(room - number.columns() - len(mark), _LONGEST)
    if columns(label) > left and left < _SHORTEST:
        return []
    shown = cut(Marked(label), left, terminal.symbol("more")).text
    return [Part(mark + shown, "chosen" if bucket.selected else ""), number]


def _years(
    buckets: Sequence[Bucket], terminal: Terminal, room: int, *, bars_only: bool
) -> list[Part]:
    """Return the years in order, each with a bar as high as its count."""
    ordered = sorted(buckets, key=lambda bucket: bucket.value)
    most = max(bucket.count for bucket in ordered) or 1
    long: list[Part] = []
    short: list[Part] = []
    for bucket in ordered:
        style = "chosen" if bucket.selected else ""
        mark = f"{terminal.symbol('chosen')} " if bucket.selected else ""
        level = -(-bucket.count * len(_LEVELS) // most)
        bar = f" {_LEVELS[level - 1]}" if level and terminal.unicode else ""
        year = Part(f"{mark}{bucket.label}{bar}", style)
        long += [Part("  " if long else ""), year, Part(f" {bucket.count:,}", "dim")]
        short += [Part(" " if short else ""), year]
    if width_of(long) <= room and not bars_only:
        return long
    # The latest years, if not all of them fit.
    while width_of(short) > room and len(short) > 2:
        short = [Part(""), *short[3:]]
    return short


def _piped(facets: Mapping[str, Sequence[Bucket]], terminal: Terminal) -> list[str]:
    lines = []
    for name, buckets in facets.items():
        if buckets:
            ordered = (
                sorted(buckets, key=lambda bucket: bucket.value) if name == "year" else buckets
            )
            values = [f"{one_line(b.label, terminal)} {b.count}" for b in ordered[:10]]
            rest = [f"{len(ordered) - 10} more"] if len(ordered) > 10 else []
            lines.append(f"{name:<{_NAME}}" + terminal.symbol("dot").join(values + rest))
    return lines


def render_facet(
    name: str, buckets: Sequence[Bucket], terminal: Terminal, *, limit: int | None = None
) -> str:
    """Return one facet in full: counts, bars, and what to type to choose a value.

    Args:
        name: The facet; years are shown in their order.
        buckets: Its values, in the order to show.
        terminal: Where they are shown.
        limit: Show at most so many.
    """
    if name == "year":
        buckets = sorted(buckets, key=lambda bucket: bucket.value)
        limit = None
    shown = list(buckets if limit is None else buckets[:limit])
    if not shown:
        return f"No {name} here.\n"
    if terminal.piped:
        return "".join(
            f"{b.count}\t{one_line(b.value, terminal)}\t{one_line(b.label, terminal)}\n"
            for b in shown
        )
    most = max(bucket.count for bucket in shown) or 1
    digits = len(f"{most:,}")
    lines = [_bucket_line(bucket, most, digits, terminal) for bucket in shown]
    rest = len(buckets) - len(shown)
    last = [f" {terminal.symbol('more')} {rest:,} more"] if rest else []
    head = row(
        terminal, [Part(" "), Part(name, "title"), Part(f"  {count(len(buckets), 'value')}", "dim")]
    )
    return "\n".join((head, *lines, *(terminal.paint(line, "dim") for line in last))) + "\n"


def _bucket_line(bucket: Bucket, most: int, digits: int, terminal: Terminal) -> str:
    length = max(1, round(bucket.count * _BAR / most)) if bucket.count else 0
    bar = terminal.symbol("bar") * length
    number = f" {bucket.count:>{digits},}  {bar:<{_BAR}}  "
    room = terminal.columns - columns(number)
    label, value = one_line(bucket.label, terminal), one_line(bucket.value, terminal)
    mark = f"{terminal.symbol('chosen')} " if bucket.selected else ""
    name = cut(Marked(mark + label), room, terminal.symbol("more")).text
    left = room - columns(name) - 2
    same = value == label
    beside = "" if same or columns(value) > left else f"  {value}"
    style = "chosen" if bucket.selected else ""
    return row(terminal, [Part(number, "dim"), Part(name, style), Part(beside, "dim")])


def render_facets(facets: Mapping[str, Sequence[Bucket]], terminal: Terminal, each: int = 8) -> str:
    """Return each facet with its most frequent values."""
    blocks = [
        render_facet(name, buckets, terminal, limit=None if terminal.piped else each)
        for name, buckets in telling(facets).items()
        if buckets
    ]
    return "\n".join(blocks)
