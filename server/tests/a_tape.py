"""Write a small recording, and pack files as an upload has them."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

from agenttrace.recording import EventLog, Kind

MS = 1_000_000


def record(
    folder: Path, run_id: str, *, parent: dict[str, Any] | None = None, long: str = "", span_id: str = "ab" * 8
) -> Path:
    """Write a run that asks a model once and calls one tool; `long` makes a blob."""
    ticks = iter(range(1, 1_000))
    log = EventLog(folder, run_id, clock_ns=lambda: next(ticks) * MS, blob_bytes=4_096)
    log.write(Kind.RUN_START, {"project": "default", **({"parent": parent} if parent else {})}, trace_id=run_id)
    body = json.dumps({"model": "gpt-5.5", "messages": [{"role": "user", "content": f"weather?{long}"}]})
    call = log.write(
        Kind.LLM_REQUEST,
        {"protocol": "openai.chat", "method": "POST", "url": "http://m/v1", "headers": [], "body": {"text": body}},
        span_id=span_id,
    )
    answer = json.dumps({"choices": [{"message": {"content": "rain"}}]})
    log.write(Kind.LLM_END, {"outcome": "eof", "body": {"text": answer}, "head": {"status": 200}}, of=call.id)
    tool = log.write(Kind.TOOL_CALL, {"name": "pack", "arguments": {"what": "umbrella"}}, span_id="cd" * 8)
    log.write(Kind.TOOL_RESULT, {"result": {"packed": True}}, of=tool.id)
    log.write(Kind.RUN_END, {})
    log.close()
    return folder


def tar_of(files: dict[str, bytes]) -> bytes:
    """Return a tar of these files."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, content in files.items():
            told = tarfile.TarInfo(name)
            told.size = len(content)
            tar.addfile(told, io.BytesIO(content))
    return packed.getvalue()
