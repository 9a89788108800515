"""Plots as SVG, by hand.

In: series of points, bars. Out: SVG text. Never: knows what is plotted, or needs a library.

Colours are of a middle lightness, which stands out on white and on black; lines and text that
have no series' colour follow the reader's colour scheme.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 190, 44, 56
COLOURS: Final = ("#d9480f", "#1c7ed6", "#2f9e44", "#ae3ec9", "#e8890c", "#0c8599", "#868e96")
_STYLE: Final = (
    "text{font:13px system-ui,sans-serif;fill:#333}"
    ".t{font-size:15px;font-weight:600}.g{stroke:#8884;stroke-width:1}"
    ".a{stroke:#888;stroke-width:1}.l{fill:none;stroke-width:2.5}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}}"
)


@dataclass(frozen=True, slots=True)
class Series:
    """A name and its points; a bar plot has one point for each label, None for none."""

    name: str
    points: tuple[tuple[float, float | None], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis over its values, with ticks at powers of ten."""

    low: float
    high: float
    begin: float
    end: float

    def place(self, value: float) -> float:
        """Return where a value lies."""
        part = (math.log10(value) - math.log10(self.low)) / (
            math.log10(self.high) - math.log10(self.low)
        )
        return self.begin + part * (self.end - self.begin)

    def ticks(self) -> list[float]:
        """Return the powers of ten inside."""
        first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
        return [10.0**power for power in range(first, last + 1)]


def axis(values: Sequence[float], begin: float, end: float) -> Axis:
    """Return an axis with room around its values, and at least one power of ten on it."""
    low, high = min(values) / 1.4, max(values) * 1.4
    if math.ceil(math.log10(low)) > math.floor(math.log10(high)):
        low = 10.0 ** math.floor(math.log10(low))
    return Axis(low, high, begin, end)


def lines(title: str, x_label: str, y_label: str, series: Sequence[Series]) -> str:
    """Return a plot of lines, both axes logarithmic."""
    points = [(x, y) for one in series for x, y in one.points if y]
    x_axis = axis([x for x, _ in points], _LEFT, WIDTH - _RIGHT)
    y_axis = axis([y for _, y in points], HEIGHT - _BOTTOM, _TOP)
    body = _grid(y_axis)
    for x in sorted({x for x, _ in points}):
        body.append(_line(x_axis.place(x), _TOP, x_axis.place(x), HEIGHT - _BOTTOM, "g"))
        body.append(_text(x_axis.place(x), HEIGHT - _BOTTOM + 18, plain(x), "middle"))
    for number, one in enumerate(series):
        colour = COLOURS[number % len(COLOURS)]
        places = [(x_axis.place(x), y_axis.place(y)) for x, y in one.points if y]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        body.append(f'<polyline class="l" stroke="{colour}" points="{path}"/>')
        body += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in places]
    return _page(title, x_label, y_label, [*body, *_legend(series)])


def bars(
    title: str, x_label: str, y_label: str, labels: Sequence[str], series: Sequence[Series]
) -> str:
    """Return groups of bars, one group for each label, the height logarithmic."""
    values = [y for one in series for _, y in one.points if y]
    y_axis = axis(values, HEIGHT - _BOTTOM, _TOP)
    body = _grid(y_axis)
    group = (WIDTH - _LEFT - _RIGHT) / len(labels)
    width = group * 0.8 / len(series)
    for place, label in enumerate(labels):
        left = _LEFT + group * (place + 0.1)
        for number, part in enumerate(label.split(", ")):
            y = HEIGHT - _BOTTOM + 18 + 16 * number
            body.append(_text(left + group * 0.4, y, part, "middle"))
        for number, one in enumerate(series):
            value = one.points[place][1]
            if not value:
                continue
            top = y_axis.place(value)
            colour = COLOURS[number % len(COLOURS)]
            x, tall = left + width * number, HEIGHT - _BOTTOM - top
            hint = f"<title>{escape(f'{one.name}, {label}: {plain(value)}')}</title>"
            body.append(
                f'<rect x="{x:.1f}" y="{top:.1f}" width="{width - 1.5:.1f}" '
                f'height="{tall:.1f}" fill="{colour}">{hint}</rect>'
            )
    return _page(title, x_label, y_label, [*body, *_legend(series)])


def plain(value: float) -> str:
    """Return a number for an axis."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _page(title: str, x_label: str, y_label: str, body: Sequence[str]) -> str:
    middle = (_LEFT + WIDTH - _RIGHT) / 2
    high = (HEIGHT - _BOTTOM + _TOP) / 2
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-label={quoteattr(title)}>'
    )
    turned = f'text-anchor="middle" transform="translate(18 {high:.0f}) rotate(-90)"'
    out = [
        opening,
        f"<style>{_STYLE}</style>",
        f'<text class="t" x="{_LEFT}" y="24">{escape(title)}</text>',
        *body,
        _line(_LEFT, HEIGHT - _BOTTOM, WIDTH - _RIGHT, HEIGHT - _BOTTOM, "a"),
        _line(_LEFT, _TOP, _LEFT, HEIGHT - _BOTTOM, "a"),
        _text(middle, HEIGHT - 14, x_label, "middle"),
        f"<text {turned}>{escape(y_label)}</text>",
        "</svg>",
        "",
    ]
    return "\n".join(out)


def _grid(y_axis: Axis) -> list[str]:
    out = []
    for tick in y_axis.ticks():
        y = y_axis.place(tick)
        out.append(_line(_LEFT, y, WIDTH - _RIGHT, y, "g"))
        out.append(_text(_LEFT - 8, y + 4, plain(tick), "end"))
    return out


def _legend(series: Sequence[Series]) -> list[str]:
    out = []
    for number, one in enumerate(series):
        y = _TOP + 10 + number * 22
        colour = COLOURS[number % len(COLOURS)]
        x = WIDTH - _RIGHT + 16
        out.append(f'<rect x="{x}" y="{y - 9}" width="14" height="10" fill="{colour}"/>')
        out.append(_text(x + 20, y, one.name, "start"))
    return out


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
