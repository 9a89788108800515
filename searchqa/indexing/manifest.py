"""What a generation says about itself: its files, its transcripts, who wrote it.

In: records, or the bytes of ``manifest.json``. Out: the bytes, or the records again.
Never: touches a file, or guesses at what another format version may mean.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any, Final

from searchqa.digest import sha256
from searchqa.errors import IndexDamagedError, IndexFormatError
from searchqa.indexing.late import Late
from searchqa.model import Problem
from searchqa.records import dataclass, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FORMAT: Final = 2

# What stands before and behind the transcripts in the bytes of a manifest.
_TRANSCRIPTS: Final = b',"transcripts":'
_BEHIND: Final = b'},"version":'


@dataclass(frozen=True, slots=True)
class Record:
    """One transcript of an index.

    Attributes:
        source: The source's name.
        file: The file's name inside it.
        revision: Of the version that is in the index, "" when none ever was good.
        people: Revision of each people file looked up for it (None: no such file).
        threads: In the index; so ``messages``.
        bad_revision: None when the file was good when last seen; else the
            revision that can't be used, or "" when not even that could be read.
        problems: The errors met when it was last read.
    """

    source: str
    file: str
    revision: str
    people: Mapping[str, str | None]
    threads: int
    messages: int
    bad_revision: str | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the file could be used when last seen."""
        return self.bad_revision is None

    @property
    def indexed(self) -> bool:
        """Whether some version of it is in the index."""
        return self.revision != ""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source of an index.

    Attributes:
        format: How its files are written.
        collection: What they are kept under.
        revision: The state that was read last (a commit), or "".
        fingerprint: Differs when the same files would be read otherwise.
    """

    format: str
    collection: str
    revision: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation's account of itself.

    Attributes:
        engine: The engine's name, with its ``fingerprint``.
        version: The searchqa that read the transcripts; another one may read
            them differently, so it reads them again.
        aliases: Fingerprint of the configured author aliases.
        generation: The generation's name, e.g. ``000012``.
        created: When, ISO, UTC.
        files: Size and SHA-256 of each file, by path inside the generation.
        collections: What a search looks in that names none.
        sources: By name.
        transcripts: By book id.
    """

    engine: str
    fingerprint: str
    version: str
    aliases: str
    generation: str
    created: str
    files: Mapping[str, tuple[int, str]]
    collections: tuple[str, ...]
    sources: Mapping[str, SourceRecord]
    transcripts: Mapping[str, Record]

    @property
    def counts(self) -> dict[str, int]:
        """Books, threads and messages in the index."""
        records = self.transcripts.values()
        return {
            "books": sum(record.indexed for record in records),
            "threads": sum(record.threads for record in records),
            "messages": sum(record.messages for record in records),
        }


def checksum(data: bytes) -> str:
    """Return the SHA-256 of some bytes in hex."""
    return sha256(data)


def dump(manifest: Manifest) -> bytes:
    """Return the bytes of ``manifest.json``; equal manifests give equal bytes."""
    content = {
        "format": FORMAT,
        **fields_of(manifest),
        # Pairs, since a name that people choose mustn't be taken for a key of ours.
        "sources": [[name, fields_of(source)] for name, source in manifest.sources.items()],
        "counts": manifest.counts,
        "transcripts": {
            book: {**fields_of(r), "problems": [fields_of(p) for p in r.problems]}
            for book, r in manifest.transcripts.items()
        },
    }
    # ASCII only: a file's name may hold bytes that UTF-8 can't carry.
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n"


def parse(data: bytes, remedy: str) -> Manifest:
    """Return what :func:`dump` wrote.

    Args:
        data: The bytes of ``manifest.json``, already checked against ``CURRENT``.
        remedy: The hint for people when it can't be used.

    Raises:
        IndexFormatError: It has another format version.
        IndexDamagedError: It isn't what we write.
    """
    rest, transcripts = _parted(data)
    try:
        content: dict[str, Any] = json.loads(rest)
        version = content["format"]
    except (ValueError, KeyError, TypeError):
        raise IndexDamagedError("the index's manifest.json can't be read", remedy) from None
    if version != FORMAT:
        message = f"the index has format {version}; this searchqa reads format {FORMAT}"
        raise IndexFormatError(message, remedy)
    with _refusing(remedy):
        return _manifest(content, _records(content["transcripts"], transcripts, remedy))


def _parted(data: bytes) -> tuple[bytes, memoryview]:
    """Return a manifest without its transcripts, and those, as far as it is as we write it.

    Of thousands of transcripts a query needs nothing, and reading them takes
    longer than the query. A quotation mark inside a text has a backslash before
    it, so that these marks are keys.
    """
    begin, end = data.find(_TRANSCRIPTS), data.rfind(_BEHIND)
    if begin < 0 or end < begin:
        return data, memoryview(b"")
    begin += len(_TRANSCRIPTS)
    return data[:begin] + b"{" + data[end:], memoryview(data)[begin : end + 1]


def _records(content: dict[str, Any], apart: memoryview, remedy: str) -> Mapping[str, Record]:
    """Return the transcripts that were read, or those to be read when somebody looks."""

    def read() -> dict[str, Record]:
        with _refusing(remedy):
            entries = json.loads(bytes(apart))
            return {book: _record(entry) for book, entry in entries.items()}

    return Late(read) if apart else {book: _record(entry) for book, entry in content.items()}


@contextlib.contextmanager
def _refusing(remedy: str) -> Iterator[None]:
    """Refuse what isn't as we write it.

    Raises:
        IndexDamagedError: It isn't.
    """
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"the index's manifest.json is not as it was written ({error})"
        raise IndexDamagedError(message, remedy) from None


def _manifest(content: dict[str, Any], transcripts: Mapping[str, Record]) -> Manifest:
    files = {name: (int(size), str(digest)) for name, (size, digest) in content["files"].items()}
    for name in files:
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise ValueError(f"the file {name!r} lies outside")
    return Manifest(
        engine=content["engine"],
        fingerprint=content["fingerprint"],
        version=content["version"],
        aliases=content["aliases"],
        generation=content["generation"],
        created=content["created"],
        files=files,
        collections=tuple(map(str, content["collections"])),
        sources={name: SourceRecord(**entry) for name, entry in content["sources"]},
        transcripts=transcripts,
    )


def _record(entry: dict[str, Any]) -> Record:
    problems = tuple(Problem(**problem) for problem in entry["problems"])
    return Record(**{**entry, "problems": problems})
