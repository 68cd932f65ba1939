"""How many spans a second does each stage of the pipeline take, beside a plain decode of the same bytes?

Run: python benchmarks/pipeline_stages.py [spans]
Spans are a mix as an agent makes them (model calls with messages, tool calls, agent steps), about 1.5 KB of attributes
each, in OTLP/protobuf batches of 512. One thread. Times are the best of five.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.aggregate import aggregate
from agenttrace_server.pipeline.decode import decode
from agenttrace_server.pipeline.enrich import enrich
from agenttrace_server.pipeline.normalize import normalize
from agenttrace_server.pipeline.price import PriceBook, price

BATCH = 512
SPANS_A_TRACE = 20
ROUNDS = 5
START_NS = 1_790_000_000_000_000_000
PROMPT = "Compare the three suppliers by price, delivery time and risk, and say which one you would choose. " * 7
ANSWER = "Supplier B is the cheapest for orders above forty units, and its delays are within the agreed margin. " * 4


def main(total: int) -> None:
    records = [_record(first) for first in range(0, total, BATCH)]
    size = sum(len(record.body) for record in records)
    decoded = [span for record in records for span in decode(record).spans()]
    book = PriceBook()
    normalized = [normalize(span) for span in decoded]
    enriched = [enrich(span, 200) for span in normalized]
    priced = [price(span, book) for span in enriched]
    rows = [
        ("decode", _best(lambda: [decode(record) for record in records])),
        ("normalize", _best(lambda: [normalize(span) for span in decoded])),
        ("enrich", _best(lambda: [enrich(span, 200) for span in normalized])),
        ("price", _best(lambda: [price(span, book) for span in enriched])),
        ("aggregate", _best(lambda: aggregate(priced))),
    ]
    after = sum(seconds for name, seconds in rows if name != "decode")
    rows.append(("normalize to aggregate", after))
    count = len(decoded)
    print(f"{count} spans, {size / count:.0f} bytes each on the wire")
    for name, seconds in rows:
        micros = seconds / count * 1e6
        print(f"{name:24}{count / seconds:12,.0f} spans/s {micros:8.1f} us {seconds / rows[0][1]:6.2f} x decode")


def _best(run: Callable[[], Sequence[object]]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def _record(first: int) -> RawRecord:
    request = ExportTraceServiceRequest()
    resource_spans = request.resource_spans.add()
    _set(resource_spans.resource.attributes, {"service.name": "bench", "agenttrace.framework": "langgraph"})
    scope_spans = resource_spans.scope_spans.add()
    scope_spans.scope.name = "opentelemetry.instrumentation.genai.openai"
    for number in range(first, first + BATCH):
        span = scope_spans.spans.add()
        span.trace_id = (number // SPANS_A_TRACE + 1).to_bytes(16, "big")
        span.span_id = (number + 1).to_bytes(8, "big")
        span.parent_span_id = (number // SPANS_A_TRACE * SPANS_A_TRACE + 1).to_bytes(8, "big")
        span.start_time_unix_nano = START_NS + number * 1_000_000
        span.end_time_unix_nano = span.start_time_unix_nano + 800_000_000
        span.name, attributes = _KINDS[number % len(_KINDS)](number)
        _set(span.attributes, attributes)
    return RawRecord("bench", START_NS, Signal.TRACES, "application/x-protobuf", request.SerializeToString())


def _call(number: int) -> tuple[str, dict[str, object]]:
    asked = [
        {"role": "system", "parts": [{"type": "text", "content": "You are a careful buyer."}]},
        {"role": "user", "parts": [{"type": "text", "content": PROMPT}]},
    ]
    answer = [{"role": "assistant", "finish_reason": "stop", "parts": [{"type": "text", "content": ANSWER}]}]
    return "chat gpt-5.4-mini", {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-5.4-mini",
        "gen_ai.request.temperature": 0.2,
        "gen_ai.response.model": "gpt-5.4-mini-2026-08-01",
        "gen_ai.response.id": f"chatcmpl-{number:024x}",
        "gen_ai.usage.input_tokens": 900 + number % 100,
        "gen_ai.usage.output_tokens": 200,
        "gen_ai.usage.cache_read.input_tokens": 640,
        "gen_ai.input.messages": json.dumps(asked),
        "gen_ai.output.messages": json.dumps(answer),
        "session.id": f"session-{number // 100}",
    }


def _tool(number: int) -> tuple[str, dict[str, object]]:
    return "execute_tool search", {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "search",
        "gen_ai.tool.call.id": f"call_{number:x}",
        "gen_ai.tool.call.arguments": json.dumps({"query": PROMPT[:200], "limit": 10}),
        "gen_ai.tool.call.result": json.dumps([{"title": ANSWER[:90], "score": 0.5}] * 9),
        "session.id": f"session-{number // 100}",
    }


def _step(number: int) -> tuple[str, dict[str, object]]:
    return "invoke_agent buyer", {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": "buyer",
        "agenttrace.input": PROMPT,
        "agenttrace.output": ANSWER,
        "session.id": f"session-{number // 100}",
    }


_KINDS = (_call, _tool, _call, _step, _call)


def _set(attributes: Any, values: dict[str, object]) -> None:
    attributes.extend(KeyValue(key=key, value=_any(value)) for key, value in values.items())


def _any(value: object) -> AnyValue:
    if isinstance(value, int):
        return AnyValue(int_value=value)
    if isinstance(value, float):
        return AnyValue(double_value=value)
    return AnyValue(string_value=str(value))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_240)
