"""Take a run up from a checkpoint: the shapes that every executor has, the places of a recording, and blobs on disk."""

from agenttrace.replay.checkpoints.blob import BadCheckpoint, CheckpointBlob, load_checkpoint
from agenttrace.replay.checkpoints.contract import Capabilities, CheckpointExecutor, Granularity
from agenttrace.replay.checkpoints.places import BadPlace, Place, edits_from_texts, place_of, plan_at

__all__ = [
    "BadCheckpoint",
    "BadPlace",
    "Capabilities",
    "CheckpointBlob",
    "CheckpointExecutor",
    "Granularity",
    "Place",
    "edits_from_texts",
    "load_checkpoint",
    "place_of",
    "plan_at",
]
