"""How a process of ours begins.

In: nothing. Out: a block in which processes are started. Never: leaves Ctrl-C blocked in us.
"""

from __future__ import annotations

import contextlib
import signal
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def ctrl_c_later() -> Iterator[None]:
    """Let a process begin without Ctrl-C, which reaches all processes of a terminal.

    One that only begins would answer with a traceback. It inherits that the signal waits,
    until it knows what to do with it.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Python's own helper process lets signals through again when it is started.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
