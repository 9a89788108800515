"""Which words of a hit are shown in the room there is, and with which marks.

In: a hit's question and snippets, columns and lines. Out: marked text.
Never: finds words; it only chooses among what was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.model import TALKS
from searchqa.presenters.headline import headline
from searchqa.presenters.marked import Marked, around, bracketed, columns, cut, joined, safe
from searchqa.records import NamedTuple, replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchqa.presenters.terminal import Terminal
    from searchqa.results import Hit, Snippet


class Headline(NamedTuple):
    """A hit's first line and the snippets that it doesn't show already."""

    line: Marked
    rest: tuple[Snippet, ...]


def marked_headline(hit: Hit, terminal: Terminal, room: int) -> Headline:
    """Return the question in ``room`` columns, with the words found in it marked.

    Of a question's own hit, and of a reply found by its question, the snippets
    are parts of the question: those that can be seen whole aren't shown again.
    """
    shown = headline(hit.thread.question, room, hit.book.collection)
    text = safe(shown, terminal).text
    more = terminal.symbol("more")
    rest = [part for snippet in hit.snippets for part in _split(hit, snippet, shown)]
    asked = [s for s in rest if s.field == "question" or hit.position == 0]
    # Brackets take room of their own.
    marks = 0 if terminal.marks_by_style else 2 * sum(len(s.ranges) for s in asked)
    visible = len(text) if columns(text) + marks <= room else room - marks - len(more) - 1
    ranges: list[tuple[int, int]] = []
    for snippet in asked:
        found = safe(snippet.text, terminal, snippet.ranges)
        start = text.find(found.text)
        last = found.ranges[-1][1] if found.ranges else len(found.text)
        if start >= 0 and start + last <= visible:
            ranges += [(a + start, b + start) for a, b in found.ranges]
            rest.remove(snippet)
    line = _marks(Marked(text, _apart(ranges)), terminal)
    return Headline(cut(line, room, more), tuple(rest))


def beyond_title(hit: Hit) -> tuple[Snippet, ...]:
    """Return a hit's fragments without the title of a talk's chapter, which stands above them."""
    if hit.book.collection != TALKS or hit.position:
        return hit.snippets
    title = headline(hit.thread.question, 0, TALKS)
    split = (part for snippet in hit.snippets for part in _split(hit, snippet, title))
    return tuple(part for part in split if part.text != title)


def _split(hit: Hit, snippet: Snippet, title: str) -> tuple[Snippet, ...]:
    """Return a fragment that begins with a chapter's title and goes on as that and the rest."""
    size = len(title) + 1
    question = snippet.field == "question" or hit.position == 0
    ours = question and hit.book.collection == TALKS and bool(title)
    if not ours or not snippet.text.startswith(f"{title} "):
        return (snippet,)
    ahead = tuple(one for one in snippet.ranges if one[1] < size)
    behind = tuple((a - size, b - size) for a, b in snippet.ranges if a >= size)
    return (
        replace(snippet, text=title, ranges=ahead, after=False),
        replace(snippet, text=snippet.text[size:], ranges=behind, before=False),
    )


def _apart(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the ranges in order; of two that overlap, the first."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return tuple(out)


def fragments(snippets: Sequence[Snippet], terminal: Terminal, size: int | None = None) -> Marked:
    """Return fragments on one line, an ellipsis wherever text is left out.

    With a ``size``, only what fits: the fragment with the most marks, cut
    around them if it is too long by itself, then the others as there is room.
    """
    whole = _together(snippets, terminal)
    if size is None or columns(whole.text) <= size:
        return whole
    order = sorted(range(len(snippets)), key=lambda at: (-len(snippets[at].ranges), at))
    best = snippets[order[0]]
    if columns(_together([best], terminal).text) > size:
        return _narrowed(best, terminal, size)
    chosen: list[int] = []
    for at in order:
        attempt = sorted([*chosen, at])
        if columns(_together([snippets[i] for i in attempt], terminal).text) <= size:
            chosen = attempt
    return _together([snippets[at] for at in chosen], terminal)


def _narrowed(snippet: Snippet, terminal: Terminal, size: int) -> Marked:
    more = terminal.symbol("more")
    ahead = Marked(f"{more} " if snippet.before else "")
    behind = Marked(f" {more}" if snippet.after else "")
    room = size - columns(ahead.text) - columns(behind.text)
    shown = around(_dressed(snippet, terminal), room, more)
    if not shown.text.startswith(more):
        shown = ahead + shown
    return shown if shown.text.endswith(more) else shown + behind


def _together(snippets: Sequence[Snippet], terminal: Terminal) -> Marked:
    more = terminal.symbol("more")
    ahead = f"{more} " if snippets[0].before else ""
    behind = f" {more}" if snippets[-1].after else ""
    parts = [_dressed(snippet, terminal) for snippet in snippets]
    return Marked(ahead) + joined(parts, f" {more} ") + Marked(behind)


def _dressed(snippet: Snippet, terminal: Terminal) -> Marked:
    text = snippet.text.replace("\n", " ")
    return _marks(safe(text, terminal, snippet.ranges), terminal)


def _marks(marked: Marked, terminal: Terminal) -> Marked:
    """Return the text with its marks as this terminal shows them, neighbours as one."""
    ranges: list[tuple[int, int]] = []
    for start, end in marked.ranges:
        if ranges and marked.text[ranges[-1][1] : start].isspace():
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((start, end))
    merged = Marked(marked.text, tuple(ranges))
    return merged if terminal.marks_by_style else bracketed(merged)
