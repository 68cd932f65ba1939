"""Find prices in the table that ships with genai-prices: the one file that knows the library.

Nothing here asks the network: the library does so only when its `UpdatePrices` is started, which nobody does, and we
read the snapshot that came with the wheel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

from agenttrace.model import PriceMatch
from agenttrace_server.pipeline.price.rate import Price, Quote, Rate, flat, stepped

if TYPE_CHECKING:
    from genai_prices.data_snapshot import DataSnapshot
    from genai_prices.types import ModelInfo, ModelPrice, Provider, TieredPrices

DAY_NS: Final = 24 * 3600 * 1_000_000_000
MINUTE_NS: Final = 60 * 1_000_000_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DATE: Final = re.compile(r"[-@](?:20\d{2}-?\d{2}-?\d{2}|latest)$")
_WRITTEN_DATE: Final = re.compile(r"\b(?:verified on|[Cc]hecked|updated) (20\d{2}-\d{2}-\d{2})\b")
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
"""Service tiers with prices of their own."""


@dataclass(frozen=True, slots=True)
class Row:
    """A model of the table that was found for a name."""

    provider: Provider
    model: ModelInfo
    is_providers_own: bool
    """False where the provider sells another provider's model at that one's prices."""
    match: PriceMatch

    @property
    def name(self) -> str:
        """How the row is shown: "provider/model"."""
        return f"{self.provider.id}/{self.model.id}"

    @property
    def step_ns(self) -> int:
        """For how long a price stays what it is: prices change at midnight UTC, some at times of day."""
        prices = self.model.prices if isinstance(self.model.prices, list) else []
        constraints = [priced.constraint for priced in prices]
        constraints += [variant.constraint for variant in self.model.price_variants or []]
        by_day = all(constraint is None or hasattr(constraint, "start_date") for constraint in constraints)
        return DAY_NS if by_day else MINUTE_NS


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

    def dated(self, today: date) -> date | None:
        """Return the latest day, up to `today`, of which the table says that it looked at a price or one changed."""
        days = (day for provider in self._snapshot.providers for day in _days_of(provider))
        return max((day for day in days if day <= today), default=None)

    def rows(self) -> Iterator[Row]:
        """Return every model of every provider, in the table's order."""
        for provider in self._snapshot.providers:
            for model in provider.models:
                yield Row(provider, model, is_providers_own=True, match=PriceMatch.EXACT)

    def find(self, provider: str | None, models: tuple[str, ...]) -> Row | None:
        """Return the row of the first of the names that the table knows, the closest way of knowing it first."""
        provider_id = None if provider is None else _PROVIDERS.get(provider, provider)
        for name in models:
            if row := self._look_up(name, provider_id, is_guess=False):
                return row
        for name in models:
            undated = without_date(name)
            if undated != name and (row := self._look_up(undated, provider_id, is_guess=True)):
                return row
        if provider_id is None or provider_id in _LOCAL:
            return None
        for name in models:
            for guess in (name, without_date(name), name.rpartition("/")[2]):
                if row := self._look_up(guess, None, is_guess=True):
                    return row
        return None

    def quote(self, row: Row, tier: str | None, at_ns: int) -> Quote | None:
        """Return the row's prices for a service tier at a moment; None where it has none that count tokens.

        Where the row has no prices for the tier, the standard ones are a fallback.
        """
        when = _EPOCH + timedelta(microseconds=at_ns // 1_000)
        standard = row.model.get_prices(when)
        context = _CONTEXTS.get(tier or "") if row.is_providers_own else None
        prices = standard if context is None else row.model.get_prices(when, context)
        has_tier = prices != standard
        rate = _rate_from(prices)
        if rate is None:
            return None
        match = row.match if tier is None or has_tier else PriceMatch.FALLBACK
        return Quote(rate, match, row.name, self.name, tier if has_tier else None)

    def _look_up(self, name: str, provider_id: str | None, *, is_guess: bool) -> Row | None:
        try:
            provider, model = self._snapshot.find_provider_model(name, None, provider_id, None)
        except LookupError:
            return None
        owns = any(model is own for own in provider.models)
        match = PriceMatch.EXACT if model.id == name.lower() else PriceMatch.ALIAS
        if is_guess or not owns:
            match = PriceMatch.FALLBACK
        return Row(provider, model, owns, match)


def without_date(name: str) -> str:
    """Return a model's name without the date, or the "latest", behind it."""
    return _DATE.sub("", name)


def _days_of(provider: Provider) -> Iterator[date]:
    comments = [provider.price_comments]
    for model in provider.models:
        comments.append(model.price_comments)
        for priced in model.prices if isinstance(model.prices, list) else []:
            start = getattr(priced.constraint, "start_date", None)
            if start is not None:
                yield start
    for comment in comments:
        for found in _WRITTEN_DATE.findall(comment or ""):
            yield date.fromisoformat(found)


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
        cache_read_audio=_price(prices.cache_audio_read_mtok),
        input_image=_price(prices.input_image_mtok),
        output_image=_price(prices.output_image_mtok),
        web_search=_price_of_1k(prices.web_searches_kcount),
        file_search=_price_of_1k(prices.storage_searches_kcount),
        request=_price_of_1k(prices.requests_kcount),
    )
    return None if rate.input is None and rate.output is None else rate


def _price(value: Decimal | TieredPrices | None) -> Price | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return flat(value)
    return stepped(value.base, [(tier.start, tier.price) for tier in value.tiers])


def _price_of_1k(value: Decimal | TieredPrices | None) -> Price | None:
    """A fee for a thousand; none of them has steps, and one that had would start with its base."""
    if value is None:
        return None
    return flat((value if isinstance(value, Decimal) else value.base) * 1_000)
