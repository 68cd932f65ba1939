"""Turn bodies and headers into what may be written: decoded, without secrets, as JSON; and back into bytes."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from agenttrace.recording.redact import Redact
from agenttrace.recording.tape.exchange import Headers

_SECRET_HEADERS = frozenset(
    ("api-key", "authorization", "cookie", "proxy-authorization", "set-cookie", "x-amz-security-token", "x-api-key",
     "x-goog-api-key")
)  # fmt: skip
_ABOUT_THE_BYTES = frozenset(("content-encoding", "content-length", "transfer-encoding"))
REQUEST_BODY, RESPONSE_BODY, URL_QUERY = "http.request.body", "http.response.body", "url.query"

_LIBRARIES = {
    "br": (("brotli", "Decompressor"), ("brotlicffi", "Decompressor")),
    "zstd": (("zstandard", "ZstdDecompressor"), ("compression.zstd", "ZstdDecompressor")),
}

Decode = Callable[[bytes], bytes]


def kept_headers(headers: Headers, redact: Redact, *, is_decoded: bool = True) -> list[list[str]]:
    """Return headers without credentials, and of a decoded body without what only holds for the bytes on the wire."""
    dropped = _SECRET_HEADERS | (_ABOUT_THE_BYTES if is_decoded else frozenset(("content-length", "transfer-encoding")))
    named = [(name.lower(), value) for name, value in headers]
    return [[name, redact.whole(name, value)] for name, value in named if name not in dropped]


def kept_url(url: str, redact: Redact) -> str:
    """Return a URL without its user, its password and the secrets in its query."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(name, redact.whole(name, value)) for name, value in pairs]
        query = urlencode(kept) if kept != pairs else query
    return urlunsplit((parts.scheme, place, parts.path, query, ""))


def kept_body(body: bytes, name: str, redact: Redact) -> dict[str, str]:
    """Return a body as `{"text": …}` without secrets, or what is no text as `{"base64": …}`."""
    kept = as_json(body)
    return {"text": redact.whole(name, kept["text"])} if kept.get("text") else kept


def as_json(content: bytes) -> dict[str, str]:
    """Return bytes as `{"text": …}`, or what is no text as `{"base64": …}`."""
    try:
        return {"text": content.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode("ascii")}


def body_of(kept: Mapping[str, Any]) -> bytes:
    """Return the bytes that `kept_body` was given, apart from secrets."""
    if "base64" in kept:
        return base64.b64decode(kept["base64"])
    return str(kept.get("text", "")).encode("utf-8", "surrogatepass")


def text_of(kept: Mapping[str, Any]) -> str:
    """Return what a request is compared by: its text, or the base64 of what is none."""
    return str(kept.get("text", kept.get("base64", "")))


def content_type_of(headers: Headers) -> str:
    """Return the content type in lowercase, or the empty text."""
    return next((value.lower() for name, value in headers if name.lower() == "content-type"), "")


def decoder_for(headers: Headers) -> Decode | None:
    """Return what turns the pieces of a body into those of its content; None for an encoding that we do not know."""
    named = [value for name, value in headers if name.lower() == "content-encoding"]
    encodings = [word.strip().lower() for value in named for word in value.split(",") if word.strip()]
    if not encodings or encodings == ["identity"]:
        return bytes
    if encodings in (["gzip"], ["x-gzip"]):
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress
    if encodings == ["deflate"]:
        return _Deflate().decompress
    return _decoder_of_a_library(encodings[0]) if len(encodings) == 1 else None


def _decoder_of_a_library(encoding: str) -> Decode | None:
    """Return the decoder that the program itself has for what the standard library does not know."""
    for module, name in _LIBRARIES.get(encoding, ()):
        try:
            found = getattr(import_module(module), name)()
        except ImportError:
            continue
        decoder = found.decompressobj() if hasattr(found, "decompressobj") else found
        decode: Decode = getattr(decoder, "process", None) or decoder.decompress
        return decode
    return None


class _Deflate:
    """Deflate with its header, as HTTP says, or without, as some servers send."""

    def __init__(self) -> None:
        self._with = zlib.decompressobj()
        self._without: Any = None

    def decompress(self, data: bytes) -> bytes:
        if self._without is None:
            try:
                return self._with.decompress(data)
            except zlib.error:
                self._without = zlib.decompressobj(-zlib.MAX_WBITS)
        return self._without.decompress(data)  # type: ignore[no-any-return]
