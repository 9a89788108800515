"""What a page shows as a message, written as Slack's Markdown.

In: tags and texts in the page's order. Out: a text that cleaning turns into what the page shows.
Never: makes a link of an address that isn't http, https or mailto.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final
from urllib.parse import urljoin, urlsplit

from bs4.element import Tag

from searchqa.readers.page.tree import attribute, walk, words
from searchqa.text.markup import BLOCKS, CODE_TAGS, WEB_ADDRESS
from searchqa.text.slack import normalise

_SPACES: Final = re.compile(r"[ \t\n\f]+")
_GOOD: Final = re.compile(r"(?:https?://|mailto:)[^\s]{1,3900}", re.IGNORECASE)
_IGNORED: Final = re.compile(r"[\t\n]")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# What cleaning would take for a tag of HTML; Slack's own marks (<https://…>) stay.
_TAG_LIKE: Final = re.compile(r"<(?=/?[a-zA-Z][a-zA-Z0-9]{0,12}[\s/>])")
_ENTITY: Final = re.compile(r"&(?=#|[A-Za-z])")
_PRE_STYLE: Final = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[a-z]{1,12}[ \t]*\n", re.IGNORECASE)
_BR_ENDS: Final = re.compile(r"<br ?/?>$", re.MULTILINE)
_MESSAGE: Final = re.compile(r"(?:Question|Answer|Comment|Posting)\b")
_MAX_LABEL: Final = 1_000
_NO_LABEL: Final = frozenset({"pre", "p", "div", "li", "table", "blockquote"})
_MAX_CODE: Final = 2_000
_ITEMS: Final = frozenset({"ul", "ol", "menu"})
_LINES: Final = frozenset({"br", "hr", "tr", "li", "summary", "option", "caption"})
_MORE_BLOCKS: Final = frozenset({"main", "nav", "aside", "figcaption", "details", "body", "html"})
_SET_APART: Final = (BLOCKS | _MORE_BLOCKS) - {"tr", "li"}


class Writer:
    """Takes a message's tags and texts in order, and writes its Markdown.

    Args:
        base: The page's address, which relative links are meant from; "" when it isn't known.
        as_typed: Whether spaces and line ends of the texts count.
    """

    def __init__(self, base: str = "", *, as_typed: bool = False) -> None:
        self._base = base
        self._parts: list[_Part] = []
        self._gap = ""
        self._pre = int(as_typed)
        self._numbers: list[int] = []
        self._code = False
        self._after: dict[int, str] = {}

    def enter(self, tag: Tag) -> bool:
        """Begin a tag; False when what is in it was taken already."""
        name = tag.name
        if name == "pre":
            self._block_code(tag)
            return False
        if name in CODE_TAGS:
            self._inline_code(tag)
            return False
        if name == "a" and self._link(tag):
            return False
        if name == "img":
            self._flow(attribute(tag, "alt"))
        elif name in _ITEMS:
            self._apart("\n\n" if not self._numbers else "\n")
            self._numbers.append(0 if name == "ol" else -1)
        elif name == "li":
            self._item()
        elif name in _SET_APART:
            self._apart("\n\n")
        elif name in _LINES:
            self._apart("\n", more=name == "br")
        elif name in ("td", "th"):
            self._apart(" ")
        self._pre += keeps_spaces(tag)
        return True

    def leave(self, tag: Tag) -> None:
        """End a tag."""
        self._pre -= keeps_spaces(tag)
        if tag.name in _ITEMS and self._numbers:
            self._numbers.pop()
            self._apart("\n\n" if not self._numbers else "\n")
        elif tag.name in _SET_APART:
            self._apart("\n\n")
        elif tag.name == "a" and (url := self._after.pop(id(tag), "")):
            self._apart("\n")
            self._put(_Part(f"<{url}>", "code"))
            self._apart("\n")

    def text(self, text: str) -> None:
        """Take a text of the page."""
        if self._pre:
            if text.strip():
                self._put(_Part(_TAG_LIKE.sub("&lt;", text), "text"))
            elif self._parts:
                self._parts.append(_Part(text, "text"))
            return
        self._flow(text)

    def set_apart(self) -> None:
        """Begin a new paragraph, as where a message of its own stands in this one."""
        self._apart("\n\n")

    def markdown(self) -> str:
        """Return the message."""
        out: list[str] = []
        for number, part in enumerate(self._parts):
            if part.kind == "text":
                # Beside real code a backtick is one; without any it may be Slack's mark.
                out.append(part.text.replace("`", "&#96;") if self._code else part.text)
            elif part.kind == "ticks":
                after = self._parts[number + 1].text[:1] if number + 1 < len(self._parts) else ""
                before = out[-1][-1:] if out else ""
                glued = _is_word(before) and _is_word(after)
                out.append(part.text if glued or before == "`" else f"`{part.text}`")
            else:
                out.append(part.text)
        return "".join(out)

    def _flow(self, text: str) -> None:
        plain = _SPACES.sub(" ", text)
        if plain[:1] == " ":
            self._apart(" ")
        if plain.strip(" "):
            self._put(_Part(_TAG_LIKE.sub("&lt;", plain.strip(" ")), "text"))
            if plain[-1] == " ":
                self._apart(" ")

    def _apart(self, gap: str, *, more: bool = False) -> None:
        """Ask for a gap before what comes next; the widest one counts, lines (``more``) add up."""
        if more and self._gap[:1] == "\n":
            self._gap += gap
        elif len(gap) > len(self._gap) or (gap == "\n" and self._gap == " "):
            self._gap = gap

    def _put(self, part: _Part) -> None:
        if self._gap and self._parts:
            self._parts.append(_Part(self._gap, "text"))
        self._gap = ""
        self._parts.append(part)

    def _item(self) -> None:
        self._apart("\n")
        depth = max(0, len(self._numbers) - 1)
        if self._numbers and self._numbers[-1] >= 0:
            self._numbers[-1] += 1
            mark = f"{self._numbers[-1]}."
        else:
            mark = "-"
        self._put(_Part("  " * min(depth, 8) + mark, "text"))
        self._gap = " "

    def _block_code(self, tag: Tag) -> None:
        fence = _fence(tag)
        if fence:
            self._code = True
            self._apart("\n\n")
            self._put(_Part(fence, "code"))
            self._apart("\n\n")

    def _inline_code(self, tag: Tag) -> None:
        raw = _typed(tag)
        if not raw.strip():
            self._flow(raw)
        elif "\n" in raw.strip("\n"):
            self._block_code(tag)
        elif len(raw) > _MAX_CODE:
            self._flow(raw)
        else:
            self._code = True
            self._put(_Part(_exact(raw.strip("\n")), "ticks"))

    def _link(self, tag: Tag) -> bool:
        """Write a link; False when its words are to be taken as they are."""
        href = str(tag.get("href") or "")
        url = address(href, self._base)
        if not url:
            return False
        inside = list(islice(tag.descendants, _MAX_LABEL))
        names = {one.name for one in inside if isinstance(one, Tag)}
        label = words(tag) or (href if "img" in names else "")
        if not label or len(label) > _MAX_LABEL or len(inside) == _MAX_LABEL or names & _NO_LABEL:
            # Words that are no label stay as they are; the address follows them.
            self._after[id(tag)] = url if label else ""
            return False
        # A site that doesn't know Slack's <address|words> makes an address of all of it.
        if "|" in href and label == href:
            plain, _, label = label.partition("|")
            url = address(plain, self._base) or url
        shown = "" if label == href else f"|{_in_label(label)}"
        self._put(_Part(f"<{url}{shown}>", "code"))
        return True


class _Part:
    """A piece of a message: ``text``, ``ticks`` (code in a line), or ``code`` (finished)."""

    __slots__ = ("kind", "text")

    def __init__(self, text: str, kind: str) -> None:
        self.text = text
        self.kind = kind


def keeps_spaces(tag: Tag) -> bool:
    """Say whether a tag's own style shows spaces and line ends as they are."""
    return tag.has_attr("style") and bool(_PRE_STYLE.search(attribute(tag, "style")))


