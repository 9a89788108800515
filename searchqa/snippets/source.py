"""A text that fragments are cut out of, and what all cuts of it need.

In: a text and where code stands in it. Out: its sentences, its one-line form.
Never: changes; one may be kept and cut again for any query, from any thread.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from searchqa.results import Snippet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A sentence begins behind a full stop and space, unless small letters go on ("e.g. this") or a
# number stands before ("2. Which ..."), and on each new line: lists and code have no full stops.
# One set of letters comes first, so that the engine can skip to them.
_SENTENCE: Final = (
    r"[.!?…\n](?:(?<=\n)\s*"
    r"|(?<!\n)(?<!\s\d.)(?<!\s\d\d.)(?<!^\d.)[\"'”’)\]]*\s+(?=[^\sa-z]))"
)
_SPACES: Final = r"\s+"


class Source:
    """A text to cut.

    Args:
        text: The text.
        code: Ranges of code in it, in order.
        field: What snippets of it say they are of.

    Attributes:
        begin: Where the text without the white space around it begins.
        finish: Where it ends.
        spaced: The text with a space for each line end and tab.
        lead: What is shown of it where nothing in it was found, once somebody has made it.
    """

    __slots__ = ("_line", "_places", "_removed", "_sentences", "begin", "code", "field", "finish",
                 "lead", "spaced", "text")  # fmt: skip

    def __init__(
        self, text: str, code: Sequence[tuple[int, int]] = (), field: str = "text"
    ) -> None:
        self.text = text
        self.spaced = text.replace("\n", " ").replace("\t", " ")
        self.code = code
        self.field = field
        self.finish = len(text.rstrip())
        self.begin = min(self.finish, len(text) - len(text.lstrip()))
        self.lead: Snippet | None = None
        self._sentences: list[int] | None = None
        line = " ".join(text.split())
        # Many are kept: what is the same takes its room once.
        self._line = text if line == text else line
        # What was removed before each place where something was, in order.
        self._places: list[int] = []
        self._removed: list[int] = []
        if len(self._line) != self.finish:
            self._count_removed()

    @property
    def sentences(self) -> list[int]:
        """Where sentences begin, ascending; the first is 0."""
        if self._sentences is None:
            breaks = re.compile(_SENTENCE).finditer(self.text)
            self._sentences = [0, *[match.end() for match in breaks]]
        return self._sentences

    def snippet(self, begin: int, end: int, marks: Iterable[tuple[int, int, int]]) -> Snippet:
        """Return a part of the text on one line, with the marks that are inside of it."""
        text = self.text
        while begin < end and text[begin].isspace():
            begin += 1
        while begin < end and text[end - 1].isspace():
            end -= 1
        before, after = begin > self.begin, end < self.finish
        if self._places:
            moved = self._moved
            inside = [(moved(s), moved(e)) for s, e, _ in marks if begin <= s and e <= end]
            begin, end = moved(begin), moved(end)
        else:
            inside = [(s, e) for s, e, _ in marks if begin <= s and e <= end]
        if begin:
            inside = [(s - begin, e - begin) for s, e in inside]
        return Snippet(self.field, self._line[begin:end], tuple(inside), before, after)

    def _count_removed(self) -> None:
        self._places.append(0)
        self._removed.append(self.begin)
        for match in re.finditer(_SPACES, self.text[: self.finish]):
            if match.start() > self.begin and match.end() - match.start() > 1:
                self._places.append(match.end())
                self._removed.append(self._removed[-1] + match.end() - match.start() - 1)

    def _moved(self, place: int) -> int:
        """Return where a place of the text stands on the one line."""
        return place - self._removed[bisect_right(self._places, place) - 1]
