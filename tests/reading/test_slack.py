"""A week of a Slack export becomes a transcript: who, when, and what is left out."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from searchqa.errors import NoTranscriptError, ReadError
from searchqa.flatten import flatten
from searchqa.readers.slack.week import read_slack
from searchqa.sources.slack.source import SlackSource
from tests.support.slack_export import (
    ADA,
    CHANNEL,
    CHANNEL_ID,
    IDA,
    TOM,
    Raw,
    form,
    head,
    reply,
    said,
    ts,
    week,
    week_of_messages,
    write_export,
)
from tests.support.slack_read import BOOK, LINK, read, shown, text, threads, told


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "export"


def test_a_week(root: Path) -> None:
    transcript, problems = read(root, week_of_messages())
    assert [shown(thread) for thread in transcript.threads] == [
        (
            "Tom Reed: How do you keep *two versions* of a table, @Ada Loom?",
            "Ada Loom: By a hash of its rows: see <https://a.example.org/rows|rows> &amp; more.",
            "idabrook: Which one? ```SELECT 1```",
            "Otto Left: I ask in #book-of-the-week too",
        ),
        ("idabrook: <https://looms.slack.com/files/F1/card.pdf|Pattern &lt;card&gt;>",),
    ]
    assert [str(p) for p in problems] == [f"{BOOK}: left out: 2 joins and the like"]


def test_what_the_settings_say_is_the_book(root: Path) -> None:
    write_export(root, {CHANNEL: week_of_messages()})
    made = form(week(description="On cloth.", cover="looms.png", authors=("Ada Loom", "idabrook")))
    transcript, _ = read_slack(SlackSource(root, "s", made).read(BOOK), BOOK)
    assert (transcript.id, transcript.file, transcript.title) == (
        "20210927-looms", BOOK, "The Book of Looms",
    )  # fmt: skip
    assert (transcript.description, transcript.cover) == ("On cloth.", "looms.png")
    assert transcript.author_slugs == ("Ada Loom", "idabrook")
    assert (str(transcript.start), str(transcript.end)) == ("2021-09-27", "2021-10-01")
    documents = flatten(transcript, lambda _: None).documents
    assert [(d.participant, d.kind, d.role) for d in documents[:3]] == [
        ("Tom Reed", "question", "asker"),
        ("Ada Loom", "answer", "author"),
        ("idabrook", "answer", "author"),
    ]


def test_when_where_and_how_many(root: Path) -> None:
    (first, second) = read(root, week_of_messages())[0].threads
    assert first.head.sent == datetime(2021, 9, 27, 10, 0, tzinfo=timezone.utc)
    assert first.replies[-1].sent == datetime(2021, 9, 28, 10, 0, tzinfo=timezone.utc)
    assert first.head.url == f"{LINK}/p1632736800000100"
    answer = f"{LINK}/p1632736860000100?thread_ts=1632736800.000100&cid={CHANNEL_ID}"
    assert first.replies[0].url == answer
    assert (first.head.reactions, second.head.reactions) == (3, 0)
    assert [m.line for m in (first.head, *first.replies, second.head)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("workspace", "address"),
    [
        ("", ""),
        ("looms.slack.com", f"{LINK}/p1632736800000100"),
        ("https://looms.slack.com/", f"{LINK}/p1632736800000100"),
    ],
)
def test_a_link_needs_a_workspace(root: Path, workspace: str, address: str) -> None:
    write_export(root, {CHANNEL: [said(ADA, "a", 0)]})
    source = SlackSource(root, "s", form(workspace=workspace))
    assert read_slack(source.read(BOOK), BOOK)[0].threads[0].head.url == address


@pytest.mark.parametrize("key", ["C1 2", "C1/../x", "", "<b>", None])
def test_a_link_needs_an_id_of_slacks(root: Path, key: object) -> None:
    listed = [{"id": key, "name": CHANNEL}]
    (thread,) = read(root, [said(ADA, "a", 0)], listed=listed)[0].threads
    assert thread.head.url == ""


def test_replies_are_in_order_however_they_lie(root: Path) -> None:
    messages = [
        head(TOM, "Second?", 50, 0),
        reply(ADA, "b", 86_400 * 40, 0),
        reply(IDA, "a", 80, 0),
        head(TOM, "First?", 0, 2),
        reply(ADA, "tie, later", 80, 0) | {"ts": ts(80, 200)},
    ]
    assert threads(root, messages) == [
        ("Tom Reed: First?", "idabrook: a", "Ada Loom: tie, later", "Ada Loom: b"),
        ("Tom Reed: Second?",),
    ]


def test_a_broadcast_reply_is_there_once(root: Path) -> None:
    twice = reply(ADA, "Yes.", 60, 0, subtype="thread_broadcast")
    messages = [head(TOM, "So?", 0, 1), twice, dict(twice), dict(twice, ts=ts(61), text="No.")]
    assert threads(root, messages) == [("Tom Reed: So?", "Ada Loom: Yes.", "Ada Loom: No.")]


def test_an_edited_message_says_its_last(root: Path) -> None:
    assert text(root, "after", edited={"user": ADA, "ts": ts(9)}) == "after"


# Who wrote


def test_names_are_those_that_slack_shows(root: Path) -> None:
    def name(user: Raw) -> str:
        (thread,) = read(root, [said("U1", "a", 0)], users=[{"id": "U1", **user}])[0].threads
        return thread.head.name

    profile = {"display_name": " ada \n l. ", "real_name": "Ada Loom"}
    assert name({"name": "aloom", "profile": profile}) == "ada l."
    assert name({"name": "aloom", "profile": {"display_name": "", "real_name": "Ada"}}) == "Ada"
    assert name({"name": "aloom", "real_name": "Ada Loom", "profile": {}}) == "Ada Loom"
    assert name({"name": "aloom", "profile": {"display_name": "\u200b"}}) == "aloom"
    assert name({"name": "aloom", "profile": 5, "deleted": True}) == "aloom"


def test_a_stranger_has_the_name_of_the_message_or_an_id(root: Path) -> None:
    messages = [
        said("U0STRANGER", "a", 0, user_profile={"display_name": "", "real_name": "Ian Far"}),
        said("U0NOBODY00", "b", 1),
        said("U0NOBODY00", "c", 2),
        {"type": "message", "text": "d", "ts": ts(3)},
        said(" \n ", "e", 4),
        said("U1\n\u200bx", "f", 5),
    ]
    assert threads(root, messages) == [
        ("Ian Far: a",), ("unknown U0NOBODY00: b",), ("unknown U0NOBODY00: c",), (": d",),
        (": e",), ("unknown U1 x: f",),
    ]  # fmt: skip
    assert told(root, messages) == [
        f'{BOOK}: users.json doesn\'t know U0NOBODY00, U1 x; shown as "unknown" and the id'
    ]


def test_bots_are_those_with_a_name(root: Path) -> None:
    messages = [
        {"type": "message", "subtype": "bot_message", "text": "build 7 done", "ts": ts(0),
         "username": "Loom CI", "bot_id": "B1"},
        {"type": "message", "subtype": "bot_message", "text": "psst", "ts": ts(1), "bot_id": "B2"},
        said("USLACKBOT", "Reminder: tea", 2),
        {"type": "message", "text": "modern", "ts": ts(3), "user": "U0APP0APP0", "bot_id": "B3",
         "bot_profile": {"name": "Weaver"}},
    ]  # fmt: skip
    assert threads(root, messages) == [("Loom CI: build 7 done",), ("Weaver: modern",)]
    assert told(root, messages) == [
        f"{BOOK}: left out: 1 joins and the like, 1 of bots without a name"
    ]


# What is left out, and under what replies stay


@pytest.mark.parametrize(
    "subtype",
    [
        *("channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name"),
        *("channel_archive", "bot_add", "pinned_item", "reminder_add", "huddle_thread"),
        *("channel_canvas_updated", "channel_convert_to_private", "channel_posting_permissions"),
    ],
)
def test_what_slack_itself_writes_is_left_out(root: Path, subtype: str) -> None:
    messages = [said(TOM, "told by Slack", 0, subtype=subtype), said(TOM, "told by Tom", 1)]
    assert threads(root, messages) == [("Tom Reed: told by Tom",)]


@pytest.mark.parametrize("subtype", ["me_message", "file_share", "thread_broadcast", "new_kind"])
def test_what_a_person_writes_is_kept(root: Path, subtype: str) -> None:
    assert threads(root, [said(TOM, "I", 0, subtype=subtype)]) == [("Tom Reed: I",)]


def test_everything_that_is_left_out_is_counted(root: Path) -> None:
    messages = [
        said(TOM, "hello", 0),
        said(TOM, " \n", 1),
        said(TOM, "seen by nobody", 2, hidden=True),
        said("USLACKBOT", "This message was deleted.", 3, subtype="tombstone"),
        said(TOM, "joined", 4, subtype="channel_join"),
        head(TOM, "q", 10, 2),
        reply("USLACKBOT", "This message was deleted.", 11, 10, subtype="tombstone"),
        reply(TOM, "", 12, 10),
    ]
    assert threads(root, messages) == [("Tom Reed: hello",), ("Tom Reed: q",)]
    assert told(root, messages) == [
        f"{BOOK}: left out: 2 deleted, 1 hidden, 1 joins and the like, 2 without words"
    ]


def test_replies_to_what_is_gone_stay(root: Path) -> None:
    messages = [
        said("USLACKBOT", "This message was deleted.", 0, subtype="tombstone",
             thread_ts=ts(0), reply_count=1),
        reply(ADA, "Because of the warp.", 60, 0),
        reply(IDA, "Its question was never exported.", 90, 30),
    ]  # fmt: skip
    transcript, problems = read(root, messages)
    assert [shown(thread) for thread in transcript.threads] == [
        (": (deleted)", "Ada Loom: Because of the warp."),
        (": (not in the export)", "idabrook: Its question was never exported."),
    ]
    assert transcript.threads[1].head.url == f"{LINK}/p1632736830000100"
    assert [p.message for p in problems] == [
        '1 thread under "(deleted)": the first message is gone',
        '1 thread under "(not in the export)": the first message is gone',
    ]


def test_replies_to_noise_keep_what_they_reply_to(root: Path) -> None:
    messages = [
        head(TOM, f"<@{TOM}> has joined the channel", 0, 1, subtype="channel_join"),
        reply(ADA, "Welcome!", 60, 0),
    ]
    assert threads(root, messages) == [
        ("Tom Reed: @Tom Reed has joined the channel", "Ada Loom: Welcome!")
    ]
    assert told(root, messages) == []


def test_replies_that_slack_counts_and_the_export_lacks_are_told(root: Path) -> None:
    messages = [head(TOM, "q", 0, 5), reply(ADA, "a", 60, 0)]
    (line,) = told(root, messages)
    assert line.startswith(f"{BOOK}: 4 replies that Slack counts lacking in the export; ")


def test_a_thread_ts_that_is_no_time_makes_a_question(root: Path) -> None:
    messages = [said(TOM, "a", 0, thread_ts="soon"), said(TOM, "b", 1, thread_ts="")]
    assert threads(root, messages) == [("Tom Reed: a",), ("Tom Reed: b",)]
    (line,) = told(root, messages)
    assert line.startswith(f"{CHANNEL}/2021-09-27.json: 1 message with a thread_ts that is no time")


@pytest.mark.parametrize("messages", [[], [said(TOM, "joined", 0, subtype="channel_join")]])
def test_a_week_without_a_message_is_told(root: Path, messages: list[Raw]) -> None:
    with pytest.raises(NoTranscriptError) as error:
        read(root, messages)
    assert error.value.message == f"nobody wrote in #{CHANNEL} from 2021-09-27 to 2021-10-01"


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"days": {}}', b"\xff", b"[" * 99_999])
def test_what_is_no_week_is_an_error_of_ours(data: bytes) -> None:
    with pytest.raises(ReadError, match="is no week"):
        read_slack(data, BOOK)
