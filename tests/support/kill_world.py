"""Transcripts in a git repository and in a folder, which go from state to state.

In: a folder, the number of a state. Out: commits and files, and a configuration that indexes them.
Never: indexes anything itself.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from searchqa.config import Config, SourceConfig
from tests.support.soak import write_state


class World:
    """A repository and a folder of transcripts, and an index of both.

    Args:
        folder: Where all of it lies.
        git: Whether half of the transcripts come from a git repository.
    """

    def __init__(self, folder: Path, *, git: bool = True) -> None:
        self.folder = folder
        self.index = folder / "index"
        self.temporary = folder / "temporary"
        self._work = folder / "work"
        self._site = folder / "site"
        self._git = git
        self.temporary.mkdir(parents=True)
        self._site.mkdir()
        if git:
            self._say("init", "--quiet", "--initial-branch=main", ".")

    @property
    def config(self) -> Config:
        """The configuration of both sources."""
        extra = SourceConfig(self.folder / "extra", "extra")
        site = SourceConfig(self._site, "site")
        if self._git:
            site = SourceConfig(Path(), "site", git=str(self._site))
        return Config(self.index, (site, extra))

    def write(self, state: int) -> None:
        """Bring the transcripts into a state; in the repository by a commit."""
        write_state(self._work, state)
        for kind in ("_books", "_people"):
            files = sorted((self._work / kind).glob("*.md"))
            half = len(files) // 3 if kind == "_books" else 0
            self._mirror(files[half:], self._site / kind)
            self._mirror(files[:half] if half else files, self.folder / "extra" / kind)
        if self._git:
            self._say("add", "--all")
            self._say("commit", "--quiet", "--allow-empty", "--message", f"state {state}")

    def _mirror(self, files: Sequence[Path], target: Path) -> None:
        target.mkdir(parents=True, exist_ok=True)
        for file in target.iterdir():
            if file.name not in {one.name for one in files}:
                file.unlink()
        for file in files:
            shutil.copyfile(file, target / file.name)

    def _say(self, *arguments: str) -> None:
        who = ["-c", "user.name=Ida Brook", "-c", "user.email=ida@example.org"]
        quiet = ["-c", "gc.auto=0", "-c", "core.autocrlf=false"]
        command = ["git", "-C", str(self._site), *who, *quiet, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
