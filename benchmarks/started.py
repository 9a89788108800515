"""The parts of a terminal query, each by itself, in a new process.

In: the folder of an index. Out: seconds as JSON.
Never: imports what a terminal query itself doesn't need before its watch runs.
"""

from __future__ import annotations

import gc
import sys
import time

# As the program's own door does: to look for unreachable objects takes time.
gc.set_threshold(100_000)


def main() -> None:
    """Do what the command does, and print how long each part took."""
    begun = time.perf_counter()
    import click  # noqa: F401 - importing it is what is timed

    clicked = time.perf_counter()
    from searchqa.app import open_index
    from searchqa.cli import output, query, run  # noqa: F401 - as above
    from searchqa.presenters.formats import present

    imported = time.perf_counter()
    index = open_index(sys.argv[1], once=True)
    opened = time.perf_counter()
    results = index.search("data versioning")
    answered = time.perf_counter()
    present(results, "text", output.terminal())
    shown = time.perf_counter()
    # Not before: it is no part of the command.
    import json

    figures = {
        "import click": clicked - begun,
        "import searchqa": imported - clicked,
        "open the index": opened - imported,
        "answer": answered - opened,
        "make text of the answer": shown - answered,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
