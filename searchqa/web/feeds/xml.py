"""XML that any reader takes, whatever the texts in it hold.

In: names, texts, attributes. Out: elements; bytes of a document.
Never: lets a character through that XML forbids.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.responses import Response

# XML 1.0, 2.2: not even written as references. Readers stumble over C1 controls as well.
_FORBIDDEN: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


def root(name: str, namespace: str) -> Element:
    """Return the first element of a document, in its namespace."""
    return Element(name, xmlns=namespace)


def put(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """Return a new element inside another one."""
    clean = {key: without_forbidden(value) for key, value in attributes.items()}
    element = SubElement(parent, name, clean)
    if text:
        element.text = without_forbidden(text)
    return element


def without_forbidden(text: str) -> str:
    """Return a text that XML can hold."""
    return _FORBIDDEN.sub("", text)


def document(whole: Element, media_type: str) -> Response:
    """Return a document as a response."""
    content = tostring(whole, encoding="utf-8", xml_declaration=True) + b"\n"
    return Response(content, media_type=media_type)
