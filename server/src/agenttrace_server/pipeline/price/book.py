"""Answer what a model call costs: the user's prices first, then the public table, then the user's snapshot."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from agenttrace.model import Call
from agenttrace_server.pipeline.price.overrides import Overrides, load_overrides
from agenttrace_server.pipeline.price.rate import Quote
from agenttrace_server.pipeline.price.snapshot import Snapshot, load_snapshot
from agenttrace_server.pipeline.price.table import DAY_NS, MINUTE_NS, PublicTable, Row
from agenttrace_server.pipeline.price.tiers import tier_of

OVERRIDES_FILE: Final = "prices.toml"
_MEMORY: Final = 4_096

_CallKey = tuple[str | None, str | None, str | None, str | None]
"""(provider, model that answered, model that was asked, service tier)"""


@dataclass(slots=True)
class _Known:
    """What was looked up for one sort of call: by the day, or the minute where its prices change within a day."""

    step_ns: int
    row: Row | None
    quotes: dict[int, Quote | None] = field(default_factory=dict)


@dataclass(slots=True)
class _Edition:
    """The user's prices, and what was looked up while they were these."""

    overrides: Overrides
    known: dict[_CallKey, _Known] = field(default_factory=dict)


class PriceBook:
    """Prices of every model at every time. Safe to ask from several threads.

    It remembers what it has looked up, so a span of a call of which the like was seen that day takes two dictionaries.
    """

    def __init__(
        self,
        overrides: Overrides | None = None,
        table: PublicTable | None = None,
        snapshot: Snapshot | None = None,
    ) -> None:
        self._edition = _Edition(overrides or Overrides())
        self.table: Final = table or PublicTable()
        self.snapshot: Final = snapshot or Snapshot()

    @property
    def overrides(self) -> Overrides:
        """The user's prices that are in use."""
        return self._edition.overrides

    def use(self, overrides: Overrides) -> None:
        """Price by these from the next call on; what was priced before keeps its cost."""
        self._edition = _Edition(overrides)

    def dated(self, today: date) -> date | None:
        """Return the latest day, up to `today`, that the public table knows of."""
        return self.table.dated(today)

    def quote(self, call: Call, at_ns: int) -> Quote | None:
        """Return the price of a call that was made at `at_ns`; None where nobody knows the model.

        The model that answered goes before the one that was asked.
        """
        edition = self._edition
        key = (call.provider, call.response_model, call.request_model, tier_of(call.parameters))
        known = edition.known.get(key)
        if known is None:
            known = self._look_up(edition, key)
        moment = at_ns // known.step_ns
        if moment in known.quotes:
            return known.quotes[moment]
        if len(known.quotes) >= _MEMORY:
            known.quotes.clear()
        quote = self._quote(edition.overrides, key, known.row, moment * known.step_ns)
        known.quotes[moment] = quote
        return quote

    def _look_up(self, edition: _Edition, key: _CallKey) -> _Known:
        if len(edition.known) >= _MEMORY:
            edition.known.clear()
        models = _models(key)
        row = self.table.find(key[0], models) if models else None
        step_ns = DAY_NS if row is None else row.step_ns
        known = _Known(step_ns if edition.overrides.by_day else MINUTE_NS, row)
        edition.known[key] = known
        return known

    def _quote(self, overrides: Overrides, key: _CallKey, row: Row | None, at_ns: int) -> Quote | None:
        provider, tier, models = key[0], key[3], _models(key)
        quote = overrides.quote(provider, models, at_ns, tier) if overrides.rows else None
        if quote is None and row is not None:
            quote = self.table.quote(row, tier, at_ns)
        return self.snapshot.quote(provider, models, tier) if quote is None else quote


def _models(key: _CallKey) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in key[1:3] if name))


def open_price_book(home: Path, prices_file: Path | None, snapshot_file: Path | None = None) -> PriceBook:
    """Read the user's files now, so that a mistake in them stops the start; the public table only when it is needed.

    Raises: BadSetting: a file that was named and is not there, or one that cannot be used.
    """
    overrides = load_overrides(overrides_path(home, prices_file), must_exist=prices_file is not None)
    snapshot = None if snapshot_file is None else load_snapshot(snapshot_file.expanduser())
    return PriceBook(overrides, snapshot=snapshot)


def overrides_path(home: Path, prices_file: Path | None) -> Path:
    """Return where the user's own prices are."""
    return home / OVERRIDES_FILE if prices_file is None else prices_file.expanduser()
