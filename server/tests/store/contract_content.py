"""What large values and files inside them promise."""

from __future__ import annotations

import base64
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenttrace.model import Json, Message, Part, PartType, ProjectName
from agenttrace_server.store.api import GroupBy, Page, SpanFilter, Store
from agenttrace_server.store.api.content import blob_hash

from .harness import Harness, put
from .making import a_call, a_span, running, trace_id

PNG = b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(3_000)
PICTURE = base64.b64encode(PNG).decode()
BODY = "the long report says that the harbour was closed. " * 60

_MARKED = st.text(st.characters(codec="utf-8"), max_size=12).map(lambda text: "\ue000" + text)
_LARGE = st.builds(
    lambda words, times, tail: words * times + tail,
    st.sampled_from(['{"role": "user", "content": "hé\\n"}, ', "plain ", '{\\"type\\":\\"text\\"}]', "\x00 ", PICTURE]),
    st.integers(1, 90),
    st.text(max_size=5),
)
_TEXT = st.one_of(st.text(max_size=20), _MARKED, _LARGE)
_VALUES: st.SearchStrategy[Json] = st.recursive(
    st.one_of(_TEXT, st.booleans(), st.none(), st.integers(-(2**63), 2**63 - 1)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_TEXT, inner, max_size=3)),
    max_leaves=6,
)


def history(turns: int) -> str:
    """A conversation as OpenTelemetry writes it."""
    said = (f'{{"role": "user", "parts": [{{"type": "text", "content": "turn {n}: {BODY}"}}]}}' for n in range(turns))
    return f"[{', '.join(said)}]"


class ContentContract(Harness):
    def test_values_come_back_character_by_character(self) -> None:
        with self.a_store() as store:
            offsets = iter(range(1, 10_000))

            @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
            @given(st.dictionaries(_TEXT, _VALUES, max_size=4), _VALUES, _TEXT)
            def values_come_back(attributes: dict[str, Json], value: Json, text: str) -> None:
                number = next(offsets)
                parts = (Part(PartType.TEXT, text=text), Part(PartType.TOOL_RESULT, value=value))
                span = a_span(
                    1, number, attributes=attributes, input=value, output=text, input_messages=(Message("user", parts),)
                )
                put(store, span, offset=number)
                found = store.get_span(span.span_id, span.trace_id)
                assert found is not None
                assert found.span == span

            values_come_back()

    def test_a_large_text_is_found_by_its_words(self, store: Store) -> None:
        put(store, a_span(1, 1, attributes={"gen_ai.input.messages": history(4)}), a_span(1, 2))
        for words in ("harbour", "HARBOUR turn", "[role", '"turn 2"', "harb*", '"was clo"*'):
            (hit,) = store.search(words, SpanFilter(), Page()).items
            assert hit.field == "attributes"
        assert store.search("harbours", SpanFilter(), Page()).items == ()

    def test_a_large_text_is_found_by_an_attribute_filter(self, store: Store) -> None:
        for number, project in enumerate(("default", "shop", "default"), 1):
            value = history(5 if number < 3 else 6)
            put(store, a_span(number, 1, project=ProjectName(project), attributes={"in": value}), offset=number)
        asked = (("in", history(5)),)
        found = store.find_spans(SpanFilter(attributes=asked), Page()).items
        assert {stored.span.project for stored in found} == {"default", "shop"}
        (row,) = store.stats(SpanFilter(project="shop", attributes=asked), GroupBy.NOTHING)
        assert row.totals.spans == 1
        (row,) = store.stats(SpanFilter(attributes=asked), GroupBy.NOTHING)
        assert row.totals.spans == 2
        assert store.find_spans(SpanFilter(attributes=(("in", history(7)),)), Page()).items == ()

    def test_a_file_is_found_by_its_hash_in_its_project_alone(self, store: Store) -> None:
        url = f'[{{"type":"image_url","image_url":{{"url":"data:image/png;base64,{PICTURE}"}}}}]'
        put(store, a_span(1, 1, attributes={"gen_ai.input.messages": url}))
        assert store.get_blob(blob_hash(PNG), "default") == PNG
        assert store.get_blob(blob_hash(PNG), "shop") is None
        assert store.get_blob(blob_hash(b"other"), "default") is None
        assert store.get_blob("no hash", "default") is None

    def test_a_file_goes_with_its_last_span(self, store: Store) -> None:
        put(store, a_span(1, 1, input=PICTURE), a_span(2, 1, attributes={"image": PICTURE}))
        store.delete_trace(trace_id(1))
        assert store.get_blob(blob_hash(PNG), "default") == PNG
        store.delete_trace(trace_id(2))
        assert store.get_blob(blob_hash(PNG), "default") is None

    def test_a_trace_that_comes_again_after_its_delete_is_whole(self, store: Store) -> None:
        span = a_span(1, 1, attributes={"in": history(5), "image": PICTURE})
        put(store, span, offset=1)
        store.delete_trace(trace_id(1))
        put(store, span, offset=2)
        assert [stored.span for stored in store.get_spans(trace_id(1))] == [span]

    def test_a_call_that_ends_keeps_its_large_values(self, store: Store) -> None:
        ended = a_call(1, 1, attributes={"in": history(4), "out": BODY})
        put(store, running(1, 1, attributes={"in": history(4)}), offset=1)
        put(store, ended, offset=2)
        put(store, ended, offset=3)
        assert [stored.span for stored in store.get_spans(trace_id(1))] == [ended]
        assert store.info().spans == 1

    def test_figures_never_say_that_sharing_costs(self, store: Store) -> None:
        for turn in range(1, 12):
            put(store, a_span(1, turn, attributes={"in": history(turn)}), offset=turn)
        figures, all_figures = store.content_figures(trace_id(1)), store.info().content
        assert figures.stored_bytes <= figures.unshared_bytes
        assert all_figures.stored_bytes <= all_figures.unshared_bytes
        assert store.content_figures(trace_id(9)).unshared_bytes == 0
