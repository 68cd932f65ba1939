"""Turn a question of the filter language into SQL, given what a table has of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from agenttrace_server.store.api.language import AnyOf, Has, Is, Leaf, Like, Node, Not, Op
from agenttrace_server.store.api.language.amounts import REAL_SQL
from agenttrace_server.store.api.language.fields import Kind, field_named
from agenttrace_server.store.api.language.texts import fold
from agenttrace_server.store.api.language.tree import All
from agenttrace_server.store.local.condition import UNKNOWN, Condition


class Shape(Enum):
    """What an expression gives."""

    TEXT = "text"
    FOLDED = "text in lower case"
    LIST = "several texts"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """Where a table has a field."""

    sql: str
    shape: Shape
    values: tuple[object, ...] = ()
    """Of the placeholders in `sql`."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The words in which databases differ."""

    fold: str
    contains: str
    one_of: str
    """Whether one item of a list, called {item}, fulfils {condition}."""
    item: str


def sql_of(
    node: Node, leaf_sql: Callable[[Leaf], Condition], *, at_least: bool = True, told: Collection[Node] = ()
) -> Condition:
    """Return what is true of everything that is meant; with `at_least` false, of nothing that is not meant.

    The two differ where a leaf has no exact SQL: its opposite must be on the safe side too. Of the nodes in `told`,
    which must all be true, the column `told` says whether a row was found by them.
    """
    if node in told:
        inner = sql_of(node, leaf_sql)
        return Condition(f"(told OR {inner.sql})", inner.values, is_exact=False)
    if isinstance(node, Not):
        inner = sql_of(node.part, leaf_sql, at_least=not at_least)
        return Condition(f"(NOT coalesce({inner.sql}, false))", inner.values, inner.is_exact)
    if isinstance(node, (All, AnyOf)):
        parts = [
            sql_of(part, leaf_sql, at_least=at_least, told=told if isinstance(node, All) else ()) for part in node.parts
        ]
        word = " AND " if isinstance(node, All) else " OR "
        return Condition(
            f"({word.join(part.sql for part in parts)})",
            tuple(value for part in parts for value in part.values),
            all(part.is_exact for part in parts),
        )
    found = leaf_sql(node)
    return found if found.is_exact or at_least else Condition("false", is_exact=False)


def leaf_of(dialect: Dialect, columns: Mapping[str, Column], leaf: Is | Has) -> Condition:
    """Return a comparison as SQL; a field that the table does not have is true of everything, and not exact."""
    column = columns.get(leaf.field)
    if column is None:
        return UNKNOWN
    if isinstance(leaf, Has):
        sql = f"{column.sql} IS NOT NULL"
        if column.shape is Shape.LIST:
            sql = dialect.one_of.format(list=column.sql, condition="true")
        return Condition(f"({sql})", column.values)
    if column.shape is Shape.LIST:
        each = _compared(dialect, dialect.item, Shape.TEXT, leaf)
        sql = dialect.one_of.format(list=column.sql, condition=each.sql)
        return Condition(f"({sql})", (*column.values, *each.values), each.is_exact)
    compared = _compared(dialect, column.sql, column.shape, leaf)
    return Condition(f"({compared.sql})", (*column.values, *compared.values), compared.is_exact)


def _compared(dialect: Dialect, sql: str, shape: Shape, leaf: Is) -> Condition:
    wanted = leaf.value
    if isinstance(wanted, (int, float)):
        operator = "=" if leaf.op is Op.HAS else leaf.op.value
        number = sql if shape is Shape.NUMBER else _real(sql)
        return Condition(f"{number} {operator} ?", (wanted,))
    folded = sql if shape is Shape.FOLDED else f"{dialect.fold}({sql})"
    if isinstance(wanted, Like):
        pattern = "%".join(_escaped(fold(piece)) for piece in wanted.pieces)
        return Condition(f"{folded} LIKE ? ESCAPE '\\'", (pattern,))
    if leaf.op is Op.EQ and shape is not Shape.FOLDED:
        return Condition(f"{sql} = ?", (wanted,))
    if leaf.op is Op.HAS and field_named(leaf.field).kind is Kind.PART:
        return Condition(dialect.contains.format(folded), (fold(wanted),))
    return Condition(f"{folded} = ?", (fold(wanted),), is_exact=leaf.op is Op.HAS)


def _real(sql: str) -> str:
    return f"CASE WHEN regexp_full_match({sql}, '{REAL_SQL}') THEN try_cast({sql} AS DOUBLE) END"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
