"""Keep what happens in a run on disk, so that it can be read, imported and replayed."""

from agenttrace.recording.log.blobs import BadBlob, Blobs
from agenttrace.recording.log.event import BlobRef, Event, Kind
from agenttrace.recording.log.folder import find_recording, new_run_id, run_folders, traces_folder
from agenttrace.recording.log.line import BadLine, events_in_line
from agenttrace.recording.log.reader import NoRecording, TraceReader
from agenttrace.recording.log.writer import EventLog

__all__ = [
    "BadBlob",
    "BadLine",
    "BlobRef",
    "Blobs",
    "Event",
    "EventLog",
    "Kind",
    "NoRecording",
    "TraceReader",
    "events_in_line",
    "find_recording",
    "new_run_id",
    "run_folders",
    "traces_folder",
]
