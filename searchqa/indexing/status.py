"""How reindexing stands, kept beside the index: ``status.json``, and the file that asks for a run.

In: an index's folder, a status. Out: the status that was written last, or that nothing is known.
Never: fails a reader for what is in the file, or writes into a folder that isn't ours.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import asdict
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Final, get_args

from searchqa.indexing.generations import REQUEST, STATUS, check_ours
from searchqa.report import LastRun, Reached, State, Status

if TYPE_CHECKING:
    from pathlib import Path

FORMAT: Final = 1
# Larger is none of ours.
_MOST_BYTES: Final = 1_000_000
# What a process left that was killed between writing and renaming.
_LEFT_SECONDS: Final = 60
_STATES: Final = frozenset(get_args(State))
_ABSENT: Final = "nobody has said yet how reindexing stands"
_DAMAGED: Final = f"{STATUS} is not as it was written"
# Intervals without a run after which something is wrong.
_OVERDUE: Final = 3


def now() -> str:
    """Return the time as it is written: ISO, UTC, seconds."""
    return stamp(time.time())


def stamp(seconds: float) -> str:
    """Return a time of the system's clock as it is written."""
    at = datetime.fromtimestamp(seconds, timezone.utc)
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def moment(text: str) -> float:
    """Return a written time as seconds of the system's clock.

    Raises:
        ValueError: It isn't one.
    """
    # Z is understood by Python 3.11 and newer only.
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if at.tzinfo is None:
        raise ValueError("a time of no zone")
    return at.timestamp()


def read_status(index: Path) -> Status:
    """Return what was said last; ``unknown`` says why when that can't be told."""
    try:
        with (index / STATUS).open("rb") as file:
            data = file.read(_MOST_BYTES)
    except FileNotFoundError:
        return Status(unknown=_ABSENT)
    except OSError as error:
        return Status(unknown=f"{STATUS} can't be read ({error.strerror})")
    try:
        return _parse(json.loads(data))
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return Status(unknown=_DAMAGED)


def write_status(index: Path, status: Status) -> None:
    """Put a status in the place of the one before, in one step.

    Raises:
        OSError: The disk refuses.
    """
    content = {"format": FORMAT, **asdict(status)}
    del content["unknown"]
    # Named by process, so that two that write at once can't mix what they say.
    part = index / f"{STATUS}.{os.getpid()}"
    try:
        part.write_text(json.dumps(content, indent=1) + "\n", encoding="ascii")
        part.replace(index / STATUS)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def sweep_status(index: Path) -> None:
    """Remove what killed processes left of their writing."""
    with contextlib.suppress(OSError):
        for path in index.glob(f"{STATUS}.*"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _LEFT_SECONDS:
                    path.unlink()


def overdue(status: Status, at: float) -> bool:
    """Say whether a regular run was due long ago.

    Args:
        status: What was said last.
        at: Now, by the system's clock.
    """
    if status.interval is None or not status.next_run or status.state != "idle":
        return _stuck(status, at)
    return at - moment(status.next_run) > (_OVERDUE - 1) * status.interval


def _stuck(status: Status, at: float) -> bool:
    """Say whether a regular run takes, or ended in the middle, longer ago than it may."""
    if status.interval is None or not status.since or status.state == "idle":
        return False
    # A first run over a large archive takes its time, however short the interval.
    return at - moment(status.since) > max(_OVERDUE * status.interval, 3_600)


def ask_for_run(index: Path) -> None:
    """Ask whoever reindexes for a run; asking again before it begins changes nothing.

    Raises:
        IndexForeignError: The folder holds something else.
        OSError: The disk refuses.
    """
    check_ours(index)
    index.mkdir(parents=True, exist_ok=True)
    (index / REQUEST).touch()


def is_asked(index: Path) -> bool:
    """Say whether a run was asked for that hasn't begun."""
    # One system call: it is asked four times a second.
    return os.access(index / REQUEST, os.F_OK)


def take_request(index: Path) -> None:
    """Forget what was asked for, since the run that satisfies it begins."""
    with contextlib.suppress(OSError):
        (index / REQUEST).unlink(missing_ok=True)


def _parse(content: dict[str, Any]) -> Status:
    """Return the status of a file.

    Raises:
        ValueError, LookupError, TypeError, AttributeError, ArithmeticError: It isn't as we
            write it.
    """
    if content.pop("format") != FORMAT:
        raise ValueError("another format")
    last = content["last"]
    interval = content["interval"]
    read = Status(
        pid=int(content["pid"]),
        state=content["state"],
        since=_time(content["since"]),
        last=None if last is None else _last(last),
        failures=int(content["failures"]),
        sources=tuple(_reached(one) for one in content["sources"]),
        interval=None if interval is None else float(interval),
        next_run=_time(content["next_run"]),
        known=tuple(map(str, content["known"])),
    )
    if read.state not in _STATES:
        raise ValueError("no state of ours")
    return read


def _last(content: dict[str, Any]) -> LastRun:
    return LastRun(
        began=_time(content["began"]),
        seconds=float(content["seconds"]),
        generation=str(content["generation"]),
        published=bool(content["published"]),
        **{name: int(content[name]) for name in ("added", "changed", "removed", "failed")},
        problems=int(content["problems"]),
        first=tuple(map(str, content["first"])),
        error=str(content["error"]),
    )


def _reached(content: dict[str, Any]) -> Reached:
    name, revision, problem = (str(content[key]) for key in ("name", "revision", "problem"))
    return Reached(name, revision, _time(content["reached"]), problem)


def _time(text: str) -> str:
    if text:
        moment(text)
    return text
