"""Read prices of the long tail from a file that the user brings: JSON in the shape of LiteLLM's list of models."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from agenttrace.model import PriceMatch
from agenttrace_server.errors import BadSetting
from agenttrace_server.pipeline.price.rate import Price, Quote, Rate, flat, stepped
from agenttrace_server.pipeline.price.table import without_date

_MILLION: Final = 1_000_000
_MAX_USD: Final = 1
"""For one token: more is a price for something else, or a mistake."""
_TIER_SUFFIX: Final = {"batch": "_batches", "flex": "_flex", "priority": "_priority"}
_PROVIDERS: Final = {
    "azure.ai.openai": "azure",
    "azure.ai.inference": "azure_ai",
    "aws.bedrock": "bedrock",
    "gcp.vertex_ai": "vertex_ai",
    "gcp.gemini": "gemini",
    "gcp.gen_ai": "gemini",
    "google": "gemini",
    "x_ai": "xai",
    "mistral_ai": "mistral",
    "fireworks": "fireworks_ai",
    "together": "together_ai",
}
"""OpenTelemetry's words for providers, in the file's words."""
_KEYS: Final = {
    "input": "input_cost_per_token",
    "output": "output_cost_per_token",
    "cache_read": "cache_read_input_token_cost",
    "cache_write": "cache_creation_input_token_cost",
    "cache_write_1h": "cache_creation_input_token_cost_above_1hr",
    "reasoning": "output_cost_per_reasoning_token",
    "input_audio": "input_cost_per_audio_token",
    "output_audio": "output_cost_per_audio_token",
    "input_image": "input_cost_per_image_token",
    "output_image": "output_cost_per_image_token",
}
_STEP: Final = re.compile(r"_above_(\d+)k_tokens$")
_SEARCH: Final = "search_context_cost_per_query"
_SEARCH_SIZE: Final = "search_context_size_medium"
_REQUEST: Final = "input_cost_per_request"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rows of the file by lower-case name. `table` names the file's content by its hash."""

    rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    table: str = "snapshot"

    def quote(self, provider: str | None, models: tuple[str, ...], tier: str | None) -> Quote | None:
        """Return the prices of the first of the names that the file has, with its provider's name before it or not.

        Found without the date behind its name, or with another provider than the call's: a fallback.
        """
        words = (provider or "").lower()
        owner = _PROVIDERS.get(words, words)
        for is_dated in (True, False):
            for model in models:
                name = (model if is_dated else without_date(model)).lower()
                for tried in (f"{owner}/{name}", name):
                    if found := self._quote(tried, owner, tier, is_guess=not is_dated):
                        return found
        return None

    def _quote(self, name: str, owner: str, tier: str | None, *, is_guess: bool) -> Quote | None:
        row = self.rows.get(name)
        if row is None:
            return None
        suffix = _TIER_SUFFIX.get(tier or "", "")
        has_tier = bool(suffix) and _KEYS["input"] + suffix in row
        rate = _rate_from(row, suffix if has_tier else "")
        if rate is None:
            return None
        owns = not owner or str(row.get("litellm_provider", owner)).startswith(owner)
        is_right = owns and not is_guess and (tier is None or has_tier)
        match = PriceMatch.EXACT if is_right else PriceMatch.FALLBACK
        return Quote(rate, match, name, self.table, tier if has_tier else None)


def load_snapshot(path: Path) -> Snapshot:
    """Read the file. Raises: BadSetting: it is not there, or is no JSON object of models."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadSetting(f"{path} cannot be read: {error.strerror}", field="prices_snapshot_file") from None
    try:
        document = json.loads(content, parse_float=Decimal)
    except ValueError as error:
        raise BadSetting(f"{path} is not JSON: {error}", field="prices_snapshot_file") from None
    if not isinstance(document, dict):
        raise BadSetting(f"{path} must be an object of models", field="prices_snapshot_file")
    rows = {name.lower(): row for name, row in document.items() if isinstance(row, dict)}
    return Snapshot(rows, f"snapshot {hashlib.sha256(content).hexdigest()[:12]}")


def _rate_from(row: Mapping[str, Any], suffix: str) -> Rate | None:
    prices = {name: found for name, key in _KEYS.items() if (found := _price(row, key, suffix)) is not None}
    if "input" not in prices and "output" not in prices:
        return None
    searches = row.get(_SEARCH)
    search = _usd(searches.get(_SEARCH_SIZE)) if isinstance(searches, dict) else None
    request = _usd(row.get(_REQUEST))
    return Rate(
        input=prices.pop("input", None),
        output=prices.pop("output", None),
        web_search=None if search is None else flat(search * _MILLION),
        request=None if request is None else flat(request * _MILLION),
        **prices,
    )


def _price(row: Mapping[str, Any], key: str, suffix: str) -> Price | None:
    """A part without a price in the tier keeps its standard price."""
    own = suffix if _usd(row.get(key + suffix)) is not None else ""
    base = _usd(row.get(key + own))
    if base is None:
        return None
    steps = [
        (int(found[1]) * 1_000, usd * _MILLION)
        for name, value in row.items()
        if name.startswith(key + "_above_")
        and name.endswith(own)
        and (found := _STEP.search(name.removesuffix(own) if own else name))
        and name == f"{key}{found[0]}{own}"
        and (usd := _usd(value)) is not None
    ]
    return stepped(base * _MILLION, steps)


def _usd(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    usd = Decimal(value)
    return usd if usd.is_finite() and 0 <= usd <= _MAX_USD else None
