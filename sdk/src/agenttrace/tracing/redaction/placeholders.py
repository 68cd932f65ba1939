"""Stand in for a secret: the same secret gives the same placeholder, and nobody without the key can test a guess."""

from __future__ import annotations

import hashlib
import re

_DIGEST_BYTES = 4
_KEY_BYTES = 32
_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z0-9_]*_[0-9a-f]{8}\]")
_NOT_A_LABEL = re.compile(r"[^A-Z0-9]+")


class Placeholders:
    """Makes `[OPENAI_KEY_ab12cd34]`: a label and a keyed hash of the secret."""

    def __init__(self, key: str) -> None:
        self._key = hashlib.blake2s(key.encode("utf-8", "replace"), digest_size=_KEY_BYTES).digest()

    def stand_in(self, label: str, secret: str) -> str:
        """Return the placeholder of a secret; what is one already is returned as it is."""
        if is_placeholder(secret):
            return secret
        digest = hashlib.blake2s(secret.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES, key=self._key)
        return f"[{label}_{digest.hexdigest()}]"


def is_placeholder(text: str) -> bool:
    """Whether the whole text is one placeholder."""
    return len(text) > _DIGEST_BYTES and text[0] == "[" and _PLACEHOLDER.fullmatch(text) is not None


def label_from(key: str) -> str:
    """Return an attribute's or JSON key's name as a label: `x-api-key` gives `X_API_KEY`."""
    return _NOT_A_LABEL.sub("_", key.upper()).strip("_") or "SECRET"
