"""OpenInference."""

from openinference.instrumentation.anthropic import AnthropicInstrumentor


def switch_on(provider):
    AnthropicInstrumentor().instrument(tracer_provider=provider)
