"""Say where in a request the trouble is, outermost first, without paying for it while all is well."""

from __future__ import annotations

from agenttrace_server.errors import BadPayload, PayloadTooLarge

Refusal = BadPayload | PayloadTooLarge
REFUSALS = (BadPayload, PayloadTooLarge)


def bad(field: str, reason: str) -> BadPayload:
    """Return the refusal of one field, to be raised by the caller."""
    return BadPayload(reason, field=field)


def too_deep(field: str = "") -> PayloadTooLarge:
    """Return the refusal of values that are nested deeper than the settings allow."""
    return PayloadTooLarge("arrays and maps are nested deeper than the server's max_nesting allows", field=field)


def beneath(place: str, refusal: Refusal) -> Refusal:
    """Return the same refusal with `place` put before its field."""
    field = f"{place}.{refusal.field}" if refusal.field else place
    return type(refusal)(refusal.message, field=field)
