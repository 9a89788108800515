"""What a server works with, in a form that its worker processes can be sent.

In: a Config. Out: settings; the same as text and back.
Never: reads a file.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searchqa.config import ServerConfig

if TYPE_CHECKING:
    from searchqa.config import Config


@dataclass(frozen=True, slots=True)
class Settings:
    """The index to serve, folders that may hold covers, and how to serve.

    Attributes:
        index: The index's folder.
        folders: Where the transcripts came from; their covers are looked for there.
        server: How to serve.
    """

    index: Path
    folders: tuple[Path, ...] = ()
    server: ServerConfig = field(default_factory=ServerConfig)

    @classmethod
    def of(cls, config: Config) -> Settings:
        """Return the settings of a configuration."""
        folders = tuple(one.path.absolute() for one in config.sources if not one.git)
        return cls(config.index.absolute(), folders, config.server)

    def to_json(self) -> str:
        """Return the settings as text."""
        folders = [str(folder) for folder in self.folders]
        return json.dumps([str(self.index), folders, asdict(self.server)])

    @classmethod
    def from_json(cls, text: str) -> Settings:
        """Return the settings that ``to_json`` wrote."""
        index, folders, server = json.loads(text)
        # JSON has lists where settings have tuples.
        values: dict[str, Any] = {
            key: tuple(v) if isinstance(v, list) else v for key, v in server.items()
        }
        return cls(Path(index), tuple(map(Path, folders)), ServerConfig(**values))
