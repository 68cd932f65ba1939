"""Pydantic AI's own tracing, switched on for every agent."""

from pydantic_ai import Agent
from pydantic_ai.models.instrumented import InstrumentationSettings


def switch_on(provider):
    Agent.instrument_all(InstrumentationSettings(tracer_provider=provider))
