"""Where a clone is kept, and which commands of git are run."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from searchqa.sources.git import command


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home.git"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the commands of git that are run."""
    known = ("version", "init", "ls-remote", "fetch", "rev-parse", "ls-tree", "cat-file")
    seen_calls: list[str] = []
    start = command._start

    def watched(call: Sequence[str], *more: Any) -> subprocess.Popen[bytes]:
        seen_calls.append(next(word for word in call if word in known))
        return start(call, *more)

    monkeypatch.setattr(command, "_start", watched)
    return seen_calls
