"""One hit as a few lines: the question, the book, who answers, the words found.

In: a hit and its number on the page. Out: lines for a terminal or a pipe.
Never: looks anything up; what isn't in the hit isn't shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.presenters.found import fragments, marked_headline
from searchqa.presenters.marked import Marked, columns, cut, one_line, wrap
from searchqa.presenters.nouns import nouns
from searchqa.presenters.row import Part, row, width_of
from searchqa.presenters.wording import count, when

if TYPE_CHECKING:
    from searchqa.presenters.terminal import Terminal
    from searchqa.results import Hit, Snippet

# What is seen of a question where no width bounds it.
PIPED_HEADLINE: Final = 160


def hit_lines(hit: Hit, number: int, terminal: Terminal, *, height: int = 2) -> list[str]:
    """Return the lines of a hit.

    Args:
        hit: The hit.
        number: What the next command calls it (``searchqa thread 1``).
        terminal: Where it is shown.
        height: How many lines the words found may take.
    """
    block = _Block(hit, number, terminal)
    return block.piped() if terminal.piped else block.screen(height)


def who(hit: Hit, terminal: Terminal) -> list[Part]:
    """Return who wrote the message: a check mark stands for an author of the book."""
    name = one_line(hit.participant, terminal) or "(no name)"
    written = hit.role == "author"
    symbol = Part(terminal.symbol(hit.role), "author" if written else "dim")
    return [symbol, Part(" "), Part(name, "author" if written else "")]


class _Block:
    def __init__(self, hit: Hit, number: int, terminal: Terminal) -> None:
        self.hit = hit
        self.terminal = terminal
        self.number = number
        self.nouns = nouns(hit.book.collection)
        self.label = f"{number:>2}  "
        self.indent = " " * len(self.label)
        self.room = terminal.columns - len(self.label)
        dot = terminal.symbol("dot")
        authors = ", ".join(hit.book.authors)
        self.book = one_line(hit.book.title + (dot + authors if authors else ""), terminal)
        self.about = count(hit.thread.messages, "message") + dot + when(hit)
        self.id = one_line(hit.thread.id, terminal)

    def piped(self) -> list[str]:
        """Return lines that depend on nothing but the hit."""
        line, rest = marked_headline(self.hit, self.terminal, PIPED_HEADLINE)
        dot = self.terminal.symbol("dot")
        out = [self.label + (line.text or "(no words)"), self.book + dot + self.about]
        name = "".join(str(part.text) for part in self._who(rest))
        asked = [s for s in rest if s.field == "question"]
        texts = [s for s in rest if s.field != "question"]
        if asked:
            out.append("in the question  " + fragments(asked, self.terminal).text)
        out.append(name + ("  " + fragments(texts, self.terminal).text if texts else ""))
        out += self._place()
        if self.hit.more:
            out.append(f"+ {self.hit.more} more in this {self.nouns.thread}")
        return [out[0], *(self.indent + line for line in (*out[1:], self.id))]

    def screen(self, height: int) -> list[str]:
        """Return lines that fit the screen, at most ``height`` of them for words found."""
        terminal = self.terminal
        # The question has a whole line: it tells a reader whether this is their problem.
        line, rest = marked_headline(self.hit, terminal, self.room)
        title = Part(line, "title") if line.text else Part("(no words)", "dim")
        about = [Part(self.about, "dim")]
        room = self.room - width_of(about) - 2
        book = cut(Marked(self.book), room, terminal.symbol("more")).text
        return [
            row(terminal, [Part(self.label, "number"), title]),
            row(terminal, [Part(self.indent), Part(book, "dim")], about),
            *self._found(rest, height),
            *(row(terminal, [Part(f"{self.indent}  {line}", "dim")]) for line in self._place()),
            self._last(),
        ]

    def _place(self) -> list[str]:
        """Return the line with the message's own address, if it has one."""
        if not self.hit.url:
            return []
        # Most hits have none, and an answer would wait for it.
        from searchqa.presenters.own import place

        words = place(self.hit.url, self.hit.book.collection)
        url = one_line(self.hit.url, self.terminal)
        return [f"{self.terminal.symbol('link')} {words}  {url}"] if words else []

    def _found(self, rest: tuple[Snippet, ...], height: int) -> list[str]:
        asked = [s for s in rest if s.field == "question"]
        texts = [s for s in rest if s.field != "question"]
        lines = []
        if asked:
            lines = self._wrapped([Part("in the question", "dim")], asked, 1)
        name = self._who(rest)
        if not texts:
            return [*lines, row(self.terminal, [Part(self.indent), *name])]
        return [*lines, *self._wrapped(name, texts, max(1, height - len(lines)))]

    def _who(self, rest: tuple[Snippet, ...]) -> list[Part]:
        # A question shown whole in the headline leaves nothing to say but whose it is.
        name = who(self.hit, self.terminal)
        return name if rest or self.hit.position else [*name, Part(f"  {self.nouns.asks}", "dim")]

    def _wrapped(self, name: list[Part], snippets: list[Snippet], height: int) -> list[str]:
        """Return fragments behind a name, hanging two columns; a long name stands alone."""
        terminal, more = self.terminal, self.terminal.symbol("more")
        hang = self.indent + "  "
        rest = self.room - 2
        alone = width_of(name) > self.room // 2
        first = rest if alone else self.room - width_of(name) - 2
        # A line's end is seldom reached: what doesn't fit after wrapping is cut.
        text = fragments(snippets, terminal, first + rest * (height - 1) - 4 * (height - 1))
        lines = wrap(text, rest, first)
        if len(lines) > height:
            room = (first if height == 1 else rest) - columns(more) - 1
            kept = cut(lines[height - 1], room, "")
            lines[height - 1 :] = [kept + Marked(f" {more}")]
        begin = [Part(self.indent), *name]
        if alone:
            return [row(terminal, begin), *(row(terminal, [Part(hang), Part(x)]) for x in lines)]
        return [
            row(terminal, [*begin, Part("  "), Part(lines[0] if lines else "")]),
            *(row(terminal, [Part(hang), Part(line)]) for line in lines[1:]),
        ]

    def _last(self) -> str:
        """Return how to read on: what else matched, the command, the thread's id."""
        terminal = self.terminal
        where = f" in this {self.nouns.thread}"
        more = f"+ {self.hit.more} more{where}" if self.hit.more else ""
        command = f"searchqa thread {self.number}"
        if len(self.indent) + 2 + columns(more) + 2 + columns(command) > terminal.columns:
            more = more.removesuffix(where)
        used = len(self.indent) + 2 + columns(more) + 2 + columns(command) + 2
        name = _short(self.id, terminal.columns - used, terminal.symbol("more"))
        spaces = "  " if more else ""
        left = Part(f"{self.indent}  {more}{spaces}{command}", "dim")
        return row(terminal, [left], [Part(name, "dim")])


def _short(name: str, room: int, more: str) -> str:
    """Return a thread's id in ``room`` columns: the hash whole, the book as far as it fits."""
    if columns(name) <= room:
        return name
    book, slash, rest = name.rpartition("/")
    left = room - columns(more) - len(slash) - len(rest)
    return f"{book[:left].rstrip('-')}{more}{slash}{rest}" if left >= 8 else ""
