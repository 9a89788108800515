"""A clone that was cut, bent or left locked, and syncs that were killed: the next one mends it."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from searchqa.errors import ReadError, SourceError
from searchqa.sources.git.limits import Limits
from searchqa.sources.git.state import STATE
from tests.sources.repository import Repository, paths, same_as_folder, seen, synced


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    site = Repository(tmp_path / "site")
    site.write("_books/a.md", "_books/b.md", "_people/ida.md").commit()
    return site


def packs(home: Path) -> list[Path]:
    return sorted(home.glob("0*/objects/pack/*.pack"))


def flip(path: Path, at: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(len(data) * at)] ^= 0xFF
    path.chmod(0o644)
    path.write_bytes(data)


def flip_all(home: Path) -> None:
    for pack in packs(home):
        flip(pack, 0.5)


def cut(home: Path) -> None:
    pack = packs(home)[0]
    pack.chmod(0o644)
    os.truncate(pack, 20)


def lose_pack(home: Path) -> None:
    packs(home)[0].unlink()


def lose_clone(home: Path) -> None:
    next(home.glob("0*")).rename(home / "elsewhere")


def leave_locks(home: Path) -> None:
    for name in ("shallow.lock", "config.lock", "refs/searchqa/tip.lock"):
        (next(home.glob("0*")) / name).touch()


def leave_half_a_pack(home: Path) -> None:
    (packs(home)[0].parent / "tmp_pack_x").write_bytes(b"half")


def spoil_state(home: Path) -> None:
    (home / STATE).write_bytes((home / STATE).read_bytes()[:-20])


def odd_state(home: Path) -> None:
    (home / STATE).write_text('{"version": 1, "listing": []}')


def spoil_config(home: Path) -> None:
    (next(home.glob("0*")) / "config").write_text("[core\n")


def plant_a_hook(home: Path) -> None:
    config = next(home.glob("0*")) / "config"
    config.write_text(config.read_text() + "[core]\n\tsshCommand = touch /nowhere\n")


def leave_everything(home: Path) -> None:
    (home / "000009").mkdir()
    (home / "000009" / "HEAD").touch()
    (home / f"{STATE}.next").write_text("{")
    (home / "scratch").write_text("x")


DAMAGE = (
    flip_all, cut, lose_pack, lose_clone, leave_locks, leave_half_a_pack, spoil_state, odd_state,
    spoil_config, plant_a_hook, leave_everything,
)  # fmt: skip


@pytest.mark.parametrize(
    ("damage", "changed"),
    [
        *((one, False) for one in DAMAGE),
        *((one, True) for one in (flip_all, lose_pack, leave_locks)),
    ],
)
def test_a_damaged_clone_is_mended(
    site: Repository, home: Path, damage: Callable[[Path], None], changed: bool
) -> None:
    synced(site.source(home))
    damage(home)
    if changed:
        site.write("_books/c.md").commit()
    source = synced(site.source(home))
    same_as_folder(source, site.path, ["ida"])
    # Nothing is left of what was broken, once nobody may read it any more.
    old = time.time() - 7200
    os.utime(home / STATE, (old, old))
    synced(site.source(home))
    names = {path.name for path in home.iterdir()}
    assert len([name for name in names if name.isdecimal()]) == 1
    assert names - {STATE, "LOCK"} == {name for name in names if name.isdecimal()}


def test_damage_that_no_size_or_time_tells_is_found_by_reading(
    site: Repository, home: Path
) -> None:
    source = synced(site.source(home))
    for pack in packs(home):
        about = pack.stat()
        flip(pack, 0.6)
        os.utime(pack, ns=(about.st_atime_ns, about.st_mtime_ns))
    synced(source)
    with pytest.raises(ReadError, match="damaged") as caught:
        seen(source)
    assert "run it again" in caught.value.hint
    same_as_folder(synced(site.source(home)), site.path, ["ida"])


def test_who_reads_goes_on_while_another_makes_the_clone_anew(site: Repository, home: Path) -> None:
    reader = synced(site.source(home))
    kept = {entry.path: reader.read(entry.path) for entry in reader.transcripts()[:1]}
    site.write("_books/a.md", "_books/b.md", data="new").commit()
    plant_a_hook(home)
    assert set(seen(synced(site.source(home))).values()) == {b"new"}
    synced(site.source(home))
    assert kept.keys() < seen(reader).keys()
    assert b"new" not in seen(reader).values()


def test_a_full_disk_is_told_and_leaves_nothing(
    site: Repository, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = seen(synced(site.source(home)))
    site.write("_books/c.md").commit()
    before = sorted(path.name for path in home.iterdir())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(home))

    monkeypatch.setattr("searchqa.sources.git.sync.save", full)
    source = site.source(home)
    with pytest.raises(SourceError, match="No space left"):
        source.sync()
    assert seen(source) == kept
    assert sorted(path.name for path in home.iterdir()) == before
    monkeypatch.undo()
    same_as_folder(synced(source), site.path, ["ida"])


def test_another_process_at_the_same_clone_is_waited_for(site: Repository, home: Path) -> None:
    synced(site.source(home))
    descriptor = os.open(home / "LOCK", os.O_RDWR)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        with pytest.raises(SourceError, match="another process is fetching"):
            site.source(home, limits=Limits(lock=0.2)).sync()
        threading.Timer(0.2, lambda: fcntl.flock(descriptor, fcntl.LOCK_UN)).start()
        same_as_folder(synced(site.source(home)), site.path)
    finally:
        os.close(descriptor)


def test_several_at_once_come_to_the_same(site: Repository, home: Path) -> None:
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append(paths(synced(site.source(home)))))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["_books/a.md", "_books/b.md"]] * 4
