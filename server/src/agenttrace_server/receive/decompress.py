"""Unpack a body without ever holding more of it than is allowed."""

from __future__ import annotations

import zlib

import zstandard

from agenttrace_server.errors import BadPayload, PayloadTooLarge

_GZIP = 16 + zlib.MAX_WBITS
_RAW_DEFLATE = -zlib.MAX_WBITS
_ZLIB_METHOD = 8
_ZSTD_WINDOW_BYTES = 8 * 1024 * 1024
"""RFC 9659: a `Content-Encoding: zstd` uses no larger window."""

_ZSTD_BITE_BYTES = 512
"""A block of 4 bytes can unpack to 128 KiB, so one bite unpacks to 16 MiB at most."""

_FIELD = "content-encoding"


def decompress(raw: bytes, encoding: str, limit: int) -> bytes:
    """Return the body of at most `limit` bytes.

    Raises: PayloadTooLarge: it would be longer. BadPayload: it is not what the encoding says, or cut short.
    """
    if encoding == "identity" or not raw:
        return raw
    if encoding == "gzip":
        return _inflate_all(raw, limit)
    if encoding == "deflate":
        body, rest = _inflate(raw, _deflate_bits(raw), limit, "deflate")
        return _nothing_after(body, rest, "deflate")
    return _unzstd(raw, limit)


def _inflate_all(raw: bytes, limit: int) -> bytes:
    """A gzip body may be several members one after the other."""
    parts: list[bytes] = []
    left = limit
    rest = raw
    while rest:
        part, rest = _inflate(rest, _GZIP, left, "gzip")
        left -= len(part)
        parts.append(part)
    return b"".join(parts)


def _inflate(raw: bytes, bits: int, limit: int, name: str) -> tuple[bytes, bytes]:
    inflater = zlib.decompressobj(bits)
    try:
        body = inflater.decompress(raw, limit + 1)
    except zlib.error:
        raise BadPayload(f"the body is not {name}", field=_FIELD) from None
    if len(body) > limit:
        raise _too_large()
    if not inflater.eof:
        raise BadPayload(f"the {name} body is cut short", field=_FIELD)
    return body, inflater.unused_data


def _deflate_bits(raw: bytes) -> int:
    """HTTP's deflate is a zlib stream, but some senders leave zlib's header out."""
    has_header = len(raw) >= 2 and raw[0] & 0x0F == _ZLIB_METHOD and int.from_bytes(raw[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_header else _RAW_DEFLATE


def _nothing_after(body: bytes, rest: bytes, name: str) -> bytes:
    if rest:
        raise BadPayload(f"{len(rest)} bytes follow the {name} body", field=_FIELD)
    return body


def _unzstd(raw: bytes, limit: int) -> bytes:
    """A zstd body may be several frames one after the other; it is fed in bites, since zstd knows no output limit."""
    parts: list[bytes] = []
    size = at = 0
    while at < len(raw):
        frame = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES).decompressobj()
        while not frame.eof:
            bite = raw[at : at + _ZSTD_BITE_BYTES]
            if not bite:
                raise BadPayload("the zstd body is cut short", field=_FIELD)
            try:
                part = frame.decompress(bite)
            except zstandard.ZstdError:
                raise BadPayload("the body is not zstd, or needs a window above 8 MiB", field=_FIELD) from None
            at += len(bite)
            size += len(part)
            if size > limit:
                raise _too_large()
            parts.append(part)
        at -= len(frame.unused_data)
    return b"".join(parts)


def _too_large() -> PayloadTooLarge:
    return PayloadTooLarge("the body is larger than max_request_bytes once unpacked; send smaller batches")
