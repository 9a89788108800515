"""Where the time of a query goes: steps that do what the whole does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import searchqa
from benchmarks.parts.steps import REST, summed, with_rest
from benchmarks.paths import ROOT
from benchmarks.steps import WHOLE, Asked, Step, measured, steps
from searchqa.app import reindex
from searchqa.config import Config, SourceConfig
from searchqa.report import ReindexOptions

SAMPLE = Path(searchqa.__file__).parent / "sample"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("steps") / "index"
    config = Config(index=folder, sources=(SourceConfig(SAMPLE),))
    reindex(config, ReindexOptions(jobs=1))
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> Iterator[searchqa.Index]:
    with searchqa.open(folder) as index:
        yield index


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("text", ["data versioning", "", "dat*", "data after:2012", "data -model"])
def test_the_last_steps_give_what_the_whole_gives(
    index: searchqa.Index, text: str, kept: bool
) -> None:
    found = {step.name: step for step in steps(index, text, Asked("none", 1), kept=kept)}
    made: dict[str, Any] = {name: step.does(step.before()) for name, step in found.items()}
    whole = made[WHOLE]
    assert whole.hits
    assert made["cut fragments, make hits"] == whole.hits
    assert [one.id for one in made["read ten messages"]] == [hit.id for hit in whole.hits]
    page = made["order: ten hits"]
    assert (page.total, len(page.places)) == (whole.total, len(whole.hits))
    assert len(made["count three facets"]) == len(whole.facets) == 3


def test_what_a_step_needs_is_made_outside_the_watch() -> None:
    seen: list[object] = []
    made = iter(range(10))
    assert measured(Step("x", seen.append, lambda: next(made)), 3) >= 0
    assert seen == [0, 1, 2]


def test_what_is_left_of_the_whole() -> None:
    assert with_rest({"a": 2.0, "b": 3.0}, 9.0) == {"a": 2.0, "b": 3.0, REST: 4.0, WHOLE: 9.0}
    assert with_rest({"a": 2.0}, 1.0)[REST] == 0.0
    inside = [{"import click": 2.0}, {"import click": 4.0}, {"import click": 3.0}]
    found = summed([1.0, 1.0, 5.0], inside, [10.0, 20.0, 9.0])
    assert list(found.values()) == [1.0, 3.0, 6.0, 10.0]


def test_the_parts_of_a_command(folder: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.started", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    found = json.loads(done.stdout)
    assert list(found)[-3:] == ["open the index", "answer", "make text of the answer"]
    assert min(found.values()) > 0
