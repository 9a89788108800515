"""Questions to the index: a few at a time, each with an end.

In: a function of an index. Out: what it returned. Never: lets a slow question
hold up the others, or questions pile up without end.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

from searchqa.errors import SearchqaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchqa.app import Index
    from searchqa.web.live import Live

_Answer = TypeVar("_Answer")

BUSY_SECONDS: Final = 1


class BusyError(SearchqaError):
    """Too many questions wait already."""


class TooSlowError(SearchqaError):
    """A question took longer than is waited for."""


class Desk:
    """Runs questions in threads, so many at a time.

    Args:
        live: The index.
        concurrency: Questions at a time.
        waiting: Questions that may wait besides.
        timeout: Seconds an answer is waited for, once its question runs.
    """

    def __init__(self, live: Live, concurrency: int, waiting: int, timeout: float) -> None:
        self.live = live
        self._timeout = timeout
        self._most = concurrency + waiting
        self._inside = 0
        self._slots = asyncio.Semaphore(concurrency)
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="searchqa")

    async def ask(self, question: Callable[[Index], _Answer]) -> _Answer:
        """Return the answer of the index that answers now.

        Raises:
            BusyError: Too many wait already.
            TooSlowError: It took too long; the thread goes on until the engine's own
                bounds end it, and its slot is taken until then.
            SearchqaError: There is no index, or the question's own error.
        """
        if self._inside >= self._most:
            raise BusyError(
                "too many questions at once; this one wasn't searched",
                f"ask again in {BUSY_SECONDS} s",
            )
        self._inside += 1
        try:
            await self._slots.acquire()
        except BaseException:
            self._inside -= 1
            raise
        running = asyncio.get_running_loop().run_in_executor(self._threads, self._run, question)
        # The slot is free when the thread is, not when somebody stopped waiting.
        running.add_done_callback(self._done)
        try:
            return await asyncio.wait_for(asyncio.shield(running), self._timeout)
        except asyncio.TimeoutError:
            raise TooSlowError(
                f"the search was cut after {self._timeout:g} s",
                "ask for fewer or longer words, or with a filter",
            ) from None

    def close(self) -> None:
        """Take no more questions."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _run(self, question: Callable[[Index], _Answer]) -> _Answer:
        with self.live.lease() as index:
            return question(index)

    def _done(self, running: asyncio.Future[_Answer]) -> None:
        self._inside -= 1
        self._slots.release()
        if not running.cancelled():
            # Nobody may be waiting any longer: an error was then asked for by nobody.
            running.exception()
