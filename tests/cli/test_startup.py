"""A query doesn't wait for what only indexing needs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

INDEXING = [
    "yaml",
    "bs4",
    "multiprocessing",
    "concurrent.futures",
    "searchqa.readers",
    "searchqa.flatten",
]
ENGINE = ["whoosh.fields", "searchqa.engines.whoosh_engine"]
DOOR = ["click", "importlib.resources"]
# What a plain query does without, since each takes a part of its time.
HEAVY = ["click", "numpy", "shutil", "tempfile", "hashlib", "shlex"]
QUERY = [*INDEXING, *HEAVY]


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import searchqa", [*INDEXING, *ENGINE, *DOOR]),
        ("from searchqa.cli import main; main(['--help'])", [*INDEXING, *ENGINE]),
        ("from searchqa.cli import main; main(['config'])", [*INDEXING, *ENGINE]),
        ("from searchqa.cli import main; main(['query', 'data versioning'])", QUERY),
        (
            "from searchqa.cli import main; main(['query', '--format', 'json', 'x'])",
            [*INDEXING, *HEAVY],
        ),
        ("from searchqa.cli import main; main(['thread', '0123456789'])", INDEXING),
    ],
)
def test_what_stays_unloaded(home: Path, code: str, absent: list[str]) -> None:
    line = f"import sys; {code}; print('LOADED', *sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", line], cwd=home, capture_output=True, text=True, check=True
    )
    loaded = done.stdout.rpartition("LOADED")[2].split()
    assert "searchqa" in loaded
    assert [name for name in absent if name in loaded] == []
