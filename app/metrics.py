"""Counters for Prometheus. Labels are routes and statuses, never values from requests."""

from functools import lru_cache
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

REGISTRY = CollectorRegistry()
_REQUESTS = Counter(
    "jiujin_requests",
    "Answers by method, route and status",
    ["method", "route", "status"],
    registry=REGISTRY,
)
_SECONDS = Histogram(
    "jiujin_request_seconds",
    "Time to answer, by route",
    ["route"],
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5),
    registry=REGISTRY,
)


@lru_cache(maxsize=2048)
def _counters(method: str, route: str, status: int) -> tuple[Any, Any]:
    return _REQUESTS.labels(method, route, str(status)), _SECONDS.labels(route)


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count an answer and the time it took."""
    requests, histogram = _counters(method, route, status)
    requests.inc()
    histogram.observe(seconds)


def exposition() -> tuple[bytes, str]:
    """Return the metrics as Prometheus reads them, with their media type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
