"""What was typed after ``query``, as one query text.

In: the words as the shell passed them. Out: a text for the parser.
Never: fails; what the shell couldn't decode becomes a replacement mark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchqa.schema import QUERY_FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELDS = "|".join(field.name for field in QUERY_FIELDS)
# author:"Ada Lovelace" reaches us without its quotes, since the shell took them.
_UNQUOTED = rf"(?i:([-+]?(?:{_FIELDS}):)([^\"“”]*\s[^\"“”]*))"


def query_text(words: Sequence[str]) -> str:
    """Join the words; a field's value that the shell unquoted is quoted again.

    That is done only where it can be told: among several words. A single one
    is the whole query as it was meant (``'author:ada engines'``).
    """
    clean = [decodable(word) for word in words]
    if len(clean) < 2:
        return "".join(clean)
    return " ".join(_requoted(word) for word in clean)


def decodable(text: str) -> str:
    """Return a text that can be written as UTF-8, whatever bytes the shell passed."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _requoted(word: str) -> str:
    # Most words are no fields: they don't wait for the pattern.
    found = re.fullmatch(_UNQUOTED, word) if ":" in word else None
    return f'{found[1]}"{found[2].strip()}"' if found else word
