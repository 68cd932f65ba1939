"""The page about the filter language lists the fields that there are, and its examples can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agenttrace_server.store.api.language import FIELDS, Field, Target, parse
from agenttrace_server.store.api.language.parser import MAX_CHARS, MAX_DEPTH, MAX_TERMS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "query.md").read_text()


def row_of(field: Field) -> str:
    names = ", ".join(f"`{name}`" for name in (field.name, *field.aliases))
    of_spans = "of a span" if field.span else ""
    traces = "yes" if field.trace else of_spans
    sessions = "yes" if field.session else ("of a trace" if field.trace else of_spans)
    choices = ": " + ", ".join(f"`{choice}`" for choice in field.choices) if field.choices else ""
    spans = "yes" if field.span else ""
    return f"| {names} | {field.kind.value} | {traces} | {spans} | {sessions} | {field.about}{choices} |"


def test_every_field_is_on_the_page_and_no_other() -> None:
    table = PAGE.partition("| field | kind |")[2].partition("\n\n")[0]
    rows = [line for line in table.splitlines()[2:] if not line.startswith(("| `@name`", "| `since:`"))]
    assert rows == [row_of(field) for field in FIELDS]


@pytest.mark.parametrize("example", PAGE.partition("```\n")[2].partition("```")[0].splitlines())
def test_the_examples_can_be_read(example: str) -> None:
    assert parse(example, Target.TRACES, now_ns=1_800_000_000_000_000_000) is not None


def test_the_limits_on_the_page_are_those_that_hold() -> None:
    found = re.search(r"at most\s+([\d,]+) characters, (\d+) conditions and (\d+) levels", PAGE)
    assert found is not None
    assert [int(number.replace(",", "")) for number in found.groups()] == [MAX_CHARS, MAX_TERMS, MAX_DEPTH]
