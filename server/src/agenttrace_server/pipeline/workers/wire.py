"""Write and read what a worker's process is asked and answers: a length, then plain values."""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from typing import IO, Any, Final

from agenttrace_server.journal.protocol import Entry, RawRecord, Signal
from agenttrace_server.pipeline.batch import MISTAKES, Opened, reason_of
from agenttrace_server.store.api.arriving.packed import Plain, pack, unpack
from agenttrace_server.store.api.contract import Prepare

_LENGTH_BYTES: Final = 8


def send(stream: IO[bytes], value: Any) -> None:
    """Write one message. Raises: OSError: nobody reads any more."""
    body = marshal.dumps(value)
    stream.write(len(body).to_bytes(_LENGTH_BYTES, "little"))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one message. Raises: EOFError: the other side has gone, also in the middle of a message."""
    size = int.from_bytes(_exactly(stream, _LENGTH_BYTES), "little")
    return marshal.loads(_exactly(stream, size))  # noqa: S302 - between a process of ours and its own child


def question(entries: Sequence[Entry]) -> list[Plain]:
    """Return entries as plain values. What only the journal needs of a record stays behind."""
    return [
        (entry.offset, record.project, record.received_ns, record.signal.value, record.content_type, record.body)
        for entry in entries
        for record in (entry.record,)
    ]


def asked(plain: Plain) -> Entry:
    """Return one entry of a `question`."""
    offset, project, received_ns, signal, content_type, body = plain
    return Entry(offset, offset, RawRecord(project, received_ns, Signal(signal), content_type, body))


def answer(opened: Opened, prepare: Prepare) -> Plain:
    """Return what became of an entry as plain values. Logs and metrics are not sent back: they stay as they came."""
    packed: list[Plain] = []
    reason = opened.reason
    for span in opened.spans:
        try:
            packed.append(pack(span, prepare))
        except MISTAKES as error:
            reason = reason or f"span {span.span_id} of trace {span.trace_id}: {reason_of('prepare', error)}"
    return (packed, reason)


def dead(reason: str) -> Plain:
    """Return what becomes of an entry that nobody can work on."""
    return ([], reason)


def answered(entry: Entry, plain: Plain, prepare: Prepare) -> Opened:
    """Return what became of an entry, of which `prepare` was asked."""
    spans, reason = plain
    return Opened(entry, tuple(unpack(span, prepare) for span in spans), reason=reason)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError(f"{size} bytes were announced, {len(found)} came")
    return found
