"""Know by its name that a value is a secret: `password`, `x-api-key`, `http.request.header.authorization`."""

from __future__ import annotations

import re
from collections.abc import Iterable

SECRET_KEYS = frozenset(
    (
        "access_key",
        "accesskey",
        "api_key",
        "apikey",
        "api_token",
        "auth",
        "authorization",
        "aws_secret_access_key",
        "aws_session_token",
        "bearer",
        "client_secret",
        "connection_string",
        "cookie",
        "cookies",
        "credential",
        "credentials",
        "encryption_key",
        "jwt",
        "passphrase",
        "passwd",
        "password",
        "private_key",
        "proxy_authorization",
        "pwd",
        "secret",
        "secret_key",
        "secrets",
        "set_cookie",
        "signing_key",
        "token",
        "x_api_key",
        "x_auth_token",
        "xsrf",
    )
)
_SECRET_ENDINGS = (
    "_access_key",
    "_api_key",
    "_apikey",
    "_client_secret",
    "_credentials",
    "_passphrase",
    "_passwd",
    "_password",
    "_private_key",
    "_secret",
    "_secret_key",
    "_token",
)
_NOT_SECRET = frozenset(
    (
        "bos_token",
        "continuation_token",
        "eos_token",
        "first_token",
        "last_token",
        "mask_token",
        "max_token",
        "next_page_token",
        "next_token",
        "pad_token",
        "page_token",
        "per_token",
        "sep_token",
        "stop_token",
        "time_per_output_token",
        "time_to_first_token",
        "unk_token",
    )
)
"""Names that end like a secret and are not one. Token counts end in `tokens` and never match."""

_CONTAINERS = frozenset(("cookie", "cookies", "credential", "credentials", "secret", "secrets"))
"""Names under which everything is a secret, whatever it is called there."""

STEMS = (
    "passw",
    "xsrf",
    "connection",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "key",
    "auth",
    "cookie",
    "credential",
    "jwt",
    "bearer",
)
"""Lowercase text of which one is in every name that `SecretKeys` knows, apart from the user's own ones."""

_WORD_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MAX_KNOWN_NAMES = 4_096


class SecretKeys:
    """The built-in names and the user's; remembers its answers, as the same few names come again and again."""

    def __init__(self, more: Iterable[str] = ()) -> None:
        self._more = frozenset(_normal(name) for name in more)
        self._known: dict[str, bool] = {}
        self.stems = (*STEMS, *sorted(name.replace("_", "") for name in self._more))

    def __contains__(self, name: str) -> bool:
        known = self._known.get(name)
        if known is None:
            known = self._is_secret(name)
            if len(self._known) < _MAX_KNOWN_NAMES:
                self._known[name] = known
        return known

    def _is_secret(self, name: str) -> bool:
        last = _normal(name.rsplit(".", 1)[-1])
        if last in self._more or _normal(name) in self._more:
            return True
        if last in _NOT_SECRET:
            return False
        return last in SECRET_KEYS or last.endswith(_SECRET_ENDINGS)


def holds_only_secrets(name: str) -> bool:
    """Whether every text in an object of that name is a secret."""
    return _normal(name.rsplit(".", 1)[-1]) in _CONTAINERS


def _normal(name: str) -> str:
    return _WORD_BORDER.sub("_", name.strip()).replace("-", "_").replace(" ", "_").lower()
