"""How reindexing stands, as the server tells it: to programs, to Prometheus, on a page.

In: the index's folder. Out: parts of answers. Never: tells strangers a path of this machine or
what is wrong with a file, or reads the status again before it changed.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from searchqa.indexing.generations import STATUS
from searchqa.indexing.status import moment, overdue, read_status
from searchqa.presenters.standing import revision, when

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from prometheus_client.metrics_core import Metric

    from searchqa.report import LastRun, Status

_PREFIX: Final = "searchqa_reindex_"


class Standing:
    """Follows the status beside an index; safe to use from threads.

    Args:
        index: The index's folder.
    """

    def __init__(self, index: Path) -> None:
        self._index = index
        self._known: tuple[tuple[int, int], Status] | None = None

    @property
    def status(self) -> Status:
        """What was said last; see ``read_status``."""
        try:
            found = (self._index / STATUS).stat()
        except OSError:
            return read_status(self._index)
        # Each writing makes another file.
        seen, known = (found.st_ino, found.st_mtime_ns), self._known
        if known is None or known[0] != seen:
            known = self._known = (seen, _sendable(read_status(self._index)))
        return known[1]

    @property
    def looked(self) -> str:
        """When the sources were last looked at, in words, or ""."""
        reached = [one.reached for one in self.status.sources if one.reached]
        return when(max(reached)) if reached else ""

    @property
    def revisions(self) -> tuple[tuple[str, str], ...]:
        """Each source that has a revision, with that."""
        return tuple((one.name, revision(one)) for one in self.status.sources if one.revision)


def _sendable(status: Status) -> Status:
    """Return a status whose names can be sent, each source once.

    A folder's name may hold bytes that UTF-8 can't carry.
    """
    sources = {
        _plain(one.name): replace(one, name=_plain(one.name), revision=_plain(one.revision))
        for one in status.sources
    }
    return replace(status, sources=tuple(sources.values()))


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def well(status: Status) -> bool:
    """Say whether the index is kept up to date as it was meant to be."""
    if status.unknown:
        # Nobody may have meant to: `searchqa index` of an older version says nothing.
        return True
    down = any(one.problem for one in status.sources)
    return not (status.failures or down or overdue(status, time.time()))


def described(status: Status) -> dict[str, Any]:
    """Return what /healthz says of reindexing."""
    if status.unknown:
        return {"state": "unknown"}
    said: dict[str, Any] = {
        "state": status.state,
        "since": status.since or None,
        "interval": status.interval,
        "next_run": status.next_run or None,
        "overdue": overdue(status, time.time()),
        "consecutive_failures": status.failures,
        "last_run": None if status.last is None else _run(status.last),
    }
    said["sources"] = [
        {
            "name": one.name,
            "revision": revision(one) or None,
            "reached": one.reached or None,
            "ok": not one.problem,
        }
        for one in status.sources
    ]
    return said


def _run(last: LastRun) -> dict[str, Any]:
    return {
        "began": last.began,
        "seconds": last.seconds,
        "ok": not last.error,
        "published": last.published,
        "generation": last.generation or None,
        "problems": last.problems,
    }


class StandingMetrics(Collector):
    """Puts the status among the metrics, whichever process is asked.

    Args:
        standing: What is followed.
    """

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def collect(self) -> Iterator[Metric]:
        """Yield what is known; nothing of what isn't."""
        status = self._standing.status
        if status.unknown:
            return
        yield _gauge("consecutive_failures", "Runs in a row that failed.", status.failures)
        if status.last is not None:
            last = status.last
            began = moment(last.began)
            yield _gauge("last_run_timestamp_seconds", "When the last run began.", began)
            yield _gauge("last_run_duration_seconds", "How long it took.", last.seconds)
            yield _gauge("last_run_success", "1 if it didn't fail as a whole.", not last.error)
            yield _gauge("problems", "Errors and warnings of the last run.", last.problems)
        if status.next_run:
            next_run = moment(status.next_run)
            yield _gauge("next_run_timestamp_seconds", "When the next run is due.", next_run)
        reached = _gauge_of("source_reached_timestamp_seconds", "When it was last listed.")
        up = _gauge_of("source_up", "1 if the last run could list it.")
        for one in status.sources:
            if one.reached:
                reached.add_metric([one.name], moment(one.reached))
            up.add_metric([one.name], 0.0 if one.problem or status.failures else 1.0)
        yield reached
        yield up


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(_PREFIX + name, about, value=float(value))


def _gauge_of(name: str, about: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(_PREFIX + name, about, labels=["source"])
