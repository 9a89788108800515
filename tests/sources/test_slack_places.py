"""Zips and folders that attack, are cut, or are no export: nothing is followed or written."""

from __future__ import annotations

import json
import os
import struct
import zipfile
from pathlib import Path

import pytest

from searchqa.errors import NoTranscriptError, ReadError, SourceError
from searchqa.readers.table import read_as
from searchqa.sources.base import UNREADABLE
from searchqa.sources.slack import zip as slack_zip
from searchqa.sources.slack.source import SlackSource
from tests.support.slack_errors import BOOK, DAY, MESSAGES, WEEKS, lines, refused
from tests.support.slack_export import (
    ADA,
    CHANNEL,
    said,
    write_export,
    zipped,
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_export(tmp_path / "export", {CHANNEL: MESSAGES})


def test_what_is_no_export_says_what_to_give(export: Path, tmp_path: Path) -> None:
    (tmp_path / "downloads").mkdir()
    archive = zipped(export, tmp_path / "downloads" / "Looms.zip")
    assert refused(archive.parent).hint == "give Looms.zip in it"
    assert "there is no export at" in refused(tmp_path / "nothing").message
    (tmp_path / "empty").mkdir()
    assert "no channels.json" in refused(tmp_path / "empty").message
    text = tmp_path / "text.zip"
    text.write_text("not a zip", encoding="utf-8")
    assert "is no whole zip" in refused(text).message
    assert "no whole zip" in refused(export / "users.json").message


def test_a_cut_zip_is_no_zip(export: Path, tmp_path: Path) -> None:
    data = zipped(export, tmp_path / "a.zip").read_bytes()
    for at in range(0, len(data), len(data) // 40):
        (tmp_path / "b.zip").write_bytes(data[:at])
        assert "is no whole zip" in refused(tmp_path / "b.zip").message


def test_a_damaged_byte_is_never_another_answer(export: Path, tmp_path: Path) -> None:
    archive = zipped(export, tmp_path / "a.zip")
    good = SlackSource(archive, "s", WEEKS).transcripts()
    data = archive.read_bytes()
    for at in range(0, len(data), 7):
        bad = bytearray(data)
        bad[at] ^= 0x41
        (tmp_path / "b.zip").write_bytes(bad)
        source = SlackSource(tmp_path / "b.zip", "s", WEEKS)
        try:
            listed = source.transcripts()
        except SourceError:
            continue
        for entry, was in zip(listed, good, strict=True):
            if entry.revision == UNREADABLE:
                with pytest.raises(ReadError):
                    source.read(entry.path)
            elif entry != was:
                # The name of a day's file was hit: the day is missing, and that is said.
                assert any(p.code == "days-missing" for p in source.notices())


NAMES = [
    "../../evil.json", "/etc/evil.json", "C:/evil.json", "a\\..\\evil.json", f"x/../{DAY}",
    f"{CHANNEL}//2021-09-28.json", "./users.json",
]  # fmt: skip


def test_names_that_lead_elsewhere_are_not_looked_at(export: Path, tmp_path: Path) -> None:
    archive = zipped(export, tmp_path / "a.zip")
    with zipfile.ZipFile(archive, "a") as out:
        for name in NAMES:
            out.writestr(name, json.dumps([said(ADA, "evil", 5)]))
        out.writestr("inner.zip", archive.read_bytes())
    source = SlackSource(archive, "s", WEEKS)
    (told,) = (p for p in source.notices() if p.code == "left-out")
    assert told.message.startswith("left out: '../../evil.json' and 6 more")
    assert b"evil" not in source.read(BOOK)
    assert lines(archive) == ["", ""]
    assert not any(path.name == "evil.json" for path in tmp_path.rglob("*"))


def test_a_nul_hides_no_name(export: Path, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    (export / CHANNEL / "2021-09-28.json").write_text("[]", encoding="utf-8")
    zipped(export, archive)
    name, hidden = f"{CHANNEL}/2021-09-28.json".encode(), f"{CHANNEL}/2021-09-2\0.json".encode()
    archive.write_bytes(archive.read_bytes().replace(name, hidden))
    (told,) = (p for p in SlackSource(archive, "s", WEEKS).notices() if p.code == "left-out")
    assert "x00" in told.message


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_is_not_chosen_from(export: Path, tmp_path: Path) -> None:
    archive = zipped(export, tmp_path / "a.zip")
    with zipfile.ZipFile(archive, "a") as out:
        out.writestr(DAY, json.dumps([said(ADA, "evil", 5)]))
    assert lines(archive) == [f"{DAY}:None: is there twice in the zip; not read", ""]


def test_a_link_in_a_zip_is_not_followed(export: Path, tmp_path: Path) -> None:
    (export / DAY).unlink()
    archive = zipped(export, tmp_path / "a.zip")
    link = zipfile.ZipInfo(DAY)
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(archive, "a") as out:
        out.writestr(link, "/etc/passwd")
    assert lines(archive) == [f"{DAY}:None: is a link, which isn't followed; not read", ""]


def test_an_encrypted_file_is_told(export: Path, tmp_path: Path) -> None:
    archive = zipped(export, tmp_path / "a.zip")
    data = bytearray(archive.read_bytes())
    at = data.find(DAY.encode(), data.find(b"PK\1\2")) - 46
    data[at + 8] |= 1
    archive.write_bytes(data)
    assert lines(archive) == [f"{DAY}:None: is encrypted; not read", ""]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_what_can_be_unpacked_in_pieces_is(export: Path, tmp_path: Path, method: int) -> None:
    (export / DAY).unlink()
    archive = zipped(export, tmp_path / "a.zip")
    with zipfile.ZipFile(archive, "a") as out:
        out.writestr(DAY, json.dumps(MESSAGES), compress_type=method)
    assert lines(archive) == [f"{DAY}:None: is packed in an unusual way; not read", ""]


def test_a_bomb_is_not_unpacked(export: Path, tmp_path: Path) -> None:
    (export / DAY).write_bytes(b"[" + b" " * 30_000_000 + b"]")
    archive = zipped(export, tmp_path / "a.zip")
    assert archive.stat().st_size < 60_000
    (first, second) = lines(archive)
    assert (first, second) == (
        f"{DAY}:None: unpacks to more than 200 times its size, as no export does; not read", "",
    )  # fmt: skip


def test_a_zip_that_lies_about_a_size_is_damaged(export: Path, tmp_path: Path) -> None:
    (export / DAY).write_bytes(
        json.dumps([said(ADA, "word " * 40, n) for n in range(300)]).encode()
    )
    archive = zipped(export, tmp_path / "a.zip")
    data = bytearray(archive.read_bytes())
    at = data.find(DAY.encode(), data.find(b"PK\1\2")) - 46
    struct.pack_into("<I", data, at + 24, 500)
    archive.write_bytes(data)
    assert lines(archive)[0].startswith(f"{DAY}:")
    assert lines(archive)[1] == ""


def test_a_list_of_files_has_a_limit(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = zipped(export, tmp_path / "a.zip")
    monkeypatch.setattr(slack_zip, "MAX_DIRECTORY", 300)
    assert "list of files" in refused(archive).message


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="links need a system that has them")
def test_links_in_a_folder_are_not_followed(export: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    (export / DAY).rename(outside)
    (export / DAY).symlink_to(outside)
    assert lines(export) == [f"{DAY}:None: is a link, which isn't followed; not read", ""]
    (export / DAY).unlink()
    real = (export / CHANNEL).rename(tmp_path / "elsewhere")
    (export / CHANNEL).symlink_to(real, target_is_directory=True)
    source = SlackSource(export, "s", WEEKS)
    assert any(CHANNEL in p.message for p in source.notices() if p.code == "left-out")
    with pytest.raises(NoTranscriptError):
        read_as(WEEKS, source.read(BOOK), BOOK)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes need a system that has them")
def test_a_pipe_is_not_waited_for(export: Path) -> None:
    (export / DAY).unlink()
    os.mkfifo(export / DAY)
    assert lines(export) == [f"{DAY}:None: is no ordinary file; not read", ""]
