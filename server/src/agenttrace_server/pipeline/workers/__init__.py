"""Take records through the stages beside the runner: in its own thread, or in processes of their own."""

from agenttrace_server.pipeline.workers.in_process import InProcess
from agenttrace_server.pipeline.workers.pool import WorkerPool
from agenttrace_server.pipeline.workers.task import Task
from agenttrace_server.pipeline.workers.work_ahead import WorkAhead

__all__ = ["InProcess", "Task", "WorkAhead", "WorkerPool"]
