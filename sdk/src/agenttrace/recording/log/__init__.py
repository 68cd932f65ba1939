"""The event log of a run on disk: how a line is written, appended, and read again whatever happened to the file."""
