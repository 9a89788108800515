"""Opening an index that isn't as it should be: one clear line and the command that mends it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

import pytest
from whoosh.fields import TEXT, Schema
from whoosh.index import create_in

from searchqa.engines.base import Engine
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.engines.whoosh_engine.form import ARRAYS
from searchqa.errors import (
    BrokenIndexError,
    IndexDamagedError,
    IndexForeignError,
    IndexFormatError,
    IndexMissingError,
)
from searchqa.indexing.manifest import FORMAT, checksum
from searchqa.indexing.opened import open_index
from searchqa.indexing.reindex import reindex
from searchqa.indexing.verify import verify
from searchqa.model import Document
from tests.indexing.fake_engine import FakeEngine, FakeWriter
from tests.indexing.site import Site, holds, in_a_child


@pytest.fixture
def built(site: Site, index: Path, engine: Engine) -> Path:
    reindex(site.sources, index, engine)
    return index


def files(built: Path) -> list[Path]:
    folder = built / "generations" / "000001"
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "READERS")


def refused(index: Path, engine: Engine) -> BrokenIndexError:
    with pytest.raises(BrokenIndexError) as caught:
        open_index(index, engine)
    assert "\n" not in caught.value.message + caught.value.hint
    return caught.value


@pytest.mark.parametrize("there", ["nothing", "empty", "readme", "killed"])
def test_no_index_yet(tmp_path: Path, there: str) -> None:
    index = tmp_path / "index"
    if there != "nothing":
        index.mkdir()
    if there == "readme":
        (index / "README.md").write_text("The index lives here.")
    if there == "killed":
        (index / "LOCK").write_text("")
        (index / "generations" / "000001" / "segments").mkdir(parents=True)
    error = refused(index, FakeEngine())
    assert isinstance(error, IndexMissingError)
    assert error.hint == f"searchqa index SOURCE --index {index} builds it"


def whoosh_index(folder: Path) -> None:
    create_in(str(folder), Schema(body=TEXT))


def other_database(folder: Path) -> None:
    (folder / "CURRENT").write_text("MANIFEST-000001\n")


def homework(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")


@pytest.mark.parametrize("fill", [whoosh_index, other_database, homework])
def test_something_else_is_neither_opened_nor_written_over(
    site: Site, tmp_path: Path, fill: Callable[[Path], None]
) -> None:
    index = tmp_path / "index"
    index.mkdir()
    fill(index)
    before = {p.name: p.read_bytes() for p in index.iterdir()}
    assert isinstance(refused(index, FakeEngine()), IndexForeignError)
    with pytest.raises(IndexForeignError, match=r"isn't ours|no part of an index"):
        reindex(site.sources, index, FakeEngine())
    assert {p.name: p.read_bytes() for p in index.iterdir()} == before


def test_a_file_is_no_index(tmp_path: Path, site: Site) -> None:
    (tmp_path / "index").write_text("")
    assert isinstance(refused(tmp_path / "index", FakeEngine()), IndexForeignError)
    with pytest.raises(IndexForeignError):
        reindex(site.sources, tmp_path / "index", FakeEngine())


def test_a_file_that_is_gone_or_cut_is_found_at_opening(built: Path, engine: Engine) -> None:
    needed = [path for path in files(built) if path.name not in engine.replaceable]
    for path in needed:
        data = path.read_bytes()
        for other in {None, data[:-1], data + b" "} - {data}:
            path.unlink()
            if other is not None:
                path.write_bytes(other)
            error = refused(built, engine)
            assert isinstance(error, IndexDamagedError)
            assert path.name in error.message
            assert error.hint == f"searchqa index SOURCE --full --index {built} builds it anew"
            path.write_bytes(data)
    open_index(built, engine).close()


def test_what_an_engine_can_replace_may_be_gone_and_is_written_again(
    site: Site, index: Path
) -> None:
    engine = WhooshEngine()
    reindex(site.sources, index, engine)
    (arrays,) = index.rglob(ARRAYS)
    data = arrays.read_bytes()
    for other in (None, data[:-1]):
        arrays.unlink(missing_ok=True)
        if other is not None:
            arrays.write_bytes(other)
        opened = open_index(index, engine)
        assert opened.searcher.statistics().messages > 0
        opened.close()
        assert [problem.code for problem in verify(index)] == ["damaged"]
    assert reindex(site.sources, index, engine).published
    assert not verify(index)


def test_a_single_changed_byte_is_found_by_verifying(built: Path, engine: Engine) -> None:
    for path in files(built):
        data = path.read_bytes()
        if not data:
            continue
        changed = bytearray(data)
        changed[len(data) // 2] ^= 1
        path.write_bytes(changed)
        if path.name == "manifest.json":
            with pytest.raises(IndexDamagedError):
                verify(built, engine)
        else:
            (problem,) = verify(built, engine)
            assert problem.file == path.relative_to(built).as_posix()
            assert "changed" in problem.message
            assert str(built) in problem.hint
        path.write_bytes(data)
    assert verify(built, engine) == ()


def test_nothing_is_loaded_when_a_checksum_is_wrong(site: Site, index: Path) -> None:
    class Watched(FakeEngine):
        def open(self, folder: Path) -> NoReturn:
            raise AssertionError("loaded")

    reindex(site.sources, index, FakeEngine())
    segment = next((index / "generations" / "000001" / "segments").glob("segment*"))
    segment.write_bytes(segment.read_bytes().replace(b"Loom", b"Boom"))
    assert [p.code for p in verify(index, Watched())] == ["damaged"]


class ForgetfulWriter(FakeWriter):
    def add(self, documents: Iterable[Document]) -> None:
        super().add(list(documents)[1:])


def test_verifying_counts_what_the_engine_holds(site: Site, index: Path) -> None:
    class Forgetful(FakeEngine):
        def writer(self, folder: Path) -> FakeWriter:
            return ForgetfulWriter(folder)

    reindex(site.sources, index, Forgetful())
    assert [p.code for p in verify(index, FakeEngine())] == ["miscount"] * 3


def test_a_stray_file_is_found(built: Path, engine: Engine) -> None:
    (built / "generations" / "000001" / "segments" / "stray.pkl").write_bytes(b"x")
    (problem,) = verify(built, engine)
    assert problem.file.endswith("stray.pkl")


@pytest.mark.parametrize(
    "pointer",
    [b"", b"{}", b"[]", b"\xff\xfe", b'{"generation": "../x", "sha256": "0"}', b"0" * 1000],
)
def test_a_broken_pointer(built: Path, engine: Engine, pointer: bytes) -> None:
    (built / "CURRENT").write_bytes(pointer)
    error = refused(built, engine)
    assert isinstance(error, IndexDamagedError)
    assert "CURRENT" in error.message


def test_another_format_is_refused_with_the_command_that_mends(built: Path, engine: Engine) -> None:
    manifest = built / "generations" / "000001" / "manifest.json"
    data = manifest.read_bytes().replace(b'"format":2', b'"format":7')
    manifest.write_bytes(data)
    pointer = {"generation": "000001", "sha256": checksum(data)}
    (built / "CURRENT").write_text(json.dumps(pointer))
    error = refused(built, engine)
    assert isinstance(error, IndexFormatError)
    assert "format 2" in error.message
    assert "searchqa index" in error.hint


def test_another_engine_or_form_is_refused(site: Site, index: Path) -> None:
    reindex(site.sources, index, FakeEngine("one"))
    assert isinstance(refused(index, FakeEngine("two")), IndexFormatError)
    error = refused(index, WhooshEngine())
    assert isinstance(error, IndexFormatError)
    assert '"fake"' in error.message


def test_a_copied_index_opens(built: Path, engine: Engine, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "copy")
    open_index(tmp_path / "copy", engine).close()
    assert verify(tmp_path / "copy", engine) == ()


def test_opening_imports_nothing_that_only_reindexing_needs() -> None:
    code = (
        "import sys, searchqa.indexing.opened\n"
        "slow = {'yaml', 'bs4', 'socket', 'multiprocessing', 'concurrent.futures'}\n"
        "print(sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without rights")
def test_an_index_that_may_not_be_read_or_written_says_so(
    site: Site, built: Path, engine: Engine
) -> None:
    built.chmod(0o700)

    def stranger() -> None:
        sources = site.sources
        os.setuid(65534)
        with pytest.raises(BrokenIndexError, match="can't be read: Permission denied"):
            open_index(built, engine)
        with pytest.raises(BrokenIndexError, match="can't be read: Permission denied"):
            verify(built, engine)
        with pytest.raises(BrokenIndexError, match="can't be written: Permission denied"):
            reindex(sources, built, engine)

    assert in_a_child(stranger) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without rights")
def test_a_reader_needs_no_right_to_write(built: Path, engine: Engine) -> None:
    with tempfile.TemporaryDirectory() as folder:
        open_to_all = Path(folder) / "index"
        shutil.copytree(built, open_to_all)
        Path(folder).chmod(0o755)

        def stranger() -> None:
            os.setuid(65534)
            holds(open_to_all, engine)
            assert verify(open_to_all, engine) == ()

        assert in_a_child(stranger) == 0


KEPT = Path(__file__).parent
FORMATS = {int(path.name.rpartition("-")[2]): path for path in KEPT.glob("format-*")}


def test_an_index_of_this_format_was_kept() -> None:
    """Who raises FORMAT keeps an index of it, built by the fake engine, in this folder."""
    assert FORMAT in FORMATS


@pytest.mark.parametrize("number", sorted(FORMATS))
def test_an_index_of_each_format_opens_or_is_refused(number: int, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(FORMATS[number], index)
    if number == FORMAT:
        texts = sorted(d.text for d in holds(index, FakeEngine()).values())
        assert texts == ["By a hash of its rows.", "How do you keep two versions of a table?"]
        assert [p.code for p in verify(index, FakeEngine())] == ["unusable"]
    else:
        assert isinstance(refused(index, FakeEngine()), IndexFormatError)
