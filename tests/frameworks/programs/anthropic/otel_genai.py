"""OpenTelemetry's GenAI instrumentor."""

from opentelemetry.instrumentation.genai.anthropic import AnthropicInstrumentor


def switch_on(provider):
    AnthropicInstrumentor().instrument(tracer_provider=provider)
