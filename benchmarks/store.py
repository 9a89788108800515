"""Figures as files: each finished part is kept, so that a later run can go on.

In: figures by part, size and names. Out: JSON files in the work folder, and the figures again.
Never: mixes figures of two corpora, or throws a figure away that no newer one replaces.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Store:
    """The figures of one corpus in one folder."""

    folder: Path

    def write(self, part: str, size: int, names: str, figures: Any) -> None:  # noqa: ANN401
        """Keep figures; ``names`` tells those of one part and size apart."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(part, size, names)
        path.write_text(json.dumps(figures), encoding="utf-8")

    def read(self, part: str, size: int, names: str) -> Any:  # noqa: ANN401 - JSON
        """Return figures, None when there are none."""
        path = self._path(part, size, names)
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None

    def all(self, part: str, size: int) -> dict[str, Any]:
        """Return each figures of a part and a size, by their names."""
        found = {}
        for path in sorted(self.folder.glob(f"{part}.{size}.*.json")):
            found[path.name.split(".")[2]] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def sizes(self) -> tuple[int, ...]:
        """Return the sizes that something is known of."""
        return tuple(sorted({int(path.name.split(".")[1]) for path in self.folder.glob("*.json")}))

    def _path(self, part: str, size: int, names: str) -> Path:
        return self.folder / f"{part}.{size}.{names}.json"
