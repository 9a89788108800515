"""What of an address may be shown: no password, no token.

In: text that may hold addresses. Out: the same text without what is secret in them.
Never: changes a text that holds no address.
"""

from __future__ import annotations

import re
from typing import Final

# Whatever stands before the host of a web address: a name may be a token there. A password
# with a slash in it is no valid address and would be shown all the same; a port is none.
_WEB: Final = re.compile(
    r"(https?://)(?:[^\s/@:]*:(?!\d+(?:/|$))\S*@|[^\s/]*@)", re.ASCII | re.IGNORECASE
)
# Elsewhere the name says how one is let in (ssh://git@…) and only the password is secret.
_OTHER: Final = re.compile(r"(\w+://[^\s/@:]*):\S*@", re.ASCII)
_QUESTION: Final = re.compile(r"(https?://[^\s?]*\?)[^\s'\"]+", re.ASCII | re.IGNORECASE)


def redact(text: str) -> str:
    """Return a text in which no address has a password or a query in it."""
    text = _QUESTION.sub(r"\1…", _WEB.sub(r"\1", text))
    return _OTHER.sub(lambda m: m[0] if m[0].startswith("http") else f"{m[1]}@", text)
