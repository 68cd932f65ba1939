"""OpenInference."""

from openinference.instrumentation.litellm import LiteLLMInstrumentor


def switch_on(provider):
    LiteLLMInstrumentor().instrument(tracer_provider=provider)
