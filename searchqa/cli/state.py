"""The last answer's numbers, so that ``searchqa thread 1`` works.

In: an index's path and the hits that were shown. Out: a small file in the
user's state folder. Never: fails a command; what can't be kept is forgotten.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from searchqa.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchqa.results import Results


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """What was shown last: the index asked, and thread ids by the number before each hit."""

    index: Path
    threads: Mapping[int, str]


def state_file(env: Mapping[str, str]) -> Path:
    """Return where the last answer is kept (XDG base directory rules)."""
    base = env.get("XDG_STATE_HOME") or ""
    # The rules say that a relative path there is to be ignored.
    folder = Path(base) if base.startswith("/") else Path.home() / ".local" / "state"
    return folder / "searchqa" / "last.json"


def remember(index: Path, results: Results) -> None:
    """Keep the numbers of an answer that was shown to a person; silent when it can't."""
    first = results.query.offset + 1
    threads = {str(n): hit.thread.id for n, hit in enumerate(results.hits, first)}
    data = json.dumps({"index": str(index.absolute()), "threads": threads}, ensure_ascii=False)
    # A home that can't be written to is no reason to fail a query.
    with contextlib.suppress(OSError, RuntimeError, UnicodeError):
        _replace(state_file(os.environ), data.encode())


def recall() -> LastAnswer | None:
    """Return the last answer, None when there is none that can be read."""
    try:
        data = json.loads(state_file(os.environ).read_bytes())
        threads = {int(number): str(thread) for number, thread in data["threads"].items()}
        return LastAnswer(Path(str(data["index"])), threads)
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Named by process, so that two terminals at once can't mix their answers.
    part = path.with_name(f".last-{os.getpid()}")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
