"""Read the user's own prices: a TOML file whose rows win over the public table.

Its grammar: docs/reference/prices.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import tomllib

from agenttrace.model import PriceMatch
from agenttrace_server.errors import BadSetting
from agenttrace_server.pipeline.price.rate import Price, Quote, Rate, flat, stepped
from agenttrace_server.pipeline.price.tiers import TIERS

ANY_PROVIDER: Final = "*"
PRICE_FIELDS: Final = (
    "input",
    "output",
    "cache_read",
    "cache_write",
    "cache_write_1h",
    "reasoning",
    "input_audio",
    "output_audio",
    "cache_read_audio",
    "input_image",
    "output_image",
)
"""USD for a million tokens."""
FEE_FIELDS: Final = ("web_search", "file_search", "request")
"""USD for a thousand."""
_TABLE: Final = "prices"
_ALIASES: Final = "aliases"
_FROM: Final = "from"
_TIER: Final = "tier"
_ABOVE: Final = "above"
_TOKENS: Final = "tokens"
_FIELDS: Final = frozenset({*PRICE_FIELDS, *FEE_FIELDS, _ALIASES, _FROM, _TIER, _ABOVE})
_STEP_FIELDS: Final = frozenset({*PRICE_FIELDS, _TOKENS})
_MAX_USD: Final = 100_000
_NS: Final = 1_000_000_000
_DAY_NS: Final = 24 * 3600 * _NS


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """The user's prices of one model from one moment on."""

    provider: str
    """`ANY_PROVIDER` where the model's name is enough."""
    model: str
    aliases: tuple[str, ...]
    """Other names; `*` stands for any text."""
    from_ns: int
    rate: Rate
    tier: str | None = None
    """The service tier that it is the price of; None: of every tier without a row of its own."""

    @property
    def name(self) -> str:
        """How the row is shown: "provider/model"."""
        return f"{self.provider}/{self.model}"


@dataclass(frozen=True, slots=True)
class Overrides:
    """All rows of the file, the latest start first. `table` names the file's content by its hash."""

    rows: tuple[OverrideRow, ...] = ()
    table: str = "overrides"

    def quote(self, provider: str | None, models: tuple[str, ...], at_ns: int, tier: str | None = None) -> Quote | None:
        """Return the prices of the first of the names that has a row in force.

        A row of the provider goes before one of any provider, then one of the tier before one of every tier.
        """
        in_force = [
            row
            for row in self.rows
            if row.from_ns <= at_ns and row.provider in (provider, ANY_PROVIDER) and row.tier in (tier, None)
        ]
        in_force.sort(key=lambda row: (row.provider == ANY_PROVIDER, row.tier is None))
        for model in models:
            name = model.lower()
            for row in in_force:
                if row.model == name:
                    return self._quote(row, PriceMatch.EXACT)
            for row in in_force:
                if any(fnmatchcase(name, alias) for alias in row.aliases):
                    return self._quote(row, PriceMatch.ALIAS)
        return None

    @property
    def by_day(self) -> bool:
        """Whether every row comes into force at midnight UTC."""
        return all(row.from_ns % _DAY_NS == 0 for row in self.rows)

    def _quote(self, row: OverrideRow, match: PriceMatch) -> Quote:
        return Quote(row.rate, match, row.name, self.table, row.tier)


