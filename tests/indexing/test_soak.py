"""Readers and a writer at once: each answer is right, nothing grows, nothing is left behind.

The long form is ``python -m tests.support.soak``; that it can fail is tested here, too.
"""

from __future__ import annotations

import contextlib
import mmap
import multiprocessing
import random
import re
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

import searchqa
from searchqa.app.index import Index
from tests.support.soak import (
    MAX_FDS,
    QUESTIONS,
    STATES,
    Answers,
    Judge,
    SoakError,
    Watch,
    expected_answers,
    left_behind,
    publish,
    soak,
)

MEASURED = pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").is_file(), reason="no /proc to see files and memory in"
)

KEPT: list[Index] = []


def keeping(path: Path) -> AbstractContextManager[Index]:
    """Open an index that is never let go."""
    KEPT.append(searchqa.open(path))
    return contextlib.nullcontext(KEPT[-1])


def opening_the_first(path: Path) -> AbstractContextManager[Index]:
    """Open an index once, and give the same again whatever is published."""
    KEPT[:] = KEPT or [searchqa.open(path)]
    return contextlib.nullcontext(KEPT[0])


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Answers]:
    return expected_answers(tmp_path_factory.mktemp("expected"))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish two generations, the second grown out of the first."""
    folder = tmp_path_factory.mktemp("site")
    publish(folder, 1)
    publish(folder, 2)
    return folder / "index"


def test_each_question_tells_the_states_apart(expected: Sequence[Answers]) -> None:
    for name in QUESTIONS:
        assert len({answers[name] for answers in expected}) == STATES, name


def test_three_readers_for_three_seconds(tmp_path: Path, expected: Sequence[Answers]) -> None:
    done, problems = soak(tmp_path, expected, seconds=3, readers=3)
    assert problems == []
    assert done["publishes"] >= 4
    # At least two of each reader that counts: the two threads as one, and a process.
    assert done["generations"] >= 4
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_eight_readers_for_fifteen_seconds(tmp_path: Path, expected: Sequence[Answers]) -> None:
    done, problems = soak(tmp_path, expected, seconds=15, readers=8, say=print)
    assert problems == []
    assert done["publishes"] >= 4
    assert done["answers"] >= 500


@MEASURED
def test_an_index_that_is_never_let_go_is_found(
    tmp_path: Path, expected: Sequence[Answers]
) -> None:
    # Long enough for several generations in each quarter, whatever else the machine does.
    _, problems = soak(tmp_path, expected, seconds=6, readers=2, open_=keeping)
    assert [problem for problem in problems if problem.startswith("reader 2 grew by")]


def test_a_reader_that_never_sees_the_new_ends_the_run(
    tmp_path: Path, expected: Sequence[Answers]
) -> None:
    begun = time.monotonic()
    _, problems = soak(tmp_path, expected, seconds=300, readers=2, open_=opening_the_first)
    assert re.search(r"SoakError: opened [12] after ", problems[0])
    assert time.monotonic() - begun < 60
    assert multiprocessing.active_children() == []


def test_right_answers(index: Path, expected: Sequence[Answers]) -> None:
    judge = Judge(expected)
    with searchqa.open(index) as opened:
        judge.opens(2, published=2)
        judge.asks(opened, list(QUESTIONS))


def test_an_answer_of_another_state(index: Path, expected: Sequence[Answers]) -> None:
    judge = Judge(expected)
    judge.opens(3, published=2)
    with searchqa.open(index) as opened:
        for question in QUESTIONS:
            with pytest.raises(SoakError, match=r"in 3, which is of state 3: answer of \[2\]"):
                judge.asks(opened, [question])


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_of_no_state(index: Path, expected: Sequence[Answers], question: str) -> None:
    right = expected[2][question]
    place = random.Random(question).randrange(len(right))  # noqa: S311 - no secret
    other = right[:place] + "\0" + right[place + 1 :]
    judge = Judge([{**answers, question: other} for answers in expected])
    judge.opens(2, published=2)
    with searchqa.open(index) as opened, pytest.raises(SoakError, match="answer of no state"):
        judge.asks(opened, [question])


def test_nothing_older_than_seen_or_published(expected: Sequence[Answers]) -> None:
    judge = Judge(expected)
    judge.opens(3, published=3)
    judge.opens(3, published=3)
    with pytest.raises(SoakError, match="opened 2 after 3"):
        judge.opens(2, published=1)
    with pytest.raises(SoakError, match="opened 4 after 5"):
        judge.opens(4, published=5)


def test_growth_is_what_comes_after_the_warm_up() -> None:
    watch = Watch()
    moments = [number / 10 for number in range(400)]
    watch.samples = [(at, 9, 1000) for at in moments]
    assert watch.growth(40) == (0, 0)
    # Warming up, and a file that is open for a moment, are none.
    watch.samples = [(at, 90 if at % 3 == 0 else 9, 1000 if at > 8 else 0) for at in moments]
    assert watch.growth(40) == (0, 0)
    watch.samples = [(at, 9 + int(at), int(1000 * at)) for at in moments]
    assert watch.growth(40) == (20, 20_000)
    watch.samples = [(at, 9, 1000) for at in moments if at < 20]
    assert watch.growth(40) is None


@MEASURED
def test_a_watch_sees_files_and_memory() -> None:
    watch = Watch()
    watch.look(0)
    with contextlib.ExitStack() as opened:
        for _ in range(MAX_FDS + 1):
            opened.enter_context(Path(__file__).open("rb"))
        # Pages of their own: the heap may still have room from other tests.
        block = opened.enter_context(mmap.mmap(-1, 16 << 20))
        block.write(b"x" * len(block))
        size = len(block)
        watch.look(1)
    (_, fds, memory), (_, more_fds, more_memory) = watch.samples
    assert more_fds - fds == MAX_FDS + 1
    assert more_memory - memory > size // 2


def test_what_is_left_behind_is_told(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    assert left_behind(tmp_path) == []
    (tmp_path / "index" / "generations" / "draft").mkdir()
    (tmp_path / "index" / "CURRENT.old").touch()
    assert left_behind(tmp_path) == [
        "CURRENT.old is left, or missing",
        "draft is left, or missing",
    ]
