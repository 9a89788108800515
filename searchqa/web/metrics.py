"""What the one who runs the server wants to see, in Prometheus's text format.

In: requests and answers as they pass. Out: the text of /metrics.
Never: holds what somebody asked for, or counts by anything a stranger can make up.
"""

from __future__ import annotations

import os
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector

from searchqa.web.standing import StandingMetrics

if TYPE_CHECKING:
    from searchqa.results import Results
    from searchqa.web.live import Live
    from searchqa.web.standing import Standing

MEDIA_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
# Where several processes put their counts together, prometheus_client's own variable.
SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS: Final = (0.001, 0.002, 0.003, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


class Metrics:
    """One process's counts; of several, what they counted together.

    Args:
        standing: How reindexing stands; it isn't counted here, and is the same for all.
    """

    def __init__(self, standing: Standing) -> None:
        own = CollectorRegistry()
        self._registry = own
        if os.environ.get(SHARED):
            self._registry = CollectorRegistry()
            MultiProcessCollector(self._registry)  # type: ignore[no-untyped-call]
        self._registry.register(StandingMetrics(standing))
        self._requests = Counter(
            "searchqa_requests", "Requests.", ("route", "status"), registry=own
        )
        self._latency = Histogram(
            "searchqa_request_seconds",
            "Time from a request to the end of its answer.",
            ("route",),
            buckets=_SECONDS,
            registry=own,
        )
        self._search = Histogram(
            "searchqa_search_seconds", "Time in the index.", buckets=_SECONDS, registry=own
        )
        self._queries = Counter("searchqa_queries", "Searches.", ("door",), registry=own)
        self._empty = Counter(
            "searchqa_queries_without_hits", "Searches that found nothing.", registry=own
        )
        self._generation = Gauge(
            "searchqa_generation",
            "Number of the generation that answers, 0 for none.",
            registry=own,
            multiprocess_mode="mostrecent",
        )
        self._age = Gauge(
            "searchqa_generation_age_seconds",
            "Seconds since the generation that answers was published.",
            registry=own,
            multiprocess_mode="mostrecent",
        )

    def requested(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(route, str(status)).inc()
        self._latency.labels(route).observe(seconds)

    def searched(self, door: str, results: Results) -> None:
        """Count a search."""
        self._queries.labels(door).inc()
        self._search.observe(results.took_ms / 1000)
        if not results.total:
            self._empty.inc()

    def text(self, live: Live) -> bytes:
        """Return everything in the text format."""
        generation, created = live.published()
        self._generation.set(int(generation or 0))
        if created:
            age = datetime.now(timezone.utc) - datetime.fromisoformat(created)
            self._age.set(max(0.0, age.total_seconds()))
        return generate_latest(self._registry)
