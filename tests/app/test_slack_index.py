"""From a Slack export to an answer: configured, indexed, asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import searchqa
from searchqa.app import check, reindex
from searchqa.config import Config, load
from searchqa.errors import ConfigError, SourceError
from searchqa.report import ReindexOptions, Report
from tests.support.slack_export import (
    ADA,
    CHANNEL,
    IDA,
    TOM,
    Raw,
    head,
    reply,
    said,
    week_of_messages,
    write_export,
    zipped,
)

DAY = 86_400
WEEKS = """
    weeks:
      - {channel: "#book-of-the-week", from: 2021-09-27, to: 2021-10-01, book: 20210927-looms,
         title: The Book of Looms, authors: [Ada Loom]}
      - {channel: book-of-the-week, from: 2021-10-04, to: 2021-10-08, book: 20211004-dyes,
         title: A Dyer's Hand, authors: [idabrook]}
"""
DYES = [head(TOM, "Do dyes fade?", 7 * DAY, 1), reply(IDA, "Not indigo.", 7 * DAY + 60, 7 * DAY)]


def configured(folder: Path, path: str, weeks: str = WEEKS) -> Config:
    """Write a configuration beside an export, and load it."""
    file = folder / "searchqa.yaml"
    index = f"index: index-{path}\n"
    source = f"sources:\n  - path: {path}\n    name: channel\n    format: slack\n"
    file.write_text(f"{index}{source}    workspace: looms.slack.com{weeks}", encoding="utf-8")
    return load(file.parent, {})


def export(folder: Path, messages: Sequence[Raw]) -> Path:
    return write_export(folder / "export", {CHANNEL: messages, "general": [said(ADA, "Tea", 0)]})


def documents(config: Config) -> list[object]:
    with searchqa.open(config.index) as index:
        return [hit.to_dict() for hit in index.search("", group="none", limit=100).hits]


def test_a_question_finds_its_answer(tmp_path: Path) -> None:
    export(tmp_path, [*week_of_messages(), *DYES])
    config = configured(tmp_path, "export")
    report = reindex(config)
    assert report.added == ("20210927-looms", "20211004-dyes")
    assert report.exit_code == 0
    with searchqa.open(config.index) as index:
        (hit,) = index.search("which dyes fade", author="idabrook").hits
        assert (hit.kind, hit.participant, hit.thread.asker) == ("answer", "idabrook", "Tom Reed")
        (hit,) = index.search("hash of its rows").hits
        assert (hit.role, hit.book.title) == ("author", "The Book of Looms")
        assert not index.search("tea").hits
        assert index.search('"Pattern <card>"').hits


def test_a_folder_and_a_zip_become_the_same_documents(tmp_path: Path) -> None:
    zipped(export(tmp_path, [*week_of_messages(), *DYES]), tmp_path / "Looms.zip")
    folder, archive = configured(tmp_path, "export"), configured(tmp_path, "Looms.zip")
    reindex(folder)
    reindex(archive)
    assert documents(folder) == documents(archive) != []


def again(config: Config) -> Report:
    report = reindex(config)
    assert check(config).index == ()
    return report


def test_a_late_reply_in_a_later_export_changes_its_week_alone(tmp_path: Path) -> None:
    messages = [*week_of_messages(), *DYES]
    root = export(tmp_path, messages)
    config = configured(tmp_path, "Looms.zip")
    zipped(root, tmp_path / "Looms.zip")
    again(config)
    assert again(config).unchanged == ("20210927-looms", "20211004-dyes")
    export(tmp_path, [*messages, reply(ADA, "Much later: by a heddle.", 90 * DAY, 0)])
    zipped(root, tmp_path / "Looms.zip")
    report = again(config)
    assert (report.changed, report.unchanged) == (("20210927-looms",), ("20211004-dyes",))
    with searchqa.open(config.index) as index:
        assert index.search("heddle").total == 1


def test_what_breaks_keeps_what_was_there(tmp_path: Path) -> None:
    root = export(tmp_path, [*week_of_messages(), *DYES])
    config = configured(tmp_path, "export")
    again(config)
    before = documents(config)
    (root / CHANNEL / "2021-09-27.json").write_text('[\n{"ts": ', encoding="utf-8")
    report = reindex(config)
    assert (report.kept, report.unchanged) == (("20210927-looms",), ("20211004-dyes",))
    (error,) = (problem for problem in report.problems if problem.severity == "error")
    assert str(error).startswith(f"{CHANNEL}/2021-09-27.json:2: breaks off in the middle")
    assert documents(config) == before
    (root / "users.json").unlink()
    with pytest.raises(SourceError, match=r"users\.json"):
        reindex(config)
    assert documents(config) == before


def test_a_week_that_lost_its_messages_keeps_them_and_tells(tmp_path: Path) -> None:
    root = export(tmp_path, [*week_of_messages(), *DYES])
    config = configured(tmp_path, "export")
    again(config)
    (root / CHANNEL / "2021-10-04.json").unlink()
    report = reindex(config)
    assert (report.kept, report.exit_code) == (("20211004-dyes",), 2)
    with searchqa.open(config.index) as index:
        assert index.search("indigo").total == 1


def test_a_week_in_which_nobody_has_written_yet_is_no_error(tmp_path: Path) -> None:
    export(tmp_path, week_of_messages())
    report = reindex(configured(tmp_path, "export"))
    assert (report.added, report.exit_code) == (("20210927-looms",), 0)
    assert "no-transcript" in {problem.code for problem in report.problems}


def test_a_name_needs_no_people_file(tmp_path: Path) -> None:
    export(tmp_path, week_of_messages())
    report = reindex(configured(tmp_path, "export"))
    assert "no-person" not in {problem.code for problem in report.problems if "Ada" in str(problem)}


def test_readers_in_other_processes_read_the_same(tmp_path: Path) -> None:
    zipped(export(tmp_path, [*week_of_messages(), *DYES]), tmp_path / "Looms.zip")
    one, many = configured(tmp_path, "Looms.zip"), configured(tmp_path, "export")
    reindex(one)
    reindex(many, ReindexOptions(jobs=3))
    assert documents(one) == documents(many)


@pytest.mark.parametrize("source", ["git: https://git.example.org/looms", "git: ../looms"])
def test_an_export_is_no_repository(tmp_path: Path, source: str) -> None:
    file = tmp_path / "searchqa.yaml"
    file.write_text(f"sources:\n  - {source}\n    format: slack{WEEKS}", encoding="utf-8")
    with pytest.raises(ConfigError, match="a Slack export is a path"):
        load(file.parent, {})
