"""Typed reading of a TOML table: a wrong type, a missing field and an unknown field each name the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from agenttrace.testing.llm_server.scenario.values import ScenarioError

Built = TypeVar("Built")


class Fields:
    """One table and where it stands; every field must be asked for, the others are unknown."""

    def __init__(self, path: str, table: Mapping[str, Any]) -> None:
        self._path = path
        self._table = table
        self._asked: set[str] = set()

    def build(self, kind: Callable[..., Built], **values: object) -> Built:
        """Return `kind` made of the values that are not None, after refusing unknown fields."""
        self._refuse_unknown()
        try:
            return kind(**{name: value for name, value in values.items() if value is not None})
        except ScenarioError as error:
            raise error.under(self._path) from error

    def has(self, name: str) -> bool:
        return name in self._table

    def only(self, names: Sequence[str], problem: str) -> None:
        """Refuse any other field than these."""
        for name in self._table:
            if name not in names:
                raise self._error(name, problem)

    def text(self, name: str) -> str | None:
        value: str | None = self._typed(name, str, "a string")
        return value

    def required_text(self, name: str) -> str:
        return self._present(name, self.text(name))

    def integer(self, name: str) -> int | None:
        value: int | None = self._typed(name, int, "an integer")
        return value

    def required_integer(self, name: str) -> int:
        return self._present(name, self.integer(name))

    def number(self, name: str) -> float | None:
        value: int | float | None = self._typed(name, (int, float), "a number")
        return None if value is None else float(value)

    def choice(self, name: str, allowed: Sequence[str]) -> str | None:
        value = self.text(name)
        if value is not None and value not in allowed:
            raise self._error(name, f"expected one of {', '.join(allowed)}, got {value!r}")
        return value

    def true(self, name: str) -> None:
        if self._typed(name, bool, "true") is not True:
            raise self._error(name, "expected true; leave it out otherwise")

    def texts(self, name: str) -> tuple[str, ...] | None:
        values = self._typed(name, list, "a list of strings")
        if values is not None and not all(isinstance(value, str) for value in values):
            raise self._error(name, "expected a list of strings")
        return None if values is None else tuple(values)

    def text_or_table(self, name: str) -> str | dict[str, Any] | None:
        value: str | dict[str, Any] | None = self._typed(name, (str, dict), "a table or a string")
        return value

    def vectors(self, name: str) -> tuple[tuple[float, ...], ...]:
        rows = self._present(name, self._typed(name, list, "a list of lists of numbers"))
        if not all(isinstance(row, list) and all(_is_number(value) for value in row) for row in rows):
            raise self._error(name, "expected a list of lists of numbers")
        return tuple(tuple(float(value) for value in row) for row in rows)

    def one(self, name: str, read: Callable[[Fields], Built]) -> Built | None:
        """Return the table of that name as a value, or None if it is not there."""
        table = self._typed(name, dict, "a table")
        return None if table is None else read(Fields(self._at(name), table))

    def needed(self, name: str, read: Callable[[Fields], Built]) -> Built:
        return self._present(name, self.one(name, read))

    def each(self, name: str, read: Callable[[Fields], Built]) -> tuple[Built, ...] | None:
        """Return the tables of that name as values, or None if there are none."""
        tables = self._typed(name, list, "a list of tables")
        if tables is None:
            return None
        if not all(isinstance(table, dict) for table in tables):
            raise self._error(name, "expected a list of tables")
        return tuple(read(Fields(f"{self._at(name)}[{index}]", table)) for index, table in enumerate(tables))

    def _typed(self, name: str, wanted: type | tuple[type, ...], described: str) -> Any:
        self._asked.add(name)
        value = self._table.get(name)
        is_stray_bool = isinstance(value, bool) and wanted is not bool
        if value is not None and (is_stray_bool or not isinstance(value, wanted)):
            raise self._error(name, f"expected {described}, got {value!r}")
        return value

    def _present(self, name: str, value: Built | None) -> Built:
        if value is None:
            raise self._error(name, "is required")
        return value

    def _refuse_unknown(self) -> None:
        for name in self._table:
            if name not in self._asked:
                raise self._error(name, f"is unknown here; known are {', '.join(sorted(self._asked))}")

    def _error(self, name: str, problem: str) -> ScenarioError:
        return ScenarioError(self._at(name), problem)

    def _at(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
