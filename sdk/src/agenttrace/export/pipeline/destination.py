"""Know where batches go: the configured server, one found on this machine, or nowhere for now."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from agenttrace.export.otlp import something_listens
from agenttrace.export.settings import LOCAL_ENDPOINT, UNADDRESSED, ExportSettings, traces_url

_PROBE_TIMEOUT_S = 0.25


@dataclass(slots=True)
class Destination:
    """Where to post. With no endpoint configured, looks once for a server on this machine, on a worker thread.

    A forked child takes over what its parent has found.
    """

    settings: ExportSettings
    local_endpoint: str = LOCAL_ENDPOINT
    url: str | None = None
    is_known: bool = False

    def resolve(self) -> str | None:
        """Return the address to post to, or None where there is none in this process."""
        if self.is_known:
            return self.url
        if self.settings.endpoint is not None:
            self.url = traces_url(self.settings.endpoint)
        elif something_listens(self.local_endpoint, _PROBE_TIMEOUT_S):
            self.url = traces_url(self.local_endpoint)
        else:
            _say_on_stderr(
                f"agenttrace: no endpoint is set and nothing listens on {self.local_endpoint}: spans are kept in "
                f"{self.settings.spool_folder} and sent by a run that finds a server (start one: `agenttrace up`)"
            )
        self.is_known = True
        return self.url

    def may_take(self, address: str) -> bool:
        """Return whether a batch spooled for `address` may be sent here.

        What was made for one server goes to no other; what was made for none goes to a server on this machine only.
        """
        if self.url is None:
            return False
        return address == self.url or (address == UNADDRESSED and _is_on_this_machine(self.url))


def _is_on_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _say_on_stderr(line: str) -> None:
    try:
        sys.stderr.write(line + "\n")
    except (AttributeError, OSError, ValueError):
        return  # the process has no standard error, or has closed it
