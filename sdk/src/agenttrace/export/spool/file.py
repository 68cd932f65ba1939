"""Write one batch as the bytes of a file, and read it back or say why not: any bytes, cut anywhere.

magic 8 | header length u32 | body length u32 | crc32 u32 of header and body | header (JSON) | body
"""

from __future__ import annotations

import json
import struct
import zlib

from agenttrace.export.batch import GZIP, IDENTITY, Batch

_MAGIC = b"ATSPOOL1"
_FRAME = struct.Struct(">8sIII")
_TEXTS = ("sender", "project", "endpoint", "encoding")
_NUMBERS = ("batch", "spans", "created_ns")


class CorruptSpoolFile(ValueError):
    """Bytes that are not one whole spooled batch. The text says what is wrong with them."""


def to_bytes(batch: Batch, reason: str | None = None) -> bytes:
    """Return the file of `batch`; `reason` is why a server refused it."""
    fields: dict[str, object] = {
        "sender": batch.sender,
        "batch": batch.number,
        "project": batch.project,
        "endpoint": batch.endpoint,
        "spans": batch.spans,
        "created_ns": batch.created_ns,
        "encoding": batch.encoding,
    }
    if reason is not None:
        fields["reason"] = reason
    header = json.dumps(fields).encode()
    checksum = zlib.crc32(batch.body, zlib.crc32(header))
    return _FRAME.pack(_MAGIC, len(header), len(batch.body), checksum) + header + batch.body


def from_bytes(raw: bytes) -> Batch:
    """Raises: CorruptSpoolFile: `raw` is torn, damaged, or of another format."""
    if len(raw) < _FRAME.size:
        raise CorruptSpoolFile(f"the frame is {_FRAME.size} bytes, the file has {len(raw)}")
    magic, header_size, body_size, checksum = _FRAME.unpack_from(raw)
    if magic != _MAGIC:
        raise CorruptSpoolFile("the file does not start as a spooled batch does")
    expected_size = _FRAME.size + header_size + body_size
    if len(raw) != expected_size:
        raise CorruptSpoolFile(f"the frame says {expected_size} bytes, the file has {len(raw)}")
    header_end = _FRAME.size + header_size
    header, body = raw[_FRAME.size : header_end], raw[header_end:]
    if zlib.crc32(body, zlib.crc32(header)) != checksum:
        raise CorruptSpoolFile("the checksum does not match")
    return _batch_of(header, body)


def _batch_of(header: bytes, body: bytes) -> Batch:
    try:
        fields = json.loads(header)
    except ValueError:
        raise CorruptSpoolFile("the header is not JSON") from None
    if not isinstance(fields, dict):
        raise CorruptSpoolFile("the header is not a JSON object")
    for name in _TEXTS:
        if not isinstance(fields.get(name), str):
            raise CorruptSpoolFile(f"the header has no text {name}")
    if not fields["sender"].isalnum():
        raise CorruptSpoolFile("the header has a sender that is none")
    for name in _NUMBERS:
        if not isinstance(fields.get(name), int) or fields[name] < 0:
            raise CorruptSpoolFile(f"the header has no number {name}")
    if fields["encoding"] not in (GZIP, IDENTITY):
        raise CorruptSpoolFile("the header names an unknown encoding")
    return Batch(
        sender=fields["sender"],
        number=fields["batch"],
        project=fields["project"],
        endpoint=fields["endpoint"],
        spans=fields["spans"],
        created_ns=fields["created_ns"],
        encoding=fields["encoding"],
        body=body,
    )
