"""Say what one event of a run is, and turn it into JSON and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

VERSION = 1
RUN_START_PREFIX = b'{"v":'
"""How the JSON of every event begins: what a reader looks for in a damaged line."""

_plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_escaped = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode


class Kind(str, Enum):
    """What can happen in a run."""

    RUN_START = "run.start"
    RUN_END = "run.end"
    SPAN_START = "span.start"
    SPAN_END = "span.end"
    LLM_REQUEST = "llm.request"
    LLM_CHUNK = "llm.chunk"
    LLM_END = "llm.end"
    TOOL_CALL = "tool.call"
    TOOL_RESULT = "tool.result"
    SIDE_EFFECT = "side_effect"
    MESSAGE = "message"
    LOG = "log"
    CHECKPOINT = "checkpoint"
    DIVERGENCE = "divergence"
    ERROR = "error"


class NotAnEvent(ValueError):
    """JSON that is no event of a run; the text says why."""


@dataclass(frozen=True, slots=True)
class BlobRef:
    """Where a payload lies that is too large for its line."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. `id` is unique in its run; `time_ns` never goes back within one process."""

    run_id: str
    process: str
    """A random name of the process that wrote it; a forked child has one of its own."""
    seq: int
    """1, 2, 3 … within one process."""
    time_ns: int
    kind: str
    """A `Kind`, or the word of a later version."""
    lane: str = "main"
    """Which of the concurrent strands of the run: `main/worker#1`."""
    trace_id: str | None = None
    span_id: str | None = None
    of: str | None = None
    """The id of the event that this one continues: of the request, for its chunks and its end."""
    hash: str | None = None
    """What a replay finds it by."""
    payload: Mapping[str, Any] = field(default_factory=dict)
    """Empty where the payload lies in a blob."""
    blob: BlobRef | None = None

    @property
    def id(self) -> str:
        """What other events name it by."""
        return f"{self.process}-{self.seq}"

    @property
    def order(self) -> tuple[int, str, int]:
        """What the events of several processes are merged by."""
        return (self.time_ns, self.process, self.seq)


def encode(event: Event, payload: str | None) -> bytes:
    """Return the JSON of an event, with its payload's JSON where it is not in a blob."""
    head: dict[str, Any] = {
        "v": VERSION,
        "seq": event.seq,
        "proc": event.process,
        "run_id": event.run_id,
        "t": event.time_ns,
        "kind": event.kind,
        "lane": event.lane,
    }
    for name in ("trace_id", "span_id", "of", "hash"):
        value = getattr(event, name)
        if value is not None:
            head[name] = value
    if event.blob is not None:
        head["blob"] = {"sha256": event.blob.sha256, "bytes": event.blob.size_bytes}
    text = json_of(head)
    return (text if payload is None else f'{text[:-1]},"payload":{payload}}}').encode()


def json_of(value: Any) -> str:
    """Return compact JSON; halves of characters, which UTF-8 cannot hold, are escaped."""
    text = _plain(value)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return _escaped(value)
    return text


def decode(data: bytes) -> Event:
    """Return the event that some JSON is. Raises: NotAnEvent: it is none, with the field that is wrong."""
    try:
        row = json.loads(data)
    except (ValueError, RecursionError):
        raise NotAnEvent("it is not JSON") from None
    if not isinstance(row, dict):
        raise NotAnEvent("it is not a JSON object")
    version = row.get("v", VERSION)
    if version != VERSION:
        raise NotAnEvent(f"v: expected {VERSION}, this is {version!r}: written by a newer version of agenttrace?")
    payload = row.get("payload", {})
    return Event(
        run_id=_text(row, "run_id"),
        process=_text(row, "proc"),
        seq=_number(row, "seq"),
        time_ns=_number(row, "t"),
        kind=_text(row, "kind"),
        lane=_text(row, "lane", "main"),
        trace_id=_maybe(row, "trace_id"),
        span_id=_maybe(row, "span_id"),
        of=_maybe(row, "of"),
        hash=_maybe(row, "hash"),
        payload=payload if isinstance(payload, dict) else {"value": payload},
        blob=_blob(row.get("blob")),
    )


def _blob(value: Any) -> BlobRef | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise NotAnEvent("blob: must be an object")
    sha256 = _text(value, "sha256")
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise NotAnEvent("blob.sha256: must be 64 hexadecimal digits")
    return BlobRef(sha256, _number(value, "bytes"))


def _text(row: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = row.get(name, default)
    if not isinstance(value, str):
        raise NotAnEvent(f"{name}: must be text")
    return value


def _maybe(row: Mapping[str, Any], name: str) -> str | None:
    return None if row.get(name) is None else _text(row, name)


def _number(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise NotAnEvent(f"{name}: must be a whole number")
    return value
