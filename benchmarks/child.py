"""One measurement in a process of its own.

In: a part's name and what it needs, as one JSON argument. Out: figures as the last line printed.
Never: decides what is measured.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from typing import Any

from benchmarks.paths import ROOT


def call(module: str, **task: Any) -> Any:  # noqa: ANN401 - JSON
    """Run ``benchmarks.parts.<module>.measure(task)`` in a new process; return its figures."""
    done = subprocess.run(command(module, task), cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def command(module: str, task: dict[str, Any]) -> list[str]:
    """Return the command of such a process."""
    return [sys.executable, "-m", "benchmarks.child", module, json.dumps(task)]


def environment() -> dict[str, str]:
    """Return the environment for programs whose start is measured: compiled files are kept."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def main() -> None:
    """Measure and print."""
    module, task = sys.argv[1:]
    measure = importlib.import_module(f"benchmarks.parts.{module}").measure
    print(json.dumps(measure(json.loads(task))))


if __name__ == "__main__":
    main()
