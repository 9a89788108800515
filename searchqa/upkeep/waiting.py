"""How long to wait for the next run.

In: the interval, how often it failed, a number by lot. Out: seconds.
Never: asks a clock, or makes the lot itself.
"""

from __future__ import annotations

from typing import Final

# Of many who reindex the same place, not all come at the same second.
JITTER: Final = 0.1
# However often a run fails, it is tried again after so long, or after the interval if that is more.
LONGEST_BACKOFF: Final = 900.0
# A lock is let go soon.
LOCKED: Final = 5.0


def pause(interval: float, failures: int, lot: float, *, locked: bool = False) -> float:
    """Return the seconds until the next run.

    Args:
        interval: Seconds between runs that go well.
        failures: How many runs failed as a whole, one after the other; 0 for none.
        lot: From 0 up to 1, evenly.
        locked: Whether the last of them failed since somebody else was writing: then
            waiting begins with five seconds, or with the interval if that is less.

    Returns:
        Seconds: the interval, doubled with each failure but the first of a lock, at most
        the larger of the interval and 15 minutes; a tenth more or less.
    """
    most = max(interval, LONGEST_BACKOFF)
    base = interval
    if failures and locked:
        base = min(interval, LOCKED)
    # 2 ** 60 intervals are enough; more would not be a number.
    times = 2.0 ** min(failures - 1 if locked else failures, 60) if failures else 1.0
    return min(base * times, most) * (1 + JITTER * (2 * lot - 1))
