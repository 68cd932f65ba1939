"""Which path is which provider's endpoint."""

from __future__ import annotations

from collections.abc import Mapping

from agenttrace.testing.llm_server.protocols.catalog import PATH as MODELS_PATH
from agenttrace.testing.llm_server.request import Provider
from agenttrace.testing.llm_server.scenario.values import Endpoint

COUNT_TOKENS_PATH = "/v1/messages/count_tokens"

ENDPOINTS: dict[str, Endpoint] = {
    "/v1/chat/completions": "chat",
    "/v1/responses": "responses",
    "/v1/embeddings": "embeddings",
    "/v1/messages": "messages",
}


def is_known(path: str) -> bool:
    """Say whether anything is served there."""
    return path in ENDPOINTS or path == COUNT_TOKENS_PATH or _is_catalog(path)


def method_of(path: str) -> str:
    """Return the only method of a known path."""
    return "GET" if _is_catalog(path) else "POST"


def provider_of(path: str, headers: Mapping[str, str]) -> Provider:
    """Return whose shapes to use: the path tells, and elsewhere the header that only Anthropic's clients send."""
    if path.startswith("/v1/messages"):
        return "anthropic"
    return "anthropic" if path not in ENDPOINTS and "anthropic-version" in headers else "openai"


def _is_catalog(path: str) -> bool:
    return path == MODELS_PATH or path.startswith(MODELS_PATH + "/")
