"""What a run ran on. In: this machine. Out: facts for the report. Never: a name or a path of it."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from benchmarks.code import code

PACKAGES: Final = ("searchqa", "whoosh3", "tantivy", "bm25s", "numba", "numpy")


def describe(typed: str, *, shipped: bool) -> dict[str, Any]:
    """Return processor, cores, versions, date and the command line."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {name: _version(name) for name in PACKAGES},
        "code": code(),
        "date": datetime.now(timezone.utc).date().isoformat(),
        "command": _without_paths(typed),
        "corpus": "the shipped sample" if shipped else "the corpus given by --corpus",
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or "unknown"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _without_paths(typed: str) -> str:
    return " ".join("DIR" if "/" in part or "\\" in part else part for part in typed.split())
