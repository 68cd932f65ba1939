"""Make OTLP batches that look like agents at work: about 20 spans a trace, 1.5 KB of attributes a span, seeded."""

from __future__ import annotations

import random
from collections.abc import Iterator

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

SPANS_A_TRACE = 20
MODELS = ("gpt-5.5", "claude-sonnet-5", "gpt-5.4-mini", "claude-haiku-4-5")
AGENTS = ("planner", "researcher", "writer", "reviewer")
WORDS = [
    "order",
    "refund",
    "charge",
    "invoice",
    "customer",
    "payment",
    "search",
    "index",
    "planner",
    "compile",
    "deploy",
    "retry",
    "schema",
    "latency",
    "budget",
    "window",
    "answer",
    "question",
    "context",
    "memory",
    "agent",
    "tool",
    "result",
    "error",
    "timeout",
]
DAY_NS = 86_400 * 10**9
START_NS = 1_795_000_000 * 10**9
CONTENT = ("gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.tool.call.arguments", "gen_ai.tool.call.result")


def batches(
    spans: int,
    batch: int = 512,
    seed: int = 1,
    days: float = 7,
    trace_prefix: bytes = b"",
    *,
    span_prefix: bytes = b"",
    start_ns: int = START_NS,
    content: bool = True,
    a_trace: int = SPANS_A_TRACE,
    tag: str = "",
) -> Iterator[bytes]:
    """Yield encoded requests of `batch` spans each, `spans` in all, spread over `days` from `start_ns` on.

    Every trace id begins with `trace_prefix`, every span id with `span_prefix`: who replaces them in the bytes has
    other traces and spans without making them anew.
    A trace has `a_trace` spans. Words of one span only begin with `tag`: who replaces it has others.
    Without `content` the spans say what was called and what it took, but nothing of prompts, answers and tool IO.
    """
    rng = random.Random(seed)
    request, block = _empty()
    made = _spans(rng, spans, days, (trace_prefix, span_prefix), start_ns, a_trace, tag)
    for count, span in enumerate(made, start=1):
        if not content:
            _leave_out_content(span)
        block.append(span)
        if count % batch == 0 or count == spans:
            yield request.SerializeToString()
            request, block = _empty()


def _empty() -> tuple[ExportTraceServiceRequest, object]:
    request = ExportTraceServiceRequest()
    resource = request.resource_spans.add()
    _put(resource.resource.attributes, "service.name", "bench")
    _put(resource.resource.attributes, "agenttrace.project", "bench")
    scope = resource.scope_spans.add()
    scope.scope.name = "opentelemetry.instrumentation.genai.openai"
    return request, scope.spans


def _leave_out_content(span: Span) -> None:
    kept = [attribute for attribute in span.attributes if attribute.key not in CONTENT]
    del span.attributes[:]
    span.attributes.extend(kept)


def _spans(
    rng: random.Random,
    spans: int,
    days: float,
    prefixes: tuple[bytes, bytes],
    start_ns: int,
    a_trace: int,
    tag: str,
) -> Iterator[Span]:
    trace_prefix, span_prefix = prefixes
    made = 0
    while made < spans:
        trace_id = trace_prefix + rng.randbytes(16 - len(trace_prefix))
        started = start_ns + int(rng.random() * days * DAY_NS)
        root = span_prefix + rng.randbytes(8 - len(span_prefix))
        for position in range(min(a_trace, spans - made)):
            made += 1
            span_id = root if position == 0 else span_prefix + rng.randbytes(8 - len(span_prefix))
            span = Span(trace_id=trace_id, span_id=span_id)
            _fill(span, rng, root, position, started, tag)
            yield span


def _fill(span: Span, rng: random.Random, root: bytes, position: int, started: int, tag: str) -> None:
    agent = AGENTS[position % len(AGENTS)]
    span.start_time_unix_nano = started + position * 40_000_000
    span.end_time_unix_nano = span.start_time_unix_nano + rng.randrange(1_000_000, 4_000_000_000)
    _put(span.attributes, "session.id", f"session-{started % 997}")
    _put(span.attributes, "gen_ai.agent.name", agent)
    if position == 0:
        span.name = "invoke_agent crew"
        span.end_time_unix_nano = started + 30_000_000_000
        _put(span.attributes, "gen_ai.operation.name", "invoke_agent")
        return
    span.parent_span_id = root
    if position % 3 == 0:
        _tool(span, rng, tag)
    else:
        _model_call(span, rng, tag)
    if rng.random() < 0.02:
        span.status.code = 2
        span.status.message = f"upstream answered 503 after {rng.randrange(9000)} ms"


def _model_call(span: Span, rng: random.Random, tag: str) -> None:
    model = rng.choice(MODELS)
    span.name = f"chat {model}"
    prompt, answer = _text(rng, 900, tag), _text(rng, 300, tag)
    for name, value in (
        ("gen_ai.operation.name", "chat"),
        ("gen_ai.provider.name", "openai" if model.startswith("gpt") else "anthropic"),
        ("gen_ai.request.model", model),
        ("gen_ai.response.model", model),
        ("gen_ai.response.id", f"chatcmpl-{tag}{rng.getrandbits(96):024x}"),
        ("gen_ai.input.messages", f'[{{"role":"user","parts":[{{"type":"text","content":"{prompt}"}}]}}]'),
        ("gen_ai.output.messages", f'[{{"role":"assistant","parts":[{{"type":"text","content":"{answer}"}}]}}]'),
    ):
        _put(span.attributes, name, value)
    _put(span.attributes, "gen_ai.usage.input_tokens", rng.randrange(200, 20_000))
    _put(span.attributes, "gen_ai.usage.output_tokens", rng.randrange(10, 2_000))


def _tool(span: Span, rng: random.Random, tag: str) -> None:
    name = rng.choice(("search", "read_file", "http_get", "run_python"))
    span.name = f"execute_tool {name}"
    _put(span.attributes, "gen_ai.operation.name", "execute_tool")
    _put(span.attributes, "gen_ai.tool.name", name)
    _put(span.attributes, "gen_ai.tool.call.arguments", f'{{"query":"{_text(rng, 200, tag)}"}}')
    _put(span.attributes, "gen_ai.tool.call.result", _text(rng, 1_100, tag))


def _text(rng: random.Random, length: int, tag: str) -> str:
    words = " ".join(rng.choices(WORDS, k=length // 7 + 1))
    return words[: length - 9] + f" {tag}{rng.getrandbits(32):08x}"


def _put(attributes: object, name: str, value: str | int) -> None:
    attribute = attributes.add()  # type: ignore[attr-defined]
    attribute.key = name
    if isinstance(value, int):
        attribute.value.int_value = value
    else:
        attribute.value.string_value = value
