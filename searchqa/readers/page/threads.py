"""The threads of a page, found by CSS selectors.

In: a page's tree and selectors. Out: raw threads in the page's order.
Never: takes a nested message's words for those of the message around it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from soupsieve import SelectorSyntaxError

from searchqa.errors import ConfigError
from searchqa.model import RawMessage, RawThread
from searchqa.readers.page.text import Writer, keeps_spaces
from searchqa.readers.page.tree import walk, words

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

    from searchqa.formats import Selectors
    from searchqa.readers.fields import Notes


def select(tree: BeautifulSoup, selectors: Selectors, which: str) -> list[Tag]:
    """Return the tags that a selector of the configuration finds, in the page's order.

    Raises:
        ConfigError: It is no CSS selector.
    """
    selector: str = getattr(selectors, which).strip()
    if not selector:
        return []
    try:
        return list(tree.select(selector))
    except (SelectorSyntaxError, ValueError, NotImplementedError) as error:
        why = str(error).split("\n", 1)[0].rstrip(".:")
        message = f'{which}: "{selector[:80]}" is no CSS selector ({why})'
        raise ConfigError(message, "correct it under selectors: in searchqa.yaml") from None


def select_threads(
    tree: BeautifulSoup, selectors: Selectors, base: str, notes: Notes
) -> tuple[RawThread, ...]:
    """Return the threads of a page; () when there are none.

    A reply belongs to the thread it stands in, else to the thread before it; a reply
    in a reply is a reply to the thread, a thread in a thread is one of its own. The
    first tag that ``name`` finds in a message says who wrote it.

    Raises:
        ConfigError: A selector isn't one.
    """
    heads, replies, names, inside = (
        {id(tag) for tag in select(tree, selectors, one)}
        for one in ("thread", "reply", "name", "text")
    )
    if not heads and not replies:
        return ()
    visit = _Visit(heads, replies, names, inside, bool(selectors.text.strip()), base)
    walk(tree, visit.enter, visit.leave, visit.text)
    return tuple(one for one in (_thread(draft, notes) for draft in visit.threads) if one)


@dataclass(slots=True)
class _Message:
    """A message while its tags are visited; ``name`` is None until it is found."""

    writer: Writer
    line: int
    name: str | None = None
    texts: int = 0


@dataclass(slots=True)
class _Draft:
    """A thread while its messages are visited; ``lost`` when it begins with a reply."""

    messages: list[_Message]
    lost: bool = False


@dataclass(slots=True)
class _Visit:
    """Gives each tag and text to the innermost message it stands in."""

    heads: set[int]
    replies: set[int]
    names: set[int]
    inside: set[int]
    narrow: bool
    base: str
    threads: list[_Draft] = field(default_factory=list)
    open: list[_Message] = field(default_factory=list)
    around: list[_Draft] = field(default_factory=list)

    def enter(self, tag: Tag) -> bool:
        """Begin a message, take a name, or pass the tag on to the message."""
        key = id(tag)
        if key in self.heads or key in self.replies:
            self._begin(tag, head=key in self.heads)
            if key in self.inside:
                self.open[-1].texts += 1
            return True
        if not self.open:
            return True
        message = self.open[-1]
        if message.name is None and key in self.names:
            message.name = words(tag).removesuffix(":").rstrip()
            return False
        if key in self.inside:
            message.texts += 1
        return message.writer.enter(tag) if message.texts or not self.narrow else True

    def leave(self, tag: Tag) -> None:
        """End what ``enter`` began."""
        key = id(tag)
        if key in self.heads or key in self.replies:
            self.open.pop()
            if key in self.heads:
                self.around.pop()
            return
        if self.open:
            message = self.open[-1]
            if message.texts or not self.narrow:
                message.writer.leave(tag)
            message.texts -= key in self.inside

    def text(self, text: str) -> None:
        """Take a text of the innermost message."""
        if self.open and (self.open[-1].texts or not self.narrow):
            self.open[-1].writer.text(text)

    def _begin(self, tag: Tag, *, head: bool) -> None:
        writer = Writer(self.base, as_typed=keeps_spaces(tag))
        message = _Message(writer, tag.sourceline or 1)
        if self.open:
            self.open[-1].writer.set_apart()
        self.open.append(message)
        if head:
            self.threads.append(_Draft([message]))
            self.around.append(self.threads[-1])
        elif self.around or self.threads:
            (self.around or self.threads)[-1].messages.append(message)
        else:
            self.threads.append(_Draft([message], lost=True))


def _thread(draft: _Draft, notes: Notes) -> RawThread | None:
    head, *replies = (_message(one) for one in draft.messages)
    if not head.name and not head.text and not replies:
        notes.note(head.line, "an empty question; left out", "", "empty-text")
        return None
    if draft.lost:
        message = "a reply stands before any question; read as a question"
        notes.warn(head.line, message, "see selectors: thread:", "no-question")
    for what, one in (("a question", head), *(("a reply", reply) for reply in replies)):
        if not one.name:
            notes.warn(one.line, f"{what} has no name", "see selectors: name:", "no-name")
        if not one.text.strip():
            hint = "nothing to do if the page shows none"
            notes.note(one.line, f"{what} has no words", hint, "empty-text")
    return RawThread(head, tuple(replies))


def _message(one: _Message) -> RawMessage:
    return RawMessage(one.name or "", one.writer.markdown(), one.line)
