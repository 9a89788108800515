"""The microdata of a page: what its tags say they are.

In: a page's tree. Out: the same kind of tables that JSON-LD gives; a text may be a tag.
Never: follows an address, or reads ``itemref``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from searchqa.readers.page.linked import LINE
from searchqa.readers.page.tree import attribute, walk

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

# Which attribute of a tag is a property's value; of any other tag it is what the tag shows.
# https://html.spec.whatwg.org/multipage/microdata.html#values
_VALUES: Final = {
    "meta": "content",
    "a": "href",
    "area": "href",
    "link": "href",
    "img": "src",
    "time": "datetime",
    "data": "value",
    "meter": "value",
}


def microdata_items(tree: BeautifulSoup) -> tuple[dict[str, Any], ...]:
    """Return the items of a page that are no property of another, in its order.

    A property is a list of texts, tables, and tags that show it.
    """
    top: list[dict[str, Any]] = []
    around: list[tuple[Tag, dict[str, Any]]] = []

    def enter(tag: Tag) -> bool:
        item = _item(tag) if tag.has_attr("itemscope") else None
        names = attribute(tag, "itemprop").split()
        if names and around:
            for name in names:
                _add(around[-1][1], name, _value(tag) if item is None else item)
        elif item is not None:
            top.append(item)
        if item is not None:
            around.append((tag, item))
        return True

    def leave(tag: Tag) -> None:
        if around and around[-1][0] is tag:
            around.pop()

    walk(tree, enter, leave, lambda _: None)
    return tuple(top)


def _item(tag: Tag) -> dict[str, Any]:
    return {
        "@type": attribute(tag, "itemtype").split(),
        "@id": attribute(tag, "itemid"),
        LINE: tag.sourceline or 1,
    }


def _value(tag: Tag) -> Tag | str:
    if tag.has_attr("content"):
        return attribute(tag, "content")
    name = _VALUES.get(tag.name)
    return attribute(tag, name) if name is not None and tag.has_attr(name) else tag


def _add(item: dict[str, Any], name: str, value: object) -> None:
    # What begins with @ is ours.
    if not name.startswith("@"):
        item.setdefault(name, []).append(value)
