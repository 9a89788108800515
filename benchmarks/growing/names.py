"""People who don't exist: a name for each number.

In: a number. Out: a name and its slug, no two alike. Never: takes a name from a corpus.
"""

from __future__ import annotations

from typing import Final

from searchqa.text.fold import fold

_GIVEN = (
    "Ada Amir Anouk Astrid Bao Beatrix Bruno Carmen Casimir Chidi Clara Dalia Dario Deniz Edda"
    " Elio Esme Farah Femi Fiona Gaspar Greta Hana Hugo Ida Ilse Imran Iris Jonas Joyce Kamil"
    " Keiko Lars Leila Linus Lucia Mads Maren Milan Mina Nadia Nils Noor Odile Omar Petra Priya"
    " Quentin Rania Remy Rosa Ruben Saskia Selma Tarek Thea Tomas Ulla Vera Viggo Wanda Xenia"
    " Yara Zoran"
)
_HEADS = (
    "Alder Amber Ash Birch Black Brook Cald Clear Dane East Elm Fair Fern Gold Green Hall Hart"
    " Hazel High Holm Kirk Lang Lind Marsh Mill Moor North Oak Raven Red Rose Sand Silver South"
    " Stone Strand Thorn West White Winter"
)
_TAILS = (
    "back berg born bridge brook by dale den felt field ford gate grove ham haven hurst land ley"
    " lock lund man mark mere mont ridge sen shaw stad stead strom thorpe ton vale ville wall"
    " water well wick wood worth"
)
INITIALS: Final = "ABCDEFGHIJKLMNOPRSTVWZ"

GIVEN: Final = tuple(_GIVEN.split())
_FAMILIES: Final = tuple(head + tail for head in _HEADS.split() for tail in _TAILS.split())
_PLAIN: Final = len(GIVEN) * len(_FAMILIES)
# Prime to the number of plain names, so that neighbours in number share no name.
_STEP: Final = 30_011


def person(number: int) -> str:
    """Return the name of one person.

    Raises:
        ValueError: There is no such number.
    """
    turn, rest = divmod(number, _PLAIN)
    if not 0 <= turn <= len(INITIALS):
        raise ValueError(f"there are names for {_PLAIN * (len(INITIALS) + 1):,} people only")
    place = rest * _STEP % _PLAIN
    given = GIVEN[place % len(GIVEN)]
    family = _FAMILIES[place // len(GIVEN)]
    return f"{given} {family}" if not turn else f"{given} {INITIALS[turn - 1]}. {family}"


def slug(name: str) -> str:
    """Return the short name of a people file."""
    return "".join(filter(str.isalnum, fold(name)))
