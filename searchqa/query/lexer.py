"""A query's text as tokens.

In: the text. Out: tokens, the last oddities noted, brackets balanced but for
missing closing ones at the end. Never: raises, or decides what belongs together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from searchqa.query.fields import FIELDS, NAMES, make_filter, near_field, unknown_field
from searchqa.query.nodes import Filter, Fuzzy, Phrase, Prefix, Word
from searchqa.query.quoting import MARKS, closing, without_marks
from searchqa.query.values import read_values
from searchqa.records import NamedTuple
from searchqa.schema import MAX_QUERY_TERMS

if TYPE_CHECKING:
    from searchqa.query.nodes import Node
    from searchqa.query.notices import Notices

MAX_DEPTH: Final = 20
OPERATORS: Final = frozenset(("AND", "OR", "NOT"))
LEFT_OUT: Final = "It was left out."

# Of the patterns only one is needed by every query. The others are compiled by those that
# do need them: compiling all at each start would take longer than reading a query.
_CHAR: Final = rf"[^\s(){MARKS}]"
_PLAIN: Final = re.compile(rf"{_CHAR}+")
# Brackets that open and close inside one word (``len(x)``) belong to it, two deep.
_BARE: Final = rf"(?:{_CHAR}|\((?:{_CHAR}|\({_CHAR}*\))*\))+"
# A sign is an operator only where something to search for follows; ``->`` and ``--full`` are text.
_SIGNED: Final = rf"[\w({MARKS}]|[.#@$/'’‘][^\W_]"
_FIELD: Final = r"([A-Za-z_]{2,20}):"
_SIGNS: Final = "-+*~:^"
# A star before a word, or marks that are all there is; ``:+1:`` and ``--full`` are words.
_LEADING: Final = r"\*[-+*~:^]*|[-+*~:^]+$"
_STAR_INSIDE: Final = r"[^\W\d_]\*[^\W\d_]"
_FUZZY: Final = r"(.*\w)~+([0-9][0-9.]*)?"
_LAST_PART: Final = r"\w+(?:['’]\w+)*$"
_PUNCTUATION: Final = "*~.,;:!?-+^"
_INERT: Final = str.maketrans("*~", ",,")
_BRACKETS: Final = str.maketrans("()*~", ",,,,")
_RUN: Final = r"[^\W_]+"
_AFTER_PHRASE: Final = r"[*~^][0-9.]*(?![^\s()])"
_TRAILING: Final = ",;.!?"


Leaf: TypeAlias = Word | Phrase | Prefix | Fuzzy


class Token(NamedTuple):
    """A token: ``kind`` is leaf, label, filters, an operator, a sign or a bracket.

    A ``label`` is a word that was typed as a field and belongs to what follows.
    """

    kind: str
    position: int
    node: Node | None = None
    filters: tuple[Filter, ...] = ()


class Lexer:
    """Reads one text; ``tokens`` and ``cut`` are the outcome.

    Attributes:
        tokens: What was read.
        cut: Whether the text went on after the last token that counts.
    """

    def __init__(self, text: str, notices: Notices, *, cut: bool) -> None:
        self.tokens: list[Token] = []
        self.cut = cut
        self._text = text
        self._notices = notices
        self._position = 0
        self._depth = 0
        self._ignored = 0
        self._terms = 0
        # Below this length no text has too many terms, and counting would cost more than reading.
        self._counting = len(text) > 2 * MAX_QUERY_TERMS
        self._bracketed = "(" in text
        self._colons = ":" in text
        # Right behind a sign or a label nothing is an operator; behind a star nothing is a prefix.
        self._glued = False
        self._starred = False
        self._read()

    def _read(self) -> None:
        text, end = self._text, len(self._text)
        while self._terms <= MAX_QUERY_TERMS:
            after = self._position
            while after < end and text[after].isspace():
                after += 1
            self._glued = self._glued and after == self._position
            self._position = after
            if after >= end:
                return
            char = text[after]
            if char in "()":
                self._bracket(char)
            elif char in MARKS:
                self._phrase()
            elif char in "+-" and not self._glued and re.compile(_SIGNED).match(text, after + 1):
                self._emit(char)
                self._position += 1
                self._glued = True
            else:
                self._bare()

    def _emit(self, kind: str) -> None:
        self.tokens.append(Token(kind, self._position))

    def _leaf(self, node: Leaf, kind: str = "leaf") -> None:
        """Emit a leaf as far as it is within the number of terms that count."""
        if self._counting:
            left = MAX_QUERY_TERMS - self._terms
            runs = list(re.finditer(_RUN, node.text))
            self._count(max(1, len(runs)))
            if left <= 0:
                return
            if len(runs) > left:
                # Without its end a word's brackets may lack a partner, and would mean a group.
                shorter = node.text[: runs[left - 1].end()].translate(_BRACKETS)
                node = Phrase(shorter) if isinstance(node, Phrase) else Word(shorter)
        self.tokens.append(Token(kind, self._position, node))

    def _count(self, terms: int) -> None:
        self._terms += terms
        if self._terms > MAX_QUERY_TERMS:
            self.cut = True
            self._note("The query is long.", f"Only its first {MAX_QUERY_TERMS} words count.")

    def _bracket(self, char: str) -> None:
        position = self._position
        if char == "(":
            if self._depth < MAX_DEPTH:
                self._depth += 1
                self._emit(char)
            else:
                self._ignored += 1
                self._note(f"Brackets go {MAX_DEPTH} deep.", "Those inside were left out.")
        elif self._ignored:
            self._ignored -= 1
        elif self._depth:
            self._depth -= 1
            self._emit(char)
        else:
            self._note("A closing bracket has no partner.", LEFT_OUT)
        self._glued = False
        self._position = position + 1

    def _phrase(self) -> None:
        text, start = self._text, self._position
        end = closing(text, start)
        # An inch mark or a closing quote without its partner opens nothing: ``a 12" disk``.
        closes = text[start - 1 : start].isalnum() and not text[start + 1 : start + 2].strip()
        if end < 0 or closes:
            self._note("A quotation mark has no partner.", LEFT_OUT)
            self._position = start + 1
        else:
            words = without_marks(text[start + 1 : end])
            if words:
                self._leaf(Phrase(words))
            else:
                self._note("There is nothing between the quotation marks.", "They were left out.")
            self._position = end + 1
            after = re.compile(_AFTER_PHRASE).match(text, end + 1)
            if after is not None:
                self._note(f"{after[0]} means nothing behind a phrase.", LEFT_OUT)
                self._position = after.end()
        self._glued = False

    def _bare(self) -> None:
        field = re.compile(_FIELD).match(self._text, self._position) if self._colons else None
        if field is not None and self._field(field):
            return
        bare = re.compile(_BARE) if self._bracketed else _PLAIN
        found = bare.match(self._text, self._position)
        assert found is not None  # noqa: S101 - a space, bracket or mark never gets here
        word = found[0]
        if word in OPERATORS and not self._glued:
            self._emit(word)
        elif word[0] in _SIGNS and (leading := re.match(_LEADING, word)) is not None:
            self._marks(leading[0], word)
            return
        elif "*" in word or "~" in word:
            self._expanding(word)
        else:
            self._leaf(Word(word.lower() if word in OPERATORS else word))
        self._position = found.end()
        self._glued = self._starred = False

    def _marks(self, leading: str, word: str) -> None:
        """Step over marks at the beginning of a word: they mean nothing there."""
        if leading == word:
            # A lone dash or plus between words is how people write, and no slip.
            if "*" in word:
                self._note(f"{word} stands alone and means nothing.", LEFT_OUT)
        elif not word.rstrip(_TRAILING).endswith("*"):
            self._note("A star works only at the end of a word.", LEFT_OUT)
        self._position += len(leading)
        self._starred = self._glued = leading != word

    def _expanding(self, word: str) -> None:
        """Emit a word with a star or tilde in it."""
        core = word.rstrip(_TRAILING)
        fuzzy = re.fullmatch(_FUZZY, core)
        if fuzzy is not None:
            self._fuzzy(fuzzy[1], fuzzy[2])
        elif core.endswith("*"):
            body = core.rstrip("*~")
            if self._starred:
                self._leaf(Word(_plain(body)))
            elif body[-1:].isalnum() or body.endswith("_"):
                self._leaf(Prefix(self._last_part(body)))
            else:
                self._note("A star needs letters or digits right before it.", LEFT_OUT)
                self._leaf(Word(_plain(body)))
        else:
            if re.search(_STAR_INSIDE, word):
                self._note(
                    "A star works only at the end of a word.", f"{word} is searched as plain words."
                )
            self._leaf(Word(word))

    def _fuzzy(self, body: str, degree: str | None) -> None:
        if degree is not None and not degree.strip("0."):
            self._leaf(Word(_plain(body)))
            return
        text = self._last_part(body)
        usual = 1 if len(text) <= 5 else 2
        distance = usual if degree is None or degree[0] == "0" else min(int(degree[0]), 2)
        if degree not in (None, "1", "2"):
            self._note(
                f"~{degree} is no distance; it is 1 or 2.", f"{text}~{distance} is searched."
            )
        self._leaf(Fuzzy(text, distance))

    def _last_part(self, body: str) -> str:
        """Emit what stands before the last part of ``data-ver*``; return that part."""
        found = re.search(_LAST_PART, body)
        assert found is not None  # noqa: S101 - the callers saw a letter or digit at the end
        before = body[: found.start()].rstrip(_PUNCTUATION)
        if before:
            self._leaf(Word(_plain(before)), "label")
        return found[0]

    def _field(self, found: re.Match[str]) -> bool:
        """Read a field with its values; False when the text only looks like one."""
        name, after = found[1].lower(), found.end()
        following = self._text[after : after + 1]
        if name in FIELDS:
            if not following.strip() or following == ")":
                self._note(f"{name}: has no value right behind it.", "It is searched as a word.")
                return False
            self._filters(name, after)
            return True
        opens = following in MARKS or following == "(" if following else False
        near = following.isalnum() and bool(near_field(name))
        if not (opens or near or following.isalpha() or following == "_"):
            return False
        self._note(unknown_field(name), "It is searched as words.")
        self._leaf(Word(_plain(found[1])), "label")
        self._position = after
        self._glued = True
        return True

    def _filters(self, name: str, after: int) -> None:
        read = read_values(self._text, after, names=name in NAMES)
        if read.unclosed >= 0:
            self._notices.add(
                read.unclosed, "A quotation mark or bracket has no partner.", LEFT_OUT
            )
        made: dict[Filter, None] = {}
        for value in read.values or [""]:
            condition = make_filter(name, value)
            if isinstance(condition, str):
                self._note(condition, "Searched without it.")
            else:
                made[condition] = None
        kept = tuple(made)
        if self._counting:
            kept = kept[: MAX_QUERY_TERMS - self._terms]
            self._count(len(made))
        self.tokens.append(Token("filters", self._position, None, kept))
        self._position = read.end
        self._glued = False

    def _note(self, wrong: str, done: str) -> None:
        self._notices.add(self._position, wrong, done)


def _plain(part: str) -> str:
    """Return a part of what was typed as a word that means nothing more when typed again."""
    return part.lower() if part in OPERATORS else part.translate(_INERT)
