"""Which of the names in an archive is the book's author.

In: a slug, its people file if any, the names of one archive, the config's aliases.
Out: the author with each name used, and how they were found. Never: merges two people on
a guess when more than one name would fit.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from searchqa.model import Author
from searchqa.people.nicknames import same_first_name
from searchqa.text.distance import nearest
from searchqa.text.fold import fold
from searchqa.text.slack import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from searchqa.model import Person

# A week has a few dozen names. Among more than this only equal letters are looked for.
MAX_NAMES: Final = 5_000

# Rungs that rest on a name's own letters alone; the others could meet a namesake.
SURE: Final = frozenset({"exact", "folded", "stripped", "alias"})

Rung = Literal["exact", "folded", "stripped", "subset", "nickname", "slug", "alias", "none"]

_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_HONOURS: Final = "dr prof professor mr mrs ms miss mx sir phd msc bsc mba md jr sr ii iii"
_PRONOUNS: Final = "he him she her they them"
_TITLES: Final = frozenset(f"{_HONOURS} {_PRONOUNS}".split())


@dataclass(frozen=True, slots=True)
class Resolution:
    """An author and how they were found.

    Attributes:
        author: ``aliases`` are the names of the archive that mean them and
            aren't spelled as ``author.name``.
        how: The rung that found them; ``none`` when no name fits.
        nearest: With ``none``, names of the archive a person should look at.
    """

    author: Author
    how: Rung
    nearest: tuple[str, ...] = ()


def resolve_author(
    slug: str, person: Person | None, names: Sequence[str], aliases: Mapping[str, Sequence[str]]
) -> Resolution:
    """Find an author among the names of their book's archive.

    The rungs, first that fits: the name as written; case and accents folded;
    brackets, emoji and titles stripped; one name's words within the other's
    ("Ada", "Ada L."); a short form of the first name; the slug's letters, or a
    login made of the names; an alias of the config (keyed by slug or name),
    which counts even when another rung fits. From the fourth rung on only a
    name that is the single one to fit is taken.

    Args:
        slug: As the front matter has it.
        person: Who the people directory says it is, or None.
        names: The names in the archive, in any order, repeated or not.
        aliases: Other names by slug or by name.
    """
    known = tuple(dict.fromkeys(name for name in names if name))
    wanted = person.name if person else slug
    granted = _granted(slug, wanted, known, aliases)
    how, found = _climb(slug, wanted, known)
    if not found and granted:
        how = "alias"
    found = tuple(dict.fromkeys((*found, *granted)))
    name = person.name if person else _name_without_file(slug, found)
    author = Author(slug, name, tuple(other for other in found if other != name))
    return Resolution(author, how, () if found else _look_at(wanted, known[:MAX_NAMES]))


def _name_without_file(slug: str, found: tuple[str, ...]) -> str:
    """Return the archive's spelling of a slug; a slug of several words is a name already."""
    if len(slug.split()) > 1 or not found:
        # Shown as participants are: on one line, without what nobody sees.
        return " ".join(normalise(slug).split())
    letters = "".join(name_words(slug))
    spelled = [name for name in found if "".join(name_words(name)) == letters]
    return (spelled or found)[0]


def _climb(slug: str, wanted: str, known: tuple[str, ...]) -> tuple[Rung, tuple[str, ...]]:
    letters = fold(wanted)
    words = name_words(wanted)
    alike = tuple(name for name in known if fold(name) == letters)
    if len(known) > MAX_NAMES:
        return ("exact" if wanted in alike else "folded" if alike else "none"), alike
    stripped = tuple(name for name in known if words and name_words(name) == words)
    sure = tuple(dict.fromkeys((*alike, *stripped)))
    if sure:
        exact = wanted in sure
        return ("exact" if exact else "folded" if alike else "stripped"), sure
    rungs: tuple[tuple[Rung, Callable[[str], bool]], ...] = (
        ("subset", lambda name: _within(name_words(name), words)),
        ("nickname", lambda name: _nicknamed(name_words(name), words)),
        ("slug", lambda name: "".join(name_words(name)) == "".join(name_words(slug))),
        ("slug", lambda name: _login(name_words(name), words)),
    )
    for how, fits in rungs:
        found = {"".join(name_words(name)): name for name in known if fits(name)}
        if len(found) == 1:
            return how, tuple(found.values())
    return "none", ()


@lru_cache(maxsize=16_384)
def name_words(name: str) -> tuple[str, ...]:
    """Return a name's folded words without brackets, emoji, marks and titles."""
    plain = _BRACKETS.sub(" ", name)
    letters = "".join(
        c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in _joined(plain)
    )
    words = tuple(fold(letters).split())
    kept = tuple(word for word in words if word not in _TITLES)
    return kept or words


def _joined(name: str) -> str:
    return name.replace("'", "").replace("’", "")


def _within(words: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    shorter, longer = sorted((words, wanted), key=len)
    if not shorter or not any(len(word) > 1 and word in longer for word in shorter):
        return False
    rest = list(longer)
    for word in sorted(shorter, key=len, reverse=True):
        fit = next((w for w in rest if w == word or (len(word) == 1 and w[0] == word)), None)
        if fit is None:
            return False
        rest.remove(fit)
    return True


def _nicknamed(words: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    if not words or not wanted or not same_first_name(words[0], wanted[0]):
        return False
    return _within(words[1:], wanted[1:]) if len(words) > 1 and len(wanted) > 1 else True


def _login(words: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Say whether a name is a login made of a person's names (``lovelada``, ``alovelace``)."""
    if len(words) != 1 or len(wanted) < 2:
        return False
    login = words[0]
    return any(
        first.startswith(login[:cut]) and last.startswith(login[cut:])
        for first, last in ((wanted[0], wanted[-1]), (wanted[-1], wanted[0]))
        for cut in range(1, len(login))
        if len(login) > 4 and max(cut, len(login) - cut) > 3
    )


def _granted(
    slug: str, wanted: str, known: tuple[str, ...], aliases: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    keys = {fold(slug), fold(wanted)}
    given = {fold(name) for key, names in aliases.items() if fold(key) in keys for name in names}
    return tuple(name for name in known if fold(name) in given) if given else ()


def _look_at(wanted: str, known: tuple[str, ...]) -> tuple[str, ...]:
    words = set(name_words(wanted))
    shared = [name for name in known if words & set(name_words(name))]
    by_letters = {fold(name): name for name in known}
    spelled = [by_letters[letters] for letters in nearest(fold(wanted), by_letters, 3)]
    return tuple(dict.fromkeys((*shared, *spelled)))[:3]
