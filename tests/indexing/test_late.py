"""What a query seldom needs is read when it is needed, and no less checked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from searchqa.errors import IndexDamagedError
from searchqa.indexing import catalog, manifest
from searchqa.indexing.late import Late
from searchqa.indexing.manifest import Manifest, Record, SourceRecord
from searchqa.indexing.opened import open_index
from searchqa.indexing.reindex import reindex
from tests.indexing.fake_engine import FakeEngine
from tests.indexing.site import Site

# Everything that looks like a mark of the parts, in each place that takes a text.
TRICKY = '},"version":x,"transcripts":{"'


@pytest.fixture
def built(site: Site, index: Path) -> Path:
    reindex(site.sources, index, FakeEngine())
    return index


def file_of(index: Path, name: str) -> Path:
    return index / "generations" / "000001" / name


def test_it_is_read_once_and_only_when_looked_into() -> None:
    read: list[str] = []

    def make() -> dict[str, int]:
        read.append("once")
        return {"a": 1}

    late = Late(make)
    assert read == []
    assert (late["a"], len(late), list(late), "b" in late) == (1, 1, ["a"], False)
    assert late == {"a": 1}
    assert repr(late) == "{'a': 1}"
    assert read == ["once"]


def test_opening_reads_neither_books_nor_transcripts(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("read")

    monkeypatch.setattr(catalog, "parse", never)
    monkeypatch.setattr(manifest, "_record", never)
    opened = open_index(built, FakeEngine())
    with pytest.raises(AssertionError, match="read"):
        len(opened.catalog)
    with pytest.raises(AssertionError, match="read"):
        len(opened.manifest.transcripts)
    opened.close()


def test_a_changed_catalog_is_an_error_for_whoever_looks_into_it(built: Path) -> None:
    path = file_of(built, "catalog.json")
    data = path.read_bytes()
    path.write_bytes(data[:-2] + b" \n")
    opened = open_index(built, FakeEngine())
    for _ in range(2):
        with pytest.raises(IndexDamagedError, match="differs from the manifest"):
            opened.catalog.get("x")
    opened.close()


def test_a_catalog_is_there_for_who_opened_it_though_its_generation_is_removed(
    built: Path,
) -> None:
    opened = open_index(built, FakeEngine())
    shutil.rmtree(built)
    assert len(opened.catalog) == 3
    opened.close()


def test_an_empty_catalog_is_an_error(built: Path) -> None:
    data = json.loads(file_of(built, "manifest.json").read_bytes())
    data["files"]["catalog.json"] = [0, manifest.checksum(b"")]
    changed = json.dumps(data).encode()
    file_of(built, "manifest.json").write_bytes(changed)
    file_of(built, "catalog.json").write_bytes(b"")
    pointer = {"generation": "000001", "sha256": manifest.checksum(changed)}
    (built / "CURRENT").write_text(json.dumps(pointer))
    with pytest.raises(IndexDamagedError, match=r"catalog\.json differs"):
        open_index(built, FakeEngine())


@pytest.mark.parametrize("records", [0, 1, 2])
def test_a_manifest_is_parted_at_its_keys_and_nowhere_else(records: int) -> None:
    record = Record(TRICKY, TRICKY, TRICKY, {TRICKY: TRICKY, "version": "x"}, 1, 1)
    transcripts = {TRICKY + "!" * n: record for n in range(records)}
    files = {"transcripts": (1, TRICKY), "version": (1, TRICKY)}
    source = SourceRecord("transcripts", TRICKY, "", "version")
    sources = {"a": source, "transcripts": source, "version": source, TRICKY: source}
    one = Manifest(
        TRICKY, TRICKY, TRICKY, TRICKY, "000001", TRICKY, files, ("books",), sources, transcripts
    )
    read = manifest.parse(manifest.dump(one), "")
    assert isinstance(read.transcripts, Late)
    assert read == one


def test_transcripts_that_are_not_as_written_are_an_error_for_whoever_looks() -> None:
    records = {"b": Record("s", "f", "r", {}, 1, 1)}
    one = Manifest("e", "f", "v", "a", "000001", "t", {}, (), {}, records)
    data = manifest.dump(one).replace(b'"revision"', b'"revised"')
    with pytest.raises(IndexDamagedError, match="not as it was written") as caught:
        len(manifest.parse(data, "the remedy").transcripts)
    assert caught.value.hint == "the remedy"
