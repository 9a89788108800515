"""The command line over an index of the sample, in a folder and a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest

from searchqa.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs a command in this process."""

    def __call__(self, *args: str) -> Done: ...


class Spawn(Protocol):
    """Runs a command as a process of its own."""

    def __call__(
        self, *args: str, env: Mapping[str, str] | None = None, input_: str | None = None
    ) -> Done: ...


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample's index once."""
    folder = tmp_path_factory.mktemp("sample")
    before = dict(os.environ)
    try:
        assert main(["index", "--sample", "--index", str(folder / "index")]) == 0
    finally:
        assert dict(os.environ) == before
    return folder / "index"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_index: Path) -> Path:
    """Work in an empty folder, with the sample's index found by the environment."""
    for name in [name for name in os.environ if name.startswith("SEARCHQA_")]:
        monkeypatch.delenv(name)
    for name in ("NO_COLOR", "COLUMNS", "PAGER", "LESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SEARCHQA_INDEX", str(sample_index))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command here and read what it wrote."""

    def call(*args: str) -> Done:
        capsys.readouterr()
        code = main(list(args))
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return call


@pytest.fixture
def spawn(home: Path) -> Spawn:
    """Run a command as people do."""

    def call(*args: str, env: Mapping[str, str] | None = None, input_: str | None = None) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "searchqa", *args],
            cwd=home,
            env={**os.environ, **(env or {})},
            input=input_,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return call