def load_overrides(path: Path, *, must_exist: bool = False) -> Overrides:
    """Read the file; one that is not there is no override, unless it must be.

    Raises: BadSetting: not TOML, or a row that cannot be used; the message names file, table and field.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if must_exist:
            raise BadSetting(f"{path} does not exist", field="prices_file") from None
        return Overrides()
    except OSError as error:
        raise BadSetting(f"{path} cannot be read: {error.strerror}", field="prices_file") from None
    return parse_overrides(content, path)


def parse_overrides(content: bytes, path: Path) -> Overrides:
    """Read the content of the file at `path`. Raises: BadSetting, as `load_overrides`."""
    try:
        document = tomllib.loads(content.decode("utf-8"), parse_float=Decimal)
    except ValueError as error:
        raise BadSetting(f"{path} is not TOML: {error}", field="prices_file") from None
    unknown = sorted(set(document) - {_TABLE})
    if unknown:
        raise _refused(path, unknown[0], "the only table is [prices]")
    prices = document.get(_TABLE, {})
    if not isinstance(prices, dict):
        raise _refused(path, _TABLE, "must be a table of models")
    rows = [row for name, value in prices.items() for row in _rows(path, str(name), value)]
    rows.sort(key=lambda row: row.from_ns, reverse=True)
    return Overrides(tuple(rows), f"overrides {hashlib.sha256(content).hexdigest()[:12]}")


def _rows(path: Path, name: str, value: object) -> list[OverrideRow]:
    where = f'{_TABLE}."{name}"'
    versions = value if isinstance(value, list) else [value]
    return [_row(path, where if len(versions) == 1 else f"{where}[{n}]", name, v) for n, v in enumerate(versions)]


def _row(path: Path, where: str, name: str, value: object) -> OverrideRow:
    if not isinstance(value, dict):
        raise _refused(path, where, "must be a table of prices")
    unknown = sorted(set(value) - _FIELDS)
    if unknown:
        raise _refused(path, f"{where}.{unknown[0]}", f"is not a field; the fields are {', '.join(sorted(_FIELDS))}")
    provider, slash, model = name.partition("/")
    if not slash:
        provider, model = ANY_PROVIDER, name
    if not provider.strip() or not model.strip():
        raise _refused(path, where, 'must be named "model" or "provider/model"')
    rate = _rate(path, where, value)
    if rate.input is None and rate.output is None:
        raise _refused(path, where, "must have input or output")
    return OverrideRow(
        provider=provider.lower(),
        model=model.lower(),
        aliases=_aliases(path, f"{where}.{_ALIASES}", value.get(_ALIASES, [])),
        from_ns=_from_ns(path, f"{where}.{_FROM}", value.get(_FROM)),
        rate=rate,
        tier=_tier(path, f"{where}.{_TIER}", value.get(_TIER)),
    )


def _rate(path: Path, where: str, value: Mapping[str, object]) -> Rate:
    steps = _steps(path, f"{where}.{_ABOVE}", value.get(_ABOVE, []))
    prices: dict[str, Price] = {}
    for field in PRICE_FIELDS:
        if field in value:
            of_field = [(tokens, step[field]) for tokens, step in steps if field in step]
            prices[field] = stepped(_usd(path, f"{where}.{field}", value[field]), of_field)
        elif any(field in step for _, step in steps):
            raise _refused(path, f"{where}.{_ABOVE}", f"has {field}, which has no price below it")
    for field in FEE_FIELDS:
        if field in value:
            prices[field] = flat(_usd(path, f"{where}.{field}", value[field]) * 1_000)
    return Rate(input=prices.pop("input", None), output=prices.pop("output", None), **prices)


def _steps(path: Path, where: str, value: object) -> list[tuple[int, dict[str, Decimal]]]:
    if not isinstance(value, list) or not all(isinstance(step, dict) for step in value):
        raise _refused(path, where, "must be a list of tables, each with tokens and prices")
    return [_step(path, f"{where}[{number}]", step) for number, step in enumerate(value)]


def _step(path: Path, where: str, step: Mapping[str, object]) -> tuple[int, dict[str, Decimal]]:
    unknown = sorted(set(step) - _STEP_FIELDS)
    if unknown:
        raise _refused(path, f"{where}.{unknown[0]}", "is not a price of tokens")
    tokens = step.get(_TOKENS)
    if isinstance(tokens, bool) or not isinstance(tokens, int) or tokens < 0:
        raise _refused(path, f"{where}.{_TOKENS}", f"must be a number of input tokens, not {tokens!r}")
    return tokens, {field: _usd(path, f"{where}.{field}", step[field]) for field in PRICE_FIELDS if field in step}


def _tier(path: Path, where: str, value: object) -> str | None:
    if value is None or value in TIERS:
        return None if value is None else str(value)
    raise _refused(path, where, f"must be one of {', '.join(TIERS)}, not {value!r}")


def _usd(path: Path, where: str, value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _refused(path, where, f"must be a number of US dollars, not {value!r}")
    usd = Decimal(value)
    if not usd.is_finite() or not 0 <= usd <= _MAX_USD:
        raise _refused(path, where, f"must be between 0 and {_MAX_USD}, not {value}")
    return usd


def _aliases(path: Path, where: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(alias, str) and alias for alias in value):
        raise _refused(path, where, "must be a list of names")
    return tuple(alias.lower() for alias in value)


def _from_ns(path: Path, where: str, value: object) -> int:
    if value is None:
        return 0
    if isinstance(value, datetime):
        moment = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day, tzinfo=UTC)
    else:
        raise _refused(path, where, f"must be a date such as 2026-01-31, not {value!r}")
    return int(moment.timestamp()) * _NS


def _refused(path: Path, where: str, reason: str) -> BadSetting:
    return BadSetting(f"{path}: {where} {reason}", field="prices_file")
