"""An index of words changes no answer: not while it is missing, broken, or older than what was deleted or changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenttrace_server.config import Settings
from agenttrace_server.errors import BadQuestion, CorruptData
from agenttrace_server.store.api import Looked, Page, SpanFilter, Store, TraceFilter
from agenttrace_server.store.api.language import Target, parse
from agenttrace_server.store.api.wording import words_of
from agenttrace_server.store.local import LocalStore
from agenttrace_server.store.local.words import rowsets
from agenttrace_server.store.local.words.building import Job, build
from agenttrace_server.store.local.words.file import WordFile
from agenttrace_server.store.memory import MemoryStore
from agenttrace_server.telemetry import Metrics

from .harness import put
from .making import NOON, a_span, running, trace_id

SETTINGS = Settings(seal_quiet_s=3600, content_min_bytes=64, search_index_delay_s=0.01)
INDEXED_S = 60.0
WORDS = ("charged", "CHARGED", "twice", "once", "ΑΣς", "İstanbul", "東京", "京", "タワー", "naïve", "4711", "x" * 70)
BETWEEN = st.sampled_from((" ", "\n", '"', "\\", "-", "_", "", ". ", "\x01", "\ue000", "🎉", "\ue0007 8|"))
SAID = st.lists(st.tuples(st.sampled_from(WORDS), BETWEEN), max_size=8).map(lambda said: "".join(map("".join, said)))
LARGE = st.tuples(SAID, st.integers(0, 40)).map(lambda made: f'[{{"role": "user", "content": "{made[0] * made[1]}"}}]')
VALUES = st.one_of(SAID, LARGE, st.dictionaries(SAID, st.one_of(SAID, st.floats(0, 9), st.booleans()), max_size=2))
SPANS = st.builds(
    lambda value, said, name: {"input": value, "attributes": {"said": said}, "name": name}, VALUES, VALUES, SAID
)
ASKED = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(
            ('"charged twice"', '"twice char"*', "char*", "東京タワー", '"京 once"', "istanbul", "αςς", "x" * 64)
        ),
        SAID.filter(lambda text: '"' not in text),
    ),
    min_size=1,
    max_size=3,
).map(" ".join)


def open_local(folder: Path, settings: Settings = SETTINGS) -> LocalStore:
    return LocalStore(folder, settings, Metrics())


def indexed(store: LocalStore) -> None:
    store.flush()
    assert store.words.wait(INDEXED_S)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    opened = open_local(tmp_path / "store")
    yield opened
    opened.close()


def found(store: Store, text: str) -> list[str]:
    """What a search finds, page by page."""
    names: list[str] = []
    page = Page(2)
    while True:
        hits = store.search(text, SpanFilter(), page)
        names += [hit.stored.span.span_id for hit in hits.items]
        if hits.next_cursor is None:
            return names
        page = Page(2, hits.next_cursor)


def index_of(folder: Path) -> Path:
    (path,) = (folder / "words").glob("*[0-9].parquet.words")
    return path


@pytest.mark.slow
def test_an_index_answers_as_reading_does(tmp_path: Path) -> None:
    memory, local = MemoryStore(), open_local(tmp_path / "store")
    numbers = iter(range(1, 10_000))

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(SPANS, min_size=1, max_size=12), st.lists(ASKED, min_size=8, max_size=16), st.booleans())
    def they_agree(given: list[dict[str, object]], asked: list[str], is_sealed: bool) -> None:
        trace = next(numbers)
        spans = [a_span(trace, number, at=trace + number, **fields) for number, fields in enumerate(given, 1)]
        for store in (memory, local):
            put(store, *spans, offset=trace)
        if is_sealed:
            indexed(local)
        for text in asked:
            try:
                expected = found(memory, text)
            except BadQuestion:
                continue
            assert found(local, text) == expected

    they_agree()
    indexed(local)
    for word in WORDS:
        assert found(local, word) == found(memory, word)
    local.close()


def test_what_was_changed_or_deleted_after_it_was_indexed_is_not_found(store: LocalStore) -> None:
    put(store, running(1, 1, input="the old words"), a_span(2, 1, input="the old words"), a_span(3, 1, input="old too"))
    indexed(store)
    put(store, a_span(1, 1, input="the new words"), offset=2)
    store.delete_trace(trace_id(2))
    assert found(store, "old") == [a_span(3, 1).span_id]
    assert found(store, "new") == [a_span(1, 1).span_id]


def test_only_rows_that_may_have_the_words_are_read(store: LocalStore) -> None:
    put(store, *(a_span(number, 1, input=f"word{number} " + "hay " * 40) for number in range(1, 41)))
    indexed(store)
    with store._shelf.reading() as view:
        asked = store._asked(view)
        (segment,) = view.segments
        (text,) = words_of("word7")
        assert asked.worth_reading(text, [segment]) == [segment]
        assert asked._narrowing.told(text, segment) is not None
        (nothing,) = words_of("word99")
        assert asked.worth_reading(nothing, [segment]) == []


def test_words_are_found_at_the_end_of_a_value_that_is_kept_apart(store: LocalStore) -> None:
    put(store, a_span(1, 1, input={f'{"hay " * 30}\ncharged "\\twice"': "at\tonce"}), a_span(1, 2, input="charged"))
    indexed(store)
    for word in ("twice", "once"):
        assert found(store, word) == [a_span(1, 1).span_id]


def test_an_attribute_is_found_through_the_index_wherever_it_stands(store: LocalStore) -> None:
    large = f'[{{"role": "user", "content": "{"the harbour is closed. " * 60}"}}]'
    given = [{"a.b": "x y"}, {"a.b": 'say "hi"\n'}, {"a.b": ["say", 1.5]}, {"a.b": large}, {"a.b": True}]
    spans = [a_span(1, number, attributes=attributes) for number, attributes in enumerate(given, 1)]
    put(store, *spans, a_span(1, 9, resource={"a.b": "x y"}), a_span(1, 10, name="x y"))
    indexed(store)
    asked = [("x y", [9, 1]), ('say "hi"\n', [2]), ('["say",1.5]', [3]), (large, [4]), ("true", [5]), ("x", [])]
    for value, numbers in asked:
        page = store.find_spans(SpanFilter(attributes=(("a.b", value),)), Page(), content=False)
        assert [one.span.span_id for one in page.items] == [a_span(1, number).span_id for number in numbers]


def test_a_search_says_how_many_spans_were_read(store: LocalStore) -> None:
    put(store, *(a_span(number, 1, input=f"word{number % 10}") for number in range(1, 101)))
    store.flush()
    assert store.search("word7", SpanFilter(), Page()).looked == Looked(scanned=100, indexed=0)
    indexed(store)
    put(store, a_span(200, 1, input="word7"), offset=2)
    assert store.search("word7", SpanFilter(), Page()).looked == Looked(scanned=11, indexed=100)


def test_a_list_of_traces_is_narrowed_by_its_words(store: LocalStore) -> None:
    put(store, *(a_span(number, 1, at=number, input=f"word{number % 10} hay") for number in range(1, 101)))
    indexed(store)
    put(store, a_span(200, 1, at=200, input="word7 again"), offset=2)
    node = parse("word7 again OR word7 hay since:2020-01-01", Target.TRACES, now_ns=NOON)
    page = store.find_traces(TraceFilter(query=node), Page(4))
    assert [trace.trace_id for trace in page.items] == [trace_id(number) for number in (200, 97, 87, 77)]
    rest = store.find_traces(TraceFilter(query=node), Page(100, page.next_cursor))
    assert [trace.trace_id for trace in rest.items] == [trace_id(number) for number in range(67, 0, -10)]


def test_what_has_no_index_yet_is_read(tmp_path: Path) -> None:
    store = open_local(tmp_path / "store", Settings(search_index_delay_s=3600))
    put(store, a_span(1, 1, input="charged twice"))
    store.flush()
    assert found(store, "charged") == [a_span(1, 1).span_id]
    assert list((tmp_path / "store" / "words").iterdir()) == []
    store.close()


def test_an_index_is_kept_over_a_restart_and_goes_with_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    store = open_local(folder)
    put(store, a_span(1, 1, input="charged twice"))
    indexed(store)
    written = index_of(folder).stat().st_mtime_ns
    store.close()
    store = open_local(folder)
    assert store.words.wait(INDEXED_S)
    assert index_of(folder).stat().st_mtime_ns == written
    store.delete_trace(trace_id(1))
    store.upkeep.compact(everything=True)
    put(store, a_span(2, 1, input="charged once"), offset=2)
    indexed(store)
    assert found(store, "charged") == [a_span(2, 1).span_id]
    store.close()
    assert [path.name for path in (folder / "words").iterdir()] == [index_of(folder).name]


@pytest.mark.parametrize("damage", ["cut", "garbage", "of another file", "half"])
def test_an_index_that_is_damaged_is_built_anew(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "store"
    store = open_local(folder)
    put(store, *(a_span(1, number, input=f"charged twice word{number}") for number in range(1, 300)))
    indexed(store)
    store.close()
    path = index_of(folder)
    whole = path.read_bytes()
    if damage == "half":
        path.rename(path.with_suffix(".half"))
    elif damage == "of another file":
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE about SET source = 'other.parquet'")
        connection.close()
    else:
        path.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"nothing" * 4_000)
    store = open_local(folder)
    assert found(store, "word200") == [a_span(1, 200).span_id]
    assert store.words.wait(INDEXED_S)
    store.upkeep.verify(full=True)
    assert store.words.wait(INDEXED_S)
    assert store.upkeep.verify(full=True).is_sound
    assert found(store, "word200") == [a_span(1, 200).span_id]
    store.close()


def test_verify_names_an_index_that_is_not_what_was_written(tmp_path: Path) -> None:
    store = open_local(tmp_path / "store")
    put(store, a_span(1, 1, input="charged twice"), a_span(1, 2, input="once"))
    indexed(store)
    path = index_of(tmp_path / "store")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE words SET rows = (SELECT rows FROM words WHERE word = 'once') WHERE word = 'twice'")
    connection.close()
    (finding,) = store.upkeep.verify(full=False).findings
    assert (finding.where, finding.problem) == (path.name, "is not what was written")
    assert store.words.wait(INDEXED_S)
    assert store.upkeep.verify(full=False).is_sound
    assert found(store, "twice") == [a_span(1, 1).span_id]
    store.close()


def test_without_the_setting_there_is_no_index_and_an_old_one_goes(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    store = open_local(folder)
    put(store, a_span(1, 1, input="charged twice"))
    indexed(store)
    store.close()
    store = open_local(folder, Settings(search_index=False))
    assert found(store, "charged") == [a_span(1, 1).span_id]
    assert list((folder / "words").iterdir()) == []
    store.close()


def test_a_backup_has_the_indexes_and_their_bytes_are_said(tmp_path: Path, store: LocalStore) -> None:
    put(store, a_span(1, 1, input="charged twice"))
    indexed(store)
    store.upkeep.backup(tmp_path / "copy")
    assert index_of(tmp_path / "copy").read_bytes() == index_of(tmp_path / "store").read_bytes()
    (part,) = [part for part in store.upkeep.usage().parts if part.name == "words"]
    assert (part.files, part.rows, part.size_bytes) == (1, 1, index_of(tmp_path / "store").stat().st_size)


def test_what_is_put_aside_on_the_way_changes_no_index(tmp_path: Path, store: LocalStore) -> None:
    put(store, *(a_span(1, number, input=f"charged word{number % 7} {number}") for number in range(1, 200)))
    store.flush()
    (segment,) = (path for path in (tmp_path / "store").glob("*.parquet") if ".content" not in path.name)
    for name, most in (("at once", 10**9), ("in runs", 50)):
        build(Job(str(segment), str(tmp_path / name), 10**7), most)
    files = [WordFile(tmp_path / name, segment.name, segment.stat().st_size) for name in ("at once", "in runs")]
    assert (tmp_path / "at once").read_bytes() == (tmp_path / "in runs").read_bytes()
    assert [file.check(199) for file in files] == [None, None]
    assert rowsets.rows_in(files[0].rows_with("word3") or 0) != []


def test_an_index_takes_no_more_than_it_may(tmp_path: Path, store: LocalStore) -> None:
    put(store, *(a_span(1, number, input=f"charged {number}") for number in range(1, 2_000)))
    store.flush()
    (segment,) = (path for path in (tmp_path / "store").glob("*.parquet") if ".content" not in path.name)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        build(Job(str(segment), str(tmp_path / "small"), 20_000))
    with pytest.raises(OSError, match="more than it may"):
        build(Job(str(segment), str(tmp_path / "small"), 20_000), 50)


def test_an_index_of_another_file_is_refused(tmp_path: Path, store: LocalStore) -> None:
    put(store, a_span(1, 1, input="charged twice"))
    indexed(store)
    with pytest.raises(CorruptData, match="is not the index of other"):
        WordFile(index_of(tmp_path / "store"), "other", 1)


def test_an_index_of_another_format_says_so(tmp_path: Path, store: LocalStore) -> None:
    put(store, a_span(1, 1, input="charged twice"))
    indexed(store)
    path = index_of(tmp_path / "store")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE about SET format = 2")
    connection.close()
    with pytest.raises(CorruptData, match="is of format 2"):
        WordFile(path, "any", 1)


@given(st.sets(st.integers(0, 5_000), min_size=1), st.integers(0, 3_000))
def test_a_set_of_rows_comes_back(rows: set[int], beyond: int) -> None:
    ascending = sorted(rows)
    held = rowsets.load(rowsets.dump(ascending, ascending[-1] + 1 + beyond))
    assert rowsets.rows_in(held) == ascending
    assert held == rowsets.of(ascending)
