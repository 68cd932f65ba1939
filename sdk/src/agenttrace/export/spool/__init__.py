"""Keep batches on disk while no server takes them."""

from agenttrace.export.spool.file import CorruptSpoolFile, from_bytes, to_bytes
from agenttrace.export.spool.folder import Claim, Spool

__all__ = ["Claim", "CorruptSpoolFile", "Spool", "from_bytes", "to_bytes"]
