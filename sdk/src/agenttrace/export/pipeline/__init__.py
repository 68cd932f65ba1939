"""Move spans from the agent's threads to the wire: one thread cuts batches, one carries them."""

from agenttrace.export.pipeline.destination import Destination
from agenttrace.export.pipeline.pipeline import Pipeline

__all__ = ["Destination", "Pipeline"]
