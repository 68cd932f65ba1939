"""Take records through the pipeline into a store, batch by batch, without the runner's thread."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from agenttrace_server.config import Settings
from agenttrace_server.journal.protocol import Entry, RawRecord, Signal
from agenttrace_server.pipeline.batch import open_entry, work_from
from agenttrace_server.pipeline.decode import decode
from agenttrace_server.pipeline.logs.landing import Landing
from agenttrace_server.pipeline.price import PriceBook
from agenttrace_server.pipeline.stages import stages_for
from agenttrace_server.store.api import Store

from .making import NOV_1_2026_NS

STAGES = stages_for(PriceBook(), Settings())
JSON = "application/json"


def land(store: Store, *batches: Sequence[RawRecord]) -> None:
    """Write each batch of records as the runner does."""
    landing = Landing(store, STAGES, Settings())
    for batch in batches:
        opened = [open_entry(Entry(at, at + 1, record), decode, STAGES) for at, record in enumerate(batch)]
        letters = [one.reason for one in opened if one.reason is not None]
        assert letters == []
        landing.write(work_from(opened))


def attribute(key: str, value: Any) -> dict[str, Any]:
    """One attribute of OTLP/JSON; a dict is a map of values."""
    return {"key": key, "value": value_of(value)}


def value_of(value: Any) -> dict[str, Any]:
    """One value of OTLP/JSON."""
    if isinstance(value, dict):
        return {"kvlistValue": {"values": [attribute(*item) for item in value.items()]}}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    return {"doubleValue": value} if isinstance(value, float) else {"stringValue": value}


def log_record(
    attributes: dict[str, Any], *, after_ns: int = 0, body: Any = None, scope: str = "", **fields: Any
) -> RawRecord:
    """A request of one log record, some time after NOV_1_2026_NS."""
    log = {
        "timeUnixNano": str(NOV_1_2026_NS + after_ns),
        "attributes": [attribute(*item) for item in attributes.items()],
        **({} if body is None else {"body": value_of(body)}),
        **fields,
    }
    request = {"resourceLogs": [{"scopeLogs": [{"scope": {"name": scope}, "logRecords": [log]}]}]}
    return RawRecord("default", NOV_1_2026_NS, Signal.LOGS, JSON, json.dumps(request).encode())


def span_record(
    attributes: dict[str, Any], *, trace_id: str, span_id: str, scope: str = "", ended: bool = True, **fields: Any
) -> RawRecord:
    """A request of one span of a second, which begins at NOV_1_2026_NS."""
    span = {
        "traceId": trace_id,
        "spanId": span_id,
        "name": "work",
        "startTimeUnixNano": str(NOV_1_2026_NS),
        "endTimeUnixNano": str(NOV_1_2026_NS + 10**9) if ended else "0",
        "attributes": [attribute(*item) for item in attributes.items()],
        **fields,
    }
    request = {"resourceSpans": [{"scopeSpans": [{"scope": {"name": scope}, "spans": [span]}]}]}
    return RawRecord("default", NOV_1_2026_NS, Signal.TRACES, JSON, json.dumps(request).encode())
