"""Choose the journal that the settings ask for."""

from __future__ import annotations

from agenttrace_server.config import Settings
from agenttrace_server.journal.local import Limits, LocalJournal
from agenttrace_server.journal.protocol import Journal
from agenttrace_server.telemetry import Metrics

_LEAST_SEGMENTS = 4
"""Space comes back a whole segment at a time, so even a small journal is made of some."""


def open_journal(settings: Settings, metrics: Metrics | None = None) -> Journal:
    """Open the journal under the data folder.

    Raises: BadSetting: another server holds the folder. OSError: it cannot be read or written.
    """
    max_bytes = settings.journal_bound_bytes
    segment_bytes = max(1, min(settings.journal_segment_bytes, max_bytes // _LEAST_SEGMENTS))
    limits = Limits(max_bytes, segment_bytes, settings.journal_retain_s)
    return LocalJournal(settings.home / "journal", limits, metrics or Metrics())
