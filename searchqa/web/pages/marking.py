"""Text with marked ranges, code and links as HTML.

In: a text, ranges of code points. Out: markup in which only what we wrote is markup.
Never: lets a letter of a transcript be read as markup, or an address be anything
but http, https or mailto.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from searchqa.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from searchqa.results import Snippet

Range = tuple[int, int]

_SAFE_ADDRESS: Final = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20]+", re.IGNORECASE)
# Control characters have no place in HTML, and marks that turn the direction of text would turn
# what is written around a message as well.
_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_PARAGRAPH: Final = re.compile(r"\n{2,}")
_ELLIPSIS: Final = Markup('<span class="cut">…</span>')


def plain(text: str) -> Markup:
    """Return a text as HTML."""
    return escape(_UNSAFE.sub("�", text))


def marked(text: str, ranges: Iterable[Range], start: int = 0, end: int | None = None) -> Markup:
    """Return a part of a text as HTML with its ranges in ``<mark>``; neighbours share one."""
    stop = len(text) if end is None else end
    out: list[Markup] = []
    at = start
    for begin, finish in _joined(text, ranges):
        first, last = max(begin, start), min(finish, stop)
        if first < last:
            out += [plain(text[at:first]), Markup("<mark>%s</mark>") % plain(text[first:last])]
            at = last
    out.append(plain(text[at:stop]))
    return Markup("").join(out)


def fragments(snippets: Sequence[Snippet]) -> Markup:
    """Return the fragments of a message, an ellipsis wherever text is left out."""
    if not snippets:
        return Markup("")
    parts = [marked(one.text.replace("\n", " "), one.ranges) for one in snippets]
    ahead = _ELLIPSIS + " " if snippets[0].before else Markup("")
    behind = " " + _ELLIPSIS if snippets[-1].after else Markup("")
    return ahead + (" " + _ELLIPSIS + " ").join(parts) + behind


def message(text: str, spans: Sequence[Span], ranges: Sequence[Range]) -> Markup:
    """Return a whole message: paragraphs, blocks of code, links, marks."""
    out: list[Markup] = []
    for start, end, is_code in _blocks(text, spans):
        if is_code:
            code = marked(text, ranges, start, end)
            out.append(Markup('<pre tabindex="0"><code>%s</code></pre>') % code)
        else:
            out += [
                Markup("<p>%s</p>") % _inline(text, spans, ranges, first, last)
                for first, last in _paragraphs(text, start, end)
            ]
    return Markup("\n").join(out)


def _joined(text: str, ranges: Iterable[Range]) -> list[Range]:
    """Return the ranges in order, one for those with nothing but space between them."""
    out: list[Range] = []
    for start, end in sorted(ranges):
        if out and (start <= out[-1][1] or text[out[-1][1] : start] == " "):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _blocks(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    """Yield the parts of a text as (start, end, whether it is a block of code)."""
    at = 0
    for span in spans:
        begins = span.start == 0 or text[span.start - 1] == "\n"
        ends = span.end >= len(text) or text[span.end] == "\n"
        if span.kind == "code" and begins and ends and "\n" in text[span.start : span.end]:
            yield at, span.start, False
            yield span.start, span.end, True
            at = span.end
    yield at, len(text), False


def _paragraphs(text: str, start: int, end: int) -> Iterator[Range]:
    at = start
    for gap in _PARAGRAPH.finditer(text, start, end):
        yield from _stripped(text, at, gap.start())
        at = gap.end()
    yield from _stripped(text, at, end)


def _stripped(text: str, start: int, end: int) -> Iterator[Range]:
    """Yield the range without line ends around it, or nothing when nothing is left."""
    while start < end and text[start] == "\n":
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if text[start:end].strip():
        yield start, end


def _inline(
    text: str, spans: Sequence[Span], ranges: Sequence[Range], start: int, end: int
) -> Markup:
    out: list[Markup] = []
    at = start
    for span in spans:
        first, last = max(span.start, at), min(span.end, end)
        if first < last:
            out += [
                marked(text, ranges, at, first),
                _dressed(span, marked(text, ranges, first, last)),
            ]
            at = last
    out.append(marked(text, ranges, at, end))
    return Markup("").join(out)


def _dressed(span: Span, words: Markup) -> Markup:
    if span.kind == "code":
        return Markup("<code>%s</code>") % words
    return link(span.url, words)


def link(url: str, words: Markup) -> Markup:
    """Return a link that gives our readers away to nobody; its words alone if it isn't safe."""
    if not _SAFE_ADDRESS.fullmatch(url):
        return words
    return Markup('<a href="%s" rel="nofollow noopener noreferrer">%s</a>') % (plain(url), words)
