"""SHA-256, without loading OpenSSL for a few bytes.

In: bytes, or a file. Out: their SHA-256 in hex. Never: another hash than hashlib's,
or a large file in memory.

``hashlib`` loads a library of megabytes at its import, which takes as long as
Python's own code takes for as many bytes as the manifest of a large archive has.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# So many bytes Python's own code hashes while OpenSSL is loaded.
_SMALL: Final = 500_000
# Read of a file at a time: a file of arrays takes hundreds of megabytes.
_CHUNK: Final = 1 << 20


def sha256(data: bytes) -> str:
    """Return the SHA-256 of some bytes in hex."""
    own = _own() if len(data) < _SMALL else None
    if own is not None:
        return own(data)
    # Only for much data, or where Python was built without its own code.
    import hashlib

    return hashlib.sha256(data).hexdigest()


def file_sha256(path: Path) -> tuple[int, str]:
    """Return how many bytes a file has, and their SHA-256 in hex.

    Raises:
        OSError: It can't be read.
    """
    with path.open("rb") as file:
        data = file.read(_CHUNK)
        if len(data) < _CHUNK:
            return len(data), sha256(data)
        # As above.
        import hashlib

        size, hashed = 0, hashlib.sha256()
        while data:
            size += len(data)
            hashed.update(data)
            data = file.read(_CHUNK)
    return size, hashed.hexdigest()


def _own() -> Callable[[bytes], str] | None:
    """Return Python's own SHA-256; its module had another name before Python 3.12."""
    try:
        made = import_module("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256
    except (ImportError, AttributeError):
        return None
    return lambda data: str(made(data).hexdigest())
