"""Say by what a request is found again: a hash of what it asks, without what differs from run to run."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any
from urllib.parse import urlsplit

from agenttrace.recording.log.event import json_of

VOLATILE_FIELDS = frozenset(
    ("idempotency_key", "metadata", "prompt_cache_key", "request_id", "safety_identifier", "seed", "trace_id", "user")
)
"""Fields of a request that a loose match leaves out: they name the call, and do not say what is asked."""
_CALL_FIELDS = frozenset(("baggage", "progressToken", "traceparent", "tracestate"))
"""Fields of `_meta` in a request of MCP that name the call, or the span that makes it."""
_BOUNDARY = re.compile(r"boundary=\"?([^\s\";]+)")


def request_hash(method: str, url: str, body: str) -> str:
    """Return the hash of a request. Hosts and headers are not in it: ports, keys and retry counts change."""
    parts = urlsplit(url)
    asked = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return _digest(method.upper(), asked, canonical(body))


def loose_hash(method: str, url: str, body: str) -> str:
    """Return the hash of a request without its volatile fields, wherever in the body they are."""
    try:
        stripped = json_of(_without_volatile(json.loads(body)))
    except (ValueError, RecursionError):
        stripped = body
    return request_hash(method, url, stripped)


def call_hash(name: str, arguments: Any) -> str:
    """Return the hash of a tool call."""
    return _digest("tool", name, json.dumps(arguments, sort_keys=True, ensure_ascii=True, separators=(",", ":")))


def canonical(body: str) -> str:
    """Return JSON with its keys sorted and no white space, JSON-RPC without its ids; everything else as it is."""
    try:
        asked = _without_numbers(json.loads(body))
        return json.dumps(asked, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    except (ValueError, RecursionError):
        return body


def without_boundary(body: bytes, content_type: str) -> bytes:
    """Return a multipart body with its random boundary replaced by a word that is always the same."""
    found = _BOUNDARY.search(content_type) if content_type.startswith("multipart/") else None
    return body if found is None else body.replace(found[1].encode(), b"boundary")


def _without_numbers(value: Any) -> Any:
    """Return a request of JSON-RPC without what counts it and what traces it, such as MCP's; all else as it is.

    A call that a replay serves is not sent, so the ids of those behind it differ.
    """
    if not isinstance(value, dict) or "jsonrpc" not in value or "method" not in value:
        return value
    kept = {name: item for name, item in value.items() if name not in ("id", "params")}
    params = value.get("params")
    if not isinstance(params, dict):
        return kept if params is None else {**kept, "params": params}
    asked = {name: item for name, item in params.items() if name != "_meta"}
    if value["method"] == "notifications/cancelled":
        asked.pop("requestId", None)
    meta = params.get("_meta")
    told = {n: item for n, item in meta.items() if n not in _CALL_FIELDS} if isinstance(meta, dict) else meta
    if told:
        asked["_meta"] = told
    return {**kept, "params": asked} if asked else kept


def _without_volatile(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_volatile(item) for name, item in value.items() if name not in VOLATILE_FIELDS}
    return [_without_volatile(item) for item in value] if isinstance(value, list) else value


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