def message_text(tag: Tag, base: str = "") -> str:
    """Return what a tag shows as Slack's Markdown, without what is a message of its own in it."""
    writer = Writer(base, as_typed=keeps_spaces(tag))

    def enter(one: Tag) -> bool:
        if one is tag:
            return True
        return not _MESSAGE.search(attribute(one, "itemtype")) and writer.enter(one)

    def leave(one: Tag) -> None:
        if one is not tag:
            writer.leave(one)

    walk(tag, enter, leave, writer.text)
    return writer.markdown()


def plain_text(text: str) -> str:
    """Return a text that isn't HTML so that cleaning takes nothing in it for a tag."""
    return _TAG_LIKE.sub("&lt;", text)


def address(href: str, base: str = "") -> str:
    """Return an address that a link may lead to as Slack writes it, "" for any other."""
    # Browsers leave these out, wherever they stand: java\\nscript:
    plain = _IGNORED.sub("", normalise(href)).strip()
    try:
        if not _SCHEME.match(plain) and WEB_ADDRESS.fullmatch(base):
            plain = urljoin(base, plain)
        urlsplit(plain)
    except ValueError:
        return ""
    for odd, written in ((" ", "%20"), ("<", "%3C"), (">", "%3E"), ("|", "%7C")):
        plain = plain.replace(odd, written)
    plain = re.sub(r"&(?=#?\w{1,32};)", "&amp;amp;", plain)
    return plain if _GOOD.fullmatch(plain) else ""


def _fence(tag: Tag) -> str:
    raw = _typed(tag)
    lines = raw.strip("\n").split("\n")
    # What is left of line ends that a site made tags of before it found the code.
    if len(lines) > 1 and all(_BR_ENDS.search(line) for line in lines[:-1]):
        raw = _BR_ENDS.sub("", raw)
    inside = _exact(raw).strip("\n")
    if not inside.strip():
        return ""
    # Cleaning drops a first line that names a language; this one stands before it.
    first = "text\n" if _LANGUAGE.match(inside) else ""
    return f"```{first}{inside}```"


def _typed(tag: Tag) -> str:
    """Return a tag's text with its spaces and line ends."""
    out: list[str] = []

    def enter(one: Tag) -> bool:
        out.append("\n" if one.name == "br" else "")
        return True

    walk(tag, enter, lambda _: None, out.append)
    return "".join(out)


def _exact(code: str) -> str:
    """Return code so that cleaning gives just these letters."""
    plain = _ENTITY.sub("&amp;amp;", code)
    return plain.replace("`", "&#96;").replace("<", "&lt;").replace("[", "&#91;")


def _in_label(label: str) -> str:
    return label.replace("<", "&lt;").replace(">", "&gt;")


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
