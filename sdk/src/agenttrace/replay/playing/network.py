"""Let nothing out of the process during a replay but what is allowed, at the sockets of Python itself."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

from agenttrace.replay.report import FidelityReport

_LOOKUPS = frozenset(("socket.getaddrinfo", "socket.gethostbyname"))
_CONNECTS = frozenset(("socket.connect", "socket.sendto", "socket.sendmsg"))


class NetworkBlocked(ConnectionRefusedError):
    """A connection that a replay did not let out. The text says where to, and how to allow it."""


class Network:
    """Closed or open. One for each process: an audit hook of Python stays, and does nothing while it is open."""

    def __init__(self) -> None:
        self._report: FidelityReport | None = None
        self._allowed: frozenset[str] = frozenset()
        self._live_calls = 0
        self._is_hooked = False

    def close(self, report: FidelityReport, allowed: Iterable[str]) -> None:
        """Let nothing out but to these hosts, `host` or `host:port`, and what is said in `report`."""
        self._allowed = frozenset(allowed)
        self._report = report
        self._live_calls = 0
        if not self._is_hooked:
            self._is_hooked = True
            sys.addaudithook(self._hear)

    def allow(self, place: str) -> None:
        """Let out to this host, too."""
        self._allowed |= {place}

    def open(self) -> None:
        """Let everything out again."""
        self._report = None

    def check(self, place: str) -> None:
        """Raises: NetworkBlocked: nothing goes out there; for libraries whose sockets Python does not hear of."""
        host, _, port = place.rpartition(":")
        if self._report is not None and self._live_calls == 0:
            self._check(host or place, port or None)

    def begin_live(self) -> None:
        """Something is under way that may use the network."""
        self._live_calls += 1

    def end_live(self) -> None:
        """It is over."""
        self._live_calls -= 1

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._report is None or self._live_calls > 0:
            return
        if event in _LOOKUPS and not _is_an_address(arguments[0]):
            self._check(arguments[0], arguments[1] if event == "socket.getaddrinfo" else None)
        elif event in _CONNECTS and isinstance(arguments[1], tuple):
            self._check(arguments[1][0], arguments[1][1])

    def _check(self, host: object, port: object) -> None:
        report = self._report
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
        place = f"{name}:{port}" if port is not None else name
        if report is None or host is None or name in self._allowed or place in self._allowed:
            return
        report.block(place)
        raise NetworkBlocked(f"a replay lets nothing out, {place} is not on its tape; allow_network={name!r} allows it")


def _is_an_address(host: object) -> bool:
    """Whether nobody has to be asked where this host is; connecting to it is another matter."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        ip_address(name.partition("%")[0])
    except ValueError:
        return name in ("localhost", "")
    return True


network = Network()
