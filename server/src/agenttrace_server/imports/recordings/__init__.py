"""Follow the folder in which agents on this machine record their runs, so that nothing in it is missing."""

from agenttrace_server.imports.recordings.follower import Follower

__all__ = ["Follower"]
