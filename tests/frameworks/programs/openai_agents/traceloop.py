"""Traceloop (OpenLLMetry)."""

from agents import set_trace_processors
from opentelemetry.instrumentation.openai_agents import OpenAIAgentsInstrumentor


def switch_on(provider):
    set_trace_processors([])
    OpenAIAgentsInstrumentor().instrument(tracer_provider=provider)
