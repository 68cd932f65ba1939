"""A table of usage shapes, as providers write them, whose dollars were worked out by hand.

The dollars of each row are the sum in the comment above it (units x dollars for a million), not computed by our code.
Where a price comes from stands above the rows as `source`:

- "page": the provider's own price page, read by us in a public copy of it;
- "quoted": a public page that quotes the provider's price page with a date, read by us;
- "table": only the comment or the figure in the genai-prices data that names the provider's page; we could not see it.

Providers change their pages. What is tested is that the price of the day is found and multiplied right.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from agenttrace.model import Usage, dollars
from agenttrace_server.pipeline.normalize.usage import usage_of
from agenttrace_server.pipeline.price import PriceBook, price

from .making import model_call

BOOK = PriceBook()
ONE_PERCENT = Decimal("0.01")


class Shape(NamedTuple):
    """One answer of a provider and what it cost."""

    name: str
    provider: str
    model: str
    usage: dict[str, Any]
    dollars: str
    tier: str | None = None
    speed: str | None = None
    at: str = "2026-11-01T12:00:00"
    web_searches: int | None = None
    file_searches: int | None = None


# fmt: off
SHAPES = [
    # source: quoted: developers.openai.com/api/docs/pricing, by tokenmath.io/openai-api-pricing-explained (checked
    # 21 June 2026)
    # 1,000 x 2.00 + 500 x 8.00
    Shape("plain", "openai", "gpt-4.1", {"prompt_tokens": 1000, "completion_tokens": 500}, "0.006"),
    # 250,000 x 0.40 + 1,200 x 1.60
    Shape("mini", "openai", "gpt-4.1-mini", {"prompt_tokens": 250000, "completion_tokens": 1200}, "0.10192"),
    # source: quoted: developers.openai.com/api/docs/pricing, by chatgptpricing-akr.pages.dev/api-pricing (also
    # cached and batch)
    # 8,000 x 2.50 + 700 x 10.00
    Shape("dated name", "openai", "gpt-4o-2024-08-06", {"prompt_tokens": 8000, "completion_tokens": 700}, "0.027"),
    # 1,808 x 2.50 + 8,192 x 1.25 + 100 x 10.00
    Shape("cached input", "openai", "gpt-4o",
          {"prompt_tokens": 10000, "completion_tokens": 100, "prompt_tokens_details": {"cached_tokens": 8192}},
          "0.01576"),
    # 904 x 0.15 + 4,096 x 0.075 + 2,000 x 0.60
    Shape("cached input, mini", "openai", "gpt-4o-mini",
          {"prompt_tokens": 5000, "completion_tokens": 2000, "prompt_tokens_details": {"cached_tokens": 4096}},
          "0.0016428"),
    # 20,000 x 1.25 + 3,000 x 5.00
    Shape("batch", "openai", "gpt-4o", {"prompt_tokens": 20000, "completion_tokens": 3000}, "0.04", tier="batch"),
    # 100,000 x 0.075 + 10,000 x 0.30
    Shape("batch, mini", "openai", "gpt-4o-mini",
          {"prompt_tokens": 100000, "completion_tokens": 10000}, "0.0105", tier="batch"),
    # source: quoted: OpenAI's page, by deploybase.ai/articles/openai-pricing (March 2026); cached = a tenth:
    # aipromptshub.co/calc/gpt-5-cost
    # 3,000 x 1.25 + 4,200 x 10.00
    Shape("reasoning is part of the output", "openai", "gpt-5",
          {"input_tokens": 3000, "output_tokens": 4200, "output_tokens_details": {"reasoning_tokens": 4000}},
          "0.04575"),
    # 1,000 x 1.25 + 11,000 x 0.125 + 300 x 10.00
    Shape("cached input, a tenth", "openai", "gpt-5",
          {"input_tokens": 12000, "output_tokens": 300, "input_tokens_details": {"cached_tokens": 11000}},
          "0.005625"),
    # 12,000 x 0.625 + 300 x 5.00
    Shape("batch", "openai", "gpt-5", {"input_tokens": 12000, "output_tokens": 300}, "0.009", tier="batch"),
    # source: table: flex and priority "verified on 2026-10-12 at developers.openai.com/api/docs/pricing"
    # 2,000 x 0.625 + 10,000 x 0.0625 + 300 x 5.00
    Shape("flex, cached", "openai", "gpt-5",
          {"input_tokens": 12000, "output_tokens": 300, "input_tokens_details": {"cached_tokens": 10000}},
          "0.003375", tier="flex"),
    # 2,000 x 0.45 + 10,000 x 0.045 + 300 x 3.60
    Shape("priority, cached", "openai", "gpt-5-mini",
          {"input_tokens": 12000, "output_tokens": 300, "input_tokens_details": {"cached_tokens": 10000}},
          "0.00243", tier="priority"),
    # source: quoted: OpenAI's page, by deploybase.ai/articles/openai-pricing (March 2026); cached = a tenth:
    # aipromptshub.co/calc/gpt-5-cost
    # 9,000 x 0.25 + 900 x 2.00
    Shape("asked for auto, served standard", "openai", "gpt-5-mini",
          {"input_tokens": 9000, "output_tokens": 900}, "0.00405", tier="default"),
    # source: quoted: 2.50 / 15 by deploybase.ai and chatai.guide/api/openai-api-pricing; the step: table (OpenAI's
    # page of the model)
    # 272,000 x 2.50 + 1,000 x 15.00
    Shape("long context, below the step", "openai", "gpt-5.4",
          {"input_tokens": 272000, "output_tokens": 1000}, "0.695"),
    # 100,000 x 5.00 + 200,000 x 0.50 + 1,000 x 22.50
    Shape("long context, above the step", "openai", "gpt-5.4",
          {"input_tokens": 300000, "output_tokens": 1000, "input_tokens_details": {"cached_tokens": 200000}},
          "0.6225"),
    # source: quoted: 5 / 30, cached 0.50 by aipromptshub.co/calc/gpt-5-cost; the step: table (OpenAI's page of the
    # model)
    # 280,000 x 10.00 + 2,000 x 45.00
    Shape("long context, above the step", "openai", "gpt-5.5",
          {"input_tokens": 280000, "output_tokens": 2000}, "2.89"),
    # 10,000 x 5.00 + 40,000 x 0.50 + 2,000 x 30.00
    Shape("cached", "openai", "gpt-5.5",
          {"input_tokens": 50000, "output_tokens": 2000, "input_tokens_details": {"cached_tokens": 40000}}, "0.13"),
    # source: table: flex and priority "verified on 2026-10-12 at developers.openai.com/api/docs/pricing"
    # 280,000 x 5.00 + 2,000 x 22.50
    Shape("flex, long context", "openai", "gpt-5.5",
          {"input_tokens": 280000, "output_tokens": 2000}, "1.445", tier="flex"),
    # source: quoted: 2 / 8 since the cut of 10 June 2025, by deploybase.ai/articles/openai-pricing; 10 / 40 before:
    # table
    # 1,000 x 10.00 + 1,000 x 40.00
    Shape("before a price cut", "openai", "o3",
          {"prompt_tokens": 1000, "completion_tokens": 1000, "completion_tokens_details": {"reasoning_tokens": 640}},
          "0.05", at="2025-06-09T23:59:59"),
    # 1,000 x 2.00 + 1,000 x 8.00
    Shape("after a price cut", "openai", "o3",
          {"prompt_tokens": 1000, "completion_tokens": 1000, "completion_tokens_details": {"reasoning_tokens": 640}},
          "0.01", at="2025-06-10T00:00:00"),
    # source: table: the model pages of gpt-audio and gpt-realtime at developers.openai.com/api/docs/models
    # 500 x 2.50 + 1,000 x 32.00 + 200 x 10.00 + 700 x 64.00
    Shape("audio in and out", "openai", "gpt-audio",
          {"prompt_tokens": 1500, "completion_tokens": 900, "prompt_tokens_details": {"audio_tokens": 1000},
          "completion_tokens_details": {"audio_tokens": 700}}, "0.08005"),
    # 300 x 4.00 + 700 x 32.00 + 200 x 0.40 + 1,800 x 0.40 + 100 x 16.00 + 400 x 64.00
    Shape("audio, some of it cached", "openai", "gpt-realtime",
          {"input_tokens": 3000, "output_tokens": 500, "input_token_details": {"audio_tokens": 2500, "cached_tokens":
          2000, "cached_tokens_details": {"audio_tokens": 1800}}, "output_token_details": {"audio_tokens": 400}},
          "0.0516"),
    # source: quoted: OpenAI's 10 and 2.50 for 1,000 searches, in the price table of a public gateway
    # (operation_setting/tools.go)
    # 6,000 x 1.25 + 800 x 10.00 + 3 x 10000 + 2 x 2500
    Shape("web and file searches", "openai", "gpt-5",
          {"input_tokens": 6000, "output_tokens": 800}, "0.0505", web_searches=3, file_searches=2),
    # source: quoted: developers.openai.com/api/docs/pricing, by tokenmath.io/openai-api-pricing-explained (checked
    # 21 June 2026)
    # 123,456 x 0.02
    Shape("embedding", "openai", "text-embedding-3-small",
          {"prompt_tokens": 123456, "total_tokens": 123456}, "0.00246912"),
    # source: table: developers.openai.com/api/docs/models/gpt-image-1
    # 50 x 5.00 + 300 x 10.00 + 4,160 x 40.00
    Shape("image output", "openai", "gpt-image-1",
          {"input_tokens": 350, "output_tokens": 4160, "input_tokens_details": {"image_tokens": 300}}, "0.16965"),
    # source: page: docs.anthropic.com/en/docs/about-claude/pricing (copies of August and 15 November 2025)
    # 2,000 x 3.00 + 600 x 15.00
    Shape("plain", "anthropic", "claude-sonnet-4-5-20250929", {"input_tokens": 2000, "output_tokens": 600}, "0.015"),
    # 50 x 3.00 + 18,000 x 0.30 + 1,200 x 3.75 + 600 x 15.00
    Shape("cache read and five-minute write", "anthropic", "claude-sonnet-4-5-20250929",
          {"input_tokens": 50, "cache_read_input_tokens": 18000, "cache_creation_input_tokens": 1200, "output_tokens":
          600}, "0.01905"),
    # 50 x 3.00 + 9,000 x 6.00 + 600 x 15.00
    Shape("one-hour write", "anthropic", "claude-sonnet-4-5-20250929",
          {"input_tokens": 50, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 9000, "cache_creation":
          {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 9000}, "output_tokens": 600}, "0.06315"),
    # 10 x 15.00 + 40,000 x 1.50 + 2,000 x 18.75 + 3,000 x 30.00 + 1,000 x 75.00
    Shape("both writes and a read", "anthropic", "claude-opus-4-1-20250805",
          {"input_tokens": 10, "cache_read_input_tokens": 40000, "cache_creation_input_tokens": 5000,
          "cache_creation": {"ephemeral_5m_input_tokens": 2000, "ephemeral_1h_input_tokens": 3000}, "output_tokens":
          1000}, "0.26265"),
    # 100 x 1.00 + 2,000 x 0.10 + 1,000 x 1.25 + 3,000 x 2.00 + 250 x 5.00
    Shape("small model, one-hour write", "anthropic", "claude-haiku-4-5-20251001",
          {"input_tokens": 100, "cache_read_input_tokens": 2000, "cache_creation_input_tokens": 4000,
          "cache_creation": {"ephemeral_5m_input_tokens": 1000, "ephemeral_1h_input_tokens": 3000}, "output_tokens":
          250}, "0.0088"),
    # 4,000 x 0.80 + 1,000 x 0.08 + 500 x 1.00 + 800 x 4.00
    Shape("retired model", "anthropic", "claude-3-5-haiku-20241022",
          {"input_tokens": 4000, "cache_read_input_tokens": 1000, "cache_creation_input_tokens": 500, "output_tokens":
          800}, "0.00698"),
    # 10,000 x 0.25 + 1,000 x 1.25
    Shape("retired model", "anthropic", "claude-3-haiku-20240307",
          {"input_tokens": 10000, "output_tokens": 1000}, "0.00375"),
    # 50,000 x 6.00 + 160,000 x 0.60 + 1,000 x 22.50
    Shape("long context: the cached part counts to the length", "anthropic", "claude-sonnet-4-5-20250929",
          {"input_tokens": 50000, "cache_read_input_tokens": 160000, "output_tokens": 1000},
          "0.4185", at="2026-02-01T12:00:00"),
    # 200,000 x 3.00 + 1,000 x 15.00
    Shape("long context, at the step", "anthropic", "claude-sonnet-4-5-20250929",
          {"input_tokens": 200000, "output_tokens": 1000}, "0.615", at="2026-02-01T12:00:00"),
    # source: page: the same, half of input and output; the cached part of a batch: table (verified 2026-10-14)
    # 30,000 x 0.50 + 4,000 x 2.50
    Shape("batch", "anthropic", "claude-haiku-4-5-20251001",
          {"input_tokens": 30000, "output_tokens": 4000, "service_tier": "batch"}, "0.025", tier="batch"),
    # 1,000 x 2.50 + 20,000 x 0.25 + 4,000 x 12.50
    Shape("batch, cached", "anthropic", "claude-opus-4-5-20251101",
          {"input_tokens": 1000, "cache_read_input_tokens": 20000, "output_tokens": 4000}, "0.0575", tier="batch"),
    # source: quoted: Anthropic's table of cache prices, by docs.electronhub.ai/guides/prompt-caching
    # 1,000 x 5.00 + 4,000 x 25.00
    Shape("standard tier has a name", "anthropic", "claude-opus-4-5-20251101",
          {"input_tokens": 1000, "output_tokens": 4000}, "0.105", tier="standard"),
    # source: page for the tokens; 10 for 1,000 searches quoted in the same public gateway as above
    # (ClaudeWebSearchPrice)
    # 9,000 x 3.00 + 700 x 15.00 + 4 x 10000
    Shape("web searches", "anthropic", "claude-sonnet-4-5-20250929",
          {"input_tokens": 9000, "output_tokens": 700, "server_tool_use": {"web_search_requests": 4}}, "0.0775"),
    # source: table: platform.claude.com/docs/en/build-with-claude/fast-mode#pricing
    # 5,000 x 10.00 + 500 x 50.00
    Shape("fast mode", "anthropic", "claude-opus-4-8",
          {"input_tokens": 5000, "output_tokens": 500}, "0.075", speed="fast"),
    # source: quoted: ai.google.dev/gemini-api/docs/pricing, by deploybase.ai/articles/gemini-api-pricing and
    # morphllm.com
    # 4,000 x 0.30 + 300 x 2.50
    Shape("plain", "gcp.gemini", "gemini-2.5-flash",
          {"promptTokenCount": 4000, "candidatesTokenCount": 300, "totalTokenCount": 4300}, "0.00195"),
    # 4,000 x 0.30 + 1,800 x 2.50
    Shape("thoughts are output", "gcp.gemini", "gemini-2.5-flash",
          {"promptTokenCount": 4000, "candidatesTokenCount": 300, "thoughtsTokenCount": 1500, "totalTokenCount": 5800},
          "0.0057"),
    # 200,000 x 1.25 + 1,000 x 10.00
    Shape("at the step", "gcp.gemini", "gemini-2.5-pro",
          {"promptTokenCount": 200000, "candidatesTokenCount": 1000, "totalTokenCount": 201000}, "0.26"),
    # 250,000 x 2.50 + 1,500 x 15.00
    Shape("above the step", "gcp.gemini", "gemini-2.5-pro",
          {"promptTokenCount": 250000, "candidatesTokenCount": 1000, "thoughtsTokenCount": 500, "totalTokenCount":
          251500}, "0.6475"),
    # source: quoted: cached input for a tenth, by deploybase.ai/articles/gemini-api-pricing
    # 10,000 x 2.50 + 240,000 x 0.25 + 1,000 x 15.00
    Shape("above the step, cached", "gcp.gemini", "gemini-2.5-pro",
          {"promptTokenCount": 250000, "cachedContentTokenCount": 240000, "candidatesTokenCount": 1000,
          "totalTokenCount": 251000}, "0.1"),
    # 10,000 x 0.30 + 40,000 x 0.03 + 500 x 2.50
    Shape("cached", "gcp.gemini", "gemini-2.5-flash",
          {"promptTokenCount": 50000, "cachedContentTokenCount": 40000, "candidatesTokenCount": 500,
          "totalTokenCount": 50500}, "0.00545"),
    # source: quoted: Gemini audio input 1.00 (2.5 Flash) and 0.70 (2.0 Flash) in the same public gateway as above
    # 500 x 0.30 + 3,000 x 1.00 + 200 x 2.50
    Shape("audio input", "gcp.gemini", "gemini-2.5-flash",
          {"promptTokenCount": 3500, "candidatesTokenCount": 200, "promptTokensDetails": [{"modality": "TEXT",
          "tokenCount": 500}, {"modality": "AUDIO", "tokenCount": 3000}], "totalTokenCount": 3700}, "0.00365"),
    # 500 x 0.10 + 3,000 x 0.70 + 200 x 0.40
    Shape("audio input, small", "gcp.gemini", "gemini-2.0-flash",
          {"promptTokenCount": 3500, "candidatesTokenCount": 200, "promptTokensDetails": [{"modality": "TEXT",
          "tokenCount": 500}, {"modality": "AUDIO", "tokenCount": 3000}]}, "0.00223"),
    # source: quoted: batch is half, by hivebook.wiki on Gemini 2.5
    # 10,000 x 0.625 + 1,000 x 5.00
    Shape("batch", "gcp.gemini", "gemini-2.5-pro",
          {"promptTokenCount": 10000, "candidatesTokenCount": 1000}, "0.01125", tier="batch"),
    # source: quoted: 1,290 tokens an image, 39 dollars for 1,000 images, by Google in discuss.ai.google.dev (thread
    # 85315)
    # 200 x 0.30 + 10 x 2.50 + 1,290 x 30.00
    Shape("image output", "gcp.gemini", "gemini-2.5-flash-image",
          {"promptTokenCount": 200, "candidatesTokenCount": 1300, "candidatesTokensDetails": [{"modality": "IMAGE",
          "tokenCount": 1290}]}, "0.038785"),
    # source: quoted: 4.00 above 200k, by morphllm.com/gemini-api-pricing; output above the step: table
    # 210,000 x 4.00 + 2,000 x 18.00
    Shape("new model above the step", "gcp.gemini", "gemini-3.1-pro-preview",
          {"promptTokenCount": 210000, "candidatesTokenCount": 2000}, "0.876"),
    # source: quoted: ai.google.dev/gemini-api/docs/pricing, by deploybase.ai/articles/gemini-api-pricing and
    # morphllm.com
    # 90,000 x 0.10 + 5,000 x 0.40
    Shape("vertex", "gcp.vertex_ai", "gemini-2.5-flash-lite",
          {"promptTokenCount": 90000, "candidatesTokenCount": 5000}, "0.011"),
    # source: page: docs.x.ai/docs/models (copies of 2025; grok-3, grok-3-mini)
    # 1,000 x 3.00 + 5,000 x 0.75 + 400 x 15.00
    Shape("plain, cached", "x_ai", "grok-3",
          {"prompt_tokens": 6000, "completion_tokens": 400, "total_tokens": 6400, "prompt_tokens_details":
          {"cached_tokens": 5000}}, "0.01275"),
    # 2,000 x 0.30 + 900 x 0.50
    Shape("reasoning beside the completion", "x_ai", "grok-3-mini",
          {"prompt_tokens": 2000, "completion_tokens": 100, "total_tokens": 2900, "completion_tokens_details":
          {"reasoning_tokens": 800}}, "0.00105"),
    # source: table: docs.x.ai/docs/models, ">= 200k prompt tokens"
    # 200,000 x 2.50 + 1,000 x 5.00
    Shape("long context: the step is inclusive", "x_ai", "grok-4.3",
          {"prompt_tokens": 200000, "completion_tokens": 1000}, "0.505"),
    # source: quoted: Mistral Small 4, 0.15 / 0.60, by tokencost.app/blog/mistral-small-4-pricing (23 March 2026) and
    # losclouds.com/ai-models/mistral-small-4 (checked 2 April 2026); before it and codestral: table
    # 7,000 x 0.15 + 900 x 0.60
    Shape("plain", "mistral_ai", "mistral-small-latest",
          {"prompt_tokens": 7000, "completion_tokens": 900, "total_tokens": 7900}, "0.00159"),
    # 7,000 x 0.10 + 900 x 0.30
    Shape("before the alias moved", "mistral_ai", "mistral-small-latest",
          {"prompt_tokens": 7000, "completion_tokens": 900}, "0.00097", at="2026-03-15T12:00:00"),
    # 7,000 x 0.15 + 900 x 0.45
    Shape("batch", "mistral_ai", "codestral-latest",
          {"prompt_tokens": 7000, "completion_tokens": 900}, "0.001455", tier="batch"),
    # source: table: console.groq.com/docs/models (llama); quoted: gpt-oss-120b 0.15 / 0.60, cached 0.075, Groq's own
    # prices by tokenmix.ai/blog/groq-api-access-2026-free-tier-rate-limits (checked 4 June 2026)
    # 5,000 x 0.59 + 1,000 x 0.79
    Shape("plain", "groq", "llama-3.3-70b-versatile",
          {"prompt_tokens": 5000, "completion_tokens": 1000, "queue_time": 0.01}, "0.00374"),
    # 1,000 x 0.15 + 4,000 x 0.075 + 1,000 x 0.60
    Shape("on-demand tier, cached", "groq", "openai/gpt-oss-120b",
          {"prompt_tokens": 5000, "completion_tokens": 1000, "prompt_tokens_details": {"cached_tokens": 4000}},
          "0.00105", tier="on_demand"),
    # source: page: api-docs.deepseek.com/quick_start/pricing (copy of August 2025: 0.27 / 1.10, cached 0.07; off-peak,
    # from 16:30 to 00:30 UTC, 0.135 / 0.55, cached 0.035)
    # 2,000 x 0.135 + 8,000 x 0.035 + 1,000 x 0.55
    Shape("off-peak hours", "deepseek", "deepseek-chat",
          {"prompt_tokens": 10000, "completion_tokens": 1000, "prompt_tokens_details": {"cached_tokens": 8000}},
          "0.0011", at="2025-07-01T17:00:00"),
    # 2,000 x 0.27 + 8,000 x 0.07 + 1,000 x 1.10
    Shape("peak hours", "deepseek", "deepseek-chat",
          {"prompt_tokens": 10000, "completion_tokens": 1000, "prompt_tokens_details": {"cached_tokens": 8000}},
          "0.0022", at="2025-07-01T12:00:00"),
]
# fmt: on


def _used(shape: Shape) -> Usage:
    """Searches of OpenAI are items of the answer, not counts in its usage: they come from attributes."""
    found = usage_of(shape.usage)
    assert found is not None
    searches = {"web_searches": shape.web_searches, "file_searches": shape.file_searches}
    given = {name: number for name, number in searches.items() if number is not None}
    return Usage(**{**{name: getattr(found, name) for name in Usage.__slots__}, **given})


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.provider}/{shape.model}: {shape.name}")
def test_a_call_costs_what_was_worked_out_by_hand(shape: Shape) -> None:
    start_ns = int(datetime.fromisoformat(f"{shape.at}+00:00").timestamp()) * 1_000_000_000
    parameters = {"service_tier": shape.tier, "speed": shape.speed}

    cost = price(model_call(_used(shape), shape.model, shape.provider, parameters=parameters, start_ns=start_ns), BOOK)

    assert cost.cost is not None
    assert cost.cost.total is not None
    by_hand = Decimal(shape.dollars)
    assert abs(dollars(cost.cost.total) - by_hand) <= ONE_PERCENT * by_hand


def test_the_table_has_more_than_forty_shapes_of_four_providers() -> None:
    assert len(SHAPES) > 40
    assert {"openai", "anthropic", "gcp.gemini", "x_ai"} < {shape.provider for shape in SHAPES}
