"""Documents become the facts of an index: the one inversion that everything is made from.

In: documents, whole transcripts of them. Out: the arrays of ``layout.FACTS``.
Never: writes, or analyses a question or a title again for each reply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from searchqa.engines.arrays.invert_records import columns_of, in_order, packed
from searchqa.engines.arrays.invert_words import ranges, starts_of, tokens_of
from searchqa.engines.arrays.layout import FACTS, MOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchqa.engines.arrays.invert_words import Tokens
    from searchqa.model import Document

Array: TypeAlias = npt.NDArray[Any]
# Name → array, exactly those of ``layout.FACTS``.
Batch: TypeAlias = dict[str, Array]

# No phrase reaches from one part of the body into the next.
PART_GAP: Final = 100


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
    """How often documents hold things, in order of thing and document; each pair once."""

    thing: Array
    document: Array
    frequency: Array
    asked: Array


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

    order = _order(tokens.term[own.word], len(own.word))
    terms = _spread(_counted(tokens.term[own.word][order], own, order), thread, head)
    by_word = _order(own.word, len(own.word))
    words = _spread(_counted(own.word[by_word], own, by_word), thread, head)
    facts |= {
        "thread.length": asked,
        "document.length": lengths,
        **packed("term", tokens.terms),
        "posting.offset": _offsets(terms.thing, len(tokens.terms)),
        "posting.document": terms.document,
        "posting.frequency": np.minimum(terms.frequency, MOST),
        "posting.question": np.minimum(terms.asked, MOST),
        "place.offset": _offsets(tokens.term[own.word], len(tokens.terms)),
        "place.at": ((own.document << 32) | own.position)[order],
        "place.start": own.start[order],
        "place.length": np.minimum(own.length[order], MOST),
        **packed("word", tokens.words),
        "word.term": tokens.term,
        "wordposting.offset": _offsets(words.thing, len(tokens.words)),
        "wordposting.document": words.document,
        "wordposting.frequency": np.minimum(words.frequency, MOST),
    }
    return {column.name: facts[column.name].astype(column.type, copy=False) for column in FACTS}


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
    first = starts_of(texts_of)
    title, question = first[head], first[head] + 1
    reply = np.flatnonzero(position)
    # Where each text begins in its document's body.
    shift = np.zeros(len(tokens.counts), np.int64)
    shift[question] = tokens.ends[title] + PART_GAP
    context = shift[question] + tokens.ends[question] + PART_GAP
    shift[first[reply]] = context[thread[reply]]
    document = np.repeat(np.arange(len(position)), texts_of)
    start = tokens.start.copy()
    bounds = starts_of(tokens.counts)
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


def _order(things: Array, count: int) -> Array:
    """Return the stable order of ordinals.

    Numbers of 64 bits are sorted some ten times faster than they are sorted stably,
    and each is made different by its place.
    """
    bits = max(count, 1).bit_length()
    return np.sort((things << bits) | np.arange(count)) & ((1 << bits) - 1)


def _counted(things: Array, own: _Own, order: Array) -> _Counts:
    """Return how often each document's own words hold each thing; ``things`` are in order."""
    document = own.document[order]
    new = np.ones(len(things), np.bool_)
    new[1:] = (things[1:] != things[:-1]) | (document[1:] != document[:-1])
    first = np.flatnonzero(new)
    bounds = np.append(first, len(things))
    asked = starts_of(own.asked[order], whole=True)
    return _Counts(things[first], document[first], np.diff(bounds), np.diff(asked[bounds]))


def _spread(own: _Counts, thread: Array, head: Array) -> _Counts:
    """Add what a thread's head holds to each of its replies."""
    replies = np.diff(np.append(head, len(thread))) - 1
    of_head = np.isin(own.document, head)
    some = _Counts(*(column[of_head] for column in own))
    times = replies[thread[some.document]]
    from_head = _Counts(
        np.repeat(some.thing, times),
        ranges(some.document + 1, times),
        np.repeat(some.frequency, times),
        np.repeat(some.asked, times),
    )
    both = _Counts(*(np.concatenate(pair) for pair in zip(own, from_head, strict=True)))
    order = np.argsort(both.thing * len(thread) + both.document)
    both = _Counts(*(column[order] for column in both))
    new = np.ones(len(order), np.bool_)
    new[1:] = (both.thing[1:] != both.thing[:-1]) | (both.document[1:] != both.document[:-1])
    first = np.flatnonzero(new)
    bounds = np.append(first, len(order))
    frequency = starts_of(both.frequency, whole=True)
    asked = starts_of(both.asked, whole=True)
    # A reply holds what is asked as often as its thread asks it.
    return _Counts(
        both.thing[first], both.document[first], np.diff(frequency[bounds]), np.diff(asked[bounds])
    )


def _offsets(things: Array, count: int) -> Array:
    """Return where each thing begins among ordinals."""
    return starts_of(np.bincount(things, minlength=count), whole=True)
