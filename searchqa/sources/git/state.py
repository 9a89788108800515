"""What the last good sync left: which clone, which commit, which files.

In: the folder of a source. Out: a State, written in one step. Never: trusts a clone that
isn't, file by file, as it was left.
"""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING, Any, Final

from searchqa.records import dataclass, field

if TYPE_CHECKING:
    from pathlib import Path

STATE: Final = "state.json"
BROKEN: Final = "broken"
OUTSIDE: Final = "outside"
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class File:
    """A file of a commit.

    Attributes:
        path: Its name in the source, as an entry has it; bytes that aren't UTF-8 as
            ``os.fsdecode`` gives them.
        oid: Git's name of its content; "" when it can't be read.
        size: Bytes.
        trouble: Why it can't be read, OUTSIDE for a link that leads out, or "".
    """

    path: str
    oid: str
    size: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a commit that count.

    Attributes:
        transcripts: By path.
        people: By path.
        notices: What was left out: path, and why or OUTSIDE.
        place: The folder that was listed, for messages.
    """

    transcripts: tuple[File, ...] = ()
    people: tuple[File, ...] = ()
    notices: tuple[tuple[str, str], ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A source as the last good sync left it.

    Attributes:
        repository: The clone's folder beside the state.
        before: The one before it, which somebody may still read, or "".
        url: What was cloned, without a password.
        branch: As configured.
        commit: Git's full name of the commit.
        wanted: Which folder and names were listed.
        mode: How it was fetched, a place in ``MODES`` of ``clone``.
        fresh: Bytes of the clone when it was made.
        files: Size and time (ns) of each file of the clone.
        listing: What the commit holds.
    """

    repository: str
    before: str
    url: str
    branch: str
    commit: str
    wanted: str
    mode: int
    fresh: int
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    listing: Listing = field(default_factory=Listing)


def load(home: Path) -> State | None:
    """Return the state, None when there is none that can be used."""
    try:
        content = json.loads((home / STATE).read_bytes())
        return _parse(content) if content["version"] == _VERSION else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def save(home: Path, state: State) -> None:
    """Let a state be the one that counts, in one step.

    Raises:
        OSError: The disk refused; the state of before counts.
    """
    data = json.dumps(_shape(state)).encode()
    temporary = home / f"{STATE}.next"
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(home / STATE)


def mark_broken(home: Path) -> None:
    """Say that the clone is broken, so that the next sync makes it anew."""
    with contextlib.suppress(OSError):
        (home / BROKEN).touch()


def files_of(repository: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of each file of a clone."""
    found = {}
    waiting = [str(repository)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                    continue
                about = entry.stat(follow_symlinks=False)
                name = os.path.relpath(entry.path, repository)
                found[name] = (about.st_size, about.st_mtime_ns)
    return found


def size_of(repository: Path) -> int:
    """Return the bytes of a clone while git may be writing it."""
    total = 0
    for folder, _, names in os.walk(repository):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(folder, name)).st_size  # noqa: PTH118
    return total


def _shape(state: State) -> dict[str, Any]:
    listing = state.listing
    return {
        "version": _VERSION,
        "repository": state.repository,
        "before": state.before,
        "url": state.url,
        "branch": state.branch,
        "commit": state.commit,
        "wanted": state.wanted,
        "mode": state.mode,
        "fresh": state.fresh,
        "files": state.files,
        "listing": {
            "transcripts": [_row(file) for file in listing.transcripts],
            "people": [_row(file) for file in listing.people],
            "notices": listing.notices,
            "place": listing.place,
        },
    }


def _row(file: File) -> tuple[str, str, int, str]:
    return file.path, file.oid, file.size, file.trouble


def _parse(content: dict[str, Any]) -> State:
    listing = content["listing"]
    repository = str(content["repository"])
    if not repository.isdecimal():
        raise ValueError(repository)
    return State(
        repository=repository,
        before=str(content["before"]),
        url=str(content["url"]),
        branch=str(content["branch"]),
        commit=str(content["commit"]),
        wanted=str(content["wanted"]),
        mode=int(content["mode"]),
        fresh=int(content["fresh"]),
        files={name: (int(size), int(at)) for name, (size, at) in content["files"].items()},
        listing=Listing(
            tuple(File(*row) for row in listing["transcripts"]),
            tuple(File(*row) for row in listing["people"]),
            tuple((str(path), str(why)) for path, why in listing["notices"]),
            str(listing["place"]),
        ),
    )
