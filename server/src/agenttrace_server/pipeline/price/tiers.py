"""Say which service tier a call was served in: standard, or one with prices of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from agenttrace.model import Json

BATCH: Final = "batch"
FLEX: Final = "flex"
PRIORITY: Final = "priority"
FAST: Final = "fast"
TIERS: Final = (BATCH, FLEX, PRIORITY, FAST)
"""The tiers that tables have prices for."""
_STANDARD: Final = frozenset({"", "default", "standard", "auto", "standard_only", "on_demand", "on-demand"})


def tier_of(parameters: Mapping[str, Json]) -> str | None:
    """Return the tier in lower case; None is the standard one. A word that nobody knows is given back as it is."""
    tier = parameters.get("service_tier")
    word = tier.lower() if isinstance(tier, str) else ""
    if word not in _STANDARD:
        return word
    return FAST if parameters.get("speed") == FAST else None
