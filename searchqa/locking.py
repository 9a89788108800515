"""May only one process do this now?

In: an open file. Out: yes or no, as the operating system says it.
Never: waits, or leaves a lock behind after a kill: locks end with their process.
"""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def try_exclusive(descriptor: int) -> bool:
    """Lock a file for this process alone, if nobody holds it.

    Raises:
        OSError: The file system can't lock.
    """
    if sys.platform == "win32":
        # A byte far behind what the file says, so that others can read who holds the lock.
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
