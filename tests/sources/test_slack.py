"""A Slack export as a source: which weeks it lists, and when a week changes."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from searchqa.errors import ReadError, SourceError
from searchqa.formats import Format, Week
from searchqa.sources.base import UNREADABLE, revision_of
from searchqa.sources.slack.source import SlackSource
from tests.support.slack_export import (
    ADA,
    CHANNEL,
    CHANNELS,
    IDA,
    TOM,
    USERS,
    Raw,
    form,
    head,
    reply,
    said,
    week,
    week_of_messages,
    write_export,
    write_json,
    zipped,
)

DAY = 86_400
FIRST, SECOND = week(), week("20211004-dyes", "2021-10-04", title="Dyes")


def revisions(path: Path, made: Format | None = None) -> dict[str, str]:
    source = SlackSource(path, "s", made or form(FIRST, SECOND))
    listed = {entry.path: entry.revision for entry in source.transcripts()}
    for name, revision in listed.items():
        if revision != UNREADABLE:
            assert revision_of(source.read(name)) == revision
    return listed


@pytest.fixture
def messages() -> list[Raw]:
    return [*week_of_messages(), said(TOM, "Do dyes fade?", 7 * DAY)]


@pytest.fixture
def export(tmp_path: Path, messages: list[Raw]) -> Path:
    return write_export(
        tmp_path / "export", {CHANNEL: messages, "general": [said(ADA, "Lunch?", 0)]}
    )


def test_each_week_is_a_file_whose_revision_is_that_of_its_bytes(export: Path) -> None:
    source = SlackSource(export, "looms", form(SECOND, FIRST))
    assert (source.name, source.revision(), source.person("Ada Loom")) == ("looms", "", None)
    assert [entry.path for entry in source.transcripts()] == [
        "20210927-looms.json",
        "20211004-dyes.json",
    ]
    assert set(revisions(export)) == {"20210927-looms.json", "20211004-dyes.json"}


def test_a_folder_a_zip_and_a_zip_of_the_folder_give_the_same(export: Path, tmp_path: Path) -> None:
    plain = zipped(export, tmp_path / "a.zip")
    wrapped = zipped(export, tmp_path / "b.zip", "Looms Slack export/")
    assert revisions(export) == revisions(plain) == revisions(wrapped)
    assert revisions(export) == revisions(export.parent / "export")


def test_a_sent_source_reads_what_was_listed(export: Path, tmp_path: Path) -> None:
    for path in (export, zipped(export, tmp_path / "a.zip")):
        source = SlackSource(path, "s", form())
        (entry,) = source.transcripts()
        source.read(entry.path)
        sent = pickle.loads(pickle.dumps(source))  # noqa: S301 - ours
        assert revision_of(sent.read(entry.path)) == entry.revision


def test_a_late_reply_changes_its_own_week_alone(export: Path, messages: list[Raw]) -> None:
    before = revisions(export)
    late = reply(ADA, "A month later: yes.", 30 * DAY, 0)
    after = revisions(write_export(export, {CHANNEL: [*messages, late]}))
    changed = [path for path in before if before[path] != after[path]]
    assert changed == ["20210927-looms.json"]


def test_what_was_not_written_in_the_week_changes_nothing(
    export: Path, messages: list[Raw]
) -> None:
    before = revisions(export)
    write_json(export / "general" / "2021-09-27.json", [said(IDA, "Tea", 5)])
    strangers = [*USERS, {"id": "U09NEWHERE9", "name": "new"}]
    write_json(export / "users.json", strangers)
    for message in messages:
        message["subscribed"] = True
        for file in message.get("files", ()):
            file["url_private"] = "https://files.slack.com/F1?t=xoxe-another"
        message["user_profile"] = {"image_72": "https://a.example.org/new.png"}
    write_export(export, {CHANNEL: messages}, users=strangers)
    assert revisions(export) == before


@pytest.mark.parametrize(
    "made",
    [
        form(replace(FIRST, title="Looms, second edition"), SECOND),
        form(replace(FIRST, authors=("Ida Brook",)), SECOND),
        form(replace(FIRST, cover="looms.png"), SECOND),
    ],
)
def test_a_changed_setting_changes_its_week(export: Path, made: Format) -> None:
    before, after = revisions(export), revisions(export, made)
    assert before["20210927-looms.json"] != after["20210927-looms.json"]
    assert before["20211004-dyes.json"] == after["20211004-dyes.json"]


def test_a_new_name_changes_the_weeks_it_stands_in(export: Path) -> None:
    before = revisions(export)
    users = [dict(user, profile={"display_name": "Ada L."}) for user in USERS if user["id"] == ADA]
    write_json(export / "users.json", [*users, *USERS[1:]])
    after = revisions(export)
    assert [path for path in before if before[path] != after[path]] == ["20210927-looms.json"]


def test_no_token_of_a_file_gets_into_a_week(export: Path) -> None:
    assert b"xoxe" not in SlackSource(export, "s", form()).read("20210927-looms.json")


def test_days_are_cut_at_midnight_in_utc(tmp_path: Path) -> None:
    midnight = 14 * 3600  # after Monday, 10:00
    export = write_export(
        tmp_path / "e",
        {CHANNEL: [said(ADA, "Sunday", -10 * 3600 - 1), said(ADA, "Monday", -10 * 3600),
                   said(ADA, "Friday", 4 * DAY + midnight - 1),
                   said(ADA, "Saturday", 4 * DAY + midnight)]},
    )  # fmt: skip
    data = SlackSource(export, "s", form()).read("20210927-looms.json")
    assert [day in data for day in (b"Sunday", b"Monday", b"Friday", b"Saturday")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_files_by_another_midnight_lose_nothing(tmp_path: Path) -> None:
    export = write_export(tmp_path / "e", {CHANNEL: []})
    write_json(export / CHANNEL / "2021-09-26.json", [said(ADA, "in Oakland", -9 * 3600)])
    assert b"Oakland" in SlackSource(export, "s", form()).read("20210927-looms.json")


def test_days_without_a_file_are_told_once(export: Path) -> None:
    source = SlackSource(export, "s", form())
    (notice,) = source.notices()
    assert (notice.severity, notice.code) == ("notice", "days-missing")
    assert "2021-09-29, 2021-09-30, 2021-10-01" in notice.message


def test_a_channel_that_is_not_there_is_told_with_its_neighbour(export: Path) -> None:
    wrong = week("20211004-dyes", "2021-10-04", channel="book-of-a-week")
    source = SlackSource(export, "s", form(FIRST, wrong))
    assert source.transcripts()[1].revision == UNREADABLE
    with pytest.raises(ReadError, match="no public channel #book-of-a-week") as told:
        source.read("20211004-dyes.json")
    assert (told.value.file, told.value.hint) == ("channels.json", "near: #book-of-the-week")
    assert b"versions" in source.read("20210927-looms.json")


@pytest.mark.parametrize("kind", ["groups.json", "is_private"])
def test_a_private_channel_is_never_read(tmp_path: Path, kind: str) -> None:
    listed = list(CHANNELS)
    if kind == "is_private":
        listed.append({"id": "G1", "name": "secret", "is_private": True})
    export = write_export(tmp_path / "e", {"secret": [said(ADA, "psst", 0)]}, listed=listed)
    source = SlackSource(export, "s", form(week(channel="secret")))
    assert source.transcripts()[0].revision == UNREADABLE
    with pytest.raises(ReadError, match="no public channel #secret"):
        source.read("20210927-looms.json")


@pytest.mark.parametrize(
    ("weeks", "said_of_it"),
    [
        ((), "no week"),
        ((FIRST, replace(SECOND, book=FIRST.book)), 'two weeks are the book "20210927-looms"'),
        ((FIRST, week("b", "2021-10-01", line=9)), "both have 2021-10-01"),
    ],
)
def test_weeks_that_share_something_are_refused(
    export: Path, weeks: tuple[Week, ...], said_of_it: str
) -> None:
    source = SlackSource(export, "s", replace(form(), weeks=weeks))
    with pytest.raises(SourceError, match=said_of_it):
        source.sync()


def test_weeks_of_two_channels_may_have_the_same_days(export: Path) -> None:
    other = week("20210927-lunch", channel="general")
    source = SlackSource(export, "s", form(FIRST, other))
    assert b"Lunch" in source.read("20210927-lunch.json")


@pytest.mark.parametrize("workspace", ["two words", "ftp://x.example", "https://"])
def test_a_workspace_is_an_address(export: Path, workspace: str) -> None:
    with pytest.raises(SourceError, match="is no address"):
        SlackSource(export, "s", form(workspace=workspace)).sync()


def test_an_export_that_is_gone_when_a_week_is_read_is_an_error_of_it(
    export: Path, tmp_path: Path
) -> None:
    archive = zipped(export, tmp_path / "a.zip")
    source = SlackSource(archive, "s", form())
    source.transcripts()
    archive.unlink()
    with pytest.raises(ReadError, match="there is no export"):
        source.read("20210927-looms.json")


def test_a_day_that_nobody_needs_does_not_stop_the_weeks(export: Path, messages: list[Raw]) -> None:
    write_json(export / CHANNEL / "2021-11-11.json", [])
    (export / CHANNEL / "2021-11-11.json").write_text('[\n{"ts": "16327', encoding="utf-8")
    source = SlackSource(export, "s", form(FIRST, SECOND))
    assert UNREADABLE not in {entry.revision for entry in source.transcripts()}
    told = [problem for problem in source.notices() if problem.code == "unread-day"]
    assert [str(problem).partition("; export")[0] for problem in told] == [
        f"{CHANNEL}/2021-11-11.json:2: breaks off in the middle; no week is known to need it"
    ]


def test_a_broken_day_that_holds_late_replies_stops_their_week(tmp_path: Path) -> None:
    messages = [head(TOM, "Two?", 0, 2), reply(ADA, "One.", 60, 0), said(IDA, "Dyes?", 7 * DAY)]
    export = write_export(tmp_path / "e", {CHANNEL: messages})
    (export / CHANNEL / "2021-11-11.json").write_text("[{", encoding="utf-8")
    (first, second) = SlackSource(export, "s", form(FIRST, SECOND)).transcripts()
    assert (first.revision == UNREADABLE, second.revision == UNREADABLE) == (True, False)
