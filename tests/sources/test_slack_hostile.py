"""Exports that attack, are damaged, or aren't exports: one clear line each, nothing else."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchqa.errors import NoTranscriptError, ReadError, SourceError
from searchqa.model import Problem, Transcript
from searchqa.readers.table import read_as
from searchqa.sources import slack_export, slack_zip
from searchqa.sources.base import UNREADABLE, revision_of
from searchqa.sources.slack import SlackSource
from tests.support.slack_export import (
    ADA,
    CHANNEL,
    TOM,
    USERS,
    form,
    said,
    ts,
    week,
    write_export,
    write_json,
    zipped,
)

BOOK = "20210927-looms.json"
OTHER = "20211004-dyes.json"
WEEKS = form(week(), week("20211004-dyes", "2021-10-04"))
DAY = f"{CHANNEL}/2021-09-27.json"
MESSAGES = [said(TOM, "Do looms hum?", 0), said(ADA, "Do dyes fade?", 7 * 86_400)]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_export(tmp_path / "export", {CHANNEL: MESSAGES})


def lines(path: Path) -> list[str]:
    """Return the error of each week, "" for a good one."""
    source = SlackSource(path, "s", WEEKS)
    out = []
    for entry in source.transcripts():
        try:
            data = source.read(entry.path)
        except ReadError as error:
            assert entry.revision == UNREADABLE
            out.append(f"{error.file}:{error.line}: {error.message}")
        else:
            assert revision_of(data) == entry.revision
            out.append("")
    return out


def refused(path: Path) -> SourceError:
    with pytest.raises(SourceError) as told:
        SlackSource(path, "s", WEEKS).transcripts()
    assert "\n" not in told.value.message
    return told.value


def read(path: Path) -> tuple[Transcript, tuple[Problem, ...]]:
    return read_as(WEEKS, SlackSource(path, "s", WEEKS).read(BOOK), BOOK)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "is no list in JSON"),
        (b'[\n{"ts": "1', 2, "breaks off in the middle"),
        (b"[" * 100_000, 1, "is nested too deep"),
        (b'[{"ts": "1632736800.1", "blocks": ' + b"[" * 900 + b"]" * 900 + b"}]", None, "nested"),
        (b'[{"text": "' + b"x" * 100_000_000 + b'"}]', 1, "has an entry larger than 2 MB"),
        (b'["\xff"]', 1, "isn't UTF-8 text"),
        (b'{"ts": "1632736800.1"}', 1, "is no list in JSON"),
        (b"null", 1, "is no list in JSON"),
    ],
)
def test_a_bad_day_stops_its_week_alone(
    export: Path, tmp_path: Path, data: bytes, line: int | None, message: str
) -> None:
    (export / DAY).write_bytes(data)
    archive = zipped(export, tmp_path / "a.zip")
    for first, second in [lines(export)] + ([lines(archive)] if len(data) < 1_000_000 else []):
        assert first.startswith(f"{DAY}:{line}: ")
        assert message in first
        assert second == ""


@pytest.mark.parametrize(
    "odd",
    [
        None, 1, "text", [], {}, {"ts": None}, {"ts": "x"}, {"ts": []}, {"ts": "NaN"},
        {"ts": "-5"}, {"ts": "1e400"}, {"ts": "99999999999999"}, {"ts": True},
    ],
)  # fmt: skip
def test_what_is_no_message_is_counted_and_left_out(export: Path, odd: Any) -> None:
    write_json(export / DAY, [odd, odd, *MESSAGES[:1]])
    source = SlackSource(export, "s", WEEKS)
    told = [str(p) for p in source.notices() if p.code == "no-ts"]
    assert told == [f"{DAY}: left out: 2 entries without a usable ts; export it from Slack again"]
    assert [t.head.text for t in read(export)[0].threads] == ["Do looms hum?"]


def test_numbers_where_texts_belong_are_read_exactly(export: Path) -> None:
    raw = '[{"ts": 1632736800.000100, "user": 7, "text": "a"}, {"ts": 1632736801, "text": "b"}]'
    (export / DAY).write_text(raw, encoding="utf-8")
    transcript, _ = read(export)
    urls = [thread.head.url.rpartition("/")[2] for thread in transcript.threads]
    assert urls == ["p1632736800000100", "p1632736801000000"]


def test_null_everywhere_is_an_empty_message(export: Path) -> None:
    keys = ("user", "text", "thread_ts", "subtype", "files", "attachments", "reactions", "blocks")
    nulls = dict.fromkeys((*keys, "user_profile", "reply_count", "type", "hidden"))
    write_json(export / DAY, [{**nulls, "ts": ts(0)}, *MESSAGES[:1]])
    assert [t.head.text for t in read(export)[0].threads] == ["Do looms hum?"]


def test_a_huge_count_is_bounded(export: Path) -> None:
    huge = [{"name": "a", "count": 10**30}, {"name": "b", "count": -4}, {"users": [1, 2]}, None]
    write_json(export / DAY, [said(ADA, "a", 0, reactions=huge, reply_count=10**40)])
    assert read(export)[0].threads[0].head.reactions == 999_999


def test_a_hundred_thousand_messages_in_a_day_are_read(export: Path) -> None:
    many = [{"type": "message", "user": ADA, "text": "a", "ts": ts(0, n)} for n in range(100_000)]
    (export / DAY).write_text(json.dumps(many), encoding="utf-8")
    assert len(read(export)[0].threads) == 100_000


def test_a_week_has_a_limit(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchqa.sources.slack_week.MAX_WEEK", 2_000)
    write_json(export / DAY, [said(ADA, "x" * 500, n) for n in range(9)])
    assert lines(export)[0].startswith(f"{BOOK}:None: the week is larger than")
    assert lines(export)[1] == ""


def test_an_export_has_a_limit(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack_export, "MAX_TOTAL", 2_000)
    assert "unpacks to more than" in refused(export).message


@pytest.mark.parametrize("name", ["users.json", "channels.json"])
@pytest.mark.parametrize("data", [b"[", b"{}", b"\xff", b"[" * 99_999, None])
def test_without_people_or_channels_nothing_is_read(
    export: Path, tmp_path: Path, name: str, data: bytes | None
) -> None:
    (export / name).unlink() if data is None else (export / name).write_bytes(data)
    assert name in refused(export).message
    assert name in refused(zipped(export, tmp_path / "a.zip")).message


@pytest.mark.parametrize("odd", [None, 3, [], {}, {"id": 4}, {"id": "U1", "profile": "x"}])
def test_odd_users_and_channels_hurt_nobody(export: Path, odd: Any) -> None:
    write_json(export / "users.json", [odd, *USERS])
    listed = json.loads((export / "channels.json").read_text(encoding="utf-8"))
    write_json(export / "channels.json", [odd, *listed])
    assert read(export)[0].threads[0].head.name == "Tom Reed"


# Places that are none


def test_what_is_no_export_says_what_to_give(export: Path, tmp_path: Path) -> None:
    archive = zipped(export, tmp_path / "downloads" / "Looms.zip") if (
        (tmp_path / "downloads").mkdir() or True
    ) else export  # fmt: skip
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
        f"{DAY}:None: is packed to less than a 200th, as no export is; not read", "",
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
        read(export)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes need a system that has them")
def test_a_pipe_is_not_waited_for(export: Path) -> None:
    (export / DAY).unlink()
    os.mkfifo(export / DAY)
    assert lines(export) == [f"{DAY}:None: is no ordinary file; not read", ""]


MEMORY = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))
from searchqa.errors import SearchqaError
from searchqa.sources.slack import SlackSource
from tests.support.slack_export import form
source = SlackSource(Path(sys.argv[1]), "s", form())
for entry in source.transcripts():
    try:
        print(len(source.read(entry.path)))
    except SearchqaError as error:
        print(error.message)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is limited by POSIX's setrlimit")
@pytest.mark.parametrize("kind", ["users", "line", "day"])
def test_memory_stays_bounded(export: Path, kind: str) -> None:
    pad = "x" * 1_000
    if kind == "users":
        with (export / "users.json").open("w", encoding="utf-8") as out:
            rows = (json.dumps({"id": f"U{n}", "name": pad[:9], "pad": pad}) for n in range(99_999))
            out.write("[" + ",".join(rows) + "]")
    elif kind == "line":
        (export / DAY).write_bytes(b'[{"ts": "1", "text": "' + b"x" * 300_000_000)
    else:
        with (export / DAY).open("w", encoding="utf-8") as out:
            out.write("[")
            for n in range(99_999):
                out.write(json.dumps(said(TOM, pad, n / 9)) + ",")
            out.write("{}]")
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(export)], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    said_of = {"users": "", "line": "larger than 2 MB", "day": "the week is larger than 32 MB"}
    assert said_of[kind] in done.stdout


# Any JSON at all

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["type", "subtype", "user", "username", "text", "thread_ts", "files", "attachments", "blocks"]
    + ["reactions", "hidden", "reply_count", "user_profile", "bot_profile", "title", "permalink"]
    + ["elements", "style", "url", "name", "count", "users", "fallback", "indent"]
)
LIKELY = st.sampled_from(
    ["", "message", "tombstone", "channel_join", "bot_message", "rich_text", "text", ADA, ts(0)]
    + ["rich_text_section", "rich_text_list", "link", "<@U1|x>", "<#C1>", "\ud800", "1e9", "12"]
)
SHAPED: st.SearchStrategy[Any] = st.recursive(
    JSON | LIKELY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=15,
)
MESSAGE = st.dictionaries(KEYS, SHAPED, max_size=8).map(lambda m: {"ts": ts(0), **m})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(MESSAGE | SHAPED, max_size=6))
def test_any_json_is_a_transcript_or_an_error_of_ours(export: Path, messages: list[Any]) -> None:
    (export / DAY).write_text(json.dumps(messages), encoding="utf-8")
    source = SlackSource(export, "s", WEEKS)
    first, second = source.transcripts()
    data = source.read(first.path)
    assert revision_of(data) == first.revision
    assert source.read(second.path)
    try:
        transcript, _ = read_as(WEEKS, data, first.path)
    except NoTranscriptError:
        return
    for thread in transcript.threads:
        for message in (thread.head, *thread.replies):
            assert message.sent is not None
            assert message.url.startswith("https://looms.slack.com/archives/")
            assert 0 <= message.reactions <= 999_999
