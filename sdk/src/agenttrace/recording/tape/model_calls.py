"""Tell the requests that ask a model from all others, and name the protocol they speak."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PROTOCOLS = (
    (re.compile(r"/chat/completions$"), "openai.chat"),
    (re.compile(r"/responses(/compact)?$"), "openai.responses"),
    (re.compile(r"/messages$"), "anthropic.messages"),
    (re.compile(r"(?<!chat)/completions?$"), "openai.completions"),
    (re.compile(r"/embeddings?$"), "openai.embeddings"),
    (re.compile(r":(streamG|g)enerateContent$"), "google.generate_content"),
    (re.compile(r":((batch)?[eE]mbedContents?|predict)$"), "google.embed_content"),
    (re.compile(r"/model/[^/]+/(converse|converse-stream|invoke|invoke-with-response-stream)$"), "aws.bedrock"),
    (re.compile(r"/api/(chat|generate|embed)$"), "ollama"),
    (re.compile(r"/v[12]/(chat|rerank|embed)$"), "cohere"),
    (re.compile(r"/(audio|images|moderations)(/|$)"), "openai.other"),
)


def protocol_of(method: str, url: str) -> str | None:
    """Return the protocol of a request to a model; None for any other request."""
    if method.upper() != "POST":
        return None
    path = urlsplit(url).path.rstrip("/")
    return next((name for expression, name in _PROTOCOLS if expression.search(path)), None)
