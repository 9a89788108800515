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

from searchqa.indexing.generations import check_ours
from searchqa.indexing.status import (
    moment,
    overdue,
    read_status,
    stamp,
    sweep_status,
    write_status,
)
from searchqa.report import LastRun, Reached, Status

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
