"""Run the console blocks of a document as a person would, on a terminal 100 wide."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WIDTH = 100
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TIME = re.compile(r"\b\d+(?:\.\d+)? (ms|s)\b")


@dataclass(frozen=True)
class Step:
    """A command of a document and what the document says it prints."""

    line: int
    command: str
    expected: str


def steps(text: str) -> list[Step]:
    """Return each ``$ command`` of the ``console`` blocks with the lines below it."""
    found = []
    for block in _BLOCK.finditer(text):
        line = text.count("\n", 0, block.start(1)) + 1
        for part in re.split(r"^(?=\$ )", block[1], flags=re.MULTILINE):
            if part.startswith("$ "):
                command, _, expected = part[2:].partition("\n")
                while command.endswith("\\"):
                    more, _, expected = expected.partition("\n")
                    command = command[:-1] + more.removeprefix("> ").strip()
                found.append(Step(line, command, expected.strip("\n")))
            line += part.count("\n")
    return found


def run(command: str, folder: Path) -> str:
    """Run one command in a shell on a terminal of its own; return what it showed."""
    import pty  # not on every system; the tests that need it are skipped there

    ours, theirs = pty.openpty()
    env = {
        **os.environ,
        "PATH": f"{_shim(folder)}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": str(WIDTH),
        "LINES": "60",
        "TERM": "dumb",  # no colours in a document
        "PAGER": "cat",
        "XDG_STATE_HOME": str(folder / ".state"),
    }
    out: list[bytes] = []
    reader = threading.Thread(target=_drain, args=(ours, out))
    reader.start()
    try:
        subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            env=env,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            check=False,
            timeout=60,
        )
    finally:
        os.close(theirs)
        reader.join()
        os.close(ours)
    return b"".join(out).decode().replace("\r\n", "\n")


def _drain(handle: int, out: list[bytes]) -> None:
    while True:
        try:
            data = os.read(handle, 65_536)
        except OSError:  # how a terminal ends on Linux
            return
        if not data:
            return
        out.append(data)


def _shim(folder: Path) -> Path:
    """Return a folder in which ``searchqa`` is the one under test."""
    place = folder / ".bin"
    place.mkdir(exist_ok=True)
    program = place / "searchqa"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m searchqa "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return place


def same(expected: str, shown: str) -> bool:
    """Compare; ``...`` stands for anything, times are not compared, nor are line ends' spaces."""
    pattern = ""
    for line in _tidy(expected):
        if line.strip() == "...":
            pattern += r"(?:.*\n)*"
        else:
            pattern += ".*".join(map(re.escape, line.split("..."))) + r"\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in _tidy(shown))) is not None


def _tidy(text: str) -> list[str]:
    """Return the lines without times, trailing spaces and the empty ones at either end."""
    lines = [_TIME.sub(r"N \1", line).rstrip() for line in text.split("\n")]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return lines
