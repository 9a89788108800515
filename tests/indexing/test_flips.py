"""One changed byte, wherever it is in an index: `verify` finds it, opening never crashes on it."""

from __future__ import annotations

import random
from importlib.resources import files
from pathlib import Path

import pytest

from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.errors import BrokenIndexError
from searchqa.indexing import generations
from searchqa.indexing.lock import READERS_FILE
from searchqa.indexing.opened import open_index
from searchqa.indexing.reindex import reindex
from searchqa.indexing.verify import verify
from searchqa.report import ReindexOptions
from searchqa.sources.folder import FolderSource

SAMPLE = Path(str(files("searchqa"))) / "sample"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("flips") / "index"
    # Twice, so that a pointer that became another one may find a generation.
    for options in (ReindexOptions(), ReindexOptions(full=True)):
        reindex((FolderSource(SAMPLE),), path, WhooshEngine(), options)
    assert len(list((path / "generations").iterdir())) == 2
    return path


def targets(index: Path) -> list[Path]:
    """Return CURRENT and every file with bytes of the generation that answers."""
    pointer = generations.read_pointer(index)
    folder = generations.folder_of(index, pointer.generation)
    inside = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != READERS_FILE]
    found = [index / generations.CURRENT, *(path for path in inside if path.stat().st_size)]
    names = {path.name for path in found}
    assert {"CURRENT", "manifest.json", "catalog.json", "arrays.bin"} <= names
    return found


def told(index: Path) -> list[str]:
    """Return the files that are told of, whether as problems or as the reason not to open."""
    try:
        return [problem.file for problem in verify(index) if problem.severity == "error"]
    except BrokenIndexError as error:
        return ["CURRENT"] if "CURRENT" in error.message else [error.message]


def flip(index: Path, path: Path, at: int, change: int) -> str:
    """Change a byte, and return what went wrong with finding it; "" when nothing did."""
    whole = path.read_bytes()
    flipped = bytearray(whole)
    flipped[at] ^= change
    where = f"{path.relative_to(index)} byte {at} ^ {change:#x}"
    path.write_bytes(flipped)
    try:
        try:
            problems = verify(index, WhooshEngine())
        except BrokenIndexError as error:
            if path.name not in error.message:
                return f"{where}: doesn't name the file: {error.message}"
        else:
            if not any(p.severity == "error" and p.file.endswith(path.name) for p in problems):
                return f"{where}: not found: {problems}"
        try:
            open_index(index, WhooshEngine()).close()
        except BrokenIndexError:
            pass
        except Exception as error:  # noqa: BLE001 (whatever it is, it is what we look for)
            return f"{where}: opening raises {error!r}"
        return ""
    finally:
        path.write_bytes(whole)


def run(index: Path, count: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (places for a test)
    files_ = targets(index)
    wrong = []
    for number in range(count):
        # In turn, so that the small files get theirs as well as the large ones.
        path = files_[number % len(files_)]
        at = chance.randrange(path.stat().st_size)
        if found := flip(index, path, at, chance.randrange(1, 256)):
            wrong.append(found)
    assert wrong == [], f"seed {seed}"
    assert verify(index, WhooshEngine()) == ()


def test_some_flips_are_found(index: Path) -> None:
    run(index, 60, 20_260_101)


@pytest.mark.slow
def test_a_thousand_flips_are_found(index: Path) -> None:
    # A new seed each time; a failure names it.
    run(index, 1_000, random.SystemRandom().randrange(1 << 32))


def test_every_change_of_a_byte_of_the_pointer_is_found(index: Path) -> None:
    path = index / generations.CURRENT
    whole = path.read_bytes()
    taken = []
    for at in range(len(whole)):
        for change in (0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x2A, 0x29, 0x2D):
            flipped = bytearray(whole)
            flipped[at] ^= change
            path.write_bytes(flipped)
            if told(index) != ["CURRENT"]:
                taken.append((at, change, told(index), bytes(flipped)))
    path.write_bytes(whole)
    assert taken == []


@pytest.mark.parametrize("more", [b"", b" ", b"\n", b"{}"])
def test_a_pointer_that_is_longer_or_shorter_is_found(index: Path, more: bytes) -> None:
    path = index / generations.CURRENT
    whole = path.read_bytes()
    path.write_bytes(whole.rstrip(b"\n") if not more else whole + more)
    try:
        assert told(index) == ["CURRENT"]
    finally:
        path.write_bytes(whole)
