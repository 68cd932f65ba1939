"""Say which requests are none of a recording's business: those to some hosts, and what is traced elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

LOCAL_SERVER = "http://127.0.0.1:4318"
DEFAULT_EXCLUDED = (
    "*.posthog.com", "*.sentry.io", "*.datadoghq.com", "*.launchdarkly.com", "*.mixpanel.com", "api.segment.io",
    "api.smith.langchain.com", "*.langfuse.com", "*.traceloop.com", "*.logfire.dev", "telemetry.crewai.com",
    "raw.githubusercontent.com",
)  # fmt: skip
"""Telemetry of the libraries that agents use, and the price table of one of them."""

_TRACING_PATHS = ("/v1/logs", "/v1/metrics", "/v1/traces", "/v1/traces/ingest")
"""Where OpenTelemetry and the tracing of OpenAI's Agents send to: other ids and other batches each time."""


class ExcludedHosts:
    """Patterns such as `*.example.com` or `127.0.0.1:4318`; a pattern without a port holds for every port."""

    def __init__(self, patterns: Iterable[str] = (), endpoints: Iterable[str | None] = ()) -> None:
        addressed = (urlsplit(endpoint).netloc for endpoint in endpoints if endpoint is not None)
        self._patterns = tuple(pattern.lower() for pattern in (*patterns, *addressed) if pattern)
        self._known: dict[str, bool] = {}

    def __contains__(self, url: object) -> bool:
        parts = urlsplit(str(url))
        if parts.path.endswith(_TRACING_PATHS):
            return True
        place = parts.netloc.rpartition("@")[2].lower()
        known = self._known.get(place)
        if known is None:
            host = (parts.hostname or "").lower()
            known = any(fnmatchcase(place, pattern) or fnmatchcase(host, pattern) for pattern in self._patterns)
            self._known[place] = known
        return known


def excluded_hosts(patterns: Iterable[str], endpoint: str | None) -> ExcludedHosts:
    """Return the hosts that are none of a recording's business: our own server is always one of them."""
    return ExcludedHosts((*DEFAULT_EXCLUDED, *patterns), (endpoint or LOCAL_SERVER,))
