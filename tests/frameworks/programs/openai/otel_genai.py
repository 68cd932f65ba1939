"""OpenTelemetry's GenAI instrumentor."""

from opentelemetry.instrumentation.genai.openai import OpenAIInstrumentor


def switch_on(provider):
    OpenAIInstrumentor().instrument(tracer_provider=provider)
