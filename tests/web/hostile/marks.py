"""What a payload does when it runs, and what stands for it in a shape.

In: nothing. Out: constants. Never: a name that a page of ours has.
"""

from __future__ import annotations

from typing import Final

FUNCTION: Final = "xss_hit"
TRAP: Final = "//trap.invalid"
# Where a shape has its call and its number.
CALL: Final = "\u2042"
NUMBER: Final = "\u2051"
