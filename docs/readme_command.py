"""Print one of the README's two commands, so that CI runs what people read.

In: `run` or `test`. Out: the shell block that follows `<!-- command: NAME -->`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def command(name: str) -> str:
    """Return the README's command of this name.

    Raises:
        SystemExit: The README has no such block.
    """
    text = README.read_text(encoding="utf-8")
    found = re.search(rf"<!-- command: {re.escape(name)} -->\s*```sh\n(.*?)```", text, re.DOTALL)
    if found is None:
        sys.exit(f"README.md has no block marked <!-- command: {name} -->")
    return found.group(1)


if __name__ == "__main__":
    sys.stdout.write(command(sys.argv[1]))
