"""``searchqa reindex --every``: runs that go on, whatever becomes of one."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from searchqa.config import Config, SourceConfig
from searchqa.indexing import lock
from searchqa.indexing.status import is_asked, moment, read_status
from searchqa.upkeep.keeper import Clock, Keeper, Schedule
from searchqa.upkeep.said import Line
from searchqa.upkeep.stopping import Stopping
from tests.indexing.site import threads_of
from tests.support.waiting import until
from tests.upkeep.conftest import A, environment

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.indexing.site import Site
    from tests.upkeep.conftest import Once, Start


def test_it_runs_again_and_again_until_it_is_told_to_end(
    start: Start, site: Site, index: Path
) -> None:
    process = start("--every", "1s")
    assert process.said("reindexing 1 source into index every 1 s")
    process.said("2 added; generation 000001 published")
    site.write(A, threads_of(1, 5))
    process.said("1 changed, 1 unchanged; generation 000002 published", seconds=4)
    status = read_status(index)
    assert status.interval == 1
    assert process.end() == 0
    assert process.lines[-1].endswith("reindexing has ended")
    assert process.errors == []
    status = read_status(index)
    assert (status.interval, status.next_run, status.state) == (None, "", "idle")


def test_ctrl_c_while_it_waits_ends_it_well(start: Start) -> None:
    process = start("--every", "1h")
    process.said("published")
    begun = time.monotonic()
    assert process.end(signal.SIGINT) == 0
    assert time.monotonic() - begun < 2
    assert process.errors == []


def test_a_request_makes_a_run_at_once_and_goes_away(start: Start, site: Site, index: Path) -> None:
    process = start("--every", "1h")
    process.said("published")
    site.write(A, threads_of(1, 5))
    begun = time.monotonic()
    (index / "reindex.request").touch()
    process.said("1 changed", seconds=5)
    assert time.monotonic() - begun < 3
    until(lambda: not is_asked(index))
    time.sleep(0.6)
    assert len(process.lines) == 3


def test_the_second_is_told_that_one_is_there_and_a_single_run_goes_beside(
    start: Start, once: Once, site: Site
) -> None:
    first = start("--every", "1h")
    first.said("published")
    second = once("--every", "5m")
    assert second.code == 2
    pattern = (
        rf"searchqa: the index in index is kept up to date already by process {first.process.pid}"
        r" on \S+ since \d\d:\d\d\n  end that one first; .*\n"
    )
    assert re.fullmatch(pattern, second.err)
    watching = once("--watch")
    assert watching.code == 2
    site.write(A, threads_of(1, 5))
    beside = once()
    assert (beside.code, beside.err) == (0, "")
    assert "1 changed" in beside.out


def test_after_a_kill_the_next_one_may(start: Start, once: Once, index: Path) -> None:
    first = start("--every", "1h")
    first.said("published")
    until(lambda: read_status(index).next_run)
    first.end(signal.SIGKILL)
    # Until somebody else runs, it is that one who is late.
    assert read_status(index).interval == 3_600
    once()
    assert (read_status(index).interval, read_status(index).next_run) == (None, "")
    start("--every", "1h").said("2 unchanged")


def test_a_single_run_beside_leaves_the_keeper_s_next_run_where_it_was(
    start: Start, once: Once, index: Path
) -> None:
    start("--every", "1h").said("published")
    until(lambda: read_status(index).next_run)
    before = read_status(index)
    once()
    after = read_status(index)
    assert (after.interval, after.next_run) == (before.interval, before.next_run)
    assert after.last != before.last


def test_whoever_writes_meanwhile_is_named_and_waited_for(start: Start, index: Path) -> None:
    index.mkdir()
    with lock.writing(index):
        process = start("--every", "1s")
        assert re.search(
            r"error: nothing was reindexed: the index in index is being written by process \d+ .*"
            r"; wait until it is done; .*; next try in 1 s",
            process.said("nothing was reindexed"),
        )
    process.said("2 added", seconds=5)


def test_a_failing_source_does_not_slow_the_others(
    start: Start, site: Site, tmp_path: Path
) -> None:
    (tmp_path / "searchqa.yaml").write_text("sources: [site, nowhere]\nindex: index\n")
    process = start("--every", "1s")
    process.said("out of reach: nowhere; 1 problem (1 as before)", times=2, seconds=6)
    site.write(A, threads_of(1, 5))
    process.said("1 changed", seconds=4)
    told = [line for line in process.errors if "nowhere" in line]
    assert len(told) == 1


class Hours:
    """Clocks that a test sets; the system's own may be set by somebody, too."""

    def __init__(self, stopping: Stopping) -> None:
        self.gone = 1_000.0
        self.shown = 1_700_000_000.0
        self.waits: list[float] = []
        self.at: dict[float, Callable[[], None]] = {}
        self._stopping = stopping

    def sleep(self, seconds: float) -> None:
        self.gone += seconds
        self.shown += seconds
        for moment_ in [one for one in self.at if one <= self.gone]:
            self.at.pop(moment_)()

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.gone, lambda: self.shown, lambda: 0.5, self.sleep)

    def end(self) -> None:
        self._stopping.wished.set()


