"""Where a repository is: an address that git may be given, and its credentials apart from it.

In: text from the configuration. Out: a Remote. Never: lets a text become an option or a
program of git, or shows a password.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path, PurePosixPath
from typing import Final

from searchqa.errors import SourceError
from searchqa.records import dataclass
from searchqa.redact import redact

PROTOCOLS: Final = ("https", "http", "ssh", "git", "file")

_SCHEME: Final = re.compile(r"([A-Za-z][\w+.-]*)://", re.ASCII)
# user@host:path or host:path, as git takes it: a colon before any slash.
_SCP: Final = re.compile(r"[^/\\:]{2,}:" if sys.platform == "win32" else r"[^/:]+:")
_HOST: Final = re.compile(r"[\w.:\[\]%-]+", re.ASCII)
_HELPER: Final = re.compile(r"\w+::", re.ASCII)
# Without what stands for bytes of a file's name that aren't UTF-8.
_ODD: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udc7f\udd00-\udfff]")
# See git-check-ref-format(1).
_NO_BRANCH: Final = re.compile(
    r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|/\.|\.lock(?:/|$)|^[/.]|[/.]$|^@$"
)
_HINT: Final = "write https://…, ssh://…, git@host:path or a path"


@dataclass(frozen=True, slots=True)
class Remote:
    """A repository elsewhere.

    Attributes:
        url: What git is given; no password in it.
        shown: What people are shown.
        user: Name for an http server, or "".
        password: Password for it, or "".
        base: ``https://host:port``, the only place that gets them.
        local: Whether it is on this machine's disk.
    """

    url: str
    shown: str
    user: str = ""
    password: str = ""
    base: str = ""
    local: bool = False

    def __repr__(self) -> str:
        """Return what may be shown."""
        return f"Remote({self.shown!r})"


def remote_of(address: str) -> Remote:
    """Return the repository that an address or a path means.

    Raises:
        SourceError: It is none, or one of a kind that isn't allowed.
    """
    shown = redact(address)
    if not address.strip() or address.startswith("-") or _is_odd(address):
        raise SourceError(f'"{_ODD.sub("?", shown)}" is no address of a git repository', _HINT)
    scheme = _SCHEME.match(address)
    if scheme is None:
        if _HELPER.match(address):
            raise _refused(address.partition("::")[0], shown)
        if _SCP.match(address):
            return _checked_host(Remote(address, shown), address.partition(":")[0])
        return Remote(str(Path(address).expanduser().absolute()), shown, local=True)
    kind = scheme[1].lower()
    if kind not in PROTOCOLS:
        raise _refused(kind, shown)
    rest = address[scheme.end() :]
    if kind == "file":
        return Remote(f"file://{rest}", shown, local=True)
    return _with_host(kind, rest, shown)


def check_branch(branch: str) -> str:
    """Return the short name of a branch, "" for the repository's own choice.

    Raises:
        SourceError: No branch can be called so.
    """
    name = branch.removeprefix("refs/heads/")
    if name.startswith("-") or _NO_BRANCH.search(name) or _is_odd(name):
        printable = _ODD.sub("?", branch)
        raise SourceError(f'no branch can be called "{printable}"', "write branch: main")
    return name


def check_folder(folder: PurePosixPath) -> PurePosixPath:
    """Return a folder inside a repository.

    Raises:
        SourceError: It isn't inside, or no folder can be called so.
    """
    text = str(folder)
    if folder.is_absolute() or ".." in folder.parts or "\0" in text or not _is_encodable(text):
        printable = "".join(letter if letter.isprintable() else "?" for letter in text)
        raise SourceError(f'"{printable}" is no folder inside a repository', "write folder: docs")
    return folder


def _is_odd(text: str) -> bool:
    return _ODD.search(text) is not None or not _is_encodable(text)


def _is_encodable(text: str) -> bool:
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False  # half a character, which a file with escapes in it can hold
    return True


def _with_host(kind: str, rest: str, shown: str) -> Remote:
    authority, slash, path = rest.partition("/")
    said, at, host = authority.rpartition("@")
    remote = Remote(f"{kind}://{authority}{slash}{path}", shown)
    if at and kind in ("http", "https"):
        # Only an address with a name in it needs to decode one.
        from urllib.parse import unquote

        user, _, password = (unquote(part) for part in said.partition(":"))
        if _ODD.search(user + password):
            raise SourceError(f"the name or password for {shown} holds an odd character", _HINT)
        base = f"{kind}://{host}"
        remote = Remote(f"{base}{slash}{path}", shown, user, password, base)
    elif at:
        user = said.partition(":")[0]
        remote = Remote(f"{kind}://{user}@{host}{slash}{path}", shown)
    return _checked_host(remote, f"{said.partition(':')[0]}@{host}" if at else host)


def _checked_host(remote: Remote, who: str) -> Remote:
    """Refuse a host or user that ssh would take for an option, as git does."""
    user, _, host = who.rpartition("@")
    if _HOST.fullmatch(host) is None or host.startswith("-") or user.startswith("-"):
        raise SourceError(f'"{remote.shown}" is no address of a git repository', _HINT)
    return remote


def _refused(kind: str, shown: str) -> SourceError:
    message = f'"{kind}" isn\'t a way to reach a git repository that is allowed: {shown}'
    return SourceError(message, _HINT)
