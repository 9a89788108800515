"""Transcripts that hold every payload in every field.

In: payloads, an empty folder. Out: a site of transcripts and people in it.
Never: a file that a reader refuses: what isn't read isn't tried.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.web.hostile.payloads import Payload

_DAY: Final = date(2021, 1, 4)
AUTHOR: Final = "Orla Quill"
# A file's name is a book's id, and stands in addresses.
ODD_NAME: Final = "20190107-a\"onfocus='xss_hit(0)' <b>&amp;#c?d%22e+f{{7*7}}\u202eg"
IN_BOOK: Final = 14


@dataclass(frozen=True, slots=True)
class Message:
    """Who says what, and the replies."""

    name: str
    text: str
    replies: tuple[Message, ...] = ()


def write(folder: Path, payloads: Sequence[Payload]) -> None:
    """Write the site."""
    books, people = folder / "_books", folder / "_people"
    books.mkdir(parents=True)
    people.mkdir()
    (people / "orlaquill.md").write_text(_person("orlaquill", AUTHOR, "x"), encoding="utf-8")
    for number, begin in enumerate(range(0, len(payloads), IN_BOOK)):
        part = payloads[begin : begin + IN_BOOK]
        for one in part:
            slug = f"author{one.number}"
            text = _person(slug, one.text, one.text)
            (people / f"{slug}.md").write_text(text, encoding="utf-8")
        day = _DAY + timedelta(weeks=number)
        text = _transcript(part, day, f"The book number {number}")
        (books / f"{day:%Y%m%d}-book-{number}.md").write_text(text, encoding="utf-8")
    odd = _transcript(payloads[:2], date(2019, 1, 7), "Odd name")
    (books / f"{ODD_NAME}.md").write_text(odd, encoding="utf-8")


def forms(payload: Payload) -> Iterator[str]:
    """Yield the ways in which a message may hold a payload."""
    text = payload.text
    flat = " ".join(text.split())
    tight = "".join(text.split())
    yield text
    yield f"```\n{text}\n```"
    yield f"`{flat}`"
    yield f"Before {html.escape(text)} behind"
    yield f"<javascript:{tight}|{flat}>"
    yield f"<https://books.example/{tight}|{flat}>"
    yield f"[{flat}](javascript:{tight})"
    yield f"[{flat}](https://books.example/{tight})"
    yield f"https://books.example/?q={tight} and mailto:{tight} and <mailto:{quote(tight)}|{flat}>"
    yield f'<a href="{html.escape(text)}">{text}</a> <b>{text}</b> <code>{text}</code>'


def quoted(text: str) -> str:
    """Return a text as YAML's double quotes have it, odd letters as escapes."""
    out = []
    for char in text:
        if char in '"\\':
            out.append(f"\\{char}")
        elif char.isprintable() or char > "\uffff":
            out.append(char)
        else:
            out.append(f"\\u{ord(char):04x}")
    return f'"{"".join(out)}"'


def _person(slug: str, name: str, about: str) -> str:
    return (
        f"---\nshort: {slug}\ntitle: {quoted(name)}\npicture: {quoted(about)}\n"
        f"web: {quoted(about)}\n---\n{_body(about)}\n"
    )


def _body(text: str) -> str:
    """Return a text as it may stand in a file: with a NUL the file were no text."""
    return text.replace("\x00", "")


def _transcript(payloads: Sequence[Payload], day: date, title: str) -> str:
    every = " ".join(one.text for one in payloads)
    slugs = ["orlaquill", *(f"author{one.number}" for one in payloads)]
    slugs += [one.text for one in payloads]
    lines = [
        "---",
        f"title: {quoted(f'{title} {every}')}",
        f"description: {quoted(every)}",
        f"cover: {quoted(payloads[0].text)}",
        f"image: {quoted(payloads[-1].text)}",
        f"start: {day}",
        f"end: {day + timedelta(days=4)}",
        f"authors: [{', '.join(map(quoted, slugs))}]",
        "links:",
    ]
    for one in payloads:
        for url in (one.text, f"javascript:{one.text}", f"https://books.example/{one.text}"):
            lines += [f"- text: {quoted(one.text)}", f"  link: {quoted(url)}"]
    lines.append("archive:")
    for message in _threads(payloads, every):
        lines += _lines(message)
    return "\n".join([*lines, "---", _body(every), ""])


def _threads(payloads: Sequence[Payload], every: str) -> Iterator[Message]:
    """Yield one thread with all forms of all payloads, and one asked by each of them."""
    told = tuple(Message(one.text, form) for one in payloads for form in forms(one))
    yield Message(every, f"Everything: {every}", told)
    for one in payloads:
        reply = Message(one.text, f"{one.text} {one.text}")
        yield Message(one.text, one.text, (reply, Message(AUTHOR, one.text)))


def _lines(message: Message) -> Iterator[str]:
    yield f"- name: {quoted(message.name)}"
    yield f"  text: {quoted(message.text)}"
    if message.replies:
        yield "  replies:"
    for reply in message.replies:
        yield from (f"  {line}" for line in _lines(reply))
