"""Parts become the one file of arrays of a generation.

In: parts (an older file's arrays, new batches). Out: a file.
Never: changes a part, reads Whoosh, or holds all postings or texts in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from searchqa.engines.arrays.blocks import TEXTS, join, texts
from searchqa.engines.arrays.derive import derive
from searchqa.engines.arrays.facts import joined_tables, offsets_of, packed, strings_of
from searchqa.engines.arrays.file import ArrayFileMaker
from searchqa.engines.arrays.impacts import norms, term_impacts, word_impacts
from searchqa.engines.arrays.layout import COLUMNS
from searchqa.engines.arrays.lists import KEYS, Lists

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from searchqa.engines.arrays.blocks import Joined
    from searchqa.engines.arrays.facts import Array, Part
    from searchqa.engines.arrays.impacts import Norms
    from searchqa.engines.arrays.lists import Piece

_LISTS = {
    "posting": ("frequency", "question"),
    "place": ("start", "length"),
    "wordposting": ("frequency",),
}


def merge(parts: Sequence[Part], path: Path) -> None:
    """Write the file of all parts' documents.

    Args:
        parts: At least one. A book may be in several; it is gone from all but one.
        path: The new file.

    Raises:
        OSError: The disk refuses.
    """
    joined = join(parts)
    derived = derive(joined.columns)
    norm = norms(joined.columns, derived["document.thread"])
    vocabulary = _Vocabulary(parts, joined)
    columns = {
        **joined.columns,
        **derived,
        **vocabulary.columns,
        "document.norm": norm.body.astype(np.float32),
    }
    shape = {name: len(column) for name, column in columns.items()}
    shape[TEXTS] = int(columns["document.record.offset"][-1])
    shape.update(vocabulary.shape())
    maker = ArrayFileMaker(path, shape, {"documents": len(norm.body)})
    try:
        for name, column in columns.items():
            _write(maker, name, column)
        _write_texts(maker, parts, joined)
        _write_lists(maker, parts, vocabulary, norm)
    finally:
        maker.close()


class _Vocabulary:
    """Terms and words of all parts that somebody still says, and their lists."""

    def __init__(self, parts: Sequence[Part], joined: Joined) -> None:
        terms, term_maps = joined_tables([strings_of(part.facts, "term") for part in parts])
        words, word_maps = joined_tables([strings_of(part.facts, "word") for part in parts])
        self.lists = {
            name: Lists(name, columns, parts, maps, joined.numbers, len(table))
            for name, columns in _LISTS.items()
            for table, maps in [(words, word_maps) if name == "wordposting" else (terms, term_maps)]
        }
        term_of = np.zeros(len(words), np.int64)
        for part, of_terms, of_words in zip(parts, term_maps, word_maps, strict=True):
            term_of[of_words] = of_terms[part.facts["word.term"]]
        living, spoken = self.lists["posting"].counts > 0, self.lists["wordposting"].counts > 0
        for name, lists in self.lists.items():
            lists.keep(spoken if name == "wordposting" else living)
        ordinals = np.cumsum(living) - 1
        self.columns: dict[str, Array] = {
            **packed("term", [term for term, kept in zip(terms, living, strict=True) if kept]),
            **packed("word", [word for word, kept in zip(words, spoken, strict=True) if kept]),
            "word.term": ordinals[term_of[spoken]].astype(np.int32),
            **{f"{name}.offset": offsets_of(lists.counts) for name, lists in self.lists.items()},
        }

    def shape(self) -> dict[str, int]:
        """Return how long the arrays are that are written piece by piece."""
        out = {"term.questions": len(self.lists["posting"].counts)}
        for name, columns in _LISTS.items():
            count = int(self.lists[name].counts.sum())
            own = KEYS.get(name, "document")
            out.update({f"{name}.{column}": count for column in (own, *columns)})
            if name != "place":
                out[f"{name}.impact"] = count
        return out


def _write(maker: ArrayFileMaker, name: str, column: Array, at: int = 0) -> None:
    data = np.ascontiguousarray(column, dtype=np.dtype(COLUMNS[name].type))
    if data.size:
        maker.write(name, data.data, at)


def _write_texts(maker: ArrayFileMaker, parts: Sequence[Part], joined: Joined) -> None:
    at = 0
    for run in joined.runs:
        data = texts(parts, run)
        _write(maker, TEXTS, data, at)
        at += len(data)
        parts[run.part].let_go()


def _write_lists(
    maker: ArrayFileMaker, parts: Sequence[Part], vocabulary: _Vocabulary, norm: Norms
) -> None:
    for name, lists in vocabulary.lists.items():
        for piece in lists.pieces():
            for column, values in piece.columns.items():
                _write(maker, f"{name}.{column}", values, piece.at)
            _write_impacts(maker, name, piece, lists.counts[piece.first : piece.last], norm)
            for part in parts:
                part.let_go()


def _write_impacts(
    maker: ArrayFileMaker, name: str, piece: Piece, held: Array, norm: Norms
) -> None:
    owners = piece.terms - piece.first
    if name == "posting":
        impacts, questions = term_impacts(norm, owners, piece.columns, held)
        _write(maker, "term.questions", questions, piece.first)
    elif name == "wordposting":
        impacts = word_impacts(norm, owners, piece.columns, held)
    else:
        return
    _write(maker, f"{name}.impact", impacts, piece.at)
