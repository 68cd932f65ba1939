"""Routes about recordings, replays, the workers that carry them out, and comparing."""

from agenttrace_server.api.routes.replays import comparing, recordings, replays, workers

__all__ = ["comparing", "recordings", "replays", "workers"]
