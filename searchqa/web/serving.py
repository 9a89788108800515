"""The server as a whole: one process, or several behind one socket.

In: settings. Out: nothing, once it was told to end. Never: answers by itself,
or leaves a process, a folder or a socket behind.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import tempfile
import time
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Final

from searchqa.errors import SearchqaError
from searchqa.upkeep.parent import end_with_parent
from searchqa.web.beginning import ctrl_c_later
from searchqa.web.lines import log_to_stderr
from searchqa.web.listening import listening
from searchqa.web.metrics import SHARED
from searchqa.web.reindexing import reindexing
from searchqa.web.settings import Settings
from searchqa.web.worker import GRACE_SECONDS, answer

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from types import FrameType

_LOG: Final = logging.getLogger("searchqa.web")
_SPAWN: Final = multiprocessing.get_context("spawn")
_LOOK_SECONDS: Final = 0.2
# A worker that ends sooner than this will do so again.
_TOO_SOON_SECONDS: Final = 1.0
# Beyond what a worker waits for itself.
_PATIENCE_SECONDS: Final = GRACE_SECONDS + 5


def serve(settings: Settings, ready: Callable[[str, str], None]) -> None:
    """Serve until SIGINT or SIGTERM, and reindex beside if the settings say so.

    Args:
        settings: What is served, and how.
        ready: Called once requests are accepted: the address, and the generation
            that answers, "" when there is none yet.

    Raises:
        SearchqaError: The address can't be listened on, or a worker didn't start.
    """
    log_to_stderr()
    with listening(settings.server) as place, reindexing(settings):
        if settings.server.workers == 1:
            answer(settings, place.socket, lambda generation: ready(place.address, generation))
            return
        with tempfile.TemporaryDirectory(prefix="searchqa-metrics-") as folder:
            # Read by prometheus_client where it is imported: in the workers, not here.
            os.environ[SHARED] = folder
            try:
                _Workers(settings, place.socket).run(lambda one: ready(place.address, one))
            finally:
                del os.environ[SHARED]


class _Worker:
    """One process, and the end of a pipe that says when it is ready."""

    def __init__(self, settings: Settings, opened: socket.socket) -> None:
        self.told, telling = _SPAWN.Pipe(duplex=False)
        self.begun = time.monotonic()
        task = (settings.to_json(), opened, telling)
        self.process: SpawnProcess = _SPAWN.Process(target=_work, args=task, daemon=True)
        with ctrl_c_later():
            self.process.start()
        telling.close()

    def end(self, until: float) -> None:
        """Wait for its end, and make one of it when the time is over."""
        self.process.join(max(0.0, until - time.monotonic()))
        if self.process.is_alive():
            _LOG.error("worker %s didn't end in time and was killed", self.process.pid)
            self.process.kill()
            self.process.join()
        self.told.close()


class _Workers:
    """Processes that answer on one socket; one that dies is replaced."""

    def __init__(self, settings: Settings, opened: socket.socket) -> None:
        self._settings = settings
        self._opened = opened
        self._workers: list[_Worker] = []
        self._ending = False

    def run(self, ready: Callable[[str], None]) -> None:
        """Let them answer until SIGINT or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._end)
        try:
            for _ in range(self._settings.server.workers):
                self._workers.append(_Worker(self._settings, self._opened))
            self._await(ready)
            while not self._ending:
                wait([one.process.sentinel for one in self._workers], _LOOK_SECONDS)
                self._replace_dead()
        finally:
            self._finish()

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self._ending = True

    def _await(self, ready: Callable[[str], None]) -> None:
        """Call ``ready`` once each of them accepts requests."""
        generations: list[str] = []
        silent: list[Connection] = [one.told for one in self._workers]
        while silent and not self._ending:
            heard = wait(silent, _LOOK_SECONDS)
            for told in [one for one in silent if one in heard]:
                silent.remove(told)
                try:
                    generations.append(told.recv())
                except EOFError:
                    raise SearchqaError("a worker didn't start", "the log says why") from None
        if not self._ending:
            ready(max(generations))

    def _replace_dead(self) -> None:
        for place, worker in enumerate(self._workers):
            if self._ending or worker.process.is_alive():
                continue
            code = worker.process.exitcode
            _LOG.error("worker %s ended with %s and is replaced", worker.process.pid, code)
            if time.monotonic() - worker.begun < _TOO_SOON_SECONDS:
                time.sleep(_TOO_SOON_SECONDS)
            worker.told.close()
            self._workers[place] = _Worker(self._settings, self._opened)

    def _finish(self) -> None:
        # Whoever knocks from now on is refused, not left waiting.
        self._opened.close()
        for worker in self._workers:
            worker.process.terminate()
        until = time.monotonic() + _PATIENCE_SECONDS
        for worker in self._workers:
            worker.end(until)


def _work(settings: str, opened: socket.socket, telling: Connection) -> None:
    """Be a worker."""
    log_to_stderr()
    end_with_parent()

    def ready(generation: str) -> None:
        telling.send(generation)
        telling.close()

    answer(Settings.from_json(settings), opened, ready)
