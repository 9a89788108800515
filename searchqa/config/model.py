"""What searchqa was told to work with, and who said so.

In: nothing. Out: frozen records. Never: reads a file or the environment.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from searchqa.formats import TRANSCRIPTS
from searchqa.model import BOOKS
from searchqa.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchqa.formats import Format

FILE_NAME: Final = "searchqa.yaml"
DEFAULT_INDEX: Final = Path("index")
KEYS: Final = ("index", "sources", "aliases", "collections", "page", "server")


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """A place transcripts come from.

    Attributes:
        path: A folder or file; of a git repository, the one inside it that holds
            the transcripts, ``.`` for all.
        name: What people call it, "" when nobody gave a name.
        form: How its files are written.
        git: Address or path of a git repository, or "".
        branch: The branch, "" for the repository's own choice.
    """

    path: Path
    name: str = ""
    form: Format = TRANSCRIPTS
    git: str = ""
    branch: str = ""


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """How ``searchqa serve`` serves.

    Attributes:
        host: The address it listens on.
        port: The port, 0 for any free one.
        socket: A unix socket's path to listen on instead, or "".
        workers: Processes that answer.
        url: The public address of the start page, for what carries whole
            addresses (feed, sitemap); "" takes it from each request.
        root_path: The path a proxy serves us under and strips, e.g. ``/qa``.
        proxies: Addresses and networks whose ``X-Forwarded-*`` headers are believed;
            ``unix`` is whoever may connect to the socket, ``*`` is everybody.
        cors: Origins whose pages may read the API.
        title: What the page calls itself.
        log_queries: Whether the log shows what people searched for.
        concurrency: Questions one process works at, at a time.
        waiting: Questions that may wait besides, before others are sent away.
        timeout: Seconds after which a question isn't waited for any longer.
        reindex_every: How often it reindexes besides, as ``15m``; "" for never.
        reindex_watch: Whether it reindexes as soon as a source's folder changes.
        hook_secret: What calls of the webhook are signed with, "" for no webhook.
        hook_secret_file: A file that holds it instead, or "".
    """

    host: str = "127.0.0.1"
    port: int = 8000
    socket: str = ""
    workers: int = 1
    url: str = ""
    root_path: str = ""
    proxies: tuple[str, ...] = ()
    cors: tuple[str, ...] = ()
    title: str = "searchqa"
    log_queries: bool = False
    concurrency: int = 8
    waiting: int = 64
    timeout: int = 5
    reindex_every: str = ""
    reindex_watch: bool = False
    hook_secret: str = ""
    hook_secret_file: str = ""


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
        collections: What a search looks in that names none.
        page: Address of a book's page with ``{book}`` for its id, or "".
        server: How ``searchqa serve`` serves.
        file: The configuration file that was read, or None.
        origins: For each key of ``KEYS``, who said so: ``option``,
            ``environment SEARCHQA_INDEX``, ``<file>:<line>`` or ``default``.
    """

    index: Path = DEFAULT_INDEX
    sources: tuple[SourceConfig, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    collections: tuple[str, ...] = (BOOKS,)
    page: str = ""
    server: ServerConfig = ServerConfig()
    file: Path | None = None
    origins: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(dict.fromkeys(KEYS, "default"))
    )
