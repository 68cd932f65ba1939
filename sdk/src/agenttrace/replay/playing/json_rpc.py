"""Give an answer of JSON-RPC the id that its request has in this run: another where calls before it were served."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any

from agenttrace.recording.log.event import json_of
from agenttrace.replay.tape.entries import ExchangeEntry

_DATA = re.compile(rb"^(data: ?)(.*?)(\r?)$", re.MULTILINE)


def renumbered(entry: ExchangeEntry, asked: str) -> ExchangeEntry:
    """Return the recorded answer for what is `asked` now; the entry itself where their ids are the same."""
    before, now = _id_of(entry.body), _id_of(asked)
    if before is None or now is None or before == now or not entry.chunks:
        return entry
    content = b"".join(data for _, data in entry.chunks)
    whole = _message(content, before, now)
    if whole is None:
        whole = _DATA.sub(lambda line: line[1] + (_message(line[2], before, now) or line[2]) + line[3], content)
    headers = tuple(pair for pair in entry.headers if pair[0].lower() != "content-length")
    return dataclasses.replace(entry, headers=headers, chunks=[(entry.chunks[-1][0], whole)])


def _id_of(body: str) -> str | int | None:
    found = _json(body)
    number = found.get("id") if isinstance(found, dict) and "jsonrpc" in found and "method" in found else None
    return number if isinstance(number, (str, int)) else None


def _message(data: bytes, before: str | int, now: str | int) -> bytes | None:
    """Return a message with the id of now, or None where that is none that tells of the request."""
    found = _json(data)
    if not isinstance(found, dict) or "jsonrpc" not in found:
        return None
    if "method" not in found and found.get("id") == before:
        return json_of({**found, "id": now}).encode()
    params = found.get("params")
    if isinstance(params, dict) and params.get("progressToken") == before:
        return json_of({**found, "params": {**params, "progressToken": now}}).encode()
    return None


def _json(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
