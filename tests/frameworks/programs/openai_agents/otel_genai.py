"""OpenTelemetry's GenAI instrumentors of the agents and of the openai library: the first makes no model calls."""

from agents import set_trace_processors
from opentelemetry.instrumentation.genai.openai import OpenAIInstrumentor
from opentelemetry.instrumentation.genai.openai_agents import OpenAIAgentsInstrumentor


def switch_on(provider):
    set_trace_processors([])
    OpenAIAgentsInstrumentor().instrument(tracer_provider=provider)
    OpenAIInstrumentor().instrument(tracer_provider=provider)
