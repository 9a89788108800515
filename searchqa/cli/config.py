"""``searchqa config``: which settings hold, and who said so.

In: options. Out: each setting with its origin. Never: opens an index.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from searchqa.cli import output
from searchqa.cli.base import Command, Example
from searchqa.cli.options import format_option, index_options
from searchqa.cli.places import configuration, shown
from searchqa.config import ServerConfig
from searchqa.presenters.jsonout import dumps
from searchqa.redact import redact

if TYPE_CHECKING:
    from searchqa.config import Config, SourceConfig

_HIDDEN: Final = "(not shown)"


@click.command(
    cls=Command,
    short_help="Show the settings and where each comes from.",
    examples=[
        Example("searchqa config", "what holds in this folder"),
        Example("searchqa config --format json", "the same for programs"),
    ],
)
@format_option
@index_options
def config(format_: str, index: str | None, config: str | None) -> int:
    """Show each setting and where it comes from.

    Options beat the environment (SEARCHQA_INDEX, SEARCHQA_SOURCE,
    SEARCHQA_CONFIG), which beats the nearest searchqa.yaml in this folder or
    above (docs/configuration.md).
    """
    found = configuration(index, config)
    if format_ == "json":
        output.use_utf8()
        output.write(dumps(_shape(found), indent=2))
    else:
        output.write(_table(found))
    return 0


def _shape(found: Config) -> dict[str, Any]:
    return {
        "file": None if found.file is None else str(found.file.absolute()),
        "index": str(found.index.absolute()),
        "sources": [_source(one) for one in found.sources],
        "aliases": {slug: list(names) for slug, names in found.aliases.items()},
        "collections": list(found.collections),
        "page": found.page,
        "server": _server(found.server),
        "origins": dict(found.origins),
    }


def _source(one: SourceConfig) -> dict[str, str]:
    place = {"path": str(one.path) if one.git else str(one.path.absolute()), "name": one.name}
    more = {"git": redact(one.git), "branch": one.branch}
    form = {"format": one.form.name, "collection": one.form.collection}
    return {**place, **(more if one.git else {}), **form}


def _told(one: SourceConfig) -> str:
    """Return a source on one line."""
    inside = f" {one.path}" if str(one.path) != "." else ""
    branch = f" ({one.branch})" if one.branch else ""
    place = f"{redact(one.git)}{branch}{inside}" if one.git else shown(one.path)
    form = "" if one.form.name == "transcripts" else f" [{one.form.name}]"
    return place + (f" ({one.name})" if one.name else "") + form


def _server(server: ServerConfig) -> dict[str, Any]:
    """Return the server's settings; of a secret only that there is one."""
    settings = asdict(server)
    return {**settings, "hook_secret": _HIDDEN} if server.hook_secret else settings


def _unusual(server: ServerConfig) -> list[str]:
    """Return the server's settings that aren't the defaults."""
    usual = asdict(ServerConfig())
    return [
        f"{key}: {', '.join(value) if isinstance(value, tuple) else value}"
        for key, value in _server(server).items()
        if value != usual[key]
    ]


def _table(found: Config) -> str:
    """Return one line a value: setting, value, origin."""
    values = {
        "index": [shown(found.index)],
        "sources": [_told(one) for one in found.sources],
        "aliases": [f"{slug}: {', '.join(names)}" for slug, names in found.aliases.items()],
        "collections": list(found.collections),
        "page": [found.page] if found.page else [],
        "server": _unusual(found.server),
    }
    wide = max(map(len, values)) + 2
    lines = [f"{'file':<{wide}}{'none' if found.file is None else shown(found.file)}"]
    width = max(len(text) for texts in values.values() for text in [*texts, "none"])
    for key, texts in values.items():
        for at, text in enumerate(texts or ["none"]):
            origin = found.origins[key] if at == 0 else ""
            lines.append(f"{key if at == 0 else '':<{wide}}{text:<{width}}  {origin}".rstrip())
    return "\n".join(lines)
