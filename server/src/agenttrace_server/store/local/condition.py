"""Put pieces of SQL together with the values of their placeholders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL and the values of its placeholders."""

    sql: str
    values: Sequence[object] = ()
    is_exact: bool = True
    """False: it is also true of things that are not meant, so each must be looked at."""

    def and_(self, other: Condition) -> Condition:
        """Both."""
        return Condition(f"{self.sql} AND {other.sql}", (*self.values, *other.values), self.is_exact and other.is_exact)


ANYTHING = Condition("true")
UNKNOWN = Condition("true", is_exact=False)


def in_list(column: str, values: Sequence[object]) -> str:
    """Return a condition with a placeholder for each value, which lets DuckDB skip row groups."""
    return f"{column} IN ({', '.join('?' * len(values))})"
