"""Read Semantic Kernel: OpenTelemetry's conventions of several years, and the loop around its functions."""

from __future__ import annotations

from typing import Final

from agenttrace.model import Span, SpanType
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft

_LOOP: Final = "AutoFunctionInvocationLoop"


def refine(span: Span, draft: Draft) -> None:
    """The loop that calls functions is a chain, whatever it says."""
    otel_genai.refine(span, draft)
    if span.name.startswith(_LOOP):
        draft.span_type = SpanType.CHAIN


DIALECT = Dialect(
    name="semantic_kernel",
    scopes=("semantic_kernel", "semantic_kernel.", "Microsoft.SemanticKernel", "Microsoft.SemanticKernel."),
    refine=refine,
)
