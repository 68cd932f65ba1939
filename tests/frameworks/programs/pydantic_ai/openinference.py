"""OpenInference, whose processor rewrites Pydantic AI's own spans before they are exported."""

from openinference.instrumentation.pydantic_ai import OpenInferenceSpanProcessor
from pydantic_ai import Agent
from pydantic_ai.models.instrumented import InstrumentationSettings


def switch_on(provider):
    processors = provider._active_span_processor._span_processors
    provider._active_span_processor._span_processors = (OpenInferenceSpanProcessor(), *processors)
    Agent.instrument_all(InstrumentationSettings(tracer_provider=provider))
