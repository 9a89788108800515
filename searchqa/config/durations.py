"""Lengths of time as people write them: 30s, 15m, 2h, 1d.

In: a text, or seconds. Out: seconds, or a text. Never: takes a number without its unit.
"""

from __future__ import annotations

from typing import Final

from searchqa.errors import ConfigError

_UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_LONGEST: Final = 366 * _UNITS["d"]
_HINT: Final = "write a number and s, m, h or d: 30s, 15m, 2h, 1d"


def seconds_of(text: str) -> int:
    """Return the seconds of ``30s``, ``15m``, ``2h`` or ``1d``.

    Raises:
        ConfigError: It is written otherwise, is nothing, or longer than a year.
    """
    number, unit = text[:-1], text[-1:].lower()
    if unit not in _UNITS or not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise ConfigError(f'"{text}" is no length of time', _HINT)
    seconds = int(number) * _UNITS[unit]
    if not 1 <= seconds <= _LONGEST:
        raise ConfigError(f"{text} isn't between a second and a year", _HINT)
    return seconds


def in_words(seconds: float) -> str:
    """Return ``30 s``, ``15 min``, ``2 h`` or ``1 d``: the largest unit that says it well."""
    whole = round(seconds)
    for size, word in ((_UNITS["d"], "d"), (_UNITS["h"], "h"), (_UNITS["m"], "min")):
        if whole >= 2 * size or whole == size:
            number = whole / size
            return f"{number:.{0 if number >= 10 else 1}f}".removesuffix(".0") + f" {word}"
    return f"{whole} s"
