"""OpenInference, in place of the processor that sends traces to OpenAI."""

from openinference.instrumentation.openai_agents import OpenAIAgentsInstrumentor


def switch_on(provider):
    OpenAIAgentsInstrumentor().instrument(tracer_provider=provider, exclusive_processor=True)
