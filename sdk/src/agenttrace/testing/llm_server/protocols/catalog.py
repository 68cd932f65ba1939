"""`GET /v1/models` and `/v1/models/{id}`, in the shape of the provider that is asked."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from agenttrace.testing.llm_server.ids import CREATED_AT_S
from agenttrace.testing.llm_server.protocols.answer import Json
from agenttrace.testing.llm_server.request import Provider

PATH = "/v1/models"
_CREATED_AT = "2026-01-01T00:00:00Z"


def as_json(path: str, models: Sequence[str], provider: Provider) -> Json | None:
    """Return the list, or one model; None where that model is not in the list."""
    if path == PATH:
        listed = [_model(name, provider) for name in models]
        return _page(listed, models) if provider == "anthropic" else {"object": "list", "data": listed}
    name = unquote(path.removeprefix(PATH + "/"))
    return _model(name, provider) if name in models else None


def _page(listed: list[Json], models: Sequence[str]) -> Json:
    ends = {"first_id": models[0], "last_id": models[-1]} if models else {"first_id": None, "last_id": None}
    return {"data": listed, "has_more": False, **ends}


def _model(name: str, provider: Provider) -> Json:
    if provider == "anthropic":
        shown = {"display_name": name, "created_at": _CREATED_AT, "lifecycle": "active"}
        return {"type": "model", "id": name, **shown}
    return {"id": name, "object": "model", "created": CREATED_AT_S, "owned_by": "scripted"}