def kept(
    config: Config, every: float, prepare: Callable[[Hours], None]
) -> tuple[list[float], list[Line]]:
    """Keep an index by clocks of our own; return when runs began, and what was said."""
    stopping = Stopping()
    hours = Hours(stopping)
    prepare(hours)
    began: list[float] = []
    said: list[Line] = []

    def say(line: Line) -> None:
        if "ended" not in line.text and "reindexing 1" not in line.text:
            began.append(hours.gone)
        said.append(line)

    Keeper(config, Schedule(every), stopping, say, lambda _: None, hours.clock).run()
    return began, said


@pytest.mark.parametrize("hours_away", [-48, -1, 1, 48])
def test_a_clock_that_somebody_sets_changes_nothing(config: Config, hours_away: int) -> None:
    def prepare(hours: Hours) -> None:
        def set_clock() -> None:
            hours.shown += hours_away * 3_600

        hours.at = {1_100: set_clock, 3_900: hours.end}

    began, _ = kept(config, 900, prepare)
    assert [round(one) for one in began] == [1_000, 1_900, 2_800, 3_700]


def test_a_run_that_fails_as_a_whole_is_tried_after_a_while_that_doubles(
    config: Config, site: Site, index: Path
) -> None:
    away = site.path.with_name("away")
    seen = []

    def prepare(hours: Hours) -> None:
        site.path.rename(away)

        def back() -> None:
            seen.append(read_status(index))
            away.rename(site.path)

        # Tries at 1000, 1120, 1360, 1840, 2740.
        hours.at = {2_000: back, 2_900: hours.end}

    began, said = kept(config, 60, prepare)
    assert [round(one) for one in began] == [1_000, 1_120, 1_360, 1_840, 2_740, 2_800, 2_860]
    errors = [line.text for line in said if line.level == "error"]
    assert [text.rpartition("; ")[2] for text in errors] == [
        "next try in 2 min",
        "next try in 4 min",
        "next try in 8 min",
        "next try in 15 min",
    ]
    # What to do about it once, not each time.
    assert sum("give a folder with _books" in text for text in errors) == 1
    assert seen[0].failures == 4
    assert moment(seen[0].next_run) == pytest.approx(1_700_000_000 + 1_740, abs=1)
    assert read_status(index).failures == 0


def test_what_nobody_foresaw_is_told_and_the_next_run_comes(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("odd")

    def prepare(hours: Hours) -> None:
        monkeypatch.setattr("searchqa.upkeep.keeper.run_once", broken)
        hours.at = {1_200: monkeypatch.undo, 1_400: hours.end}

    _, said = kept(config, 60, prepare)
    assert said[1].text == "nothing was reindexed: unexpected RuntimeError: odd; next try in 2 min"
    assert "2 added" in said[3].text


def test_a_request_that_cannot_be_begun_with_does_not_run_for_ever(
    config: Config, index: Path
) -> None:
    index.mkdir()
    (index / "reindex.request").touch()

    def prepare(hours: Hours) -> None:
        hours.at = {1_100: hours.end}

    with lock.writing(index):
        began, said = kept(config, 60, prepare)
    assert [round(one) for one in began] == [1_000, 1_005, 1_015, 1_035, 1_075]
    assert all("is being written by" in line.text for line in said[1:-1])
    assert is_asked(index)


def test_a_file_in_place_of_the_index_is_said(once: Once, index: Path) -> None:
    index.write_text("mine")
    done = once("--every", "1s")
    assert done.code == 2
    assert "index is a file, not the folder of an index" in done.err
    assert index.read_text() == "mine"


def test_whoever_reads_its_lines_and_goes_away_ends_it(site: Site, tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m searchqa reindex --every 1s | head -1'
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert "reindexing 1 source" in done.stdout
    assert "Traceback" not in done.stderr
    assert "can't be" not in done.stderr


def test_the_interval_suits_the_sources() -> None:
    git = SourceConfig(Path(), git="https://example.org/site.git")
    folder = SourceConfig(Path("site"))
    assert Schedule(None, watch=True).interval(Config(sources=(folder, git))) == 60
    assert Schedule(None, watch=True).interval(Config(sources=(folder,))) == 900
    assert Schedule(5, watch=True).interval(Config(sources=(folder, git))) == 5
