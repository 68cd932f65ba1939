"""Ids that look like a provider's and never change: made of the seed, the request's number and a position."""

from __future__ import annotations

CREATED_AT_S = 1_767_225_600
"""2026-01-01T00:00:00Z: every answer was created then, so that snapshots of answers hold."""


def make_id(prefix: str, seed: int, request_number: int, position: int = 0) -> str:
    """Return the id of the thing at `position` in the answer to a request, such as `call_0000000000000000000000a1`."""
    return f"{prefix}{seed:08x}{request_number:012x}{position:04x}"
