"""Put pieces of SQL together with the values of their placeholders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Condition:
    """A piece of SQL and the values of its placeholders."""

    sql: str
    values: list[object]

    def and_(self, other: Condition) -> Condition:
        """Both."""
        return Condition(f"{self.sql} AND {other.sql}", [*self.values, *other.values])


ANYTHING = Condition("true", [])


def in_list(column: str, values: Sequence[object]) -> str:
    """Return a condition with a placeholder for each value, which lets DuckDB skip row groups."""
    return f"{column} IN ({', '.join('?' * len(values))})"
