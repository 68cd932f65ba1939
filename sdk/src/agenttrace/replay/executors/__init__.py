"""The executors that come with the SDK, and how one is found by its name."""

from agenttrace.replay.executors.registry import UnknownExecutor, executor, executor_names

__all__ = ["UnknownExecutor", "executor", "executor_names"]
