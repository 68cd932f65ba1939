"""OpenTelemetry's GenAI instrumentor."""

from opentelemetry.instrumentation.genai.langchain import LangChainInstrumentor


def switch_on(provider):
    LangChainInstrumentor().instrument(tracer_provider=provider)
