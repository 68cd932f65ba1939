"""Carry the current trace out to other processes and back in: W3C trace context, with the session as baggage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from urllib.parse import quote, unquote

from opentelemetry import context as otel_context
from opentelemetry.context import Context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from agenttrace.model import semconv
from agenttrace.tracing.ambient.attachment import Attachment
from agenttrace.tracing.ambient.keys import Session, ambient_of, with_session
from agenttrace.tracing.settings import environment_with

_W3C = TraceContextTextMapPropagator()
_BAGGAGE = "baggage"


def inject(headers: MutableMapping[str, str]) -> None:
    """Write `traceparent`, `tracestate` and the session (in `baggage`) of the current span into `headers`."""
    _W3C.inject(headers)
    ambient = ambient_of(None)
    if ambient is None or ambient.session is None:
        return
    session = {semconv.SESSION_ID: ambient.session.id, semconv.SESSION_NAME: ambient.session.name}
    entries = [f"{name}={quote(value, safe='')}" for name, value in session.items() if value]
    headers[_BAGGAGE] = ",".join([*filter(None, [headers.get(_BAGGAGE)]), *entries])


def extract(headers: Mapping[str, str], into: Context | None = None) -> Context:
    """Return `into` (the current context) continued by what `headers` carry; malformed headers change nothing."""
    lower = {name.lower(): value for name, value in headers.items()}
    context = _W3C.extract(lower, otel_context.get_current() if into is None else into)
    carried = dict(_baggage_entries(lower.get(_BAGGAGE, "")))
    session_id = carried.get(semconv.SESSION_ID)
    if session_id is None:
        return context
    return with_session(Session(session_id, name=carried.get(semconv.SESSION_NAME)), context)


@contextmanager
def continue_trace(headers: Mapping[str, str]) -> Iterator[None]:
    """Run a block as a part of the trace that `headers` carry: the server's side of `inject`."""
    attached = Attachment(extract(headers))
    try:
        yield
    finally:
        attached.detach()


def child_environment() -> dict[str, str]:
    """Return the environment for a process to be started: ours, with `TRACEPARENT`, `TRACESTATE` and `BAGGAGE`.

    A process that calls `init()` with it continues this trace: `subprocess.run(command, env=child_environment())`.
    """
    headers: dict[str, str] = {}
    inject(headers)
    of_the_run = child_variables.of_the_run
    more = {} if of_the_run is None else of_the_run()
    return environment_with({**{name.upper(): value for name, value in headers.items()}, **more})


class _ChildVariables:
    """What a recorded run adds to the environment of its children."""

    def __init__(self) -> None:
        self.of_the_run: Callable[[], Mapping[str, str]] | None = None


child_variables = _ChildVariables()


def _baggage_entries(header: str) -> Iterator[tuple[str, str]]:
    for entry in header.split(","):
        name, separator, value = entry.split(";", 1)[0].partition("=")
        if separator and name.strip() and value.strip():
            yield name.strip(), unquote(value.strip())
