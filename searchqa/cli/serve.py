"""``searchqa serve``: the index for browsers and programs.

In: options, the configuration. Out: a server, until it is told to end.
Never: knows HTTP, or needs what only the server needs before it is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from searchqa.cli import output
from searchqa.cli.base import Command, Example
from searchqa.cli.options import options_of
from searchqa.cli.places import configuration, require_sources, shown
from searchqa.cli.table import SERVE
from searchqa.config.server import with_texts
from searchqa.errors import SearchqaError

if TYPE_CHECKING:
    from searchqa.config import Config, ServerConfig

# What the extra brings, by the names they are imported by.
_EXTRA: Final = ("fastapi", "jinja2", "prometheus_client", "starlette", "uvicorn")


@click.command(
    cls=Command,
    short_help="Serve the index to browsers and programs.",
    examples=[
        Example("searchqa serve", "pages and API at http://127.0.0.1:8000/"),
        Example("searchqa serve --reindex-every 15m", "and reindex the sources now and then"),
        Example("searchqa serve --port 0", "at any free port, which it tells"),
        Example("searchqa serve --workers 2 --log-queries", "two processes; the log has queries"),
        Example(
            "searchqa serve --socket searchqa.sock --root-path /qa",
            "behind a proxy, which serves it under /qa",
        ),
    ],
)
@options_of(SERVE)
def serve(index: str | None, config: str | None, **typed: Any) -> int:  # noqa: ANN401 (click's values)
    """Serve the index over HTTP, until Ctrl-C.

    Pages for people are at /, the API for programs is at /api/search. What is
    indexed meanwhile is served half a second later, without a restart; an
    index that isn't there yet is served as soon as it is.

    Options beat `server:` in searchqa.yaml, which has more of them: the public
    address, proxies, limits (docs/serving.md). Needs: pip install 'searchqa[web]'

    Exit code: 0 when it was told to end, 2 when it can't serve.
    """
    found = configuration(index, config)
    found = replace(found, server=_chosen(found.server, typed))
    if found.server.reindex_every or found.server.reindex_watch:
        require_sources(found, "there is nothing to reindex: ")
    _serve(found)
    return 0


def _chosen(server: ServerConfig, typed: dict[str, Any]) -> ServerConfig:
    """Return the file's settings with what was typed in their place."""
    texts = {name: (str(value),) for name, value in typed.items() if value is not None}
    if "socket" not in texts and ("host" in texts or "port" in texts):
        server = replace(server, socket="")
    return with_texts(server, texts)


def _serve(found: Config) -> None:
    try:
        # What a server is made of takes half a second to import, and is only there with the extra.
        from searchqa.web.serving import serve as run
        from searchqa.web.settings import Settings
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _EXTRA:
            raise
        message = f"the server needs {missing}, which isn't installed"
        raise SearchqaError(message, "pip install 'searchqa[web]'") from error

    def ready(address: str, generation: str) -> None:
        stand = f"generation {generation}" if generation else "no index to answer from yet"
        output.note(f"searchqa serves {shown(found.index)} at {address} ({stand}); Ctrl-C ends it")

    run(Settings.of(found), ready)
