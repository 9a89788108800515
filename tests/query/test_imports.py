"""Reading a query loads nothing that a terminal would wait for."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
import searchqa.query.parser, searchqa.query.loosen, searchqa.query.printing
slow = {"bs4", "click", "numpy", "unittest", "whoosh.index", "yaml"}
print(sorted(slow & set(sys.modules)))
"""


def test_importing_the_parser_loads_no_heavy_module() -> None:
    ran = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
