"""What every store must do with large values: find files inside text, tell their type, count what was saved."""

from agenttrace_server.store.api.content.base64_text import (
    MIN_RUN_CHARS,
    Encoding,
    decoded,
    encoded,
    least_chars,
    runs_in,
)
from agenttrace_server.store.api.content.blobs import blob_hash, blobs_in, media_type_of

__all__ = [
    "MIN_RUN_CHARS",
    "Encoding",
    "blob_hash",
    "blobs_in",
    "decoded",
    "encoded",
    "least_chars",
    "media_type_of",
    "runs_in",
]
