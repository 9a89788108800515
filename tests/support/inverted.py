"""The facts of documents in plain loops: what the fast inversion has to give."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from searchqa.analysis import Analysis, analyze
from searchqa.engines.arrays.layout import FACTS, FLAG_CODE, FLAG_LINK, FLAG_UNANSWERED, MOST
from searchqa.schema import KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchqa.model import Document

GAP = 100


class Place(NamedTuple):
    """One token of a body: what it is, where it stands, and what to mark."""

    term: str
    word: str
    position: int
    start: int
    length: int
    asked: bool


def widened(analysis: Analysis) -> list[tuple[int, int]]:
    """Return what is marked of each token: a part of a name as the whole name."""
    out: list[tuple[int, int]] = []
    for start, end in zip(analysis.starts, analysis.ends, strict=True):
        out.append(out[-1] if out and start < out[-1][1] else (start, end))
    return out


def part(text: str, base: int, *, title: bool = False, asked: bool = False) -> list[Place]:
    """Return the tokens of one part of a body that begins at a position."""
    analysis = analyze(text)
    return [
        Place(term, word, base + position, -1 if title else start, end - start, asked)
        for term, word, position, (start, end) in zip(
            analysis.terms, analysis.words, analysis.positions, widened(analysis), strict=True
        )
    ]


def end_of(text: str) -> int:
    """Return how many positions a text takes."""
    positions = analyze(text).positions
    return positions[-1] + 1 if positions else 0


def body(document: Document) -> tuple[list[Place], list[Place]]:
    """Return what a document's body shares with its thread's head, and what is its message's."""
    asks = end_of(document.title) + GAP
    shared = part(document.title, 0, title=True) + part(document.question, asks, asked=True)
    says = asks + end_of(document.question) + GAP
    return shared, part(document.text, says) if document.position else []


def order(documents: Iterable[Document]) -> list[Document]:
    """Return documents as the layout numbers them."""
    return sorted(documents, key=lambda d: (-d.start.toordinal(), d.book + "/", d.id))


def compact(value: object) -> str:
    """Return JSON as the records have it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def facts(documents: Iterable[Document]) -> dict[str, list[int] | bytes]:
    """Return each column of ``layout.FACTS``, as a list or as bytes."""
    ordered = order(documents)
    return {**_beside_words(ordered), **_words(ordered)}


def _beside_words(ordered: list[Document]) -> dict[str, list[int] | bytes]:
    heads = [d for d in ordered if d.position == 0]
    books = [h for n, h in enumerate(heads) if n == 0 or heads[n - 1].book != h.book]
    keys = sorted({d.participant_key for d in ordered})
    return {
        **texts("book.id", [b.book for b in books]),
        **texts("book.record", [compact([b.title, b.authors, b.collection]) for b in books]),
        "book.start": [b.start.toordinal() for b in books],
        "book.end": [b.end.toordinal() for b in books],
        "book.thread": [heads.index(b) for b in books] + [len(heads)],
        **texts("thread.name", [h.thread.removeprefix(h.book + "/") for h in heads]),
        **texts("thread.record", [compact([h.number, h.size, h.question, h.asker]) for h in heads]),
        "thread.document": [ordered.index(h) for h in heads] + [len(ordered)],
        **texts("spelling", keys),
        **texts("document.record", [_record(d) for d in ordered]),
        "document.position": [d.position for d in ordered],
        "document.role": [ROLES.index(d.role) for d in ordered],
        "document.kind": [KINDS.index(d.kind) for d in ordered],
        "document.flags": [_flags(d) for d in ordered],
        "document.day": [d.sent.date().toordinal() if d.sent else 0 for d in ordered],
        "document.spelling": [keys.index(d.participant_key) for d in ordered],
    }


def _record(document: Document) -> str:
    spans = [[s.start, s.end, s.kind, s.url] for s in document.spans]
    record: list[object] = [document.participant, document.text, spans, document.links]
    if document.sent or document.url or document.reactions:
        sent = document.sent.isoformat() if document.sent else None
        record += [sent, document.url, document.reactions]
    return compact(record)


def _flags(document: Document) -> int:
    code = any(span.kind == "code" for span in document.spans)
    return (
        FLAG_LINK * bool(document.links)
        + FLAG_CODE * code
        + FLAG_UNANSWERED * (not document.answered)
    )


def _words(ordered: list[Document]) -> dict[str, list[int] | bytes]:
    bodies = [body(d) for d in ordered]
    term_of: dict[str, str] = {}
    in_body: defaultdict[str, dict[int, int]] = defaultdict(dict)
    in_question: defaultdict[str, dict[int, int]] = defaultdict(dict)
    by_word: defaultdict[str, dict[int, int]] = defaultdict(dict)
    places: defaultdict[str, list[tuple[int, Place]]] = defaultdict(list)
    for number, (document, (shared, said)) in enumerate(zip(ordered, bodies, strict=True)):
        whole = shared + said
        for term, count in Counter(p.term for p in whole).items():
            in_body[term][number] = count
        for term, count in Counter(p.term for p in shared if p.asked).items():
            in_question[term][number] = count
        for word, count in Counter(p.word for p in whole).items():
            by_word[word][number] = count
        for place in said if document.position else shared:
            term_of[place.word] = place.term
            places[place.term].append((number, place))
    terms = sorted(in_body, key=_bytes)
    words = sorted(by_word, key=_bytes)
    postings = [(t, n) for t in terms for n in in_body[t]]
    of_words = [(w, n) for w in words for n in by_word[w]]
    all_places = [p for t in terms for p in places[t]]
    heads = [n for n, d in enumerate(ordered) if d.position == 0]
    return {
        "thread.length": [sum(p.asked for p in bodies[n][0]) for n in heads],
        "document.length": [len(shared) + len(said) for shared, said in bodies],
        **texts("term", terms),
        "posting.offset": offsets([len(in_body[t]) for t in terms]),
        "posting.document": [n for _, n in postings],
        "posting.frequency": [min(in_body[t][n], MOST) for t, n in postings],
        "posting.question": [min(in_question[t].get(n, 0), MOST) for t, n in postings],
        "place.offset": offsets([len(places[t]) for t in terms]),
        "place.at": [(n << 32) | p.position for n, p in all_places],
        "place.start": [p.start for _, p in all_places],
        "place.length": [min(p.length, MOST) for _, p in all_places],
        **texts("word", words),
        "word.term": [terms.index(term_of[w]) for w in words],
        "wordposting.offset": offsets([len(by_word[w]) for w in words]),
        "wordposting.document": [n for _, n in of_words],
        "wordposting.frequency": [min(by_word[w][n], MOST) for w, n in of_words],
    }


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def texts(name: str, values: list[str]) -> dict[str, list[int] | bytes]:
    """Return the two columns of texts."""
    encoded = [_bytes(value) for value in values]
    return {f"{name}.bytes": b"".join(encoded), f"{name}.offset": offsets(map(len, encoded))}


def offsets(lengths: Iterable[int]) -> list[int]:
    """Return where each of some runs begins, and where the last one ends."""
    out = [0]
    for length in lengths:
        out.append(out[-1] + length)
    return out


NAMES = tuple(column.name for column in FACTS)
