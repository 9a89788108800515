"""Reindexes killed while others read; the long form is ``python -m tests.support.kills``."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from searchqa.app import reindex
from tests.support.kill_world import World
from tests.support.kills import STAGES, kill_often, litter, read, right_answers
from tests.support.soak import STATES, Answers


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Answers]:
    return right_answers(tmp_path_factory.mktemp("right") / "world", git=False)


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path / "world", git=False)
    made.write(3)
    reindex(made.config)
    return made


@pytest.mark.slow
def test_kills_while_others_read(tmp_path: Path) -> None:
    done, problems = kill_often(tmp_path, 60, 2)
    assert problems == []
    stages = {stage for stage in STAGES if done[f"killed {stage}"]}
    # Kills that all came at one moment would prove little; the shortest stages may be missed.
    assert stages >= {"syncing", "reading", "writing"}
    assert done["answers"] > 500


def test_a_reader_takes_only_the_states_that_may_answer(
    world: World, right: Sequence[Answers]
) -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    assert read(world.index, right, lambda: {2, 3}, chance) > 0
    with pytest.raises(AssertionError, match="not of"):
        read(world.index, right, lambda: {1, 2}, chance)
    others = [answers for state, answers in enumerate(right) if state != 3]
    with pytest.raises(AssertionError, match="no state"):
        read_often(world, others, chance)


def read_often(world: World, right: Sequence[Answers], chance: random.Random) -> None:
    for _ in range(STATES):
        read(world.index, right, lambda: {0, 1, 2, 3}, chance)


def test_litter_is_seen(world: World, tmp_path: Path) -> None:
    world.write(1)
    reindex(world.config)
    clean = World(tmp_path / "clean", git=False)
    shutil.copytree(world.index, clean.index)
    assert litter(world, clean) == []
    (world.index / "CURRENT.next").touch()
    (world.temporary / "x").touch()
    shutil.copytree(world.index / "generations" / "000002", world.index / "generations" / "000003")
    assert litter(world, clean) == [
        "CURRENT.next is left, or missing", "x is left", "3 generations are left",
    ]  # fmt: skip
