"""The script, the stylesheet and the icon, under names that hold their hash.

In: the files of the package. Out: bytes with their type, by hashed name.
Never: reads a file that isn't in the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from searchqa.digest import sha256

_TYPES: Final = {
    "app.js": "text/javascript",
    "style.css": "text/css",
    "icon.svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    content: bytes
    media_type: str


class Assets:
    """All assets, read once.

    Attributes:
        version: Changes whenever one of them does.
    """

    def __init__(self) -> None:
        folder = files("searchqa.web").joinpath("static")
        self._names: dict[str, str] = {}
        self._assets: dict[str, Asset] = {}
        for name, media_type in _TYPES.items():
            content = folder.joinpath(name).read_bytes()
            stem, _, suffix = name.partition(".")
            hashed = f"{stem}.{sha256(content)[:12]}.{suffix}"
            self._names[name] = hashed
            self._assets[hashed] = Asset(content, media_type)
        self.version = sha256("".join(self._assets).encode())[:12]

    def name(self, name: str) -> str:
        """Return the hashed name of a file."""
        return self._names[name]

    def get(self, hashed: str) -> Asset | None:
        """Return the file of a hashed name, None when there is none."""
        return self._assets.get(hashed)
