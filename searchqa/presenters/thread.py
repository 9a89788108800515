"""A whole conversation, to be read like a letter.

In: a thread's view and a terminal. Out: text that ends with a newline.
Never: shortens what was written; code is neither wrapped nor changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchqa.presenters.headline import headline
from searchqa.presenters.marked import Marked, cut, one_line, safe, wrap
from searchqa.presenters.nouns import nouns
from searchqa.presenters.own import place
from searchqa.presenters.row import Part, row, width_of
from searchqa.presenters.wording import count, moment, week

if TYPE_CHECKING:
    from searchqa.model import Document
    from searchqa.presenters.terminal import Terminal
    from searchqa.results import ThreadView

# Longer lines are hard to read.
_MEASURE: Final = 84
_INDENT: Final = "   "


def render_thread(view: ThreadView, terminal: Terminal) -> str:
    """Return the question, each reply in order, and what lies around them."""
    blocks = [_head(view, terminal)]
    blocks += [_message(document, terminal) for document in view.messages]
    blocks.append(_around(view, terminal))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(view: ThreadView, terminal: Terminal) -> list[str]:
    dot = terminal.symbol("dot")
    book = view.book
    authors = ", ".join(author.name for author in book.authors)
    title = one_line(book.title + (dot + authors if authors else ""), terminal)
    # The first message has the whole question.
    room = min(terminal.columns - 1, _MEASURE)
    asked = Marked(one_line(headline(view.thread.question, room, book.collection), terminal))
    line = cut(asked, room, terminal.symbol("more")).text
    about = [
        week(book.start, book.end, terminal.symbol("dash")),
        f"{nouns(book.collection).thread} {view.thread.number} of {book.threads}",
        count(view.thread.messages, "message"),
    ]
    return [
        row(terminal, [Part(" "), Part(line or "(no words)", "title")]),
        *_wrapped(title, terminal, "", " "),
        *_wrapped(dot.join(about), terminal, "dim", " "),
    ]


def _message(document: Document, terminal: Terminal) -> list[str]:
    written = document.role == "author"
    name = one_line(document.participant, terminal) or "(no name)"
    role = _role(document)
    symbol = Part(terminal.symbol(document.role), "author" if written else "dim")
    beside = Part(f"  {role}" if role else "", "dim")
    begin = [Part(" "), symbol, Part(" "), Part(name, "author" if written else "title"), beside]
    number = [Part(f"#{document.position}", "dim")] if not terminal.piped else []
    out = [*_begun(document, terminal, begin, number), *_body(document, terminal)]
    shown = set(document.text.split())
    links = [one_line(link, terminal) for link in document.links if link not in shown]
    words = place(document.url, document.collection)
    if words:
        links.append(f"{words}  {one_line(document.url, terminal)}")
    arrow = terminal.symbol("link")
    return out + [row(terminal, [Part(f"{_INDENT}{arrow} {link}", "dim")]) for link in links]


def _role(document: Document) -> str:
    words = nouns(document.collection)
    if document.role == "asker":
        return words.asked if document.position else words.asks
    return words.wrote if document.role == "author" else ""


def _begun(
    document: Document, terminal: Terminal, name: list[Part], number: list[Part]
) -> list[str]:
    """Return who wrote a message and when; what doesn't fit beside the name stands below it."""
    own = [moment(document.sent)] if document.sent else []
    own += [count(document.reactions, "reaction")] if document.reactions else []
    about = terminal.symbol("dot").join(own)
    narrow = _narrow(terminal)
    if not own:
        return [row(narrow, name, number)]
    beside = [*name, Part(f"  {about}", "dim")]
    if terminal.piped or width_of([*beside, *number]) + 2 <= narrow.columns:
        return [row(narrow, beside, number)]
    return [row(narrow, name, number), row(narrow, [Part(_INDENT + about, "dim")])]


def _narrow(terminal: Terminal) -> Terminal:
    width = min(terminal.columns, _MEASURE + len(_INDENT))
    return type(terminal)(width, terminal.color, terminal.unicode, terminal.styled)


def _body(document: Document, terminal: Terminal) -> list[str]:
    """Return the text's lines: code with a bar beside it, the rest wrapped."""
    out: list[str] = []
    after_code = False
    for start, end, is_code in _pieces(document):
        text = safe(document.text[start:end], terminal).text
        if is_code:
            bar = Part(f"{_INDENT}{terminal.symbol('code')} ", "dim")
            gap = [""] if out else []
            out += gap + [row(terminal, [bar, Part(line, "code")]) for line in text.split("\n")]
            after_code = True
        else:
            out += [""] if after_code else []
            for line in text.strip("\n").split("\n"):
                out += _wrapped(line, terminal, "", _INDENT) or [""]
    return out or [row(terminal, [Part(f"{_INDENT}(no words)", "dim")])]


def _pieces(document: Document) -> list[tuple[int, int, bool]]:
    """Return the text in order as (start, end, whether it is a block of code)."""
    text, at = document.text, 0
    out: list[tuple[int, int, bool]] = []
    for span in document.spans:
        begins = span.start == 0 or text[span.start - 1] == "\n"
        ends = span.end >= len(text) or text[span.end] == "\n"
        if span.kind == "code" and begins and ends and "\n" in text[span.start : span.end]:
            if text[at : span.start].strip():
                out.append((at, span.start, False))
            out.append((span.start, span.end, True))
            at = span.end
    if text[at:].strip():
        out.append((at, len(text), False))
    return out


def _wrapped(text: str, terminal: Terminal, style: str, indent: str) -> list[str]:
    """Return the lines of one line of text; a list's item hangs under its mark."""
    if not text.strip():
        return []
    if terminal.piped:
        return [indent + text.rstrip()]
    stripped = text.lstrip(" ")
    lead = len(text) - len(stripped)
    mark = stripped.split(" ", 1)[0]
    item = mark in ("-", "*", "•") or (mark.rstrip(".)").isdigit() and mark[-1:] in ".)")
    first = indent + " " * min(lead, 8)
    hang = first + (" " * (len(mark) + 1) if item else "")
    room = min(terminal.columns, _MEASURE + len(_INDENT))
    lines = wrap(Marked(stripped), room - len(hang), room - len(first))
    return [
        row(terminal, [Part(hang if at else first), Part(line, style)])
        for at, line in enumerate(lines)
    ]


def _around(view: ThreadView, terminal: Terminal) -> list[str]:
    """Return where to read on."""
    entries = [("before", view.previous), ("after", view.next)]
    out = [
        row(
            terminal,
            [Part(f" {name:<10}", "dim"), Part(f"searchqa thread {one_line(id_, terminal)}")],
        )
        for name, id_ in entries
        if id_ is not None
    ]
    for id_, title in view.also_in:
        where = f"searchqa thread {one_line(id_, terminal)}"
        name = f"  {one_line(title, terminal)}"
        out.append(
            row(terminal, [Part(f" {'also in':<10}", "dim"), Part(where), Part(name, "dim")])
        )
    here = [Part(f" {'this':<10}", "dim"), Part(one_line(view.thread.id, terminal))]
    return [row(terminal, here), *out]
