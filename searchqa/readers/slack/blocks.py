"""Slack's blocks, the other way in which a message can be written, as Slack's Markdown.

In: blocks of a message without a text. Out: the same in Slack's Markdown.
Never: raises on any shape, or goes down without end.

The kinds are those of docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_DEPTH: Final = 8
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESCAPES: Final = str.maketrans(_ENTITIES)
# Code stands inside the others, as Slack writes it.
_STYLES: Final = (("code", "`"), ("bold", "*"), ("italic", "_"), ("strike", "~"))
# Numbers come as they are written.
_INDENTS: Final = tuple("012345678")


def escaped(text: str) -> str:
    """Return words as Slack writes them: with entities for ``&``, ``<`` and ``>``."""
    return text.translate(_ESCAPES)


def text_of_blocks(blocks: object) -> str:
    """Return the text of a message's ``blocks``, a paragraph for each, "" for none."""
    return "\n".join(part for block in _tables(blocks) if (part := _block(block, _DEPTH)))


def _block(block: Mapping[str, object], depth: int) -> str:
    if depth == 0:
        return ""
    kind = block.get("type")
    if kind == "rich_text":
        parts = (_block(item, depth - 1) for item in _tables(block.get("elements")))
        return "\n".join(part.rstrip("\n") for part in parts if part)
    if kind == "rich_text_list":
        return "\n".join(_items(block, depth))
    if kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
        inside = "".join(_element(item) for item in _tables(block.get("elements")))
        if kind == "rich_text_preformatted":
            return f"```{inside}```" if inside else ""
        quote = kind == "rich_text_quote"
        return "\n".join(f"&gt; {line}" for line in inside.split("\n")) if quote else inside
    parts = (_words(block.get(key)) for key in ("text", "title", "alt_text"))
    more = [_words(item) for key in ("fields", "elements") for item in _tables(block.get(key))]
    return "\n".join(part for part in (*parts, *more) if part)


def _items(block: Mapping[str, object], depth: int) -> Iterator[str]:
    told = block.get("indent")
    deep = _INDENTS.index(told) if told in _INDENTS else 0
    for number, item in enumerate(_tables(block.get("elements")), 1):
        mark = f"{number}." if block.get("style") == "ordered" else "•"
        yield f"{'    ' * deep}{mark} {_block(item, depth - 1)}"


def _element(item: Mapping[str, object]) -> str:
    kind = item.get("type")
    make = _ELEMENTS.get(kind) if isinstance(kind, str) else None
    said = make(item) if make else ""
    style = item.get("style")
    # A mark hugs its words: spaces stay outside.
    bare = said.strip()
    if not bare or not isinstance(style, dict):
        return said
    marked = bare
    for name, mark in _STYLES:
        if style.get(name) is True:
            marked = f"{mark}{marked}{mark}"
    return said.replace(bare, marked, 1)


def _linked(item: Mapping[str, object]) -> str:
    address, words = _text(item, "url"), escaped(_text(item, "text")).replace("\n", " ")
    return f"<{address}|{words}>" if words else f"<{address}>"


def _text(item: Mapping[str, object], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _words(value: object) -> str:
    """Return a text object's words, Markdown as it is; of a plain string the same."""
    if isinstance(value, str):
        return escaped(value)
    if not isinstance(value, dict):
        return ""
    inner = value.get("text")
    if isinstance(inner, dict):
        value = inner
    text = _text(value, "text")
    return text if value.get("type") == "mrkdwn" else escaped(text)


def _tables(value: object) -> list[dict[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


_ELEMENTS: Final[dict[str, Callable[[Mapping[str, object]], str]]] = {
    "text": lambda item: escaped(_text(item, "text")),
    "link": _linked,
    "emoji": lambda item: f":{_text(item, 'name')}:",
    "user": lambda item: f"<@{_text(item, 'user_id')}>",
    "channel": lambda item: f"<#{_text(item, 'channel_id')}>",
    "usergroup": lambda item: f"<!subteam^{_text(item, 'usergroup_id')}>",
    "broadcast": lambda item: f"<!{_text(item, 'range')}>",
    "date": lambda item: escaped(_text(item, "fallback")),
    "color": lambda item: escaped(_text(item, "value")),
}
