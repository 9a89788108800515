"""Documents become the facts of an index: the one inversion that everything is made from.

In: documents, whole transcripts of them. Out: the arrays of ``layout.FACTS``.
Never: writes, or analyses a question or a title again for each reply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np

from searchqa.engines.arrays.facts import offsets_of, packed
from searchqa.engines.arrays.invert_records import columns_of, encoded, in_order
from searchqa.engines.arrays.invert_words import ranges, tokens_of
from searchqa.engines.arrays.layout import COLUMNS, FACTS, MOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchqa.engines.arrays.facts import Array
    from searchqa.engines.arrays.invert_words import Tokens
    from searchqa.model import Document

# Name → array, exactly those of ``layout.FACTS``.
Batch: TypeAlias = "dict[str, Array]"

# No phrase reaches from one part of the body into the next.
PART_GAP: Final = 100
# A batch has far fewer documents: their texts alone would fill the memory.
_DOCUMENT_BITS: Final = 24
_DOCUMENT_MASK: Final = (1 << _DOCUMENT_BITS) - 1


class _Own(NamedTuple):
    """Each document's own tokens, in order of document and position.

    A head's own are title and question, a reply's are its message.
    """

    word: Array
    document: Array
    position: Array
    start: Array
    length: Array
    asked: Array


class _Counts(NamedTuple):
    """How often documents hold things, in order of thing and document; each pair once.

    ``key`` has the thing's ordinal above the document's, which makes the next document's
    key one more. ``times`` has columns: how often, and what else was counted.
    """

    key: Array
    times: tuple[Array, ...]


def invert(documents: Iterable[Document]) -> Batch:
    """Return the facts of documents.

    Args:
        documents: All messages of some transcripts, in any order.

    Raises:
        ValueError: A thread has no head, or a document is there twice.
    """
    ordered = in_order(documents)
    facts = columns_of(ordered)
    head = np.flatnonzero(facts["document.position"] == 0)
    thread = np.cumsum(facts["document.position"] == 0) - 1
    tokens = tokens_of(_own_texts(ordered))
    own = _placed(tokens, facts["document.position"], head, thread)
    lengths = np.bincount(own.document, minlength=len(ordered))
    asked = np.bincount(thread[own.document[own.asked]], minlength=len(head))
    context = lengths[head][thread]
    lengths[facts["document.position"] > 0] += context[facts["document.position"] > 0]

    terms, words, term = tokens.terms, tokens.words, tokens.term
    # What is made from here on takes the memory of what each text's tokens took.
    del tokens
    by_term = term[own.word]
    facts |= {
        "thread.length": asked,
        "document.length": lengths,
        **packed("term", encoded(terms)),
        **packed("word", encoded(words)),
        "word.term": term,
    }
    order = _order(by_term)
    facts |= _places(own, by_term, order, len(terms))
    counted = _counted(by_term, own.document, order, own.asked)
    facts |= _postings(_spread(counted, thread, head), len(terms))
    counted = _counted(own.word, own.document, _order(own.word))
    facts |= _wordpostings(_spread(counted, thread, head), len(words))
    return _narrow({column.name: facts[column.name] for column in FACTS})


def _places(own: _Own, by_term: Array, order: Array, count: int) -> Batch:
    return _narrow(
        {
            "place.offset": _offsets(by_term, count),
            "place.at": ((own.document << 32) | own.position)[order],
            "place.start": own.start[order],
            "place.length": np.minimum(own.length, MOST)[order],
        }
    )


def _postings(terms: _Counts, count: int) -> Batch:
    frequency, asked = terms.times
    return _narrow(
        {
            "posting.offset": _offsets(terms.key >> _DOCUMENT_BITS, count),
            "posting.document": terms.key & _DOCUMENT_MASK,
            "posting.frequency": np.minimum(frequency, MOST),
            "posting.question": np.minimum(asked, MOST),
        }
    )


def _wordpostings(words: _Counts, count: int) -> Batch:
    (frequency,) = words.times
    return _narrow(
        {
            "wordposting.offset": _offsets(words.key >> _DOCUMENT_BITS, count),
            "wordposting.document": words.key & _DOCUMENT_MASK,
            "wordposting.frequency": np.minimum(frequency, MOST),
        }
    )


def _narrow(columns: Batch) -> Batch:
    """Return columns of the types that the layout says."""
    return {name: column.astype(COLUMNS[name].type, copy=False) for name, column in columns.items()}


def _own_texts(documents: Sequence[Document]) -> list[str]:
    """Return two texts for each head, title and question, and one for each reply."""
    texts = []
    for document in documents:
        if document.position:
            texts.append(document.text)
        else:
            texts += (document.title, document.question)
    return texts


def _placed(tokens: Tokens, position: Array, head: Array, thread: Array) -> _Own:
    """Return the tokens with the document they belong to and their position in its body."""
    texts_of = np.where(position == 0, 2, 1)
    first = offsets_of(texts_of)[:-1]
    title, question = first[head], first[head] + 1
    reply = np.flatnonzero(position)
    # Where each text begins in its document's body.
    shift = np.zeros(len(tokens.counts), np.int64)
    shift[question] = tokens.ends[title] + PART_GAP
    context = shift[question] + tokens.ends[question] + PART_GAP
    shift[first[reply]] = context[thread[reply]]
    document = np.repeat(np.arange(len(position)), texts_of)
    start = tokens.start.copy()
    bounds = offsets_of(tokens.counts)[:-1]
    start[ranges(bounds[title], tokens.counts[title])] = -1
    asked = np.zeros(len(start), np.bool_)
    asked[ranges(bounds[question], tokens.counts[question])] = True
    return _Own(
        word=tokens.word,
        document=np.repeat(document, tokens.counts),
        position=tokens.position + np.repeat(shift, tokens.counts),
        start=start,
        length=tokens.length,
        asked=asked,
    )


def _order(keys: Array) -> Array:
    """Return the stable order of numbers.

    Numbers of 64 bits are sorted some five times faster than their places are, and
    each is made different by its place.
    """
    bits = len(keys).bit_length()
    if bits + int(keys.max(initial=0)).bit_length() > 63:
        return np.argsort(keys, kind="stable")
    out = keys << bits
    out |= np.arange(len(keys))
    out.sort()
    out &= (1 << bits) - 1
    return out


def _counted(things: Array, documents: Array, order: Array, *marks: Array) -> _Counts:
    """Return how often each document's own words hold each thing, and how often marked."""
    key = (things << _DOCUMENT_BITS) | documents
    key = key[order]
    bounds = _bounds(key)
    times = (np.diff(bounds).astype(np.int32), *(_sums(mark[order], bounds) for mark in marks))
    return _Counts(key[bounds[:-1]], times)


