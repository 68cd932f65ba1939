"""Traceloop (OpenLLMetry)."""

from opentelemetry.instrumentation.openai import OpenAIInstrumentor


def switch_on(provider):
    OpenAIInstrumentor().instrument(tracer_provider=provider)
