"""Hold who stands between this process and the network: nobody, a recorder or a replay."""

from __future__ import annotations

from agenttrace.recording.tape.exchange import Interceptor


class Current:
    """One for each process. The hooks ask it at every request, so that it can be replaced while they stay."""

    def __init__(self) -> None:
        self.interceptor: Interceptor | None = None

    def for_url(self, url: str) -> Interceptor | None:
        """Return whose business a request to this URL is."""
        found = self.interceptor
        return found if found is not None and found.wants(url) else None


current = Current()
