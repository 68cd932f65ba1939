"""What log records mean: words of a span, steps of an agent, or just what was logged."""

from agenttrace_server.pipeline.logs.meaning import understood

__all__ = ["understood"]
