"""OpenAI embeddings: `POST /v1/embeddings`, scripted vectors or ones made from the text's hash."""

from __future__ import annotations

import base64
import hashlib
import math
import struct
from collections.abc import Sequence

from agenttrace.testing.llm_server.protocols.answer import Json
from agenttrace.testing.llm_server.request import RecordedRequest
from agenttrace.testing.llm_server.scenario.values import Embeddings
from agenttrace.testing.llm_server.usage import estimate_tokens

DEFAULT_DIMENSIONS = 16


def as_json(request: RecordedRequest, scripted: Embeddings | None) -> Json:
    """Return the list of embeddings for a request that was found valid."""
    inputs = inputs_of(request)
    vectors = scripted.vectors if scripted else [vector_of(text, _dimensions(request)) for text in inputs]
    as_base64 = request.body.get("encoding_format") == "base64"
    data = [
        {"object": "embedding", "index": index, "embedding": _base64(vector) if as_base64 else list(vector)}
        for index, vector in enumerate(vectors)
    ]
    tokens = tokens_of(request, scripted)
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return {"object": "list", "data": data, "model": request.model, "usage": usage}


def inputs_of(request: RecordedRequest) -> list[str]:
    """Return the texts to embed; a list of token numbers counts as the text of its numbers."""
    given = request.body.get("input")
    if isinstance(given, list) and not all(isinstance(item, int) for item in given):
        return [item if isinstance(item, str) else str(item) for item in given]
    return [given if isinstance(given, str) else str(given)]


def tokens_of(request: RecordedRequest, scripted: Embeddings | None) -> int:
    """Return the input tokens: scripted, or estimated from the texts."""
    if scripted is not None and scripted.usage is not None:
        return scripted.usage.input
    return sum(estimate_tokens(text) for text in inputs_of(request))


def vector_of(text: str, dimensions: int) -> list[float]:
    """Return a vector of length 1 made from SHA-256 of the text: the same text always gives the same vector."""
    values: list[float] = []
    block = 0
    while len(values) < dimensions:
        digest = hashlib.sha256(f"{block}:{text}".encode()).digest()
        values += [number / 32768 - 1 for number in struct.unpack("<16H", digest)]
        block += 1
    length = math.sqrt(sum(value * value for value in values[:dimensions])) or 1.0
    return [value / length for value in values[:dimensions]]


def _dimensions(request: RecordedRequest) -> int:
    asked = request.body.get("dimensions")
    return asked if isinstance(asked, int) else DEFAULT_DIMENSIONS


def _base64(vector: Sequence[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode("ascii")
