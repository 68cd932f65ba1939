"""Write spans as a file: JSON, JSON lines, CSV or Parquet, page by page."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from agenttrace_server.api.rendering.moments.said import gave, given
from agenttrace_server.api.rendering.spans import SpanFields, span_fields
from agenttrace_server.api.rendering.values import rfc3339
from agenttrace_server.store.api import StoredSpan

Pages = Iterable[tuple[StoredSpan, ...]]
_JSON_COLUMNS = ("input", "output", "attributes", "resource", "events")
COLUMNS = (*SpanFields.__annotations__, *_JSON_COLUMNS)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_CHUNK_BYTES = 256 * 1024
_LINE_BYTES = 16 * 1024 * 1024
_INFINITY, _LAST_TIME = rfc3339(2**63 - 1), rfc3339(2**63 - 2)


def as_json_lines(pages: Pages) -> Iterator[bytes]:
    """One object a line."""
    for page in pages:
        yield b"".join(_dumps(row_of(stored)) + b"\n" for stored in page)


def as_json(pages: Pages) -> Iterator[bytes]:
    """One array."""
    opening = b"["
    for page in pages:
        yield opening + b",\n".join(_dumps(row_of(stored)) for stored in page)
        opening = b",\n"
    yield b"[]\n" if opening == b"[" else b"]\n"


def as_csv(pages: Pages) -> Iterator[bytes]:
    """A header and one line a span; what is not a plain value is JSON text.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for page in pages:
        writer.writerows([cell(value) for value in _flat(stored).values()] for stored in page)
        yield buffer.getvalue().encode(errors="replace")
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def as_parquet(pages: Pages) -> Iterator[bytes]:
    """A Parquet file, zstd; built beside the memory in a temporary folder that goes away with the answer."""
    with tempfile.TemporaryDirectory(prefix="agenttrace-export-") as folder:
        file = Path(folder) / "spans.parquet"
        _write_parquet(pages, file, Path(folder) / "spans.duckdb")
        with file.open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                yield chunk


def _write_parquet(pages: Pages, file: Path, scratch: Path) -> None:
    import duckdb  # slow to import, and few exports are Parquet

    columns = ", ".join(f'"{name}" {_sql_type(name)}' for name in COLUMNS)
    with duckdb.connect(str(scratch)) as connection:
        connection.execute(f"CREATE TABLE spans ({columns})")
        typed = ", ".join(f"'{name}': '{_sql_type(name)}'" for name in COLUMNS)
        reading = f"read_json(?, format='newline_delimited', maximum_object_size=?, columns={{{typed}}})"
        for number, page in enumerate(pages):
            lines = [_dumps(_in_duckdb_time(_flat(stored))) + b"\n" for stored in page]
            file_of_page = scratch.with_name(f"{number}.jsonl")
            file_of_page.write_bytes(b"".join(lines))
            longest = max(_LINE_BYTES, *map(len, lines))
            connection.execute(f"INSERT INTO spans SELECT * FROM {reading}", [str(file_of_page), longest])  # noqa: S608
            file_of_page.unlink()
        connection.execute(f"COPY spans TO '{file}' (FORMAT parquet, COMPRESSION zstd)")


def _in_duckdb_time(row: dict[str, object]) -> dict[str, object]:
    """The last nanosecond of 63 bits is infinity to DuckDB, and no time."""
    times = {name: _LAST_TIME for name in ("start_time", "end_time") if row[name] == _INFINITY}
    return {**row, **times} if times else row


def _sql_type(name: str) -> str:
    if name in ("start_time", "end_time"):
        return "TIMESTAMP_NS"
    if name.endswith("_usd"):
        return "DOUBLE"
    return "BIGINT" if name.endswith(("_tokens", "_us")) or name == "seq" else "VARCHAR"


def row_of(stored: StoredSpan) -> dict[str, object]:
    """Return a span as an export has it."""
    span = stored.span
    events = [
        {"name": event.name, "time": rfc3339(event.time_ns), "attributes": dict(event.attributes)}
        for event in span.events
    ]
    return {
        **span_fields(stored),
        "input": given(span),
        "output": gave(span),
        "attributes": dict(span.attributes),
        "resource": dict(span.resource),
        "events": events,
    }


def _flat(stored: StoredSpan) -> dict[str, object]:
    """Return the row with what is not a plain value as JSON text."""
    row = row_of(stored)
    texts = {name: _dumps(row[name]).decode() for name in _JSON_COLUMNS if row[name] is not None}
    return {**row, **texts}


def cell(value: object) -> object:
    """Return a value as a CSV has it: what a spreadsheet would take for a formula gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def _dumps(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)
