"""One call of git, bounded in time and output, that ends when we do.

In: arguments. Out: what git said. Never: runs a shell on a given value, leaves a child
behind, or waits for ever.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from searchqa.errors import SourceError
from searchqa.records import dataclass
from searchqa.sources.git.environment import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from searchqa.sources.git.address import Remote
    from searchqa.sources.git.limits import Limits

_WATCH: Final = 0.2
_CHUNK: Final = 1 << 16
_COMPLAINT: Final = 20_000
# The pipe on 0 is open as long as our process lives. When it ends, however it does, the group
# ends with it: a git that waits for a silent server wouldn't notice. $1 is what git reads.
_GUARD: Final = """
exec 3<&0; input=$1; shift
{ read -r _ <&3; kill -KILL 0; } >/dev/null 2>&1 &
guard=$!
"$@" 3<&- <"$input"
code=$?
kill -KILL $guard; wait $guard 2>/dev/null
exit $code
"""


class GitError(Exception):
    """Git said no.

    Attributes:
        said: Its complaints, as it wrote them.
    """

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class OverTimeError(Exception):
    """A call took too long; ``seconds`` says how long it was waited for."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Git:
    """Git, as one source calls it.

    Attributes:
        limits: How long and how much.
        remote: The repository that it may talk to.
        lock: A file that a child keeps open, so that a lock holds until the last one ends.
    """

    limits: Limits
    remote: Remote
    lock: int = -1

    def here(self, repository: Path | None, *arguments: str, given: Path | None = None) -> bytes:
        """Return what a call says that reads only this disk.

        Raises:
            GitError, OverTimeError, SourceError: It failed, took too long, there is no git.
        """
        command = [program(), *_place(repository), *arguments]
        with contextlib.ExitStack() as stack:
            source: IO[bytes] | int = subprocess.DEVNULL
            if given is not None:
                source = stack.enter_context(given.open("rb"))
            child = _start(command, source, environment(None, 0), self._held)
            return _finish(child, self.limits.local, self.limits.output, None)

    def there(
        self,
        repository: Path | None,
        *arguments: str,
        seconds: float,
        given: Path | None = None,
        watch: Callable[[], None] | None = None,
    ) -> bytes:
        """Return what a call says that talks to the remote.

        Args:
            repository: The clone, None for none.
            arguments: Of git.
            seconds: How long it may take.
            given: What git reads.
            watch: Called some times a second; what it raises ends the call.

        Raises:
            GitError, OverTimeError, SourceError: As ``here``.
        """
        command = [program(), *_place(repository), *arguments]
        variables = environment(self.remote, self.limits.ask)
        output = self.limits.output
        if sys.platform == "win32":
            with Path(given or os.devnull).open("rb") as source:
                child = _start(command, source, variables, ())
                return _finish(child, seconds, output, watch)
        guarded = ["/bin/sh", "-c", _GUARD, "git", str(given or os.devnull), *command]
        theirs, ours = os.pipe()
        try:
            try:
                child = _start(guarded, theirs, variables, self._held)
            finally:
                os.close(theirs)
            return _finish(child, seconds, output, watch)
        finally:
            os.close(ours)

    @property
    def _held(self) -> tuple[int, ...]:
        return (self.lock,) if self.lock >= 0 and sys.platform != "win32" else ()


def program() -> str:
    """Return the path of git.

    Raises:
        SourceError: There is none.
    """
    # Not by shutil.which: importing it takes longer than git does.
    for folder in os.get_exec_path():
        path = os.path.join(folder, "git.exe" if sys.platform == "win32" else "git")  # noqa: PTH118
        if folder and os.access(path, os.X_OK):
            return path
    raise SourceError("git isn't installed", "install git, or use a folder as the source")


def _place(repository: Path | None) -> list[str]:
    # Named and not looked for: no folder above counts, and no owner is in doubt.
    return ["--git-dir", os.devnull if repository is None else str(repository)]


def _start(
    command: Sequence[str], source: IO[bytes] | int, variables: dict[str, str], held: Sequence[int]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - a list of arguments; values stand behind "--"
        command,
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=variables,
        cwd="/" if sys.platform != "win32" else None,
        pass_fds=held,
        # A group of its own, that can be ended as a whole.
        start_new_session=True,
    )


def _finish(
    child: subprocess.Popen[bytes], seconds: float, output: int, watch: Callable[[], None] | None
) -> bytes:
    """Wait for a child, and end it with its own children when it takes too long."""
    with child:
        try:
            said, complaints = _gather(child, seconds, output, watch)
            code = child.wait(max(1.0, seconds))
        except BaseException as error:
            stop(child)
            if isinstance(error, subprocess.TimeoutExpired):
                raise OverTimeError(seconds) from None
            raise
    if code != 0:
        raise GitError(complaints.decode(errors="replace"))
    return said


def _gather(
    child: subprocess.Popen[bytes], seconds: float, output: int, watch: Callable[[], None] | None
) -> tuple[bytes, bytes]:
    """Return everything that a child writes.

    Raises:
        OverTimeError: It isn't done after so many seconds.
        GitError: It writes without an end.
    """
    assert child.stdout is not None and child.stderr is not None  # noqa: S101, PT018 - pipes
    if sys.platform == "win32":
        return child.communicate(timeout=seconds)  # pipes can't be waited for there
    parts: dict[int, bytearray] = {}
    until = time.monotonic() + seconds
    with selectors.DefaultSelector() as ready:
        for stream in (child.stdout, child.stderr):
            parts[stream.fileno()] = bytearray()
            ready.register(stream, selectors.EVENT_READ)
        said, complaints = parts.values()
        while ready.get_map():
            for key, _ in ready.select(min(_WATCH, max(0.0, until - time.monotonic()))):
                chunk = os.read(key.fd, _CHUNK)
                parts[key.fd] += chunk
                if not chunk:
                    ready.unregister(key.fileobj)
            if len(said) > output:
                raise GitError("fatal: it says more than is sensible")
            del complaints[:-_COMPLAINT]
            if time.monotonic() > until:
                raise OverTimeError(seconds)
            if watch is not None:
                watch()
    return bytes(said), bytes(complaints)


def stop(child: subprocess.Popen[bytes]) -> None:
    """End a child and all that it started."""
    if child.returncode is not None:
        return  # its number may be another's by now
    if sys.platform == "win32":
        child.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()
