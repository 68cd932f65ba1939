"""Traceloop (OpenLLMetry)."""

from opentelemetry.instrumentation.langchain import LangchainInstrumentor


def switch_on(provider):
    LangchainInstrumentor().instrument(tracer_provider=provider)
