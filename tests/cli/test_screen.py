"""What is seen on a terminal of a certain size."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import console

pytest.importorskip("pty", reason="a terminal is needed, and there is no pty here")


@pytest.mark.parametrize(("lines", "hits"), [(24, 3), (40, 5), (100, 10)])
def test_the_answer_does_not_scroll_away(tmp_path: Path, lines: int, hits: int) -> None:
    console.run("searchqa index --sample", tmp_path)
    shown = console.run(f"LINES={lines} searchqa query data", tmp_path)
    numbered = re.findall(r"^ ?\d+  \S", shown, re.MULTILINE)
    assert len(numbered) == hits
    if lines >= 40:
        assert shown.count("\n") < lines
