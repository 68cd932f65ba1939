"""OpenInference."""

from openinference.instrumentation.langchain import LangChainInstrumentor


def switch_on(provider):
    LangChainInstrumentor().instrument(tracer_provider=provider)
