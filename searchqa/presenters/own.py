"""A message's own address in words, which only those of some sources have.

In: an address. Out: short English. Never: takes anything for a link that
isn't http or https: addresses come from transcripts.
"""

from __future__ import annotations

import re
from typing import Final

from searchqa.model import TALKS

# Compiled on first use: few messages have an address.
_ADDRESS: Final = r"(?i:https?)://[^\s\x00-\x20\x7f]+"
# The second of a recording, as its player takes it: ?t=754, &t=754s, #t=754.
_SECOND: Final = r"[?&#]t=([0-9]{1,6})s?(?=[&#]|$)"
_MINUTE: Final = 60
_HOUR: Final = 3600


def place(url: str, collection: str) -> str:
    """Return what a message's address is called, "" when it is none.

    Args:
        url: The message's own address.
        collection: Its book's; a talk's messages are places in a recording.
    """
    if not url or not re.fullmatch(_ADDRESS, url):
        return ""
    found = re.search(_SECOND, url) if collection == TALKS else None
    return f"at {clock(int(found[1]))} in the recording" if found else "original"


def clock(seconds: int) -> str:
    """Return ``m:ss``, or ``h:mm:ss`` from an hour on."""
    minutes, rest = divmod(seconds, _MINUTE)
    if seconds < _HOUR:
        return f"{minutes}:{rest:02}"
    return f"{seconds // _HOUR}:{minutes % _MINUTE:02}:{rest:02}"
