"""Hold a log record as it was sent, in whatever encoding, and give it its identity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

import orjson

from agenttrace.model import Json, ProjectName, Scope, SpanId, TraceId
from agenttrace_server.store.api.signals import LogRecord

_UID_BYTES = 16
_EVENT_NAME = "event.name"
_SESSIONS = ("session.id", "gen_ai.conversation.id", "conversation.id")


@dataclass(frozen=True, slots=True)
class SentLog:
    """The fields of one log record."""

    project: ProjectName
    time_ns: int
    observed_ns: int
    severity: int
    severity_text: str
    event_name: str
    body: Json
    attributes: Mapping[str, Json]
    resource: Mapping[str, Json]
    scope: Scope
    trace_id: TraceId | None
    span_id: SpanId | None


def records_from(sent: Iterable[SentLog], received_ns: int) -> tuple[LogRecord, ...]:
    """Return the records of one request.

    Two that are the same in everything are two where one request holds both, and one where they come in two requests:
    that is how a sender repeats what it was not told had arrived.
    """
    seen: Counter[bytes] = Counter()
    found: list[LogRecord] = []
    for position, log in enumerate(sent):
        content = orjson.dumps(
            [
                log.project, log.time_ns, log.observed_ns, log.severity, log.severity_text, log.event_name, log.body,
                log.attributes, log.resource, log.scope.name, log.scope.version, log.trace_id, log.span_id,
            ],
            option=orjson.OPT_SORT_KEYS,
        )  # fmt: skip
        digest = blake2b(content, digest_size=_UID_BYTES).digest()
        uid = blake2b(digest + seen[digest].to_bytes(8), digest_size=_UID_BYTES).hexdigest()
        seen[digest] += 1
        found.append(_record(log, uid, position, received_ns))
    return tuple(found)


def _record(log: SentLog, uid: str, position: int, received_ns: int) -> LogRecord:
    named = log.event_name or log.attributes.get(_EVENT_NAME)
    return LogRecord(
        uid=uid,
        project=log.project,
        time_ns=log.time_ns or log.observed_ns or received_ns,
        position=position,
        severity=log.severity,
        severity_text=log.severity_text,
        event_name=named if isinstance(named, str) else "",
        body=log.body,
        attributes=log.attributes,
        resource=log.resource,
        scope=log.scope,
        trace_id=log.trace_id,
        span_id=log.span_id,
        session_id=_session_of(log),
    )


def _session_of(log: SentLog) -> str | None:
    for held in (log.attributes, log.resource):
        for name in _SESSIONS:
            found = held.get(name)
            if isinstance(found, str) and found:
                return found
    return None
