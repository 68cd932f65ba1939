"""How many bytes does a span of a long conversation take, with each message stored once and with each stored anew?

Run: python benchmarks/content.py [runs]
A run is a made-up agent of 50 turns: a system prompt and tool schemas that all runs share, a history that grows by a
question, a tool call, its result and an answer, as OpenTelemetry's GenAI attributes. The same spans go through the
whole pipeline into two local stores, and their attributes into one zstd Parquet file. Sizes are of files after closing.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import arro3.core as arrow
import duckdb
from realistic import WORDS

from agenttrace.model import ProjectName, Scope, Span, SpanId, SpanState, Status, TraceId
from agenttrace_server.config import Settings
from agenttrace_server.pipeline.aggregate import aggregate
from agenttrace_server.pipeline.enrich import enrich
from agenttrace_server.pipeline.normalize import normalize
from agenttrace_server.store.local import LocalStore
from agenttrace_server.telemetry import Metrics

TURNS = 50
RUNS = 8
START_NS = 1_790_000_000_000_000_000
STEP_NS = 3_000_000_000
NEVER = 2**60
SCOPE = Scope("opentelemetry.instrumentation.genai.openai", "1")


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    spans = [enrich(normalize(span), 200) for span in corpus(runs)]
    raw = sum(len(json.dumps(dict(span.attributes))) for span in spans)
    count = len(spans)
    print(f"{runs} runs of {TURNS} turns, {count} spans, {raw / count:,.0f} bytes of attributes a span")
    with tempfile.TemporaryDirectory() as folder:
        shared, shared_s, shared_read_s, figures = stored(Path(folder) / "shared", spans, Settings())
        alone, alone_s, alone_read_s, _ = stored(Path(folder) / "alone", spans, Settings(content_min_bytes=NEVER))
        parquet = as_parquet(Path(folder) / "plain.parquet", spans)
    print(f"{'':44}{'bytes/span':>12}{'x smaller than attributes':>28}")
    for name, size in (
        ("plain zstd Parquet of the attributes", parquet),
        ("store, each message wherever it is said", alone),
        ("store, each message once", shared),
    ):
        print(f"{name:44}{size / count:12,.0f}{raw / size:28,.1f}")
    print(f"content before compression: {figures[0]:,} bytes stored, would have been {figures[1]:,}: "
          f"{figures[1] / figures[0]:.1f} x")  # fmt: skip
    print(f"on disk: {alone / shared:.2f} x smaller than without sharing, {parquet / shared:.2f} x than plain Parquet")
    print(f"time without sharing: write and seal {alone_s / shared_s:.2f} x, read {alone_read_s / shared_read_s:.2f} x")


def stored(folder: Path, spans: list[Span], settings: Settings) -> tuple[int, float, float, tuple[int, int]]:
    """Return the bytes on disk, the seconds of writing and of reading all traces, and content (stored, unshared)."""
    started = time.perf_counter()
    store = LocalStore(folder, settings, Metrics())
    for begin in range(0, len(spans), 100):
        store.write(aggregate(spans[begin : begin + 100]), begin + 1)
    store.flush()
    took = time.perf_counter() - started
    content = store.info().content
    started = time.perf_counter()
    for trace_id in sorted({span.trace_id for span in spans}):
        store.get_spans(trace_id)
    read_s = time.perf_counter() - started
    store.close()
    size = sum(path.stat().st_size for path in folder.iterdir() if path.suffix in (".parquet", ".db"))
    return size, took, read_s, (content.stored_bytes, content.unshared_bytes)


def as_parquet(path: Path, spans: list[Span]) -> int:
    """Write one column of attributes as JSON, sorted as the store sorts, and return the file's size."""
    texts = [json.dumps(dict(span.attributes)) for span in spans]
    arriving = arrow.Table.from_pydict({"attributes": arrow.Array(texts, arrow.DataType.string())})
    connection = duckdb.connect()
    connection.register("arriving", arriving)
    connection.execute(f"COPY arriving TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)")
    connection.close()
    return path.stat().st_size


def corpus(runs: int, seed: int = 7) -> Iterator[Span]:
    """Yield the model calls and tool calls of all runs, turn by turn."""
    rng = random.Random(seed)
    tools = json.dumps([tool(rng, number) for number in range(12)])
    system = message("system", text(rng, 4_000))
    for run in range(1, runs + 1):
        history = [system]
        for turn in range(TURNS):
            question = message("user", text(rng, rng.randrange(100, 800)))
            call_id, found = f"call_{rng.getrandbits(64):016x}", text(rng, rng.randrange(300, 4_000))
            asked = {
                "type": "tool_call",
                "id": call_id,
                "name": f"tool_{turn % 12}",
                "arguments": {"query": text(rng, 80)},
            }
            history += [question, {"role": "assistant", "parts": [asked]}]
            answered = {"type": "tool_call_response", "id": call_id, "response": found}
            history.append({"role": "tool", "parts": [answered]})
            answer = message("assistant", text(rng, rng.randrange(200, 1_500)))
            yield a_span(run, 2 * turn, "execute_tool", {
                "gen_ai.tool.name": f"tool_{turn % 12}", "gen_ai.tool.call.id": call_id,
                "gen_ai.tool.call.arguments": json.dumps(asked["arguments"]), "gen_ai.tool.call.result": found,
            })  # fmt: skip
            yield a_span(run, 2 * turn + 1, "chat", {
                "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-5", "gen_ai.tool.definitions": tools,
                "gen_ai.usage.input_tokens": 900 * (turn + 1), "gen_ai.usage.output_tokens": 300,
                "gen_ai.input.messages": json.dumps(history), "gen_ai.output.messages": json.dumps([answer]),
            })  # fmt: skip
            history.append(answer)


def a_span(run: int, number: int, operation: str, attributes: dict[str, Any]) -> Span:
    start_ns = START_NS + (run * TURNS * 2 + number) * STEP_NS
    return Span(
        project=ProjectName("bench"),
        trace_id=TraceId(f"{run:032x}"),
        span_id=SpanId(f"{run * 1_000 + number + 1:016x}"),
        parent_span_id=None,
        name=operation,
        start_ns=start_ns,
        end_ns=start_ns + STEP_NS,
        status=Status(SpanState.OK),
        scope=SCOPE,
        attributes={"gen_ai.operation.name": operation, **attributes},
    )


def message(role: str, said: str) -> dict[str, Any]:
    return {"role": role, "parts": [{"type": "text", "content": said}]}


def tool(rng: random.Random, number: int) -> dict[str, Any]:
    parameters = {"type": "object", "properties": {"query": {"type": "string", "description": text(rng, 300)}}}
    described = {"name": f"tool_{number}", "description": text(rng, 200), "parameters": parameters}
    return {"type": "function", "function": described}


def text(rng: random.Random, length: int) -> str:
    """Words with numbers between them, so that they compress about as well as prose does."""
    pieces: list[str] = []
    while sum(map(len, pieces)) + len(pieces) < length:
        pieces.append(rng.choice(WORDS) if rng.random() < 0.8 else f"{rng.getrandbits(20):x}")
    return " ".join(pieces)


if __name__ == "__main__":
    main()
