"""What every store promises of log records."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agenttrace.model import ProjectName, Scope, SpanId, TraceId
from agenttrace_server.errors import BadQuestion
from agenttrace_server.store.api import Page, Store
from agenttrace_server.store.api.signals import (
    KnownSeries,
    LogFilter,
    LogRecord,
    MetricBatch,
    MetricKind,
    MetricPoint,
    MetricSeries,
    Temporality,
)

from .harness import Harness, put
from .making import a_span, trace_id
from .making_signals import NOON_NS, a_log

SPAN = SpanId("00000000000000a1")
RUN = TraceId("6c" * 16)
OTHER = ProjectName("other")


def found(store: Store, **where: object) -> list[object]:
    return [record.body for record in store.signals.find_logs(LogFilter(**where), Page()).items]  # type: ignore[arg-type]


class SignalsContract(Harness):
    def test_a_log_record_comes_back_as_it_was(self, store: Store) -> None:
        record = a_log(
            1,
            severity=17,
            severity_text="ERROR",
            event_name="gen_ai.choice",
            body={"message": {"content": "hi", "n": [1, 2.5, None, True]}},
            attributes={"a.b": 1},
            resource={"service.name": "s"},
            scope=Scope("lib", "1"),
            trace_id=trace_id(1),
            span_id=SPAN,
            session_id="s",
            is_conversation=True,
            run_id=RUN,
        )
        store.signals.write_logs([record])
        assert store.signals.find_logs(LogFilter(), Page()).items == (record,)
        assert store.signals.conversations([(record.project, trace_id(1))]) == [record]
        assert store.signals.run("default", RUN) == [record]
        assert store.signals.runs_of_session("default", "s") == [RUN]

    def test_a_log_record_that_comes_twice_is_kept_once_at_its_earliest_place(self, store: Store) -> None:
        record = a_log(1, position=3)
        for version in (record, replace(record, position=1, time_ns=NOON_NS), replace(record, position=5)):
            store.signals.write_logs([version])
        (kept,) = store.signals.find_logs(LogFilter(), Page()).items
        assert (kept.position, kept.time_ns, store.info().logs) == (1, NOON_NS, 1)

    def test_logs_are_found_by_what_they_are(self, store: Store) -> None:
        store.signals.write_logs(
            [
                a_log(1, trace_id=trace_id(1), span_id=SPAN),
                a_log(2, session_id="s", attributes={"user": "Ada Lovelace"}),
                a_log(3, severity=17, event_name="api_error"),
                a_log(4, project=OTHER),
            ]
        )
        assert found(store) == ["line 4", "line 3", "line 2", "line 1"]
        assert found(store, project="other") == ["line 4"]
        assert found(store, uid=a_log(2).uid) == ["line 2"]
        assert found(store, trace_id=trace_id(1), span_id=SPAN) == ["line 1"]
        assert found(store, session_id="s") == ["line 2"]
        assert found(store, event="api_error") == ["line 3"]
        assert found(store, min_severity=10) == ["line 3"]
        assert found(store, since_ns=NOON_NS + 3 * 10**9, until_ns=NOON_NS + 4 * 10**9) == ["line 3"]
        assert found(store, text="LOVELACE ada") == ["line 2"]
        assert found(store, text="100%_") == []

    def test_pages_of_logs_go_on_where_the_last_one_ended(self, store: Store) -> None:
        store.signals.write_logs([a_log(number, time_ns=NOON_NS) for number in range(5)])
        first = store.signals.find_logs(LogFilter(), Page(2))
        store.signals.write_logs([a_log(9)])
        second = store.signals.find_logs(LogFilter(), Page(9, first.next_cursor))
        assert [one.body for one in (*first.items, *second.items)] == [f"line {n}" for n in (4, 3, 2, 1, 0)]
        assert second.next_cursor is None
        with pytest.raises(BadQuestion, match="cursor"):
            store.signals.find_logs(LogFilter(), Page(2, "nonsense"))

    def test_a_deleted_trace_takes_its_logs_and_those_it_was_made_of_with_it(self, store: Store) -> None:
        records = [
            a_log(1, trace_id=trace_id(1)),
            a_log(2, run_id=trace_id(1)),
            a_log(3, trace_id=trace_id(1), project=OTHER),
            a_log(4, trace_id=trace_id(2)),
        ]
        store.signals.write_logs(records)
        put(store, a_span(1, 1), a_span(2, 1))
        store.delete_trace(trace_id(1))
        assert found(store) == ["line 4", "line 3"]
        store.delete_trace(trace_id(2), keep_logs=True)
        assert found(store) == ["line 4", "line 3"]

    def test_what_is_not_there_is_an_empty_answer(self, store: Store) -> None:
        absent: list[LogRecord] = []
        assert list(store.signals.conversations([(OTHER, trace_id(1))])) == absent
        assert list(store.signals.run("default", RUN)) == absent
        assert list(store.signals.runs_of_session("default", "s")) == []

    def test_points_come_back_as_they_were_and_once(self, store: Store) -> None:
        series = MetricSeries(OTHER, "m", MetricKind.HISTOGRAM, "s", Temporality.DELTA, attributes={"model": "x"})
        point = MetricPoint(NOON_NS, 5, None, 3, 6.5, 0.5, 5.0, (1.0, 2.0), (1, 1, 1))
        number = MetricPoint(NOON_NS + 1, 5, 2**60 + 1)
        for _ in range(2):
            store.signals.write_points([MetricBatch(series, (point, number))])
        assert list(store.signals.series("other", "m")) == [KnownSeries(series, 2, NOON_NS, NOON_NS + 1)]
        assert list(store.signals.series("default", None)) == []
        assert list(store.signals.points(series, None, None)) == [point, number]
        assert store.info().metric_points == 2

    def test_a_window_of_points_has_the_last_one_before_it(self, store: Store) -> None:
        series = MetricSeries(OTHER, "m", MetricKind.GAUGE)
        points = tuple(MetricPoint(NOON_NS + at, 0, at) for at in range(5))
        store.signals.write_points([MetricBatch(series, points)])
        assert list(store.signals.points(series, NOON_NS + 3, NOON_NS + 4)) == list(points[2:4])
        assert list(store.signals.points(series, NOON_NS, None)) == list(points)

    def test_what_is_too_old_is_dropped(self, store: Store) -> None:
        series, gone = MetricSeries(OTHER, "m", MetricKind.GAUGE), MetricSeries(OTHER, "gone", MetricKind.GAUGE)
        points = tuple(MetricPoint(NOON_NS + at, 0, at) for at in range(3))
        store.signals.write_points([MetricBatch(series, points), MetricBatch(gone, points[:1])])
        store.signals.write_logs([a_log(1), a_log(2)])
        store.signals.forget_before(a_log(2).time_ns, NOON_NS + 1)
        assert found(store) == ["line 2"]
        assert [(one.series.name, one.points) for one in store.signals.series(None, None)] == [("m", 2)]
