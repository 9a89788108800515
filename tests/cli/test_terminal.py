"""On a real terminal: colour, width, the pager, progress."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("pty", reason="a terminal is needed, which this system's Python can't make")
import pty

if TYPE_CHECKING:
    from pathlib import Path

ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def on_terminal(home: Path, *args: str, **env: str) -> str:
    """Run a command with a terminal as its stdin, stdout and stderr; return what it shows."""
    ours, theirs = pty.openpty()
    out: list[bytes] = []

    def drain() -> None:
        while True:
            try:
                data = os.read(ours, 65_536)
            except OSError:
                return
            if not data:
                return
            out.append(data)

    reader = threading.Thread(target=drain)
    reader.start()
    subprocess.run(
        [sys.executable, "-m", "searchqa", *args],
        cwd=home,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80", "LINES": "24", **env},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        check=False,
        timeout=60,
    )
    os.close(theirs)
    reader.join()
    os.close(ours)
    return b"".join(out).decode()


COLORED = re.compile(r"\x1b\[1;3[0-7]mversion\w*\x1b\[0m", re.IGNORECASE)


@pytest.mark.parametrize("no_color", [{}, {"NO_COLOR": ""}])
def test_colour_on_a_terminal(home: Path, no_color: dict[str, str]) -> None:
    assert COLORED.search(on_terminal(home, "query", "versioning", **no_color))


def test_no_color_leaves_marks_but_no_colours(home: Path) -> None:
    shown = on_terminal(home, "query", "versioning", NO_COLOR="1")
    assert re.findall(r"\x1b\[(?:\d+;)*[34][0-7]m", shown) == []
    assert re.search(r"\x1b\[1;4mversion\w*\x1b\[0m", shown)


def test_a_dumb_terminal_gets_brackets(home: Path) -> None:
    shown = on_terminal(home, "query", "versioning", TERM="dumb")
    assert "\x1b" not in shown
    assert re.search(r"\[version\w*\]", shown)


@pytest.mark.parametrize("width", [60, 80, 110])
def test_no_line_is_wider_than_the_terminal(home: Path, width: int) -> None:
    shown = ESCAPES.sub("", on_terminal(home, "query", "data versioning", COLUMNS=str(width)))
    longest = max(map(len, shown.splitlines()))
    assert width - 20 < longest <= width


def test_five_hits_fit_a_screen(home: Path) -> None:
    shown = on_terminal(home, "query", "data", "versioning", "--limit", "5")
    assert len(shown.splitlines()) <= 40


def test_a_long_thread_goes_through_the_pager_and_a_short_one_does_not(
    home: Path, tmp_path: Path
) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\ncat\n")
    pager.chmod(0o755)
    on_terminal(home, "query", "versioning")
    long = on_terminal(home, "thread", "1", PAGER=str(pager), LINES="5")
    short = on_terminal(home, "thread", "1", PAGER=str(pager), LINES="500")
    assert "PAGED" in long
    assert "PAGED" not in short
    assert ESCAPES.sub("", long).replace("PAGED", "").split() == ESCAPES.sub("", short).split()


def test_progress_is_one_line_that_goes_away(home: Path) -> None:
    shown = on_terminal(home, "index", "--sample", "--index", "new")
    progress, _, report = shown.rpartition("\r\x1b[K")
    assert "Reading" in progress
    assert "\n" not in progress
    assert "Reading" not in report
    assert "12 added" in report
