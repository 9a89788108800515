"""Exports whose files are damaged or attack: one clear line each, the other weeks come."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from searchqa.errors import ReadError
from searchqa.model import Problem, Transcript
from searchqa.readers.table import read_as
from searchqa.sources.slack import export as slack_export
from searchqa.sources.slack.source import SlackSource
from tests.support.slack_errors import BOOK, DAY, MESSAGES, WEEKS, lines, refused
from tests.support.slack_export import (
    ADA,
    CHANNEL,
    USERS,
    said,
    ts,
    write_export,
    write_json,
    zipped,
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_export(tmp_path / "export", {CHANNEL: MESSAGES})


def read(path: Path) -> tuple[Transcript, tuple[Problem, ...]]:
    return read_as(WEEKS, SlackSource(path, "s", WEEKS).read(BOOK), BOOK)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "is no list in JSON"),
        (b'[\n{"ts": "1', 2, "breaks off in the middle"),
        (b"[" * 100_000, 1, "is nested too deep"),
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
    write_json(export / DAY, [{**nulls, "ts": ts(5)}, *MESSAGES[:1]])
    transcript, problems = read(export)
    assert [t.head.text for t in transcript.threads] == ["Do looms hum?"]
    assert [p.message for p in problems] == ["left out: 1 without words"]


@pytest.mark.parametrize("depth", range(900, 1_010, 10))
def test_no_depth_is_between_good_and_bad(export: Path, depth: int) -> None:
    deep = '[{"ts": "1632736800.1", "user": "U", "blocks": ' + "[" * depth + "]" * depth + "}]"
    (export / DAY).write_text(deep, encoding="utf-8")
    first, second = lines(export)
    assert first == "" or first.endswith("is nested too deep")
    assert second == ""
    if not first:
        with pytest.raises(ReadError):
            read(export)


def test_a_huge_count_is_bounded(export: Path) -> None:
    huge = [{"name": "a", "count": 10**30}, {"name": "b", "count": -4}, {"users": [1, 2]}, None]
    write_json(export / DAY, [said(ADA, "a", 0, reactions=huge, reply_count=10**40)])
    assert read(export)[0].threads[0].head.reactions == 999_999


@pytest.mark.slow
def test_a_hundred_thousand_messages_in_a_day_are_read(export: Path) -> None:
    many = [{"type": "message", "user": ADA, "text": "a", "ts": ts(0, n)} for n in range(100_000)]
    (export / DAY).write_text(json.dumps(many), encoding="utf-8")
    assert len(read(export)[0].threads) == 100_000


def test_a_week_has_a_limit(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchqa.sources.slack.week.MAX_WEEK", 2_000)
    write_json(export / DAY, [said(ADA, "x" * 500, n) for n in range(9)])
    assert lines(export)[0].startswith(f"{BOOK}:None: the week is larger than")
    assert lines(export)[1] == ""


def test_an_export_has_a_limit(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack_export, "MAX_TOTAL", 500)
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
