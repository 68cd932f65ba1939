"""Answer what a model call costs: the user's prices first, then the public table."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from agenttrace.model import Call
from agenttrace_server.pipeline.price.overrides import Overrides, load_overrides
from agenttrace_server.pipeline.price.rate import Quote
from agenttrace_server.pipeline.price.table import PublicTable, Row

OVERRIDES_FILE: Final = "prices.toml"
_MINUTE_NS: Final = 60 * 1_000_000_000
_MEMORY: Final = 4_096
_TIER: Final = "service_tier"

_CallKey = tuple[str | None, str | None, str | None]


class PriceBook:
    """Prices of every model at every time. Used by one thread at a time: it remembers what it has looked up."""

    def __init__(self, overrides: Overrides | None = None, table: PublicTable | None = None) -> None:
        self._overrides = overrides or Overrides()
        self._table = table or PublicTable()
        self._rows: dict[_CallKey, Row | None] = {}
        self._quotes: dict[tuple[_CallKey, str | None, int], Quote | None] = {}

    def quote(self, call: Call, at_ns: int) -> Quote | None:
        """Return the price of a call that was made at `at_ns`; None where nobody knows the model.

        The model that answered goes before the one that was asked. Prices are those of the minute of the call: the
        finest step that a table has.
        """
        tier = call.parameters.get(_TIER)
        tier = tier if isinstance(tier, str) else None
        key = (call.provider, call.response_model, call.request_model)
        minute = at_ns // _MINUTE_NS
        known = (key, tier, minute)
        if known not in self._quotes:
            if len(self._quotes) >= _MEMORY:
                self._quotes.clear()
            self._quotes[known] = self._look_up(key, tier, minute * _MINUTE_NS)
        return self._quotes[known]

    def _look_up(self, key: _CallKey, tier: str | None, at_ns: int) -> Quote | None:
        provider = key[0]
        models = tuple(dict.fromkeys(name for name in key[1:] if name))
        quote = self._overrides.quote(provider, models, at_ns) if self._overrides.rows else None
        if quote is not None or not models:
            return quote
        if key not in self._rows:
            if len(self._rows) >= _MEMORY:
                self._rows.clear()
            self._rows[key] = self._table.find(provider, models)
        row = self._rows[key]
        return None if row is None else self._table.quote(row, tier, at_ns)


def open_price_book(home: Path, prices_file: Path | None) -> PriceBook:
    """Read the user's prices now, so that a mistake in them stops the start; the public table only when it is needed.

    Raises: BadSetting: a file that was named and is not there, or one that cannot be used.
    """
    return PriceBook(load_overrides(_overrides_path(home, prices_file), must_exist=prices_file is not None))


def _overrides_path(home: Path, prices_file: Path | None) -> Path:
    return home / OVERRIDES_FILE if prices_file is None else prices_file.expanduser()
