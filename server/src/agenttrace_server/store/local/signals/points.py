"""Keep the points of metrics in a SQLite file: a row for each series, a row for each point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import orjson

from agenttrace.model import ProjectName, Scope
from agenttrace_server.store.api.signals import (
    KnownSeries,
    MetricBatch,
    MetricKind,
    MetricPoint,
    MetricSeries,
    Temporality,
)
from agenttrace_server.store.local.room import Room
from agenttrace_server.store.local.signals.files import SignalFile

LAYOUT: Final = """
CREATE TABLE series (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, project TEXT NOT NULL, name TEXT NOT NULL, record BLOB NOT NULL
);
CREATE INDEX series_by_name ON series (name, project);
CREATE TABLE points (
    series INTEGER NOT NULL, time_ns INTEGER NOT NULL, start_ns INTEGER NOT NULL, value, count INTEGER, sum REAL,
    least REAL, greatest REAL, bounds BLOB, buckets BLOB, PRIMARY KEY (series, time_ns, start_ns)
) WITHOUT ROWID;
CREATE INDEX points_by_time ON points (time_ns);
"""
_POINT: Final = "time_ns, start_ns, value, count, sum, least, greatest, bounds, buckets"

Row = tuple[Any, ...]


class PointFile:
    """The points of all projects."""

    def __init__(self, path: Path, room: Room) -> None:
        self._file = SignalFile(path, (LAYOUT,), room)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def write(self, batches: Sequence[MetricBatch]) -> None:
        """See `Signals.write_points`."""
        if not batches:
            return
        texts = [_series_text(batch.series) for batch in batches]
        points = sum(len(batch.points) for batch in batches)
        size_bytes = sum(map(len, texts)) + sum(_bytes_of(point) for batch in batches for point in batch.points)
        with self._file.transaction(len(batches) + points, size_bytes) as connection:
            for batch, text in zip(batches, texts, strict=True):
                series = batch.series
                row = (series.key(), series.project, series.name, text)
                connection.execute("INSERT OR IGNORE INTO series (key, project, name, record) VALUES (?, ?, ?, ?)", row)
                ((number,),) = connection.execute("SELECT id FROM series WHERE key = ?", row[:1]).fetchall()
                rows = [(number, *_point_row(point)) for point in batch.points]
                connection.executemany("INSERT OR IGNORE INTO points VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def series(self, project: str | None, name: str | None) -> list[KnownSeries]:
        """See `Signals.series`."""
        rows = self._file.ask(
            "SELECT record, count(*), min(time_ns), max(time_ns) FROM series JOIN points ON points.series = series.id"
            " WHERE (? IS NULL OR project = ?) AND (? IS NULL OR name = ?) GROUP BY series.id ORDER BY name, key",
            (project, project, name, name),
        )
        return [KnownSeries(_series_from(record), *figures) for record, *figures in rows]

    def points(self, series: MetricSeries, since_ns: int | None, until_ns: int | None) -> list[MetricPoint]:
        """See `Signals.points`."""
        rows = self._file.ask(
            f"SELECT {_POINT} FROM points JOIN series ON series.id = points.series WHERE key = ?"  # noqa: S608
            " AND (? IS NULL OR time_ns < ?) AND time_ns >= coalesce((SELECT max(time_ns) FROM points AS before"
            " WHERE before.series = series.id AND before.time_ns < ?), ?, 0) ORDER BY time_ns, start_ns",
            (series.key(), until_ns, until_ns, since_ns, since_ns),
        )
        return [_point_from(row) for row in rows]

    def forget(self, before_ns: int) -> None:
        """See `Signals.forget_before`."""
        if not self._file.ask("SELECT 1 FROM points WHERE time_ns < ? LIMIT 1", (before_ns,)):
            return
        self._file.delete_before("points", "series, time_ns, start_ns", before_ns)
        with self._file.transaction(1) as connection:
            connection.execute("DELETE FROM series WHERE id NOT IN (SELECT DISTINCT series FROM points)")

    def shrink(self, share: float) -> bool:
        """Delete this share of the points, the oldest; False where there are none."""
        before_ns = self._file.time_of_share("points", share)
        if before_ns is not None:
            self.forget(before_ns)
        self.give_back()
        return before_ns is not None

    def give_back(self) -> None:
        """Return free pages to the disk."""
        self._file.give_back()

    def count(self) -> int:
        """Return how many points there are."""
        ((count,),) = self._file.ask("SELECT count(*) FROM points")
        return int(count)


def _bytes_of(point: MetricPoint) -> int:
    return 200 + 24 * (len(point.bounds) + len(point.buckets))


def _series_text(series: MetricSeries) -> bytes:
    return orjson.dumps(
        [
            series.project, series.name, series.kind.value, series.unit, series.temporality.value, series.is_monotonic,
            series.description, series.attributes, series.resource, series.scope.name, series.scope.version,
        ]
    )  # fmt: skip


def _series_from(record: bytes) -> MetricSeries:
    project, name, kind, unit, temporality, is_monotonic, description, attributes, resource, *scope = orjson.loads(
        record
    )
    return MetricSeries(
        project=ProjectName(project),
        name=name,
        kind=MetricKind(kind),
        unit=unit,
        temporality=Temporality(temporality),
        is_monotonic=is_monotonic,
        description=description,
        attributes=attributes,
        resource=resource,
        scope=Scope(*scope),
    )


def _point_row(point: MetricPoint) -> Row:
    return (
        point.time_ns, point.start_ns, point.value, point.count, point.sum, point.least, point.greatest,
        _numbers(point.bounds), _numbers(point.buckets),
    )  # fmt: skip


def _numbers(values: Iterable[float]) -> bytes | None:
    return orjson.dumps(list(values)) if values else None


def _point_from(row: Row) -> MetricPoint:
    time_ns, start_ns, value, count, total, least, greatest, bounds, buckets = row
    bounds, buckets = orjson.loads(bounds or b"[]"), orjson.loads(buckets or b"[]")
    return MetricPoint(time_ns, start_ns, value, count, total, least, greatest, tuple(bounds), tuple(buckets))
