"""Compare searchqa with other engines: ``python -m benchmarks``.

In: options. Out: docs/benchmarks.md with its plots, or, with ``--smoke``, an exit code.
Never: imports anything beyond Python itself: it makes the environment that the rest runs in.
"""

from __future__ import annotations

import os
import subprocess
import sys

from benchmarks.environment import prepare
from benchmarks.options import read_options
from benchmarks.paths import ROOT


def main() -> int:
    """Make the peers' environment and run in it."""
    options = read_options()
    python = prepare(options.peers)
    arguments = [str(python), "-m", "benchmarks.run", *sys.argv[1:]]
    # Compiled files are part of how fast a command starts.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["BENCHMARKS_TYPED"] = " ".join(["python -m benchmarks", *sys.argv[1:]])
    return subprocess.run(arguments, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
