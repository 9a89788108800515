"""Waits for what another process does.

In: a look. Out: what it finds. Never: waits longer than it was told.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
SECONDS = 20.0


def until(look: Callable[[], Found | None], seconds: float = SECONDS) -> Found:
    """Return what a look finds, once it finds something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError(f"nothing came within {seconds:g} s")
