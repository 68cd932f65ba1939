"""Find prices in the table that ships with genai-prices: the one file that knows the library.

Nothing here asks the network: the library does so only when its `UpdatePrices` is started, which nobody does, and we
read the snapshot that came with the wheel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

from agenttrace.model import PriceMatch
from agenttrace_server.pipeline.price.rate import Price, Quote, Rate, flat, stepped

if TYPE_CHECKING:
    from genai_prices.data_snapshot import DataSnapshot
    from genai_prices.types import ModelInfo, ModelPrice, TieredPrices

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DATE: Final = re.compile(r"[-@](?:20\d{2}-?\d{2}-?\d{2}|latest)$")
_PROVIDERS: Final = {
    "azure.ai.openai": "azure",
    "azure.ai.inference": "azure",
    "aws.bedrock": "aws",
    "gcp.vertex_ai": "google",
    "gcp.gemini": "google",
    "gcp.gen_ai": "google",
    "x_ai": "x-ai",
    "mistral_ai": "mistral",
}
"""OpenTelemetry's words for providers, in the table's words; the rest are the same or found by the table itself."""
_LOCAL: Final = frozenset({"ollama", "vllm", "lm_studio", "llamacpp", "llama_cpp", "localai", "local"})
"""Who runs a model on their own machine pays nobody's price for it: their models are not guessed at."""
_CONTEXTS: Final = {
    "batch": {"processing": "batch"},
    "flex": {"service_tier": "flex"},
    "priority": {"service_tier": "priority"},
    "fast": {"service_tier": "fast", "speed": "fast"},
}
"""Service tiers with prices of their own; every other word is the standard price."""


@dataclass(frozen=True, slots=True)
class Row:
    """A model of the table that was found for a name."""

    provider_id: str
    model: ModelInfo
    is_providers_own: bool
    """False where the provider sells another provider's model at that one's prices."""
    match: PriceMatch

    @property
    def name(self) -> str:
        """How the row is shown: "provider/model"."""
        return f"{self.provider_id}/{self.model.id}"


class PublicTable:
    """The prices of genai-prices. Importing it takes up to two seconds, so that is done at the first question."""

    @cached_property
    def name(self) -> str:
        """The table and its version."""
        from genai_prices import __version__

        return f"genai-prices {__version__}"

    @cached_property
    def _snapshot(self) -> DataSnapshot:
        from genai_prices.data import providers
        from genai_prices.data_snapshot import DataSnapshot

        return DataSnapshot(providers=providers, from_auto_update=False)

    def find(self, provider: str | None, models: tuple[str, ...]) -> Row | None:
        """Return the row of the first of the names that the table knows, the closest way of knowing it first."""
        provider_id = None if provider is None else _PROVIDERS.get(provider, provider)
        for name in models:
            if row := self._look_up(name, provider_id, is_guess=False):
                return row
        for name in models:
            undated = _DATE.sub("", name)
            if undated != name and (row := self._look_up(undated, provider_id, is_guess=True)):
                return row
        if provider_id is None or provider_id in _LOCAL:
            return None
        for name in models:
            for guess in (name, _DATE.sub("", name), name.rpartition("/")[2]):
                if row := self._look_up(guess, None, is_guess=True):
                    return row
        return None

    def quote(self, row: Row, tier: str | None, at_ns: int) -> Quote | None:
        """Return the row's prices for a service tier at a moment; None where it has none that count tokens."""
        when = _EPOCH + timedelta(microseconds=at_ns // 1_000)
        context = _CONTEXTS.get(tier or "") if row.is_providers_own else None
        rate = _rate_from(row.model.get_prices(when, context))
        return None if rate is None else Quote(rate, row.match, row.name, self.name)

    def _look_up(self, name: str, provider_id: str | None, *, is_guess: bool) -> Row | None:
        try:
            provider, model = self._snapshot.find_provider_model(name, None, provider_id, None)
        except LookupError:
            return None
        owns = any(model is own for own in provider.models)
        match = PriceMatch.EXACT if model.id == name.lower() else PriceMatch.ALIAS
        if is_guess or not owns:
            match = PriceMatch.FALLBACK
        return Row(provider.id, model, owns, match)


def _rate_from(prices: ModelPrice) -> Rate | None:
    rate = Rate(
        input=_price(prices.input_mtok),
        output=_price(prices.output_mtok),
        cache_read=_price(prices.cache_read_mtok),
        cache_write=_price(prices.cache_write_mtok),
        cache_write_1h=_price(prices.cache_write_1h_mtok),
        reasoning=_price(prices.output_reasoning_mtok),
        input_audio=_price(prices.input_audio_mtok),
        output_audio=_price(prices.output_audio_mtok),
    )
    return None if rate.input is None and rate.output is None else rate


def _price(value: Decimal | TieredPrices | None) -> Price | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return flat(value)
    return stepped(value.base, [(tier.start, tier.price) for tier in value.tiers])
