"""What a run of reindexing says of itself beside the index."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from searchqa.app import reindex
from searchqa.cli import main
from searchqa.config import Config, SourceConfig
from searchqa.errors import IndexForeignError, SourceError
from searchqa.indexing import lock
from searchqa.indexing.status import (
    ask_for_run,
    is_asked,
    moment,
    read_status,
    stamp,
    write_status,
)
from searchqa.report import Progress, ReindexOptions, Status
from searchqa.upkeep.once import run_once
from searchqa.upkeep.said import said_of
from tests.indexing.site import Site, threads_of
from tests.upkeep.conftest import A, B


def test_a_run_says_what_it_did(config: Config, site: Site, index: Path) -> None:
    reindex(config)
    site.write(A, threads_of(1, 9))
    site.spoil(B)
    before = time.time() - 1
    report = reindex(config)
    status = read_status(index)
    last = status.last
    assert last is not None
    assert before <= moment(last.began) <= time.time()
    assert (last.generation, last.published, last.error) == (report.generation, True, "")
    assert (last.added, last.changed, last.removed, last.failed) == (0, 1, 0, 1)
    assert last.problems == 1
    assert last.first[0].startswith(f"error: _books/{B}.md:")
    assert (status.state, status.failures, status.pid) == ("idle", 0, os.getpid())
    (source,) = status.sources
    assert (source.name, source.problem) == ("site", "")
    assert before <= moment(source.reached) <= time.time()


def test_while_it_runs_it_says_which_stage(config: Config, index: Path) -> None:
    seen = []
    reindex(config, None, lambda progress: seen.append((progress.stage, read_status(index).state)))
    assert [stage for stage, _ in seen] == [state for _, state in seen]
    assert {"syncing", "reading", "writing", "publishing"} == {state for _, state in seen}
    assert read_status(index).state == "idle"


def test_a_run_that_fails_says_why_and_is_counted(config: Config, site: Site, index: Path) -> None:
    reindex(config)
    reached = read_status(index).sources
    site.path.rename(site.path.with_name("elsewhere"))
    for failures in (1, 2):
        with pytest.raises(SourceError):
            reindex(config)
        status = read_status(index)
        assert status.failures == failures
        assert status.last is not None
        assert "there is nothing at" in status.last.error
        assert status.last.generation == "000001"
        assert status.sources == reached
    site.path.with_name("elsewhere").rename(site.path)
    reindex(config)
    assert read_status(index).failures == 0


def test_a_source_that_fails_beside_a_good_one_says_when_it_was_last_reached(
    config: Config, site: Site, index: Path, tmp_path: Path
) -> None:
    other = Site(tmp_path / "other")
    other.write("20220404-delta", threads_of(1, 3))
    both = Config(index=index, sources=(*config.sources, SourceConfig(other.path)))
    reindex(both)
    reached = read_status(index).sources[1].reached
    other.path.rename(tmp_path / "gone")
    time.sleep(1.1)
    reindex(both)
    status = read_status(index)
    good, bad = status.sources
    assert (status.failures, good.problem) == (0, "")
    assert "there is nothing at" in bad.problem
    assert bad.reached == reached
    assert good.reached > reached


def test_a_dry_run_says_nothing(config: Config, index: Path) -> None:
    reindex(config)
    before = (index / "status.json").read_bytes()
    reindex(config, ReindexOptions(dry_run=True, full=True))
    assert (index / "status.json").read_bytes() == before


def test_who_is_locked_out_leaves_the_writer_s_words(config: Config, index: Path) -> None:
    reindex(config)
    writer = Status(pid=4, state="reading", since=stamp(5))
    write_status(index, writer)
    with lock.writing(index), pytest.raises(Exception, match="being written"):
        reindex(config)
    assert read_status(index) == writer


def test_nothing_is_written_into_a_folder_that_is_something_else_s(
    config: Config, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "letters.txt").write_text("mine")
    with pytest.raises(IndexForeignError):
        reindex(Config(index=foreign, sources=config.sources))
    with pytest.raises(IndexForeignError):
        ask_for_run(foreign)
    assert [path.name for path in foreign.iterdir()] == ["letters.txt"]


def test_a_status_that_cannot_be_written_fails_no_run(config: Config, index: Path) -> None:
    reindex(config)
    (index / "status.json").unlink()
    (index / "status.json").mkdir()
    (index / "status.json" / "x").write_text("")
    report = reindex(config, ReindexOptions(full=True))
    assert report.published


def test_a_request_is_taken_by_a_run_of_the_configured_sources_alone(
    site: Site, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SEARCHQA_")]:
        monkeypatch.delenv(name)
    ask_for_run(index)
    assert main(["index", "site", "--index", "index"]) == 0
    assert is_asked(index)
    assert main(["index", "--sample", "--index", "index"]) == 0
    assert is_asked(index)
    assert main(["index"]) == 0
    assert not is_asked(index)


def test_a_request_during_a_run_is_for_the_next_one(config: Config, index: Path) -> None:
    def ask(progress: Progress) -> None:
        if progress.stage == "publishing":
            ask_for_run(index)

    ask_for_run(index)
    reindex(config, None, ask)
    assert is_asked(index)


def test_somebody_who_keeps_the_index_is_seen(tmp_path: Path) -> None:
    assert not lock.is_kept(tmp_path)
    with lock.keeping(tmp_path):
        assert lock.is_kept(tmp_path)
    assert not lock.is_kept(tmp_path)


def test_warnings_do_not_hide_an_error(config: Config, site: Site, index: Path) -> None:
    odd = "".join(f"links{at}: 1\nlinks{at}: 2\n" for at in range(30))
    path = site.path / "_books" / f"{A}.md"
    path.write_text(path.read_text("utf-8").replace("---\n", f"---\n{odd}", 1), encoding="utf-8")
    site.spoil(B)
    outcome = run_once(config, lambda _: None)
    warnings = [one for one in outcome.problems if one.severity == "warning"]
    assert len(warnings) >= 30
    last = read_status(index).last
    assert last is not None
    assert last.problems == len(warnings) + 1
    assert last.first[0].startswith(f"error: _books/{B}.md:")
    lines = said_of(outcome)
    assert [one.level for one in lines] == ["error", *["warning"] * 10, "info"]
    assert lines[10].text == f"and {len(warnings) - 9:,} more: searchqa check lists them all"
