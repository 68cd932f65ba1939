"""Find base64 inside text and take it apart so that the same characters can be put back."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from enum import Enum
from typing import Final

_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_RUN: Final = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_PROBE_CHARS: Final = 32
_PROBE: Final = re.compile(r"[A-Za-z0-9+/_-]{32}")
MIN_RUN_CHARS: Final = 128
"""Shorter base64 is never looked for: ids and hashes look like it."""


class Encoding(str, Enum):
    """How bytes were written. The value is one letter, which stands in stored references."""

    STANDARD = "b"
    URL_SAFE = "u"
    STANDARD_UNPADDED = "c"
    URL_SAFE_UNPADDED = "v"

    @property
    def is_url_safe(self) -> bool:
        """Whether - and _ stand for + and /."""
        return self in (Encoding.URL_SAFE, Encoding.URL_SAFE_UNPADDED)


def decoded(text: str) -> tuple[bytes, Encoding] | None:
    """Return the bytes and how they were written, or None where `encoded` would not give the same text again."""
    is_url_safe = "-" in text or "_" in text
    is_padded = len(text) % 4 == 0
    if is_padded:
        encoding = Encoding.URL_SAFE if is_url_safe else Encoding.STANDARD
    else:
        encoding = Encoding.URL_SAFE_UNPADDED if is_url_safe else Encoding.STANDARD_UNPADDED
    standard = text.translate(_TO_STANDARD) if is_url_safe else text
    try:
        data = binascii.a2b_base64(standard if is_padded else standard + "=" * (-len(text) % 4), strict_mode=True)
    except ValueError:
        return None
    return (data, encoding) if encoded(data, encoding) == text else None


def encoded(data: bytes, encoding: Encoding) -> str:
    """Write bytes as base64."""
    written = base64.urlsafe_b64encode(data) if encoding.is_url_safe else base64.b64encode(data)
    text = written.decode("ascii")
    is_unpadded = encoding in (Encoding.STANDARD_UNPADDED, Encoding.URL_SAFE_UNPADDED)
    return text.rstrip("=") if is_unpadded else text


def least_chars(least_bytes: int) -> int:
    """Return how long a text is at least that holds base64 of so many bytes that is looked for."""
    return max(MIN_RUN_CHARS, 4 * least_bytes // 3)


def runs_in(text: str, least_bytes: int) -> Iterator[tuple[int, int, bytes, Encoding]]:
    """Give (begin, end, bytes, encoding) of each base64 of at least `least_bytes` bytes, in order.

    It looks at a few places of the text only: a run that is long enough cannot lie between them.
    """
    least = least_chars(least_bytes)
    step = least // 2 - _PROBE_CHARS
    begin, at = 0, 0
    while at + _PROBE_CHARS <= len(text):
        if _PROBE.match(text, at) is None:
            at += step
            continue
        start = begin + len(text[begin:at].rstrip(_ALPHABET))
        run = _RUN.match(text, start)
        end = at if run is None else run.end()
        found = decoded(text[start:end]) if end - start >= least else None
        if found is not None and len(found[0]) >= least_bytes:
            yield start, end, *found
        begin, at = end, end + 1


_TO_STANDARD: Final = str.maketrans("-_", "+/")
