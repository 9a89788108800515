"""The socket that a server listens on, open before anything else starts.

In: an address or a path. Out: a listening socket and how people write it.
Never: takes a place that somebody else answers at.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searchqa.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchqa.config import ServerConfig

_BACKLOG: Final = 2_048
# Owner and group may connect: the proxy is in the group, nobody else gets past it.
_HIDDEN: Final = 0o117
_ELSEWHERE: Final = "choose another with --host and --port; --port 0 takes any free one"


@dataclass(frozen=True, slots=True)
class Place:
    """A listening socket, and its address for people."""

    socket: socket.socket
    address: str


@contextlib.contextmanager
def listening(server: ServerConfig) -> Iterator[Place]:
    """Listen as long as the block runs; a unix socket's file goes with it.

    Raises:
        ConfigError: The address can't be listened on.
    """
    if not server.socket:
        with _tcp(server.host, server.port) as opened:
            host, port = opened.getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            yield Place(opened, f"http://{shown}:{port}{server.root_path}/")
        return
    path = Path(server.socket)
    with _unix(path) as opened:
        ours = path.stat().st_ino
        try:
            yield Place(opened, f"unix:{path}")
        finally:
            with contextlib.suppress(OSError):
                # Somebody may have put another one there since.
                if path.stat().st_ino == ours:
                    path.unlink()


def _tcp(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, address = found[0]
        return socket.create_server(address, family=family, backlog=_BACKLOG)
    except socket.gaierror as error:
        raise ConfigError(f'there is no host "{host}"', "try --host 127.0.0.1") from error
    except UnicodeError as error:
        raise ConfigError(f'"{host}" is no name of a host', "try --host 127.0.0.1") from error
    except OSError as error:
        raise ConfigError(_why(error, host, port), _ELSEWHERE) from error


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is in use"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine"
    if error.errno == errno.EACCES:
        return f"port {port} is only for the system's administrator"
    return f"{host} port {port} can't be listened on ({os.strerror(error.errno or 0)})"


def _unix(path: Path) -> socket.socket:
    hint = "name a file in a folder that can be written to"
    if not hasattr(socket, "AF_UNIX"):
        raise ConfigError("this system has no unix sockets", "choose --host and --port")
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(_HIDDEN)
    try:
        _clear(path)
        opened.bind(str(path))
        opened.listen(_BACKLOG)
    except OSError as error:
        opened.close()
        # A path that is too long has no number of the system's.
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise ConfigError(f"socket {path} can't be made ({reason})", hint) from error
    except ConfigError:
        opened.close()
        raise
    finally:
        os.umask(before)
    return opened


def _clear(path: Path) -> None:
    """Take away the socket of a server that ended without doing so."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise ConfigError(f"{path} is there already and is no socket", "name another with --socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knock:
        knock.settimeout(1)
        with contextlib.suppress(ConnectionRefusedError):
            knock.connect(str(path))
            raise ConfigError(f"socket {path} is in use", "name another with --socket")
    path.unlink()
