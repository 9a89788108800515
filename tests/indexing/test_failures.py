"""Each step on disk made to fail, and each step as the last one of a process."""

from __future__ import annotations

import errno
import os
import resource
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from searchqa.engines.base import Engine
from searchqa.errors import BrokenIndexError
from searchqa.indexing import disk
from searchqa.indexing.reindex import reindex
from searchqa.indexing.verify import verify
from searchqa.model import Document
from tests.indexing.site import Site, fresh, generations, holds, in_a_child, threads_of

STEPS = (
    "make_folder",
    "write",
    "sync_file",
    "sync_folder",
    "replace",
    "link",
    "remove_file",
    "remove_tree",
)


class Steps:
    """Counts the steps on disk and does something at one of them."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.done: list[str] = []
        self.before: Callable[[int], None] = lambda _: None
        self.after: Callable[[int], None] = lambda _: None
        for name in STEPS:
            patch.setattr(disk, name, self.wrap(name, getattr(disk, name)))

    def wrap(self, name: str, real: Callable[..., None]) -> Callable[..., None]:
        def step(*args: Any) -> None:
            number = self.count
            self.count += 1
            self.before(number)
            real(*args)
            self.done.append(name)
            self.after(number)

        return step

    def rehearse(self, site: Site, index: Path, engine: Engine) -> list[str]:
        """Return the steps of a healthy run over a copy of the index."""
        copy = index.with_name("rehearsal")
        shutil.copytree(index, copy)
        self.done = []
        reindex(site.sources, copy, engine)
        shutil.rmtree(copy)
        self.count = 0
        return list(self.done)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    return Steps(monkeypatch)


def healthy_afterwards(site: Site, index: Path, engine: Engine, new: dict[str, Document]) -> None:
    """The next run must work, whatever was left, and leave only what belongs there."""
    reindex(site.sources, index, engine)
    assert holds(index, engine) == new
    assert verify(index, engine) == ()
    assert len(generations(index)) == 2
    assert {p.name for p in index.iterdir()} == {"CURRENT", "LOCK", "generations"}


def fail_at(wanted: int, code: int) -> Callable[[int], None]:
    def fail(number: int) -> None:
        if number == wanted:
            raise OSError(code, os.strerror(code), "the file")

    return fail


def run(site: Site, index: Path, engine: Engine) -> BrokenIndexError | None:
    """Reindex; return the error that people would see."""
    try:
        reindex(site.sources, index, engine)
    except BrokenIndexError as error:
        return error
    return None


@pytest.mark.parametrize(("when", "code"), [("before", errno.ENOSPC), ("after", errno.EIO)])
def test_a_failing_step_leaves_the_old_or_the_new_answer(
    site: Site,
    index: Path,
    engine: Engine,
    changed: dict[str, Document],
    steps: Steps,
    when: str,
    code: int,
) -> None:
    new = fresh(site, engine)
    healthy = steps.rehearse(site, index, engine)
    assert {"link", "write", "sync_file", "sync_folder", "remove_tree"} <= set(healthy)
    start = index.with_name("start")
    shutil.copytree(index, start)
    for number, name in enumerate(healthy):
        steps.count = 0
        setattr(steps, when, fail_at(number, code))
        error = run(site, index, engine)
        setattr(steps, when, lambda _: None)
        if error is None:
            # What couldn't be cleared away is left for the next run without a word.
            assert name in ("remove_tree", "remove_file"), f"step {number}, {name}: not told"
        else:
            assert os.strerror(code) in error.message
        done = number + (when == "after")
        answers_new = error is None or done > healthy.index("replace")
        assert holds(index, engine) == (new if answers_new else changed), f"{number}, {name}"
        assert verify(index, engine) == ()
        healthy_afterwards(site, index, engine, new)
        shutil.rmtree(index)
        shutil.copytree(start, index)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_that_ends_at_any_step_leaves_the_old_or_the_new_answer(
    site: Site,
    index: Path,
    engine: Engine,
    changed: dict[str, Document],
    steps: Steps,
    when: str,
) -> None:
    new = fresh(site, engine)
    healthy = steps.rehearse(site, index, engine)
    start = index.with_name("start")
    shutil.copytree(index, start)
    for wanted, name in enumerate(healthy):

        def end(number: int, wanted: int = wanted) -> None:
            if number == wanted:
                os._exit(9)

        steps.count = 0
        setattr(steps, when, end)
        assert in_a_child(lambda: run(site, index, engine)) == 9
        setattr(steps, when, lambda _: None)
        done = wanted + (when == "after")
        answers_new = done > healthy.index("replace")
        assert holds(index, engine) == (new if answers_new else changed), f"{wanted}, {name}"
        assert verify(index, engine) == ()
        healthy_afterwards(site, index, engine, new)
        shutil.rmtree(index)
        shutil.copytree(start, index)


def test_a_disk_that_takes_no_more_stops_the_engine_too(
    site: Site, index: Path, engine: Engine, changed: dict[str, Document]
) -> None:
    # The kernel refuses the engine's own writing, wherever it is at that moment.
    def limited(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        error = run(site, index, engine)
        os._exit(7 if error is not None and "File too large" in error.message else 8)

    site.write("20230103-epsilon", threads_of(40, 3))
    for size in (1, 300, 3_000):
        assert in_a_child(partial(limited, size)) == 7
        assert holds(index, engine) == changed
        assert generations(index) == ["000001", "000002"]
    healthy_afterwards(site, index, engine, fresh(site, engine))


def test_a_first_run_that_fails_leaves_no_index(
    site: Site, index: Path, engine: Engine, steps: Steps
) -> None:
    new = fresh(site, engine)
    steps.count = 0
    reindex(site.sources, index.with_name("rehearsal"), engine)
    total = steps.count
    for number in range(total):
        steps.count = 0
        steps.before = fail_at(number, errno.EIO)
        try:
            reindex(site.sources, index, engine)
        except BrokenIndexError:
            steps.before = lambda _: None
            reindex(site.sources, index, engine)
        steps.before = lambda _: None
        assert holds(index, engine) == new
        shutil.rmtree(index)


def test_a_full_disk_is_said_in_plain_words(
    site: Site, index: Path, engine: Engine, steps: Steps
) -> None:
    steps.before = fail_at(3, errno.ENOSPC)
    with pytest.raises(BrokenIndexError) as caught:
        reindex(site.sources, index, engine)
    assert "No space left on device (the file)" in caught.value.message
    assert str(index) in caught.value.message
