"""What searchqa was told to work with, and who said so.

In: nothing. Out: frozen records. Never: reads a file or the environment.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from searchqa.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

Plain: TypeAlias = str | int | float | bool

FILE_NAME: Final = "searchqa.yaml"
DEFAULT_INDEX: Final = Path("index")
KEYS: Final = ("index", "sources", "aliases", "page", "server")


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """A place transcripts come from; ``name`` is "" when none was given."""

    path: Path
    name: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What was typed: each beats the environment, which beats the file.

    None or () means that the option was not given.
    """

    index: str | None = None
    config: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, and where each came from.

    Attributes:
        index: The folder of the built index.
        sources: Where transcripts come from, in order; may be empty.
        aliases: Names an author uses in archives, by the author's slug.
        page: Address of a book's page with ``{book}`` for its id, or "".
        server: Settings for a later web server, as they stand in the file.
        file: The configuration file that was read, or None.
        origins: For each key of ``KEYS``, who said so: ``option``,
            ``environment SEARCHQA_INDEX``, ``<file>:<line>`` or ``default``.
    """

    index: Path = DEFAULT_INDEX
    sources: tuple[SourceConfig, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    page: str = ""
    server: Mapping[str, Plain] = field(default_factory=lambda: MappingProxyType({}))
    file: Path | None = None
    origins: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(dict.fromkeys(KEYS, "default"))
    )
