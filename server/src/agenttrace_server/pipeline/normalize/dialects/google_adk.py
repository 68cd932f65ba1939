"""Read Google's Agent Development Kit: OpenTelemetry's conventions, with the reasoning added to the output twice."""

from __future__ import annotations

from dataclasses import replace

from agenttrace.model import Span
from agenttrace_server.pipeline.normalize.dialects import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft


def refine(span: Span, draft: Draft) -> None:
    """Take the second helping of reasoning off; an output that has no room for two is left as it is."""
    otel_genai.refine(span, draft)
    usage = draft.usage
    if usage is None or usage.output_tokens is None or usage.reasoning_tokens is None:
        return
    if usage.output_tokens >= 2 * usage.reasoning_tokens:
        draft.usage = replace(usage, output_tokens=usage.output_tokens - usage.reasoning_tokens)


DIALECT = Dialect(name="google_adk", scopes=("gcp.vertex.agent",), refine=refine)
