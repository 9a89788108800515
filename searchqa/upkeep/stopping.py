"""SIGINT and SIGTERM as a wish that is granted between two steps.

In: signals. Out: whether to stop; an exception where a run may end.
Never: ends a process by itself: the second signal does what it does without us.
"""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import FrameType, TracebackType

    from searchqa.report import Progress

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Stopped(BaseException):
    """The run was told to end; what it made so far is discarded.

    Not an ``Exception``: nobody may take it for a file's fault.
    """


class Stopping:
    """Listens to the signals inside a ``with`` block of the main thread.

    Attributes:
        wished: Set once it was told to end.
    """

    def __init__(self) -> None:
        self.wished = threading.Event()
        self._before: dict[int, object] = {}

    def __enter__(self) -> Stopping:  # noqa: PYI034 (typing.Self is newer than Python 3.10)
        for number in _SIGNALS:
            self._before[number] = signal.signal(number, self._hear)
        if hasattr(signal, "pthread_sigmask"):
            # Whoever started us may have kept Ctrl-C back until somebody listens.
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)  # type: ignore[arg-type] # what signal() gave

    def step(self, _: Progress) -> None:
        """Stand between two steps of a run.

        Raises:
            Stopped: It was told to end.
        """
        if self.wished.is_set():
            raise Stopped

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        self.wished.set()
        # A second one ends at once, as the system does it.
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_DFL)
