"""Which arrays an index consists of: one table that writer, reader and docs share.

In: nothing. Out: names, element types, what each holds. Never: opens a file.

Ordinals count from 0. Documents stand in one order: week's start (newest first),
then book id with a slash behind it, then document id as a string. So a book's,
a thread's, a day's documents are ranges of numbers, and the number breaks ties.
``X.offset`` has one entry more than there are X: entry ``i`` is where i begins.
"""

from __future__ import annotations

from typing import Final

from searchqa.records import NamedTuple

# Counts up whenever an array's meaning changes: an older file is built again.
FORMAT_VERSION: Final = 2

# Bits of document.flags.
FLAG_LINK: Final = 1
FLAG_CODE: Final = 2
FLAG_UNANSWERED: Final = 4
FLAGS: Final = {"link": FLAG_LINK, "code": FLAG_CODE, "unanswered": FLAG_UNANSWERED}

# What frequencies and lengths of marks can hold; what is more counts as this.
MOST: Final = 65_535


class Column(NamedTuple):
    """One array: ``type`` is a typecode of Python's ``array`` (little-endian)."""

    name: str
    type: str
    holds: str


# Facts of documents: what a merge copies and renumbers.
FACTS: Final[tuple[Column, ...]] = (
    Column("book.id.bytes", "B", "ids of the books, UTF-8, one after the other"),
    Column("book.id.offset", "q", "where each id begins"),
    Column("book.record.bytes", "B", "JSON of each book: [title, [author, …], collection]"),
    Column("book.record.offset", "q", "where each record begins"),
    Column("book.start", "i", "first day of the week, proleptic Gregorian ordinal; 1 is no date"),
    Column("book.end", "i", "last day of the week"),
    Column("book.thread", "i", "first thread of each book, and the number of threads"),
    Column("thread.name.bytes", "B", "what stands behind the slash of each thread's id"),
    Column("thread.name.offset", "q", "where each name begins"),
    Column("thread.record.bytes", "B", "JSON of each thread: [number, size, question, asker]"),
    Column("thread.record.offset", "q", "where each record begins"),
    Column("thread.document", "i", "first document of each thread, and the number of documents"),
    Column("thread.length", "i", "terms in the thread's question"),
    Column("spelling.bytes", "B", "each form of a participant's key, in byte order"),
    Column("spelling.offset", "q", "where each spelling begins"),
    Column(
        "document.record.bytes",
        "B",
        "JSON of each document: [participant, text, spans, links], and of one that has any of"
        " them three more: sent (ISO 8601 or null), url, reactions",
    ),
    Column("document.record.offset", "q", "where each record begins"),
    Column("document.position", "i", "place in the thread, 0 for the head"),
    Column("document.role", "B", "ordinal in schema.ROLES"),
    Column("document.kind", "B", "ordinal in schema.KINDS"),
    Column("document.flags", "B", "1 has a link, 2 has code, 4 thread unanswered"),
    Column("document.day", "i", "day it was sent on (UTC), 0 where only the week is known"),
    Column("document.spelling", "i", "ordinal of the participant's key; the empty key is one, too"),
    Column("document.length", "i", "terms in the body: title, question and message"),
    Column("term.bytes", "B", "stemmed terms of the body in byte order, UTF-8"),
    Column("term.offset", "q", "where each term begins"),
    Column("posting.offset", "q", "first posting of each term"),
    Column("posting.document", "i", "documents that hold the term, ascending"),
    Column("posting.frequency", "H", "how often in the body"),
    Column("posting.question", "H", "how often in the thread's question"),
    Column("place.offset", "q", "first place of each term"),
    Column(
        "place.at",
        "q",
        "document << 32 | position in the body, ascending; of the document"
        " that says the term itself: the head says title and question",
    ),
    Column("place.start", "i", "code point in message (head: question); -1 in the title"),
    Column("place.length", "H", "code points to mark: a part of a name marks the whole name"),
    Column("word.bytes", "B", "unstemmed words of the body in byte order"),
    Column("word.offset", "q", "where each word begins"),
    Column("word.term", "i", "the term that the word becomes"),
    Column("wordposting.offset", "q", "first posting of each word"),
    Column("wordposting.document", "i", "documents that hold the word, ascending"),
    Column("wordposting.frequency", "H", "how often in the body"),
)

# What follows from the facts of all documents together: made anew by each merge.
DERIVED: Final[tuple[Column, ...]] = (
    Column("posting.impact", "f", "the term's part of the score: body, and question at its boost"),
    Column("wordposting.impact", "f", "the word's part of the score"),
    Column("term.questions", "i", "documents whose thread's question holds the term"),
    Column("document.norm", "f", "K1 * (1 - B + B * length / average) of the body"),
    Column("document.person", "i", "ordinal of who wrote it; 0 is nobody"),
    Column("document.head", "i", "the first document of its thread"),
    Column("document.pair", "i", "ordinal of (thread, person)"),
    Column("document.thread", "i", "thread of each document"),
    Column("document.book", "i", "book of each document"),
    Column("pair.person", "i", "person of each pair"),
    Column(
        "person.key.bytes", "B", "most frequent spelling of each person, in order of the labels"
    ),
    Column("person.key.offset", "q", "where each key begins"),
    Column("person.label.bytes", "B", "how each person is shown"),
    Column("person.label.offset", "q", "where each label begins"),
    Column("spelling.person", "i", "person of each spelling"),
    Column("author.bytes", "B", "names of authors in alphabetical order"),
    Column("author.offset", "q", "where each name begins"),
    Column("book.author", "i", "authors of the books, one book after the other"),
    Column("book.author.offset", "q", "first author of each book"),
    Column("book.year", "i", "year in which the week began, 0 where no date is known"),
    Column("collection.bytes", "B", "names of collections in alphabetical order"),
    Column("collection.offset", "q", "where each name begins"),
    Column("book.collection", "i", "collection of each book"),
    Column("day.value", "i", "each day that some message was sent on, ascending"),
    Column(
        "document.when",
        "i",
        "what dates look at: the day it was sent on, numbered behind the books, or else its"
        " book; empty where day.value is",
    ),
    Column("book.bytitle", "i", "ordinals of the books in order of title, then id"),
    Column("book.byid", "i", "ordinals of the books in order of id"),
)

COLUMNS: Final[dict[str, Column]] = {column.name: column for column in (*FACTS, *DERIVED)}
