"""``searchqa reindex`` as a timer or a person runs it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.indexing import lock
from searchqa.indexing.verify import verify
from tests.indexing.site import holds, threads_of
from tests.support.documents import corpus
from tests.upkeep.conftest import A, B, environment

if TYPE_CHECKING:
    from tests.indexing.site import Site
    from tests.upkeep.conftest import Once, Start

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ "
ENGINE = WhooshEngine()
# Tells itself to end, by a real signal, when a stage begins.
ENDS_IN = """
import os, signal
from searchqa.upkeep.stopping import Stopping
step = Stopping.step
def told(self, progress):
    if progress.stage == "{stage}":
        os.kill(os.getpid(), signal.{name})
    step(self, progress)
Stopping.step = told
"""


def test_it_says_in_one_line_what_it_did(once: Once, site: Site) -> None:
    first = once()
    assert (first.code, first.err) == (0, "")
    assert re.fullmatch(TIME + r"2 added; generation 000001 published; [\d.]+ s\n", first.out)
    second = once()
    assert re.fullmatch(TIME + r"2 unchanged; generation 000001 stays; [\d.]+ s\n", second.out)
    site.write(A, threads_of(1, 8))
    site.remove(B)
    third = once("--once")
    told = r"1 changed, 1 removed; generation 000002 published; [\d.]+ s\n"
    assert re.fullmatch(TIME + told, third.out)


def test_a_bad_file_is_told_when_it_is_new_and_again_when_it_is_bad_otherwise(
    once: Once, site: Site
) -> None:
    once()
    site.spoil(A)
    new = once()
    assert new.code == 2
    assert re.match(TIME + rf"error: _books/{A}\.md:\d+: ", new.err)
    assert new.err.count("\n") == 1
    assert "1 problem (1 new)" in new.out
    same = once()
    assert (same.code, same.err) == (2, "")
    assert "1 problem (1 as before)" in same.out
    site.spoil(B)
    other = once()
    assert f"_books/{B}.md" in other.err
    assert f"_books/{A}.md" not in other.err
    assert "2 problems (1 new, 1 as before)" in other.out
    site.write(A, threads_of(1))
    mended = once()
    assert "1 problem (1 as before); 1 problem mended" in mended.out


def test_all_sources_out_of_reach_is_trouble(once: Once, site: Site) -> None:
    site.path.rename(site.path.with_name("gone"))
    done = once()
    assert (done.code, done.out) == (2, "")
    assert re.match(TIME + "error: nothing was reindexed: there is nothing at site", done.err)


def test_one_source_of_two_out_of_reach_is_told_and_the_other_published(
    once: Once, tmp_path: Path
) -> None:
    (tmp_path / "searchqa.yaml").write_text("sources: [site, nowhere]\nindex: index\n")
    done = once()
    assert done.code == 2
    assert "2 added; generation 000001 published; out of reach: nowhere; 1 problem" in done.out
    assert "error: nowhere: there is nothing at nowhere" in done.err
    again = once()
    assert (again.code, again.err) == (2, "")


def test_a_file_s_name_changes_no_terminal_and_makes_no_second_line(once: Once, site: Site) -> None:
    (site.path / "_books" / "2021\x1b[2J\n-odd.md").write_text("no front matter")
    done = once()
    assert done.code == 2
    assert "\x1b" not in done.err + done.out
    assert len(done.err.splitlines()) == 1


def test_somebody_else_who_writes_is_named(once: Once, index: Path) -> None:
    index.mkdir()
    with lock.writing(index):
        done = once()
    assert done.code == 2
    assert re.search(r"is being written by process \d+ on \S+ since \d\d:\d\d; wait", done.err)


def test_without_a_source_it_says_where_to_name_one(once: Once, tmp_path: Path) -> None:
    (tmp_path / "searchqa.yaml").unlink()
    done = once()
    assert done.code == 2
    assert done.err == (
        "searchqa: no source of transcripts is configured\n"
        "  name one in searchqa.yaml (sources:), or in SEARCHQA_SOURCE\n"
    )


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--once", "--watch"), "exclude each other"),
        (("--once", "--every", "5m"), "exclude each other"),
        (("--every", "5"), '"5" is no length of time'),
        (("--every", "0s"), "0s isn't between a second and a year"),
    ],
)
def test_what_cannot_be_meant_is_said(once: Once, args: tuple[str, ...], told: str) -> None:
    done = once(*args)
    assert done.code == 2
    assert told in done.err.splitlines()[0]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
@pytest.mark.parametrize("stage", ["syncing", "reading", "writing", "publishing"])
@pytest.mark.parametrize("args", [(), ("--every", "1h")])
def test_told_to_end_in_any_stage_it_leaves_the_old_index_and_no_litter(
    start: Start, once: Once, site: Site, index: Path, args: tuple[str, ...], stage: str, name: str
) -> None:
    once()
    before = holds(index, ENGINE)
    site.write(A, threads_of(2, 9))
    ended = start(*args, before=ENDS_IN.format(stage=stage, name=name))
    code = ended.process.wait(20)
    ended.end()
    assert code == (0 if args else 130)
    assert "Traceback" not in "".join(ended.errors)
    assert holds(index, ENGINE) == before
    assert [path.name for path in (index / "generations").iterdir()] == ["000001"]
    names = {path.name for path in index.iterdir()} - {"REINDEXER"}
    assert names == {"CURRENT", "LOCK", "generations", "status.json"}
    assert '"state": "idle"' in (index / "status.json").read_text()
    assert verify(index, ENGINE) == ()
    assert once().code == 0
    assert holds(index, ENGINE) != before


def test_a_second_signal_ends_it_at_once(start: Start, site: Site) -> None:
    stuck = ENDS_IN.format(stage="reading", name="SIGTERM") + (
        "import time\n"
        "def stuck(self, progress):\n"
        "    if progress.stage == 'reading':\n"
        "        print('stuck', flush=True)\n"
        "        time.sleep(60)\n"
        "Stopping.step = stuck\n"
    )
    process = start("--every", "1h", before=stuck)
    process.said("stuck")
    process.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    assert process.process.poll() is None
    process.process.send_signal(signal.SIGTERM)
    assert process.process.wait(5) == -signal.SIGTERM


HEAVY = ["whoosh", "bs4", "numpy", "searchqa.readers.archive", "searchqa.search", "fastapi"]


@pytest.mark.parametrize("configured", [True, False])
def test_a_run_that_finds_nothing_changed_loads_nothing_it_does_not_need(
    once: Once, tmp_path: Path, *, configured: bool
) -> None:
    once()
    env = environment()
    absent = list(HEAVY)
    if not configured:
        (tmp_path / "searchqa.yaml").unlink()
        env |= {"SEARCHQA_SOURCE": "site", "SEARCHQA_INDEX": "index"}
        absent.append("yaml")
    code = "from searchqa.cli import main; assert main(['reindex']) == 0"
    line = f"import sys; {code}; print('LOADED', *sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", line],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "2 unchanged" in done.stdout
    loaded = done.stdout.rpartition("LOADED")[2].split()
    assert [name for name in absent if name in loaded] == []


def test_a_run_that_finds_nothing_changed_takes_a_blink(once: Once, tmp_path: Path) -> None:
    """Measured in processor time, which others on the machine don't lengthen by much."""
    large = corpus()
    if large is None:
        pytest.skip("the large corpus isn't on this machine")
    (tmp_path / "searchqa.yaml").write_text(f"sources: {large}\nindex: {tmp_path / 'large'}\n")
    assert once().code in (0, 2)
    line = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-m', 'searchqa', 'reindex'], check=True,"
        " stdout=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime)"
    )
    taken = []
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", line],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        taken.append(float(done.stdout))
    # 0.13 s where it was written; three times that is somebody's mistake.
    assert min(taken) < 0.4, taken
