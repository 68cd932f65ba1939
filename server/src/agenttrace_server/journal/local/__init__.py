"""The journal on local files."""

from agenttrace_server.journal.local.journal import LocalJournal
from agenttrace_server.journal.local.log import Limits

__all__ = ["Limits", "LocalJournal"]
