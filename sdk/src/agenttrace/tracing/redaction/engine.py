"""Return attributes as they may leave the process: without secrets, not too long, in types the wire can hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from opentelemetry.util.types import AttributeValue

from agenttrace.model import semconv
from agenttrace.tracing.guard import tried
from agenttrace.tracing.redaction.keys import SecretKeys, holds_only_secrets
from agenttrace.tracing.redaction.patterns import SECRET_PATTERNS
from agenttrace.tracing.redaction.personal import PERSONAL_PATTERNS
from agenttrace.tracing.redaction.placeholders import Placeholders, is_placeholder, label_from
from agenttrace.tracing.redaction.search import Search
from agenttrace.tracing.settings import Settings
from agenttrace.tracing.values import attribute_value, clean_text

RedactValue = Callable[[str, AttributeValue], "AttributeValue | None"]
"""The user's own rule: takes a name and a value, returns the value to keep, or None to drop it."""

_MARGIN_CHARS = 8_192
"""How much is searched beyond the place where a long text is cut, so that no secret is cut in two."""
_MAX_DEPTH = 16
_MAX_CUTS = 8
"""How often a text is searched again for what cutting it brought to light."""
FAILED = "[REDACTION_FAILED]"


class Redactor:
    """Redacts the attributes of spans, events, links and resources. Pure: equal input gives equal output.

    Redacting twice is redacting once, here or on the server.
    """

    def __init__(
        self,
        *,
        key: str,
        max_value_chars: int,
        secrets: bool = True,
        more_keys: Sequence[str] = (),
        personal: Sequence[str] = (),
        users_rule: RedactValue | None = None,
    ) -> None:
        self._placeholders = Placeholders(key)
        self._keys = SecretKeys(more_keys)
        self._max_value_chars = max_value_chars
        self._secrets = secrets
        wanted = tuple(PERSONAL_PATTERNS[kind] for kind in sorted(personal))
        self._search = Search((*(SECRET_PATTERNS if secrets else ()), *wanted), self._placeholders)
        self._users_rule = users_rule
        self.hides_nothing = not secrets and not personal and users_rule is None
        self.knows_beginnings = users_rule is None

    def __call__(self, attributes: Mapping[str, AttributeValue]) -> Mapping[str, AttributeValue]:
        """Return the attributes redacted; the lengths of those that were cut are noted beside them."""
        return tried(lambda: self._all(attributes, self._kept), lambda _: self._all(attributes, self._kept_or_failed))

    def text(self, text: str) -> str:
        """Return a text without secrets, of any length."""
        return self._scrubbed(clean_text(text), 0)

    def whole(self, name: str, text: str) -> str:
        """Return a text of any length under a name, by all rules; the same text where nothing is to be hidden."""
        return tried(lambda: self._whole_by_all_rules(name, text), lambda _: FAILED)

    def _whole_by_all_rules(self, name: str, text: str) -> str:
        kept: Any = self._walked(name, clean_text(text), 0)
        if self._users_rule is not None:
            kept = self._users_rule(name, kept)
        return kept if isinstance(kept, str) else ""

    def _all(
        self, attributes: Mapping[str, AttributeValue], keep: Callable[[str, AttributeValue], AttributeValue | None]
    ) -> Mapping[str, AttributeValue]:
        redacted: dict[str, Any] = {}
        longest = self._max_value_chars
        for name, value in attributes.items():
            kept = keep(name, value)
            if kept is None:
                continue
            name = self._search.without_secrets(name)
            length = len(value) if isinstance(value, str) else 0
            if isinstance(kept, str) and (length > longest or len(kept) > longest):
                redacted[name] = self._cut(name, kept)
                redacted.setdefault(name + semconv.TRUNCATED_SUFFIX, length or len(kept))
            else:
                redacted[name] = kept
        return redacted

    def _cut(self, name: str, text: str) -> str:
        """Return the beginning of a text, redacted as what it now is.

        What is left of JSON is plain text, in which a number may be a card; what is left of plain text may be JSON.
        """
        text = text[: self._max_value_chars]
        for _ in range(_MAX_CUTS):
            before, text = text, self._walked(name, text, 0)[: self._max_value_chars]
            if text == before:
                break
        return text

    def _kept_or_failed(self, name: str, value: AttributeValue) -> AttributeValue | None:
        return tried(lambda: self._kept(name, value), lambda _: FAILED)

    def _kept(self, name: str, value: AttributeValue) -> AttributeValue | None:
        searched: Any = value
        if isinstance(value, str):
            searched = clean_text(value[: self._max_value_chars + _MARGIN_CHARS])
        kept: Any = self._walked(name, searched, 0)
        if self._users_rule is None:
            return kept  # type: ignore[no-any-return]
        chosen = self._users_rule(name, kept)
        return None if chosen is None else attribute_value(chosen)

    def _walked(self, name: str, value: Any, depth: int, *, inside_secret: bool = False) -> Any:
        """Return a value with its secrets hidden: an attribute's, or what JSON text holds."""
        is_secret = self._secrets and (inside_secret or name in self._keys)
        if isinstance(value, str):
            return self._hidden(name, value) if is_secret else self._scrubbed(value, depth)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, (int, float)):
            return self._hidden(name, str(value)) if is_secret and not _counts(name) else value
        if depth >= _MAX_DEPTH:
            return FAILED
        if isinstance(value, Mapping):
            below = is_secret and holds_only_secrets(name)
            return {
                self._search.without_secrets(str(key)): self._walked(str(key), item, depth + 1, inside_secret=below)
                for key, item in value.items()
            }
        if isinstance(value, bytes):
            return self._hidden(name, value.hex()) if is_secret else value
        if isinstance(value, Sequence):
            items = [self._walked(name, item, depth + 1, inside_secret=inside_secret) for item in value]
            return items if isinstance(value, list) else tuple(items)
        return FAILED

    def _hidden(self, name: str, secret: str) -> str:
        if not secret or is_placeholder(secret):
            return secret
        return self._placeholders.stand_in(label_from(name.rsplit(".", 1)[-1]), secret)

    def _scrubbed(self, text: str, depth: int) -> str:
        if text[:1] in ("{", "[") and depth < _MAX_DEPTH and self._secrets and self._may_hold_secret_keys(text):
            as_json = self._scrubbed_json(text, depth)
            if as_json is not None:
                return as_json
        return self._search.without_secrets(text)

    def _may_hold_secret_keys(self, text: str) -> bool:
        if "\\u00" in text:
            return True
        folded = text.lower()
        return any(stem in folded for stem in self._keys.stems)

    def _scrubbed_json(self, text: str, depth: int) -> str | None:
        """Return JSON text with its names and values looked at one by one, or None where it is not JSON."""
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            return None
        scrubbed = self._walked("", document, depth + 1)
        if scrubbed == document:
            return text
        return json.dumps(scrubbed, ensure_ascii=False, separators=(",", ":"))


def _counts(name: str) -> bool:
    """Whether a number of that name may be a count of tokens, not a secret that happens to be a number."""
    return "token" in name.lower()


def redactor_for(settings: Settings, users_rule: RedactValue | None = None) -> Redactor:
    """Return what the settings ask for. Without a key of their own, placeholders are the same within a project."""
    return Redactor(
        key=settings.redaction_key or f"agenttrace:{settings.project}",
        max_value_chars=settings.max_value_chars,
        secrets=settings.redact,
        more_keys=settings.redact_keys,
        personal=settings.redact_personal,
        users_rule=users_rule,
    )
