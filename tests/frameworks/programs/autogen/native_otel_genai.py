"""AutoGen's own spans, and OpenTelemetry's GenAI instrumentor for the model calls, of which AutoGen has none."""

from opentelemetry.instrumentation.genai.openai import OpenAIInstrumentor


def switch_on(provider):
    OpenAIInstrumentor().instrument(tracer_provider=provider)
