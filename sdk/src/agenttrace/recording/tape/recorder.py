"""Take down what goes between the program and the world: HTTP exchanges, tools, and what no program can repeat."""

from __future__ import annotations

import logging
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from opentelemetry import trace

from agenttrace.model import Json
from agenttrace.recording.checkpoints import NAME, STATE, Checkpoints, Mark
from agenttrace.recording.http.hosts import ExcludedHosts
from agenttrace.recording.lanes import MUTED, Lane, current_lane
from agenttrace.recording.log.event import Event, Kind
from agenttrace.recording.log.writer import EventLog
from agenttrace.recording.redact import Guard, Redact
from agenttrace.recording.tape import bodies
from agenttrace.recording.tape.exchange import Turn, WireRequest
from agenttrace.recording.tape.keys import call_hash, request_hash, without_boundary
from agenttrace.recording.tape.model_calls import protocol_of
from agenttrace.recording.tape.open_exchange import IgnoredExchange, OpenExchange
from agenttrace.recording.tape.tools import ARGUMENTS, OpenTool, kept_value, lane_of_tool

T = TypeVar("T", str, int, float)

_log = logging.getLogger("agenttrace.recording")


@dataclass(frozen=True, slots=True)
class Written:
    """A request as it is kept, with what it is found again by."""

    method: str
    url: str
    body: Mapping[str, Any]
    hash: str


def written(request: WireRequest, redact: Redact) -> Written:
    """Return a request without secrets, as it is kept and compared."""
    url = bodies.kept_url(request.url, redact)
    raw = without_boundary(request.body, bodies.content_type_of(request.headers))
    body = bodies.kept_body(raw, bodies.REQUEST_BODY, redact)
    return Written(request.method, url, body, request_hash(request.method, url, bodies.text_of(body)))


class Recorder:
    """Writes a run to its log. One for each process; any thread and task may use it."""

    def __init__(
        self, log: EventLog, redact: Redact, guard: Guard, excluded: ExcludedHosts, *, checkpoints: bool = True
    ) -> None:
        """`checkpoints`: whether each model call and each call of a tool makes one."""
        self.log = log
        self._checkpoints = Checkpoints(self.write, log.run_id, automatic=checkpoints)
        self._redact = redact
        self._guard = guard
        self._excluded = excluded
        self._said: set[str] = set()
        self._open: weakref.WeakSet[OpenExchange] = weakref.WeakSet()

    def wants(self, url: str) -> bool:
        return url not in self._excluded and current_lane().path != MUTED

    def begin(self, request: WireRequest) -> Turn:
        with self._guard("recording a request"):
            return Turn(self.exchange(request, written(request, self._redact)))
        return Turn(IgnoredExchange())

    def exchange(self, request: WireRequest, kept: Written, more: Mapping[str, Any] | None = None) -> OpenExchange:
        """Write the beginning of an exchange and return what takes down the rest."""
        protocol = protocol_of(request.method, request.url)
        payload = {
            "method": kept.method,
            "url": kept.url,
            "headers": bodies.kept_headers(request.headers, self._redact),
            "body": kept.body,
            **(more or {}),
        }
        if protocol is None:
            kinds = (Kind.SIDE_EFFECT, Kind.SIDE_EFFECT, Kind.SIDE_EFFECT)
            payload = {"effect": "http.request", **payload}
        else:
            kinds = (Kind.LLM_REQUEST, Kind.LLM_CHUNK, Kind.LLM_END)
            payload = {"protocol": protocol, **payload}
        start = self.write(kinds[0], payload, hash=kept.hash)
        if protocol is not None:
            self._checkpoints.at_step(f"model call {protocol}", start)
        found = OpenExchange(self.log, start, kinds, self._redact, self._guard, time.monotonic_ns)
        self._open.add(found)
        return found

    def uncovered(self, what: str, place: str) -> None:
        """Say once of each kind that it is not recorded, in the log and in the recording."""
        with self._guard("noting what is not recorded"):
            if what in self._said:
                return
            self._said.add(what)
            _log.warning("%s (to %s) is not recorded, so this run will not replay without it", what, place)
            self.write(Kind.LOG, {"level": "warning", "message": f"{what} is not recorded", "place": place})

    def begin_tool(self, name: str, arguments: Mapping[str, Any], mode: str | None) -> OpenTool:
        """Take down a call of a tool."""
        inside = lane_of_tool(name)
        with self._guard("recording the call of a tool"):
            return self.tool(name, kept_value(ARGUMENTS, dict(arguments), self._redact), inside)
        return OpenTool(_nowhere, self._redact, self._guard, inside)

    def tool(self, name: str, arguments: Any, inside: Lane, more: Mapping[str, Any] | None = None) -> OpenTool:
        """Write the beginning of a call whose arguments are already as they are kept."""
        payload = {"name": name, "arguments": arguments, "inside": inside.path, **(more or {})}
        start = self.write(Kind.TOOL_CALL, payload, hash=call_hash(name, arguments))
        self._checkpoints.at_step(f"tool {name}", start)
        return OpenTool(partial(self.write, Kind.TOOL_RESULT, of=start.id), self._redact, self._guard, inside)

    def effect(self, name: str, make: Callable[[], T], *, strict: bool = True) -> T:
        """Return what `make` gives, and take it down. `strict` is for a replay."""
        value = make()
        with self._guard("recording a side effect"):
            self.write(Kind.SIDE_EFFECT, {"effect": name, "value": value}, hash=name)
        return value

    def checkpoint(self, name: str, state: Json) -> tuple[Json, Mark | None]:
        """Take down where the program stands; return the state, and the mark unless that failed."""
        with self._guard("recording a checkpoint"):
            kept = kept_value(STATE, state, self._redact)
            return state, self._checkpoints.made(self._redact.whole(NAME, name), kept)
        return state, None

    def note(self, kind: str, payload: Mapping[str, Any]) -> None:
        """Take down a message or a line of the log."""
        with self._guard(f"recording a {kind}"):
            self.write(Kind(kind), kept_value(kind, dict(payload), self._redact))

    def write(self, kind: Kind, payload: Mapping[str, Any], *, of: str | None = None, hash: str | None = None) -> Event:  # noqa: A002
        """Write an event of the running code: of its lane, its trace and its span."""
        context = trace.get_current_span().get_span_context()
        return self.log.write(
            kind,
            payload,
            lane=current_lane().path,
            trace_id=f"{context.trace_id:032x}" if context.is_valid else None,
            span_id=f"{context.span_id:016x}" if context.is_valid else None,
            of=of,
            hash=hash,
        )

    def settle(self) -> None:
        """Write the ends of the exchanges that the program never came to end."""
        for exchange in tuple(self._open):
            exchange.left()


def _nowhere(payload: Mapping[str, Any]) -> None:
    """Write nothing: the call itself could not be taken down."""
