"""Write recordings as a run would have, without one."""

from __future__ import annotations

import json
from pathlib import Path

from agenttrace.recording import EventLog, Kind

SPAN_NS = 1_000_000


def record(traces: Path, run_id: str, *, asked: str = "hello", said: str = "hi", tool: str | None = None) -> Path:
    """Write one complete run: an agent that asks a model once, and calls a tool if one is named. Return its folder."""
    ticks = iter(range(1, 1_000))
    log = EventLog(traces / run_id, run_id, clock_ns=lambda: next(ticks) * SPAN_NS)
    begin = {"name": "agent", "start_ns": SPAN_NS, "attributes": {"agenttrace.span.type": "agent"}}
    log.write(Kind.RUN_START, {"project": "demo", "resource": {"service.name": "demo"}})
    log.write(Kind.SPAN_START, begin, trace_id=run_id, span_id="ab" * 8)
    body = json.dumps({"model": "gpt-5.5", "messages": [{"role": "user", "content": asked}]})
    request = {"method": "POST", "url": "http://model/v1/chat/completions", "body": {"text": body}, "headers": []}
    call = log.write(
        Kind.LLM_REQUEST, {"protocol": "openai.chat", **request}, trace_id=run_id, span_id="ab" * 8, hash=asked
    )
    usage = {"prompt_tokens": 10, "completion_tokens": 2}
    answer = {"model": "gpt-5.5", "choices": [{"index": 0, "message": {"content": said}}], "usage": usage}
    end = {"outcome": "eof", "head": {"status": 200, "headers": [], "at_ns": 5}, "body": {"text": json.dumps(answer)}}
    log.write(Kind.LLM_END, end, of=call.id, trace_id=run_id, span_id="ab" * 8)
    if tool is not None:
        called = log.write(Kind.TOOL_CALL, {"name": tool, "arguments": {"q": asked}}, span_id="ab" * 8, hash=tool)
        log.write(Kind.TOOL_RESULT, {"result": "done"}, of=called.id)
    log.write(
        Kind.SPAN_END,
        {**begin, "end_ns": 9 * SPAN_NS, "kind": "internal", "status": {"code": "unset"}},
        trace_id=run_id,
        span_id="ab" * 8,
    )
    log.write(Kind.RUN_END, {})
    log.close()
    return log.folder
