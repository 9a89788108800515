"""Building an index, as the configuration says.

In: a Config. Out: reports. Never: prints, or keeps a half-built index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchqa.app.sources import sources
from searchqa.config import Config, SourceConfig
from searchqa.errors import SourceError
from searchqa.records import replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchqa.report import Progress, ReindexOptions, Report


def sample_config(config: Config) -> Config:
    """Return the configuration with the built-in sample as the only source.

    Raises:
        SourceError: The installation has no sample.
    """
    # Only `searchqa index --sample` needs to find package data.
    from importlib.resources import files
    from pathlib import Path

    folder = Path(str(files("searchqa").joinpath("sample")))
    if not folder.is_dir():
        raise SourceError("this installation has no sample", "install searchqa again")
    origins = {**config.origins, "sources": "option"}
    return replace(config, sources=(SourceConfig(folder, "sample"),), origins=origins)


def reindex(
    config: Config,
    options: ReindexOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Bring the configured index up to date with the configured sources.

    What it does and what came of it is told in the index's ``status.json`` as well.

    Args:
        config: Which sources, which index, which aliases.
        options: How; None takes the defaults.
        progress: Is told where the run is; None tells nobody.

    Raises:
        ConfigError: No source is configured.
        SourceError: No source can be listed.
        IndexLockedError: Someone else is writing.
        BrokenIndexError: The index's folder holds something else.
    """
    # Readers of YAML and HTML: an open index has no use for them.
    from searchqa.app.telling import Telling
    from searchqa.engines.whoosh_engine.engine import WhooshEngine
    from searchqa.indexing.reindex import reindex as run
    from searchqa.indexing.settings import Settings
    from searchqa.report import ReindexOptions as HowToReindex

    how, places = options or HowToReindex(), sources(config)
    engine = WhooshEngine(jobs=how.jobs)
    # Plain mappings can be sent to other processes.
    settings = Settings(dict(config.aliases), config.collections)

    def work(step: Callable[[Progress], None]) -> Report:
        return run(places, config.index, engine, how, settings, step)

    if how.dry_run:
        return work(progress or _silent)
    names = [one.name for one in places]
    # Typed sources aren't those that somebody asked to be looked at.
    asked = config.origins["sources"] != "option"
    return Telling(config.index, names, progress or _silent, asked=asked).during(work)


def _silent(_: Progress) -> None:
    """Take a progress nobody asked for."""
