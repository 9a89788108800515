"""What is kept beside the index of how reindexing stands."""

from __future__ import annotations

import json
import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchqa.app import reindex
from searchqa.cli import main
from searchqa.config import Config, SourceConfig
from searchqa.errors import IndexForeignError, SourceError
from searchqa.indexing import lock
from searchqa.indexing.generations import check_ours
from searchqa.indexing.status import (
    ask_for_run,
    is_asked,
    moment,
    overdue,
    read_status,
    stamp,
    sweep_status,
    write_status,
)
from searchqa.report import LastRun, Progress, Reached, ReindexOptions, Status
from tests.indexing.site import Site, threads_of
from tests.upkeep.conftest import A, B

TIMES = st.just("") | st.floats(0, 4e9).map(stamp)
COUNTS = st.integers(0, 10**9)
RUNS = st.builds(
    LastRun,
    began=st.floats(0, 4e9).map(stamp),
    seconds=st.floats(0, 1e6),
    generation=st.text(),
    published=st.booleans(),
    added=COUNTS,
    changed=COUNTS,
    removed=COUNTS,
    failed=COUNTS,
    problems=COUNTS,
    first=st.lists(st.text(), max_size=3).map(tuple),
    error=st.text(),
)
STATUSES = st.builds(
    Status,
    pid=COUNTS,
    state=st.sampled_from(["idle", "syncing", "reading", "writing", "publishing"]),
    since=TIMES,
    last=st.none() | RUNS,
    failures=COUNTS,
    sources=st.lists(st.builds(Reached, st.text(), st.text(), TIMES, st.text()), max_size=3).map(
        tuple
    ),
    interval=st.none() | st.floats(0.1, 1e8),
    next_run=TIMES,
    known=st.lists(st.text(), max_size=3).map(tuple),
    unknown=st.just(""),
)
HERE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@HERE
@given(STATUSES)
def test_what_is_written_is_read(tmp_path: Path, status: Status) -> None:
    write_status(tmp_path, status)
    assert read_status(tmp_path) == status
    assert [path.name for path in tmp_path.iterdir()] == ["status.json"]


@HERE
@given(
    st.binary(max_size=200)
    | st.builds(
        lambda s: json.dumps(s).encode(),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(),
            lambda x: st.lists(x) | st.dictionaries(st.text(), x),
        ),
    )
)
def test_whatever_is_in_the_file_reading_it_never_fails(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "status.json").write_bytes(data)
    assert read_status(tmp_path).unknown == "status.json is not as it was written"


@HERE
@given(STATUSES, st.data())
def test_a_status_in_which_anything_was_replaced_is_read_or_unknown(
    tmp_path: Path, status: Status, data: st.DataObject
) -> None:
    write_status(tmp_path, status)
    content = json.loads((tmp_path / "status.json").read_bytes())
    key = data.draw(st.sampled_from(sorted(content)))
    odd = st.none() | st.floats() | st.text() | st.lists(st.integers()) | st.just({"a": 1})
    content[key] = data.draw(odd)
    (tmp_path / "status.json").write_text(json.dumps(content))
    read = read_status(tmp_path)
    overdue(read, time.time())


def test_no_file_is_said_to_be_none(tmp_path: Path) -> None:
    assert read_status(tmp_path).unknown == "nobody has said yet how reindexing stands"
    assert read_status(tmp_path / "nowhere").unknown
    (tmp_path / "status.json").mkdir()
    assert "can't be read" in read_status(tmp_path).unknown


def test_a_deep_or_a_huge_file_is_unknown(tmp_path: Path) -> None:
    for data in (b"[" * 500_000, b" " * 2_000_000, b'{"format": 1e999}'):
        (tmp_path / "status.json").write_bytes(data)
        assert read_status(tmp_path).unknown


def test_several_who_write_at_once_never_leave_a_half_one(tmp_path: Path) -> None:
    write_status(tmp_path, Status(pid=1))
    ended = threading.Event()
    odd: list[Status] = []

    def read() -> None:
        while not ended.is_set():
            found = read_status(tmp_path)
            if found.unknown:
                odd.append(found)

    children = []
    for number in range(3):
        child = os.fork()
        if child == 0:
            for count in range(300):
                write_status(tmp_path, Status(pid=number, known=("x" * 50,) * (count % 90)))
            os._exit(0)
        children.append(child)
    reader = threading.Thread(target=read)
    reader.start()
    codes = [os.waitpid(child, 0)[1] for child in children]
    ended.set()
    reader.join()
    assert codes == [0, 0, 0]
    assert odd == []


def test_what_a_killed_process_left_is_no_foreign_file_and_is_swept(tmp_path: Path) -> None:
    left, fresh = tmp_path / "status.json.123", tmp_path / "status.json.124"
    left.write_text("{")
    fresh.write_text("{")
    os.utime(left, (1, 1))
    check_ours(tmp_path)
    sweep_status(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["status.json.124"]


def test_overdue_is_two_intervals_after_the_next_run_was_due() -> None:
    status = Status(pid=1, interval=60, next_run=stamp(1_000))
    assert not overdue(status, 1_000 + 119)
    assert overdue(status, 1_000 + 121)
    assert not overdue(replace(status, interval=None), 99_999)
    assert not overdue(replace(status, next_run=""), 99_999)
    assert not overdue(Status(unknown="x"), 99_999)


def test_a_run_that_never_comes_to_its_end_is_overdue_after_an_hour() -> None:
    status = Status(pid=1, interval=60, next_run=stamp(1_000), state="reading", since=stamp(1_000))
    assert not overdue(status, 1_000 + 3_000)
    assert overdue(status, 1_000 + 3_700)


def test_times_are_in_utc() -> None:
    assert stamp(0) == "1970-01-01T00:00:00Z"
    assert moment("1970-01-01T00:01:00Z") == 60
    with pytest.raises(ValueError, match="zone"):
        moment("2021-09-27T10:00:00")


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
