"""SQLite's FTS5, tuned.

In: plain rows. Out: a database and its answers.
Never: scores or matches a message twice in one question, if SQLite lets it be.

Given for speed: content kept outside the full-text table (snippets need it, copies don't),
names as numbers, facets and dates in a narrow table beside the texts, the table optimized
and analyzed; a memory map and a large cache; matches with their ranks put aside once, which
was faster than each other way tried (``ORDER BY rank LIMIT 10`` and a count, a window, joins
for each facet): at 100,000 messages 53 ms against 64 and 78, with facets 92 against 108.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from benchmarks.peers.base import BUCKETS, HITS, SNIPPET_CHARACTERS, Found, Shown, plain_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.growing.archive import Archive
    from benchmarks.peers.base import Mode
    from benchmarks.queries import Query

_TABLES: Final = """
pragma page_size = 8192; pragma journal_mode = off; pragma synchronous = off;
pragma cache_size = -400000;
create table message(id integer primary key, key text, text text, question text, title text);
create table narrow(id integer primary key, book integer, participant integer, day integer);
create table book(id integer primary key, name text unique);
create table participant(id integer primary key, name text unique);
create table author(id integer primary key, name text unique);
create table wrote(book integer, author integer, primary key(book, author)) without rowid;
create virtual table fts using fts5(text, question, title, content='message',
    content_rowid='id', tokenize='porter unicode61', detail=full);
"""
_FINISH: Final = """
insert into fts(fts) values('rebuild');
insert into fts(fts, rank) values('rank', 'bm25(1.0, 0.1, 1.0)');
insert into fts(fts) values('optimize');
create index narrow_day on narrow(day desc, id);
analyze;
"""
_OPEN: Final = """
pragma query_only = off; pragma mmap_size = 8000000000; pragma cache_size = -400000;
pragma temp_store = memory;
create temp table hit(id integer primary key, r real, book integer, participant integer);
"""
_SHOW: Final = """
select m.key, m.title, p.name, m.question, {snippet}, t.r
from (select id, r from temp.hit order by r limit {hits}) t
join message m on m.id = t.id join narrow n on n.id = t.id
join participant p on p.id = n.participant
{match} order by t.r
"""
_MARKS: Final = ("\x01", "\x02")
# A snippet is cut in words: about as many as fill our characters.
_TOKENS: Final = 28
_FACETS: Final = {
    "author": "select a.name, sum(n) s from (select book, count(*) n from temp.hit group by book)"
    " join wrote using(book) join author a on a.id = author group by author",
    "book": "select b.name, s from (select book, count(*) s from temp.hit group by book"
    " order by s desc limit 20) join book b on b.id = book",
    "participant": "select p.name, s from (select participant, count(*) s from temp.hit"
    " group by participant order by s desc limit 20) join participant p on p.id = participant",
}


class Fts5:
    """The peer."""

    name = "fts5"
    label = "SQLite FTS5"
    modes: tuple[Mode, ...] = ("plain", "facets")
    builds: tuple[str, ...] = ("one transaction",)

    def cannot(self, query: Query, mode: Mode) -> str:  # noqa: ARG002 - as the protocol
        """It has no word for slips."""
        return "FTS5 can't search for words with slips" if query.fuzzy else ""

    def rows(self, archive: Archive) -> Any:  # noqa: ANN401 - as the protocol
        """Return plain rows."""
        return plain_rows(archive.documents())

    def build(self, rows: Any, folder: Path, how: str) -> None:  # noqa: ANN401, ARG002
        """Write all in one transaction."""
        connection = sqlite3.connect(folder / "fts.db", isolation_level=None)
        connection.executescript(_TABLES)
        connection.execute("begin")
        known: dict[str, dict[str, int]] = {"book": {}, "participant": {}, "author": {}}

        def number(table: str, name: str) -> int:
            return known[table].setdefault(name, len(known[table]) + 1)

        wrote: set[tuple[int, int]] = set()
        narrow = []
        for id_, row in enumerate(rows, 1):
            book = number("book", row["book"])
            narrow.append((id_, book, number("participant", row["participant"]), row["day"]))
            wrote.update((book, number("author", name)) for name in row["author"])
        texts = ((i, r["id"], r["text"], r["question"], r["title"]) for i, r in enumerate(rows, 1))
        connection.executemany("insert into message values(?,?,?,?,?)", texts)
        connection.executemany("insert into narrow values(?,?,?,?)", narrow)
        connection.executemany("insert into wrote values(?,?)", sorted(wrote))
        for table, names in known.items():
            pairs = ((id_, name) for name, id_ in names.items())
            connection.executemany(f"insert into {table} values(?,?)", pairs)
        for statement in filter(str.strip, _FINISH.split(";")):
            connection.execute(statement)
        connection.execute("commit")
        connection.close()

    def open(self, folder: Path) -> Fts5Reader:
        """Open one connection."""
        return Fts5Reader(folder)


class Fts5Reader:
    """One connection; another thread needs another."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(
            folder / "fts.db", isolation_level=None, check_same_thread=False
        )
        self._connection.executescript(_OPEN)

    def prepare(
        self, query: Query, mode: Mode, values: Mapping[str, Sequence[str]]
    ) -> Callable[[], Found]:
        """Return a question of three or six statements."""
        execute = self._connection.execute
        match = _match(query)
        gather, arguments = _gather(query, values, match, facets=mode == "facets")
        show = _show(match)
        given = {"match": match} if match else {}

        def ask() -> Found:
            execute("delete from temp.hit")
            total = execute(gather, arguments).rowcount
            hits = [_shown(*row) for row in execute(show, given)]
            facets = self._facets() if mode == "facets" else {}
            return Found(total, tuple(hits), facets)

        return ask

    def _facets(self) -> dict[str, tuple[tuple[str, int], ...]]:
        return {
            name: tuple(
                self._connection.execute(f"{statement} order by s desc limit {BUCKETS}").fetchall()
            )
            for name, statement in _FACETS.items()
        }

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _match(query: Query) -> str:
    """Return the query in FTS5's language; what only ranks stands in an OR."""
    if query.phrase:
        return f'"{" ".join(query.phrase)}"'
    if query.prefix:
        return f"{query.prefix}*"
    any_ = " OR ".join(f'"{word}"' for word in (*query.content, *query.required))
    must = " AND ".join(f'"{word}"' for word in (*query.every, *query.required))
    both = f"{must} AND ({any_})" if must and any_ else must or any_
    none = " OR ".join(f'"{word}"' for word in query.without)
    return f"({both}) NOT ({none})" if none else both


