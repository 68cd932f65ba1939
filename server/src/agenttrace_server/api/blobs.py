"""Answer with a file that somebody sent: as what it is, and so that it can do nothing."""

from __future__ import annotations

from typing import Final

from fastapi import Response

from agenttrace_server.store.api.content import media_type_of

_SHOWN: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Everything else is a download: what a sender sends may be a page with a script in it."""
_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, max-age=3600",
}
_EXTENSIONS: Final = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
    "audio/wav": "wav",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/flac": "flac",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "text/plain": "txt",
}


def blob_response(sha256: str, data: bytes) -> Response:
    """Return the file with the type that its first bytes show."""
    media_type = media_type_of(data)
    kind = "inline" if media_type in _SHOWN else "attachment"
    name = f"{sha256[:16]}.{_EXTENSIONS.get(media_type, 'bin')}"
    headers = {**_HEADERS, "content-disposition": f'{kind}; filename="{name}"'}
    return Response(data, media_type=media_type, headers=headers)
