"""Where the project lies. In: nothing. Out: paths. Never: imports anything of the project."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
REQUIREMENTS: Final = ROOT / "benchmarks" / "peers" / "requirements.txt"
NUMBA: Final = ROOT / "benchmarks" / "peers" / "numba.txt"
