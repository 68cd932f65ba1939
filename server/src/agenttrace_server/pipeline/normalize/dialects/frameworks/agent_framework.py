"""Read Microsoft's Agent Framework: OpenTelemetry's conventions, and a workflow's executors, edges and messages."""

from __future__ import annotations

from typing import Final

from agenttrace.model import Agent, AgentMessage, Span, SpanType
from agenttrace.model.handoffs import NOBODY
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.values import text

_RUN: Final = ("workflow.run", "workflow.session", "workflow_invoke")
_EXECUTOR: Final = "executor.process"
_PLUMBING: Final = ("workflow.build", "edge_group.process", "message.send", _EXECUTOR)
_AGENT_EXECUTOR: Final = "Agent"
_SELF: Final = "internal:"
_MESSAGE: Final = "message"


def refine(span: Span, draft: Draft) -> None:
    """Fold a workflow's machinery away; a delivered message is an edge from its source to its target.

    Of two spans that know one end each, the other is found over the span that both link to: the sending.
    """
    otel_genai.refine(span, draft)
    step = span.name.partition(" ")[0]
    if step in _RUN:
        draft.span_type = SpanType.CHAIN
    elif step in _PLUMBING:
        draft.internal = True
        if step == _EXECUTOR:
            _read_executor(span, draft)
        _read_message(span, draft)


def _read_executor(span: Span, draft: Draft) -> None:
    name, kind = text(span.attributes.get("executor.id")), text(span.attributes.get("executor.type")) or ""
    if name is not None and _AGENT_EXECUTOR in kind:
        draft.agent = draft.agent or Agent(name)
    if name is not None and span.links:
        draft.messages += (AgentMessage(NOBODY, name, _MESSAGE, None, span.start_ns),)


def _read_message(span: Span, draft: Draft) -> None:
    attributes = span.attributes
    source = text(attributes.get("message.source_id"))
    target = text(attributes.get("message.target_id")) or text(attributes.get("message.destination_executor_id"))
    if (source is None and target is None) or attributes.get("edge_group.delivered") is False:
        return
    if source is not None and source.startswith(_SELF):
        return
    draft.messages += (AgentMessage(source or NOBODY, target or NOBODY, _MESSAGE, None, span.start_ns),)


DIALECT = Dialect(
    name="agent_framework",
    scopes=("agent_framework", "agent_framework.", "Microsoft.Agents.AI.", "Experimental.Microsoft.Agents.AI",
            "Microsoft.Agents.AI", "Experimental.Microsoft.Extensions.AI"),
    refine=refine,
)  # fmt: skip
