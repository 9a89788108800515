"""Which texts are addresses of repositories rather than paths.

In: text as typed. Out: yes or no. Never: asks a network or a disk.
"""

from __future__ import annotations

import re
from typing import Final

# As git takes it: a scheme, or user@host:path.
_ADDRESS: Final = re.compile(
    r"(?:https?|ssh|git|file)://|[\w.-]+@[\w.-]+:", re.ASCII | re.IGNORECASE
)


def is_address(text: str) -> bool:
    """Say whether a text is the address of a git repository."""
    return _ADDRESS.match(text) is not None
