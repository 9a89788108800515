"""HTML that someone wrote by hand into a message, turned into Slack's Markdown.

In: a raw message. Out: the same with its HTML tags as Markdown or gone.
Never: takes ``List<String>`` or ``<your-name>`` for HTML, or looks into code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bs4.element import PageElement, Tag

_VOID: Final = frozenset({"br", "hr", "img", "wbr"})
BLOCKS: Final = frozenset(
    re.findall(
        r"\w+",
        "address article blockquote center div dd dl dt fieldset figure footer form"
        " h1 h2 h3 h4 h5 h6 header ol p pre section table ul",
    )
)
_INLINE: Final = frozenset(
    re.findall(
        r"\w+",
        "a abbr b big cite code del em font i ins kbd li mark q s samp script small span strike"
        " strong style sub sup tbody td tfoot th thead tr tt u",
    )
)
_KNOWN: Final = "|".join(sorted(_VOID | BLOCKS | _INLINE, key=len, reverse=True))
_ATTRIBUTE: Final = r"""\s+[a-zA-Z][\w:-]{0,60}(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))?"""
_TAG: Final = re.compile(
    rf"<(?P<close>/?)(?P<name>{_KNOWN})(?:{_ATTRIBUTE}){{0,20}}\s*/?>", re.IGNORECASE
)
_CODE: Final = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
# What may be a link: nothing that runs code does.
ADDRESS: Final = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
WEB_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
CODE_TAGS: Final = frozenset({"code", "kbd", "samp", "tt"})
_MARKS: Final = {
    "pre": ("\n```", "```\n"),
    "li": ("\n- ", ""),
    "br": ("\n", ""),
    "hr": ("\n", ""),
    "tr": ("\n", ""),
    "td": (" ", ""),
    "th": (" ", ""),
}
_KEPT: Final = "\ufdd1"
_LANGUAGE_TAGS: Final = re.compile(r"</?(?:script|style)\b[^<>]*>", re.IGNORECASE)
# Beyond this it is no message but an attack on the parser; it stays as it was typed.
_MAX_TAGS: Final = 2_000


def without_html(text: str) -> str:
    """Return ``text`` with real HTML tags resolved.

    A tag is real when HTML has its name and it is either void (``<br>``) or
    closed further on. Links become ``[words](address)``, ``<code>`` and
    ``<pre>`` get their backticks, items become lines that begin with ``-``,
    blocks are set apart; what a script or style holds is words like any other.
    """
    code: list[str] = []

    def keep(found: re.Match[str]) -> str:
        code.append(found[0])
        return _KEPT

    prose = _CODE.sub(keep, text)
    tags = list(_TAG.finditer(prose))
    opened = {tag["name"].lower() for tag in tags if not tag["close"]}
    closed = {tag["name"].lower() for tag in tags if tag["close"]}
    real = (opened & closed) | (opened & _VOID)
    if not real or len(tags) > _MAX_TAGS:
        return text
    pieces = iter(code)
    plain = _resolve(_escape_the_rest(prose, real))
    return re.sub(_KEPT, lambda _: next(pieces, ""), plain)


def _escape_the_rest(text: str, real: set[str]) -> str:
    out = []
    done = 0
    for tag in _TAG.finditer(text):
        if tag["name"].lower() in real:
            out += [_escaped(text[done : tag.start()]), tag[0]]
            done = tag.end()
    out.append(_escaped(text[done:]))
    return _LANGUAGE_TAGS.sub("", "".join(out))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _resolve(markup: str) -> str:
    # Importing bs4 takes a tenth of a second, and hardly any message holds HTML.
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString, Tag

    out: list[str] = []
    todo: list[PageElement | str] = [BeautifulSoup(markup, "html.parser")]
    while todo:
        node = todo.pop()
        if isinstance(node, str) and not isinstance(node, NavigableString):
            out.append(node)
        elif isinstance(node, Tag):
            before, after = _marks(node)
            todo.append(after)
            todo.extend(reversed(node.contents))
            todo.append(before)
        elif type(node) is NavigableString:
            out.append(str(node))
    return "".join(out)


def _marks(tag: Tag) -> tuple[str, str]:
    """Return what stands for a tag before and after its words."""
    name = tag.name.lower()
    if name == "a":
        href = str(tag.get("href") or "")
        return ("[", f"]({href})") if ADDRESS.fullmatch(href) else ("", "")
    if name == "img":
        return str(tag.get("alt") or ""), ""
    if name in CODE_TAGS:
        inside = tag.parent is not None and tag.parent.name == "pre"
        return ("", "") if inside else ("`", "`")
    if name in _MARKS:
        return _MARKS[name]
    return ("\n\n", "\n\n") if name in BLOCKS else ("", "")
