"""SHA-256, without loading OpenSSL for a few bytes.

In: bytes. Out: their SHA-256 in hex. Never: another hash than hashlib's.

``hashlib`` loads a library of megabytes at its import, which takes as long as
Python's own code takes for as many bytes as the manifest of a large archive has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# So many bytes Python's own code hashes while OpenSSL is loaded.
_SMALL: Final = 500_000


def sha256(data: bytes) -> str:
    """Return the SHA-256 of some bytes in hex."""
    own = _own() if len(data) < _SMALL else None
    if own is not None:
        return own(data)
    # Only for much data, or where Python was built without its own code.
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _own() -> Callable[[bytes], str] | None:
    """Return Python's own SHA-256; its module had another name before Python 3.12."""
    for name in ("_sha2", "_sha256"):
        try:
            made = __import__(name).sha256
        except (ImportError, AttributeError):
            continue
        return lambda data: str(made(data).hexdigest())
    return None
