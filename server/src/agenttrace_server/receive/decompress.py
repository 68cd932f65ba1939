"""Unpack a body without ever holding more of it than is allowed."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import zstandard

from agenttrace_server.errors import BadPayload, PayloadTooLarge

_GZIP = 16 + zlib.MAX_WBITS
_RAW_DEFLATE = -zlib.MAX_WBITS
_ZLIB_METHOD = 8
_ZSTD_WINDOW_BYTES = 8 * 1024 * 1024
"""RFC 9659: a `Content-Encoding: zstd` uses no larger window."""

_GZIP_BITE_BYTES = 16 * 1024
_ZSTD_BITE_BYTES = 512
"""What is unpacked at once: 16 MiB at most, since zlib packs 1:1032, and a zstd block of 4 bytes holds 128 KiB."""

_MOST_PARTS = 4_096
"""A body may be several gzip members or zstd frames; each costs time, and an empty one has 9 or 20 bytes."""

_FIELD = "content-encoding"


class _Unpacker(Protocol):
    """One gzip member or zstd frame, as zlib and zstandard unpack it."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class _Format:
    """How the parts of one encoding are unpacked."""

    name: str
    begin: Callable[[], _Unpacker]
    bite_bytes: int
    error: type[Exception]
    unreadable: str


def decompress(raw: bytes, encoding: str, limit: int) -> bytes:
    """Return the body of at most `limit` bytes.

    Raises: PayloadTooLarge: it would be longer. BadPayload: it is not what the encoding says, or cut short.
    """
    if encoding == "identity" or not raw:
        return raw
    if encoding == "gzip":
        return _unpack_parts(raw, limit, _GZIP_FORMAT)
    if encoding == "deflate":
        return _inflate(raw, limit)
    return _unpack_parts(raw, limit, _ZSTD_FORMAT)


def _unpack_parts(raw: bytes, limit: int, form: _Format) -> bytes:
    """Feed in bites: what follows a part is copied by zlib, and zstd knows no output limit."""
    unpacked: list[bytes] = []
    size = at = parts = 0
    while at < len(raw):
        parts += 1
        if parts > _MOST_PARTS:
            raise BadPayload(f"the {form.name} body has more than {_MOST_PARTS} parts", field=_FIELD)
        part = form.begin()
        while not part.eof:
            bite = raw[at : at + form.bite_bytes]
            if not bite:
                raise BadPayload(f"the {form.name} body is cut short", field=_FIELD)
            try:
                piece = part.decompress(bite)
            except form.error:
                raise BadPayload(form.unreadable, field=_FIELD) from None
            at += len(bite)
            size += len(piece)
            if size > limit:
                raise _too_large()
            unpacked.append(piece)
        at -= len(part.unused_data)
    return b"".join(unpacked)


def _inflate(raw: bytes, limit: int) -> bytes:
    inflater = zlib.decompressobj(_deflate_bits(raw))
    try:
        body = inflater.decompress(raw, limit + 1)
    except zlib.error:
        raise BadPayload("the body is not deflate", field=_FIELD) from None
    if len(body) > limit:
        raise _too_large()
    if not inflater.eof:
        raise BadPayload("the deflate body is cut short", field=_FIELD)
    if inflater.unused_data:
        raise BadPayload(f"{len(inflater.unused_data)} bytes follow the deflate body", field=_FIELD)
    return body


def _deflate_bits(raw: bytes) -> int:
    """HTTP's deflate is a zlib stream, but some senders leave zlib's header out."""
    has_header = len(raw) >= 2 and raw[0] & 0x0F == _ZLIB_METHOD and int.from_bytes(raw[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_header else _RAW_DEFLATE


def _too_large() -> PayloadTooLarge:
    return PayloadTooLarge("the body is larger than max_request_bytes once unpacked; send smaller batches")


_GZIP_FORMAT = _Format(
    name="gzip",
    begin=lambda: zlib.decompressobj(_GZIP),
    bite_bytes=_GZIP_BITE_BYTES,
    error=zlib.error,
    unreadable="the body is not gzip",
)
_ZSTD_FORMAT = _Format(
    name="zstd",
    begin=lambda: zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES).decompressobj(),
    bite_bytes=_ZSTD_BITE_BYTES,
    error=zstandard.ZstdError,
    unreadable="the body is not zstd, or needs a window above 8 MiB",
)
