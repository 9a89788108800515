"""What only messages of some sources have: when, where, how many reactions.

In: a message, or the end of its record. Out: the end of the record, or the facts.
Never: takes room in the record of a message that has none of them.
"""

from __future__ import annotations

from datetime import datetime
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchqa.model import Document

Own: TypeAlias = "tuple[datetime | None, str, int]"

_NOTHING: Final = (None, "", 0)


def own_record(document: Document) -> str:
    """Return what ends a message's record: "", or three values of JSON, each behind a comma."""
    if document.sent is None and not document.url and not document.reactions:
        return ""
    sent = f'"{document.sent.isoformat()}"' if document.sent else "null"
    return f",{sent},{encode_basestring(document.url)},{document.reactions}"


def own_of(values: Sequence[Any]) -> Own:
    """Return the (sent, url, reactions) of what stands behind a record's links."""
    if not values:
        return _NOTHING
    sent, url, reactions = values
    return datetime.fromisoformat(sent) if sent else None, url, reactions
