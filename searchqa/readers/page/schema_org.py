"""Questions and discussions in the words of schema.org.

In: tables of JSON-LD or microdata. Out: raw threads, a title, authors, days.
Never: follows a reference in a circle, or takes a moment without a time zone for one.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from bs4.element import Tag

from searchqa.model import RawMessage, RawThread
from searchqa.readers.dates import parse_date, parse_moment
from searchqa.readers.page.linked import LINE
from searchqa.readers.page.text import address, message_text, plain_text
from searchqa.readers.page.tree import read_fragment, words
from searchqa.text.slack import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from searchqa.readers.fields import Notes

Item = dict[str, Any]

_HEADS: Final = frozenset({"Question", "DiscussionForumPosting", "SocialMediaPosting"})
_PAGES: Final = frozenset({"QAPage", "WebPage", "FAQPage", "Article", "CollectionPage"})
_REPLIES: Final = ("acceptedAnswer", "suggestedAnswer", "comment")
_LIKES: Final = re.compile(r"(?:.*[/:])?(?:Like|Vote|Agree|Endorse)Action", re.IGNORECASE)
_IS_HTML: Final = re.compile(
    r"</(?:a|b|blockquote|code|div|em|h[1-6]|i|li|ol|p|pre|span|strong|table|ul)\s*>|<(?:br|p)\s*/?>",
    re.IGNORECASE,
)
_MAX_REACTIONS: Final = 999_999
# Replies to replies to replies: deeper ones would be a circle.
_MAX_NESTED: Final = 20


class Found(NamedTuple):
    """What a page holds; ``days`` are those of its messages, the earliest first."""

    threads: tuple[RawThread, ...]
    title: str = ""
    authors: tuple[str, ...] = ()
    days: tuple[date, ...] = ()


def read_items(items: Sequence[Item], base: str, notes: Notes) -> Found:
    """Return the questions (https://schema.org/Question) and discussions among some items.

    A question's name and its text are its message; the accepted and the suggested
    answers and the comments, also those on answers, are the replies, by their moments
    where all have one. ``upvoteCount`` is a message's reactions.

    Args:
        items: Tables as JSON-LD has them.
        base: The page's address, or "".
        notes: Is told what was wrong.
    """
    maker = _Maker(base, notes)
    heads = list(_heads(items))
    threads = tuple(maker.thread(head) for head in heads)
    pages = [one for one in items if _types(one) & _PAGES]
    return Found(threads, _title(pages, heads), _authors(pages), tuple(sorted(maker.days)))


def _heads(items: Sequence[Item]) -> Iterator[Item]:
    """Yield each question once, those within others left out."""
    seen: set[object] = set()
    todo: list[object] = [*reversed(items)]
    while todo:
        one = todo.pop()
        if isinstance(one, list):
            todo += reversed(one)
        elif isinstance(one, dict) and id(one) not in seen:
            seen.add(id(one))
            if not _types(one) & _HEADS:
                todo += reversed(one.values())
                continue
            name = one.get("@id")
            if isinstance(name, str) and name:
                if name in seen:
                    continue
                seen.add(name)
            seen.update(id(reply) for reply in _replies(one))
            yield one


def _replies(head: Item) -> list[Item]:
    """Return the answers and comments of a question with those on them, each once."""
    found: list[Item] = []
    seen: set[object] = {id(head)}
    todo = [(one, 1) for one in reversed(_of(head, *_REPLIES))]
    while todo:
        one, depth = todo.pop()
        name = one.get("@id") or one.get("url")
        named = isinstance(name, str) and name in seen
        if id(one) in seen or named or depth > _MAX_NESTED:
            continue
        seen |= {id(one), name} if isinstance(name, str) and name else {id(one)}
        found.append(one)
        todo += ((more, depth + 1) for more in reversed(_of(one, *_REPLIES)))
    return found


class _Maker:
    """Makes messages, and keeps the days they are of."""

    def __init__(self, base: str, notes: Notes) -> None:
        self._base = base
        self._notes = notes
        self.days: set[date] = set()

    def thread(self, head: Item) -> RawThread:
        """Return a question with its replies."""
        replies = [self._message(one, "a reply") for one in _replies(head)]
        moments = [one.sent for one in replies if one.sent is not None]
        if len(moments) == len(replies):
            ordered = sorted(zip(moments, replies, strict=True), key=itemgetter(0))
            replies = [one for _, one in ordered]
        return RawThread(self._message(head, "a question", titled=True), tuple(replies))

    def _message(self, item: Item, what: str, *, titled: bool = False) -> RawMessage:
        line = item[LINE]
        text = self._text(item, "text") or self._text(item, "articleBody")
        title = _words(item, "name", "headline") if titled or not text else ""
        if title and not text.startswith(title):
            text = f"{plain_text(title)}\n\n{text}" if text else plain_text(title)
        name = _name(item)
        if not name:
            self._notes.warn(line, f"{what} has no name", "nothing to do here", "no-name")
        if not text.strip():
            self._notes.note(line, f"{what} has no words", "nothing to do here", "empty-text")
        written = _words(item, "dateCreated", "datePublished")
        day = parse_date(written)
        sent = parse_moment(written)
        if day is not None:
            self.days.add(sent.date() if sent is not None else day)
        url = address(_words(item, "url"), self._base)
        url = url if url.lower().startswith("http") else ""
        return RawMessage(name, text, line, sent, url, _reactions(item))

    def _text(self, item: Item, key: str) -> str:
        value = _first(item.get(key))
        if isinstance(value, dict):
            value = value.get("@value")
        if isinstance(value, Tag):
            return message_text(value, self._base)
        if not isinstance(value, str):
            return ""
        if _IS_HTML.search(value):
            return message_text(read_fragment(value, self._notes.file), self._base)
        return plain_text(value.strip())


def _title(pages: Sequence[Item], heads: Sequence[Item]) -> str:
    """Return what the page, what it is about or part of, or its only question is called."""
    for page in pages:
        about = [one for key in ("about", "isPartOf") for one in _of(page, key)]
        for item in (page, *about):
            if title := _words(item, "headline", "name"):
                return title
    for head in heads:
        for one in _of(head, "isPartOf") if len(heads) > 1 else ():
            if title := _words(one, "headline", "name"):
                return title
    return _words(heads[0], "headline", "name") if len(heads) == 1 else ""


def _authors(pages: Sequence[Item]) -> tuple[str, ...]:
    names = (_person(one) for page in pages for one in _list(page.get("author")))
    return tuple(dict.fromkeys(name for name in names if name))


def _name(item: Item) -> str:
    names = (_person(one) for one in _list(item.get("author")))
    return ", ".join(dict.fromkeys(name for name in names if name))


def _person(value: object) -> str:
    if isinstance(value, dict):
        return _words(value, "name", "alternateName")
    return _plain(value)


def _reactions(item: Item) -> int:
    counts = [_number(item.get("upvoteCount"))]
    for one in _of(item, "interactionStatistic"):
        kind = _first(one.get("interactionType"))
        kind = _first(kind.get("@type")) if isinstance(kind, dict) else kind
        if isinstance(kind, str) and _LIKES.fullmatch(kind):
            counts.append(_number(one.get("userInteractionCount")))
    return max(counts)


def _number(value: object) -> int:
    one = _first(value)
    if isinstance(one, bool):
        return 0
    try:
        number = float(one if isinstance(one, float) else _plain(one) or 0)
    except ValueError:
        return 0
    return int(min(max(number, 0), _MAX_REACTIONS)) if number == number else 0  # noqa: PLR0124 - NaN


def _types(item: Item) -> set[str]:
    """Return what an item is: ``Question``, however much of an address stands before it."""
    kinds = (one for one in _list(item.get("@type")) if isinstance(one, str))
    return {re.split(r"[/#:]", kind.rstrip("/"))[-1] for kind in kinds}


def _of(item: Item, *keys: str) -> list[Item]:
    return [one for key in keys for one in _list(item.get(key)) if isinstance(one, dict)]


def _words(item: Item, *keys: str) -> str:
    """Return the first of some properties that has words, on one line."""
    return next((text for text in (_plain(_first(item.get(key))) for key in keys) if text), "")


def _plain(value: object) -> str:
    if isinstance(value, Tag):
        return words(value)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("@id")
    return " ".join(normalise(value).split()) if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: object) -> Any:  # noqa: ANN401 - whatever the page has there
    return next(iter(_list(value)), None)
