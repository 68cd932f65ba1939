"""Write a trace as one HTML page that opens from a disk: no script, no request, and all content is inert text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import orjson

from agenttrace.model import Json, Message, Part, PartType, Span
from agenttrace_server.api.rendering.spans import counted_cost, counted_usage
from agenttrace_server.api.rendering.values import rfc3339, usd
from agenttrace_server.api.trace_files.page_style import STYLE
from agenttrace_server.query.layout import Layout
from agenttrace_server.store.api import TraceSummary

PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What the page says of itself: even where an escape were forgotten, nothing in it may run or ask for anything."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_US_PER_MS, _US_PER_S = 1_000, 1_000_000
_MAX_DEPTH = 24
"""Deeper spans are not moved further to the right."""


def as_page(trace: TraceSummary, layout: Layout) -> Iterator[bytes]:
    """Yield the page, a span at a time."""
    yield _encoded(_head(trace))
    for position, stored in enumerate(layout.spans):
        yield _encoded(_span(stored.span, layout.depth[position]))
    yield b"</main>\n</body>\n</html>\n"


def _head(trace: TraceSummary) -> str:
    totals = trace.totals
    lasted = None if trace.end_ns is None else max(0, trace.end_ns - trace.start_ns) // 1_000
    unknown = f" + {totals.unknown_cost_calls} of unknown price" if totals.unknown_cost_calls else ""
    facts = [
        ("status", trace.status.value),
        ("started", rfc3339(trace.start_ns)),
        ("duration", _duration(lasted)),
        ("spans", f"{totals.spans:,}, {totals.errors:,} failed"),
        ("model calls", f"{totals.model_calls:,}"),
        ("tokens", f"{totals.input_tokens:,} in, {totals.output_tokens:,} out"),
        ("cost", f"${usd(totals.cost_nano_usd):.6f}{unknown}"),
        ("agents", ", ".join(trace.agents)),
        ("models", ", ".join(trace.models)),
        ("session", trace.session_id or ""),
        ("project", trace.project),
        ("trace", trace.trace_id),
    ]
    rows = "".join(f"<div><dt>{_safe(name)}</dt><dd>{_safe(value)}</dd></div>" for name, value in facts if value)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(PAGE_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{_safe(trace.name)} · AgentTrace</title>\n<style>{STYLE}</style>\n</head>\n"
        f'<body>\n<header><h1>{_safe(trace.name)}</h1><dl class="facts">{rows}</dl></header>\n<main>\n'
    )


def _span(span: Span, depth: int) -> str:
    state = span.status.state
    marks = [
        f'<span class="type">{_safe(span.span_type.value)}</span>',
        f'<span class="name">{_safe(span.name)}</span>',
    ]
    if span.agent_name is not None:
        marks.append(f'<span class="agent">{_safe(span.agent_name)}</span>')
    if state.is_failure:
        marks.append(f'<span class="failed">✗ {_safe(state.value)}</span>')
    elif state.value != "ok":
        marks.append(f'<span class="state">{_safe(state.value)}</span>')
    marks += [f'<span class="figure">{_safe(figure)}</span>' for figure in _figures(span)]
    body = "".join(_sections(span))
    is_open = " open" if depth == 0 or state.is_failure else ""
    level = min(depth, _MAX_DEPTH)
    return f'<details class="d{level}"{is_open}><summary>{"".join(marks)}</summary><div>{body}</div></details>\n'


def _figures(span: Span) -> Iterator[str]:
    usage, cost = counted_usage(span), counted_cost(span)
    if usage.total_tokens is not None:
        yield f"{usage.input_tokens or 0:,} in, {usage.output_tokens or 0:,} out"
    if cost is not None:
        yield "?" if cost.total is None else f"${usd(cost.total):.6f}"
    if span.duration_ns is not None:
        yield _duration(span.duration_ns // 1_000)


def _sections(span: Span) -> Iterator[str]:
    if span.status.message:
        yield f'<p class="failed">{_safe(span.status.message)}</p>'
    if span.call is not None and span.call.model:
        yield f"<p>{_safe(span.call.provider or '')} {_safe(span.call.model)}</p>"
    for message in span.messages:
        words = f"{message.type}: {message.from_agent} → {message.to_agent}"
        yield f"<h2>{_safe(words)}</h2><pre>{_safe(message.content or '')}</pre>"
    yield from _content("input", span.input_messages, span.input)
    yield from _content("output", span.output_messages, span.output)
    for event in span.events:
        if event.name == "exception":
            told = event.attributes.get("exception.stacktrace") or event.attributes.get("exception.message")
            yield f"<h2>exception</h2><pre>{_safe(_text(told))}</pre>"
    ids = f"{span.span_id}, {rfc3339(span.start_ns)}"
    yield f'<p class="ids">{_safe(ids)}</p>'


def _content(title: str, messages: tuple[Message, ...], value: Json) -> Iterator[str]:
    for message in messages:
        parts = "".join(f"<pre>{_safe(_part(part))}</pre>" for part in message.parts)
        yield f"<h2>{_safe(title)} · {_safe(message.role)}</h2>{parts}"
    if not messages and value is not None:
        yield f"<h2>{_safe(title)}</h2><pre>{_safe(_text(value))}</pre>"


def _part(part: Part) -> str:
    if part.type is PartType.TOOL_CALL:
        return f"{part.name or 'tool'}({_text(part.value)})"
    if part.type is PartType.REASONING:
        return f"[reasoning] {part.text or ''}"
    if part.type is PartType.MEDIA:
        size = f"{len(part.text or ''):,} characters" if part.size_bytes is None else f"{part.size_bytes:,} bytes"
        return f"[{part.mime_type or 'media'}, {size}]"
    return part.text if part.text is not None else _text(part.value)


def _duration(us: int | None) -> str:
    if us is None:
        return "running"
    if us < _US_PER_MS:
        return f"{us} µs"
    return f"{us / _US_PER_MS:.1f} ms" if us < _US_PER_S else f"{us / _US_PER_S:.2f} s"


def _text(value: Json) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


def _safe(text: str) -> str:
    """Return text that no browser takes for anything else."""
    return html.escape(_UNPRINTABLE.sub("\ufffd", text))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")