def _gather(
    query: Query, values: Mapping[str, Sequence[str]], match: str, *, facets: bool
) -> tuple[str, dict[str, Any]]:
    """Return what puts the matches aside, with what it is given."""
    where: list[str] = []
    given: dict[str, Any] = {}
    if match:
        where.append("fts match :match")
        given["match"] = match
    chosen = query.chosen(values)
    if chosen is not None:
        given["value"] = chosen[1]
        where.append(
            "n.book in (select book from wrote where author ="
            " (select id from author where name = :value))"
            if chosen[0] == "author"
            else f"n.{chosen[0]} = (select id from {chosen[0]} where name = :value)"  # noqa: S608
        )
    if query.after:
        given["first"] = date.fromisoformat(query.after).toordinal()
        given["last"] = date.fromisoformat(query.before).toordinal()
        where.append("n.day >= :first and n.day < :last")
    tables = "fts join narrow n on n.id = fts.rowid" if match else "narrow n"
    columns = ("fts.rowid, rank" if match else "n.id, -n.day") + ", n.book, n.participant"
    if match and not facets and len(where) == 1:
        tables, columns = "fts", "rowid, rank, 0, 0"
    condition = f"where {' and '.join(where)}" if where else ""
    return f"insert into temp.hit select {columns} from {tables} {condition}", given  # noqa: S608


def _show(match: str) -> str:
    marks = ", ".join(f"char({ord(mark)})" for mark in _MARKS)
    snippet = f"snippet(fts, 0, {marks}, '…', {_TOKENS})"
    if match:
        searched = "join fts on fts.rowid = t.id where fts match :match"
        return _SHOW.format(snippet=snippet, hits=HITS, match=searched)
    start = f"substr(m.text, 1, {SNIPPET_CHARACTERS})"
    return _SHOW.format(snippet=start, hits=HITS, match="")


def _shown(
    id_: str, title: str, participant: str, question: str, snippet: str, rank: float
) -> Shown:
    """Return a hit; the marks in its snippet become ranges."""
    text, ranges, at = [], [], 0
    for part in snippet.split(_MARKS[0]):
        inside, mark, rest = part.partition(_MARKS[1])
        if mark:
            ranges.append((at, at + len(inside)))
        text += [inside, rest]
        at += len(inside) + len(rest)
    return Shown(id_, title, participant, question, "".join(text), tuple(ranges), -rank)
