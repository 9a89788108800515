"""What a server works with, in a form that its worker processes can be sent.

In: a Config. Out: settings; the same as text and back.
Never: reads another file than that of the webhook's secret.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searchqa.config import ServerConfig
from searchqa.config.server import checked_secret
from searchqa.errors import ConfigError

if TYPE_CHECKING:
    from searchqa.config import Config


@dataclass(frozen=True, slots=True)
class Settings:
    """The index to serve, folders that may hold covers, and how to serve.

    Attributes:
        index: The index's folder.
        folders: Where the transcripts came from; their covers are looked for there.
        server: How to serve; its webhook's secret is here, wherever it came from.
        file: The configuration file, None when there is none.
    """

    index: Path
    folders: tuple[Path, ...] = ()
    server: ServerConfig = field(default_factory=ServerConfig)
    file: Path | None = None

    @classmethod
    def of(cls, config: Config) -> Settings:
        """Return the settings of a configuration.

        Raises:
            ConfigError: The webhook's secret can't be read, or is too short.
        """
        folders = tuple(one.path.absolute() for one in config.sources if not one.git)
        file = None if config.file is None else config.file.absolute()
        server = replace(config.server, hook_secret=_secret(config.server))
        return cls(config.index.absolute(), folders, server, file)

    def to_json(self) -> str:
        """Return the settings as text."""
        folders = [str(folder) for folder in self.folders]
        file = None if self.file is None else str(self.file)
        return json.dumps([str(self.index), folders, asdict(self.server), file])

    @classmethod
    def from_json(cls, text: str) -> Settings:
        """Return the settings that ``to_json`` wrote."""
        index, folders, server, file = json.loads(text)
        # JSON has lists where settings have tuples.
        values: dict[str, Any] = {
            key: tuple(v) if isinstance(v, list) else v for key, v in server.items()
        }
        known = None if file is None else Path(file)
        return cls(Path(index), tuple(map(Path, folders)), ServerConfig(**values), known)


def _secret(server: ServerConfig) -> str:
    """Return the webhook's secret, "" for none."""
    if server.hook_secret:
        return checked_secret("hook_secret", server.hook_secret)
    if not server.hook_secret_file:
        return ""
    path = Path(server.hook_secret_file)
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it isn't text"
        message = f"hook_secret_file {path} can't be read ({reason})"
        raise ConfigError(message, "it has the webhook's secret, and nothing else") from error
    return checked_secret("hook_secret_file", text)