def _spread(own: _Counts, thread: Array, head: Array) -> _Counts:
    """Add what a thread's head holds to each of its replies."""
    document = own.key & _DOCUMENT_MASK
    replies = np.zeros(len(thread), np.int64)
    replies[head] = np.diff(np.append(head, len(thread))) - 1
    times = replies[document]
    key = np.concatenate([own.key, ranges(own.key + 1, times)])
    order = _order(key)
    key = key[order]
    bounds = _bounds(key)
    spread = (np.concatenate([column, np.repeat(column, times)])[order] for column in own.times)
    return _Counts(key[bounds[:-1]], tuple(_sums(column, bounds) for column in spread))


def _bounds(keys: Array) -> Array:
    """Return where each run of the same number begins among numbers in order, and the end."""
    return np.append(np.flatnonzero(_differs(keys)), len(keys))


def _sums(values: Array, bounds: Array) -> Array:
    """Return the sum of each run of values; half as wide as numbers are by themselves."""
    return np.diff(offsets_of(values)[bounds]).astype(np.int32)


def _differs(keys: Array) -> Array:
    """Return which of some keys in order differ from the one before."""
    out = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=out[1:])
    return out


def _offsets(things: Array, count: int) -> Array:
    """Return where each thing begins among ordinals."""
    return offsets_of(np.bincount(things, minlength=count))
