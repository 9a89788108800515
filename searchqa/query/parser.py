"""A query's text as a tree and filters.

In: any text at all. Out: ``Parsed``. Never: raises unless strict, analyses
words, or looks at an index.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from searchqa.query.fields import LIFTED
from searchqa.query.lexer import LEFT_OUT, OPERATORS, Lexer
from searchqa.query.merge import filters_of
from searchqa.query.nodes import Filter, Node, Word
from searchqa.query.notices import Notices
from searchqa.query.request import Filters
from searchqa.query.shapes import all_of, any_of, lift, negated, required, words_of
from searchqa.records import dataclass
from searchqa.schema import MAX_QUERY_CHARS

if TYPE_CHECKING:
    from searchqa.query.lexer import Token

# What can't be meant, and what no terminal or encoder should be handed: control characters,
# halves of surrogate pairs, marks that only turn the direction of text. A pattern that few queries
# need and that ``re`` compiles on first use: it would cost each start of the program.
_UNSAYABLE: Final = (
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as it was understood.

    Attributes:
        text: The query that was read: as typed, without unprintable
            characters, cut when it was too long.
        tree: What has to match.
        filters: What holds for the whole query.
        notices: What was odd, one sentence or two each, in the order of the
            text.
    """

    text: str
    tree: Node
    filters: Filters
    notices: tuple[str, ...]


# Who clicks a facet, turns a page or takes back a letter asks the same text again.
@lru_cache(maxsize=1_024)
def parse(text: str, *, strict: bool = False) -> Parsed:
    """Read a query (docs/query-language.md); every text is one.

    Raises:
        QueryError: Only with ``strict``, for the first thing that would be a
            notice otherwise.
    """
    notices = Notices()
    if not text.isprintable():
        # A soft hyphen comes with copied text and would part a word in two.
        text = re.sub(_UNSAYABLE, " ", text.replace("\u00ad", ""))
    cut = len(text) > MAX_QUERY_CHARS
    if cut:
        text = _shortened(text)
        notices.add(
            len(text), "The query is long.", f"Only its first {MAX_QUERY_CHARS:,} characters count."
        )
    lexer = Lexer(text, notices, cut=cut)
    if not lexer.tokens and not notices and text.strip():
        notices.add(0, "There is nothing to search for in this.", "Everything is shown.")
    tree, lifted = _Parser(lexer, notices).query()
    if strict:
        notices.raise_first(text)
    return Parsed(text, tree, filters_of(lifted), notices.texts())


def _shortened(text: str) -> str:
    """Return the text that counts, up to a word's end where there is one near."""
    short = text[:MAX_QUERY_CHARS]
    if not text[MAX_QUERY_CHARS].isspace():
        words = short.rsplit(None, 1)
        if len(words) == 2 and len(words[0]) > MAX_QUERY_CHARS // 2:
            return words[0]
    return short


class _Parser:
    """One pass over the tokens, without backtracking."""

    def __init__(self, lexer: Lexer, notices: Notices) -> None:
        self._tokens = lexer.tokens
        self._notices = notices
        self._cut = lexer.cut
        self._next = 0
        self._lifted: list[Filter] = []

    def query(self) -> tuple[Node, list[Filter]]:
        """Return the tree and the conditions that hold for the whole of it."""
        if self._cut:
            self._drop_loose_end()
        if self._tokens and all(token.kind in OPERATORS for token in self._tokens):
            return self._only_operators(), []
        tree, lifted = lift(words_of(self._words(top=True)))
        return tree, [*self._lifted, *lifted]

    def _drop_loose_end(self) -> None:
        """Forget operators and signs whose right side was cut off."""
        while self._tokens and self._tokens[-1].kind in (*OPERATORS, "+", "-", "("):
            self._tokens.pop()

    def _only_operators(self) -> Node:
        words: list[Node] = []
        for token in self._tokens:
            self._note(token, f"{token.kind} joins nothing here.", "It is searched as a word.")
            words.append(Word(token.kind.lower()))
        return words_of(words)

    def _words(self, *, top: bool = False) -> list[Node]:
        """Read what stands side by side, up to a closing bracket or the end."""
        nodes: list[Node] = []
        while (token := self._peek()) is not None and token.kind != ")":
            if token.kind in ("AND", "OR"):
                self._stray()
            elif token.node is not None and (token.kind == "label" or not self._joins()):
                # What most queries consist of; a label and its value are words side by side.
                nodes.append(token.node)
                self._next += 1
            elif not (top and self._lift()):
                node = self._joined("OR")
                if node is not None:
                    nodes.append(node)
        return nodes

    def _lift(self) -> bool:
        """Take a condition for the whole query, when that is what comes next."""
        first = self._next
        if self._tokens[first].kind == "+":
            first += 1
        token = self._tokens[first] if first < len(self._tokens) else None
        if token is None or token.kind != "filters":
            return False
        after = self._tokens[first + 1].kind if first + 1 < len(self._tokens) else ""
        if after in ("AND", "OR") or not all(f.field in LIFTED for f in token.filters):
            return False
        self._lifted += token.filters
        self._next = first + 1
        return True

    def _joined(self, operator: str) -> Node | None:
        """Read operands with one operator between them, AND inside OR."""
        nodes: list[Node] = []
        while True:
            node = self._joined("AND") if operator == "OR" else self._unary()
            if node is not None:
                nodes.append(node)
            token = self._peek()
            if token is None or token.kind != operator:
                break
            self._next += 1
            while (following := self._peek()) is not None and following.kind in ("AND", "OR"):
                self._stray()
            if following is None or following.kind == ")":
                self._note(token, f"{operator} has nothing on its right.", LEFT_OUT)
                break
        if not nodes:
            return None
        return nodes[0] if len(nodes) == 1 else (any_of if operator == "OR" else all_of)(nodes)

    def _unary(self) -> Node | None:
        """Read an operand with the signs before it; two exclusions cancel each other."""
        excluded = signed = False
        while (token := self._peek()) is not None and token.kind in ("+", "-", "NOT"):
            excluded ^= token.kind != "+"
            signed = True
            self._next += 1
            last = token
        if signed and (token is None or token.kind in (")", "AND", "OR")):
            self._note(last, f"{last.kind} has nothing on its right.", LEFT_OUT)
            return None
        node = self._primary()
        if node is None or not signed:
            return node
        return negated(node) if excluded else required(node)

    def _primary(self) -> Node | None:
        token = self._tokens[self._next]
        self._next += 1
        if token.kind == "label":
            following = self._primary() if self._peek() is not None else None
            return all_of(n for n in (token.node, following) if n is not None)
        if token.kind == "filters":
            return words_of(token.filters) if token.filters else None
        return self._group(token) if token.kind == "(" else token.node

    def _group(self, opening: Token) -> Node | None:
        first = self._next
        nodes = self._words()
        closing = self._peek()
        if closing is None and not self._cut:
            self._note(opening, "An opening bracket has no partner.", "It closes at the end.")
        elif self._next == first:
            self._note(opening, "There is nothing between the brackets.", "They were left out.")
        self._next += 1
        return words_of(nodes) if nodes else None

    def _joins(self) -> bool:
        """Say whether an operator follows the next token."""
        after = self._next + 1
        return after < len(self._tokens) and self._tokens[after].kind in ("AND", "OR")

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _stray(self) -> None:
        token = self._tokens[self._next]
        self._note(token, f"{token.kind} has nothing on its left.", LEFT_OUT)
        self._next += 1

    def _note(self, token: Token, wrong: str, done: str) -> None:
        self._notices.add(token.position, wrong, done)
