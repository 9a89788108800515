"""A process that ends with the one that began it.

In: nothing. Out: a signal to ourselves. Never: outlives a parent, however that went.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading


def end_with_parent() -> None:
    """Be told to end (SIGTERM) once the process that began this one is gone."""
    threading.Thread(target=_wait, daemon=True).start()


def _wait() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
