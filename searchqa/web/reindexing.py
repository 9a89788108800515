"""The process that reindexes beside the server, as long as the server runs.

In: settings. Out: its lines in the log. Never: lets a request wait for it, or the server end
because it did.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import threading
import time
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Final

from searchqa.config.durations import in_words, seconds_of
from searchqa.upkeep.beside import keep_beside
from searchqa.web.beginning import ctrl_c_later

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from searchqa.web.settings import Settings

_LOG: Final = logging.getLogger("searchqa.reindex")
_SPAWN: Final = multiprocessing.get_context("spawn")
_LEVELS: Final = {"info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_LOOK_SECONDS: Final = 0.2
# A run ends between two steps; one of them may be a fetch over a slow network.
_PATIENCE_SECONDS: Final = 8.0
# Who ran longer than this and then died is started again at once.
_WELL_SECONDS: Final = 60.0
_LONGEST_BACKOFF: Final = 300.0


@contextlib.contextmanager
def reindexing(settings: Settings) -> Iterator[None]:
    """Reindex beside the block as its settings say; end with it."""
    server = settings.server
    if not (server.reindex_every or server.reindex_watch):
        yield
        return
    beside = _Beside(settings)
    thread = threading.Thread(target=beside.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        beside.ending.set()
        thread.join(_PATIENCE_SECONDS + 5)


class _Beside:
    """Starts the process, logs what it says, starts it again when it dies.

    Attributes:
        ending: Set when the server ends.
    """

    def __init__(self, settings: Settings) -> None:
        self.ending = threading.Event()
        every = settings.server.reindex_every
        schedule = (seconds_of(every) if every else None, settings.server.reindex_watch)
        file = None if settings.file is None else str(settings.file)
        self._task = (str(settings.index), file, schedule)

    def run(self) -> None:
        """Keep a process running until the server ends."""
        failures = 0
        while not self.ending.is_set():
            begun = time.monotonic()
            process = self._process()
            if self.ending.is_set():
                return
            failures = 0 if time.monotonic() - begun > _WELL_SECONDS else failures + 1
            seconds = min(2.0 ** (failures - 1) if failures else 1.0, _LONGEST_BACKOFF)
            # Ctrl-C reaches it as well, a moment before the server knows that it ends.
            if not self.ending.wait(seconds):
                told = "reindexing (process %s) ended with %s; started again after %s"
                _LOG.error(told, process.pid, process.exitcode, in_words(seconds))

    def _process(self) -> SpawnProcess:
        """Run one process to its end."""
        heard, saying = _SPAWN.Pipe(duplex=False)
        task = (*self._task, saying)
        process: SpawnProcess = _SPAWN.Process(target=keep_beside, args=task, daemon=True)
        with ctrl_c_later():
            process.start()
        saying.close()
        _LOG.info("reindexing in process %s", process.pid)
        with heard:
            self._listen(process, heard)
        process.join()
        return process

    def _listen(self, process: SpawnProcess, heard: Connection) -> None:
        until = 0.0
        while process.is_alive() or heard.poll():
            if self.ending.is_set():
                if not until:
                    until = time.monotonic() + _PATIENCE_SECONDS
                    process.terminate()
                elif time.monotonic() > until:
                    _LOG.error("reindexing didn't end in time and was killed")
                    process.kill()
            wait([heard, process.sentinel], _LOOK_SECONDS)
            try:
                while heard.poll():
                    level, text = heard.recv()
                    _LOG.log(_LEVELS[level], "reindex: %s", text)
            except (EOFError, OSError):
                # It has nothing more to say.
                process.join(_LOOK_SECONDS)
                if not process.is_alive():
                    return
