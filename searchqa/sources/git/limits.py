"""How long git may take, and how much it may keep.

In: nothing. Out: numbers. Never: measures.
"""

from __future__ import annotations

from searchqa.records import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one source.

    Attributes:
        ask: Seconds that the other side may say nothing, or take to say which commit it has.
            Some hosts begin with a slow handshake; nobody waits longer than a minute for one.
        fetch: Seconds that a fetch takes altogether, as long as bytes keep coming.
        local: Seconds of a call that only reads the clone.
        size: Bytes of a clone. Texts of a site are some megabytes; more is a mistake.
        output: Bytes that a call may say: a listing of a million files.
        lock: Seconds to wait for another process that syncs the same clone.
        packs: Files of objects, of which each change adds two, before the clone is made anew.
    """

    ask: float = 60.0
    fetch: float = 600.0
    local: float = 60.0
    size: int = 500_000_000
    output: int = 200_000_000
    lock: float = 10.0
    packs: int = 60
