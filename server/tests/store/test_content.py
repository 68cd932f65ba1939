"""Content of the local store: kept once, gone with its last span, safe through crashes, readable from older stores."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import pytest

from agenttrace_server.config import Settings
from agenttrace_server.errors import CorruptData, Overloaded
from agenttrace_server.store.api import Page, SpanFilter
from agenttrace_server.store.api.content import blob_hash
from agenttrace_server.store.local import LocalStore
from agenttrace_server.telemetry import Metrics

from .contract_content import PICTURE, PNG, history
from .harness import put
from .making import a_call, a_full_span, a_span, failed, trace_id

OLD = Path(__file__).parent / "stores"


def open_local(folder: Path, settings: Settings | None = None) -> LocalStore:
    return LocalStore(folder, settings or Settings(), Metrics())


def on_disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.content.parquet"))


def test_a_conversation_of_fifty_turns_stores_each_message_once(tmp_path: Path) -> None:
    store = open_local(tmp_path)
    for turn in range(1, 51):
        put(store, a_call(1, turn, attributes={"gen_ai.input.messages": history(turn)}), offset=turn)
    store.flush()
    figures = store.content_figures(trace_id(1))
    once = len(history(50))
    assert figures.unshared_bytes > 20 * once
    assert figures.stored_bytes < 1.1 * once
    assert store.info().content == figures
    assert [s.span.attributes["gen_ai.input.messages"] for s in store.get_spans(trace_id(1))] == [
        history(turn) for turn in range(1, 51)
    ]
    store.close()


def test_the_same_content_is_stored_once_a_project_also_after_a_restart(tmp_path: Path) -> None:
    for trace in range(1, 5):
        store = open_local(tmp_path)
        put(store, a_span(trace, 1, attributes={"in": history(8)}), offset=trace)
        store.close()
    store = open_local(tmp_path)
    assert store.info().content.stored_bytes <= len(history(8))
    assert store.info().content.unshared_bytes > 3 * len(history(8))
    store.close()


def test_what_a_delete_leaves_without_a_span_is_in_no_file(tmp_path: Path) -> None:
    store = open_local(tmp_path)
    put(store, a_span(1, 1, attributes={"image": PICTURE}), a_span(2, 1, attributes={"in": history(3)}))
    store.flush()
    before = on_disk(tmp_path)
    store.delete_trace(trace_id(1))
    assert before - on_disk(tmp_path) > 0.8 * len(PNG)
    assert store.upkeep.verify(full=True).is_sound
    store.delete_trace(trace_id(2))
    assert on_disk(tmp_path) == 0
    assert store.info().content.stored_bytes == 0
    store.close()
    assert list(tmp_path.glob("*.content.parquet")) == []


def test_content_outlives_a_crash_with_the_spans_that_need_it(tmp_path: Path) -> None:
    store = open_local(tmp_path / "a")
    put(store, a_span(1, 1, attributes={"in": history(6)}), offset=1)
    store.flush()
    put(store, a_span(1, 2, attributes={"in": history(7)}), offset=2)
    shutil.copytree(tmp_path / "a", tmp_path / "b", ignore=shutil.ignore_patterns("lock"))
    store.close()
    crashed = open_local(tmp_path / "b")
    assert crashed.durable_offset() == 1
    put(crashed, a_span(1, 2, attributes={"in": history(7)}), offset=2)
    crashed.flush()
    assert [s.span.attributes["in"] for s in crashed.get_spans(trace_id(1))] == [history(6), history(7)]
    assert crashed.upkeep.verify(full=True).is_sound
    crashed.close()


def test_content_that_cannot_be_written_stays_in_memory_until_it_can(tmp_path: Path) -> None:
    store = open_local(tmp_path)
    put(store, a_span(1, 1, attributes={"in": history(6)}), offset=3)
    in_the_way = tmp_path / "0000000002.content.parquet"
    in_the_way.mkdir()
    with pytest.raises(Overloaded):
        store.flush()
    assert store.durable_offset() == 0
    assert [path.name for path in tmp_path.glob("*.parquet")] == [in_the_way.name]
    in_the_way.rmdir()
    store.flush()
    assert [s.span.attributes["in"] for s in store.get_spans(trace_id(1))] == [history(6)]
    store.close()


def test_a_content_file_that_is_harmed_is_named(tmp_path: Path) -> None:
    store = open_local(tmp_path)
    put(store, a_span(1, 1, attributes={"in": history(6)}))
    store.close()
    (content,) = tmp_path.glob("*.content.parquet")
    content.write_bytes(content.read_bytes()[:-10])
    with pytest.raises(CorruptData, match=content.name):
        open_local(tmp_path)


def test_verify_tells_content_that_is_not_what_was_written(tmp_path: Path) -> None:
    store = open_local(tmp_path)
    put(store, a_span(1, 1, attributes={"in": history(6)}))
    store.flush()
    assert store.upkeep.verify(full=True).is_sound
    with store._catalog.transaction() as connection:
        connection.execute("UPDATE content SET hash = ? WHERE number = 1", (b"\0" * 32,))
        connection.execute("DELETE FROM content WHERE number = 2")
        connection.execute("COMMIT")
    problems = [finding.problem for finding in store.upkeep.verify(full=True).findings]
    assert problems == ["content 1 is not what was written", "content 2 is not in the catalog"]
    store.close()


def test_an_idle_server_keeps_few_content_files(tmp_path: Path) -> None:
    store = open_local(tmp_path)
    for minute in range(1, 41):
        put(store, a_span(minute, 1, attributes={"in": f"minute {minute} {PICTURE} " * 3}), offset=minute)
        store.flush()
    assert len(list(tmp_path.glob("*.content.parquet"))) <= 7
    assert store.upkeep.verify(full=True).is_sound
    store.close()


def test_only_values_of_the_set_size_are_taken_out(tmp_path: Path) -> None:
    store = open_local(tmp_path, Settings(content_min_bytes=600))
    put(store, a_span(1, 1, attributes={"small": "x " * 299, "just": "y " * 300}))
    assert store.content_figures(trace_id(1)).unshared_bytes == 600
    store.close()


def test_a_store_that_an_older_server_wrote_is_read_and_goes_on(tmp_path: Path) -> None:
    with tarfile.open(OLD / "v1.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    store = open_local(tmp_path / "v1")
    assert store.durable_offset() == 12
    assert [stored.span for stored in store.get_spans(trace_id(1))] == [a_full_span(1, 1)]
    odd = store.get_spans(trace_id(2))[0].span
    assert odd.attributes["odd"] == "\ue0005 6|not ours"
    assert odd.input == "\ue0001|"
    assert store.get_spans(trace_id(2))[2].span == failed(2, 3)
    assert len(store.search("long ago", SpanFilter(), Page()).items) == 1
    put(store, a_span(2, 4, attributes={"in": history(6), "image": PICTURE}), a_call(3, 9), offset=13)
    store.flush()
    assert len(store.get_spans(trace_id(2))) == 4
    assert store.get_spans(trace_id(2))[0].span == odd
    assert store.get_blob(blob_hash(PNG), "default") == PNG
    assert store.info().spans == 10
    store.close()
    again = open_local(tmp_path / "v1")
    assert again.get_spans(trace_id(2))[0].span == odd
    again.close()
