"""Trace the openai library: chat completions, responses and embeddings, by OpenTelemetry's GenAI instrumentor.

A stream of chat completions without `stream_options={"include_usage": True}` carries no usage, so its span has none:
the request is the user's, and is not changed.
"""

from __future__ import annotations

from agenttrace.integrations.contract import Wiring
from agenttrace.integrations.detection import OtelInstrumentor, switch_on

_METHODS = (
    ("openai.resources.chat.completions:Completions", "create"),
    ("openai.resources.chat.completions:AsyncCompletions", "create"),
    ("openai.resources.responses:Responses", "create"),
    ("openai:OpenAI", "request"),
    ("openai:OpenAI", "post"),
    ("openai:AsyncOpenAI", "request"),
)
"""Where instrumentors are known to patch: the resource methods, or the request below them."""


class OpenAIIntegration:
    """One LLM or embedding span for each call of the library."""

    def __init__(self) -> None:
        self._instrumentor: OtelInstrumentor | None = None

    def instrument(self, wiring: Wiring) -> None:
        """Trace the library, unless somebody else already does."""
        self._instrumentor = switch_on(
            "openai", "opentelemetry.instrumentation.genai.openai", "OpenAIInstrumentor", _METHODS, wiring
        )

    def uninstrument(self) -> None:
        """Undo it."""
        if self._instrumentor is not None:
            self._instrumentor.uninstrument()
            self._instrumentor = None


INTEGRATION = OpenAIIntegration()
