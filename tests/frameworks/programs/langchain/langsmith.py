"""LangSmith's own tracing, as OpenTelemetry spans and nowhere else."""

import os


def switch_on(provider):
    """Return what waits for its thread, which makes the spans behind the programme's back."""
    os.environ.update(
        LANGSMITH_TRACING="true", LANGSMITH_OTEL_ENABLED="true", LANGSMITH_OTEL_ONLY="true", LANGSMITH_API_KEY="test"
    )
    from langchain_core.tracers.langchain import wait_for_all_tracers

    return wait_for_all_tracers
