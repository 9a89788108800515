"""What the configuration says that an index is made by.

In: nothing. Out: a frozen record. Never: reads a file or the environment.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from searchqa.indexing.manifest import checksum
from searchqa.model import BOOKS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Settings:
    """How transcripts become an index.

    Attributes:
        aliases: Other names of authors, by slug or name.
        collections: What a search looks in that names none.
    """

    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    collections: tuple[str, ...] = (BOOKS,)

    @property
    def fingerprint(self) -> str:
        """Return what differs when the configured aliases do."""
        content = {name: list(others) for name, others in sorted(self.aliases.items())}
        return checksum(json.dumps(content).encode())[:16]


DEFAULTS: Final = Settings()
