"""All of Whoosh's private names that we use, in one file.

In: segment readers, sizes of a new segment. Out: decoded posting lists, a segment to
be written to.
Never: knows what fields mean; whoever upgrades Whoosh reads this file only.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.index import _DEF_INDEX_NAME
from whoosh.reading import TermNotFound
from whoosh.util.numeric import byte_to_length

if TYPE_CHECKING:
    from collections.abc import Mapping

INDEX_NAME: Final[str] = _DEF_INDEX_NAME
# Whoosh's W3Segment, which has no types.
Segment: TypeAlias = Any
LENGTHS_BY_BYTE: Final[list[int]] = [byte_to_length(byte) for byte in range(256)]


def decode_postings(
    segment: Any, field: str, term: bytes
) -> tuple[list[int], list[float], list[bytes]] | None:
    """Return a term's document numbers, weights and values in one segment.

    A document number counts inside the segment and may be a deleted one.
    None when the segment lacks the term. Blocks are taken whole, which is
    some ten times faster than Whoosh's posting by posting interface.
    """
    try:
        matcher = segment._terms.matcher(field, term, segment.schema[field].format)
    except TermNotFound:
        return None
    ids: list[int] = []
    weights: list[float] = []
    values: list[bytes] = []
    while matcher.is_active():
        matcher._read_ids()
        matcher._read_weights()
        ids.extend(matcher._ids)
        weights.extend(matcher._weights)
        if matcher._fixedsize is None:
            matcher._read_values()
            values.extend(matcher._values or ())
        matcher._next_block()
    return ids, weights, values


def new_segment(documents: int, lengths: Mapping[str, int]) -> Segment:
    """Return a segment whose one file is still to be written.

    Args:
        documents: How many it has.
        lengths: All terms in each scored field.
    """
    # Whoosh's own random name would be the same in two forked processes.
    name = secrets.token_hex(8)
    segment: Segment = W3Segment(W3Codec(), INDEX_NAME, documents, name)
    segment._fieldlengths = {field: length for field, length in lengths.items() if length}
    segment.compound = True
    return segment
