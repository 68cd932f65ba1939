"""Traces to look at before there are any of one's own."""

from agenttrace_server.api.samples.making import SAMPLES_PROJECT, sample_traces

__all__ = ["SAMPLES_PROJECT", "sample_traces"]
