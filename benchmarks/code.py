"""Which state of searchqa's code this is. In: parts of the package. Out: a short hash."""

from __future__ import annotations

import hashlib
from typing import Final

from benchmarks.paths import ROOT

# What a file's documents depend on.
READING: Final = ("model.py", "flatten.py", "readers", "text", "people")
# What the terms of a document depend on besides.
TERMS: Final = ("analysis", "engines/whoosh_engine/schema.py", "engines/whoosh_engine/form.py")


def code(parts: tuple[str, ...] = ("",)) -> str:
    """Return what changes with some parts of the package, with all of it when none is named."""
    digest = hashlib.sha256()
    for part in parts:
        place = ROOT / "searchqa" / part
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
