"""A page as a tree of tags, bounded in depth, and a walk over it.

In: a page's bytes. Out: a tree, texts of its tags. Never: recurses, or shows what a browser hides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, Tag

from searchqa.errors import ReadError
from searchqa.readers.page.markup import decode, tame
from searchqa.text.slack import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchqa.readers.fields import Notes

MAX_DEPTH: Final = 500
# HTML lets these end where the next of their kind begins.
_OWN_END: Final = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "option"})
_SCRIPTS: Final = frozenset({"script", "style", "template", "noscript", "noindex", "head", "title"})
_EMBEDDED: Final = frozenset({"iframe", "object", "svg", "math", "audio", "video", "canvas"})
_CONTROLS: Final = frozenset({"select", "textarea", "button"})
_HIDDEN: Final = _SCRIPTS | _EMBEDDED | _CONTROLS
_MAX_PARTS: Final = 2_000
_TEXTS: Final = frozenset({NavigableString, CData})


class _Tree(BeautifulSoup):
    """A tree that stops growing where it gets too deep."""

    def handle_starttag(self, name: str, *rest: Any, **more: Any) -> Tag | None:  # noqa: ANN401 - bs4's
        current = self.currentTag
        if name in _OWN_END and current is not None and current.name == name:
            self.handle_endtag(name)
        return super().handle_starttag(name, *rest, **more)

    def pushTag(self, tag: Tag) -> None:  # noqa: N802 - its name in bs4
        if len(self.tagStack) > MAX_DEPTH:
            raise _TooDeepError(tag.sourceline)
        super().pushTag(tag)


class _TooDeepError(Exception):
    """Tags within tags within tags; carries the line."""


def read_tree(data: bytes, notes: Notes) -> BeautifulSoup:
    """Return the tree of a page.

    Raises:
        ReadError: No text, or more of tags, attributes or depth than a page of text has.
    """
    return _tree(tame(decode(data, notes), notes.file), notes.file)


def read_fragment(markup: str, file: str) -> BeautifulSoup:
    """Return the tree of a piece of HTML that came as a text.

    Raises:
        ReadError: As ``read_tree``.
    """
    return _tree(tame(markup, file), file)


def _tree(markup: str, file: str) -> BeautifulSoup:
    try:
        # With a line end in it, no short page is taken for a file's name, which bs4 would warn of.
        return _Tree(f"{markup}\n", "html.parser")
    except _TooDeepError as error:
        line = error.args[0]
        message = f"tags are nested deeper than {MAX_DEPTH} levels"
        raise ReadError(file, line, message, "close the tags that are open") from None


def walk(
    root: Tag,
    enter: Callable[[Tag], bool],
    leave: Callable[[Tag], None],
    text: Callable[[str], None],
) -> None:
    """Visit what is below ``root`` and ``root`` itself in the page's order.

    Args:
        root: Where to begin.
        enter: Called with each tag that can be seen; False leaves out what is in it, and ``leave``.
        leave: Called with each tag that was entered, after what is in it.
        text: Called with each text as it stands in the page.
    """
    todo: list[object] = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, Tag):
            if not is_hidden(node) and enter(node):
                todo.append(_Left(node))
                todo.extend(reversed(node.contents))
        elif isinstance(node, _Left):
            leave(node.tag)
        elif type(node) in _TEXTS:
            text(str(node))


class _Left:
    """Stands behind the last thing in a tag."""

    __slots__ = ("tag",)

    def __init__(self, tag: Tag) -> None:
        self.tag = tag


def is_hidden(tag: Tag) -> bool:
    """Say whether a browser shows nothing of a tag."""
    return tag.name in _HIDDEN or tag.has_attr("hidden")


def words(tag: Tag) -> str:
    """Return a tag's text on one line; of a picture, the words that stand for it.

    Of much more than a title it is the beginning.
    """
    parts: list[str] = []
    todo: list[object] = [tag]
    while todo and len(parts) < _MAX_PARTS:
        node = todo.pop()
        if isinstance(node, Tag) and not is_hidden(node):
            parts.append({"img": attribute(node, "alt"), "br": " "}.get(node.name, ""))
            todo.extend(reversed(node.contents))
        elif type(node) in _TEXTS:
            parts.append(str(node))
    return " ".join(normalise("".join(parts)).split())


def attribute(tag: Tag, name: str) -> str:
    """Return an attribute on one line, "" when it isn't there."""
    value = tag.get(name)
    text = " ".join(value) if isinstance(value, list) else value or ""
    return " ".join(normalise(text).split())
