"""The recorded traces as other versions of the same emitters would write them: what is known of them stays the same."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from agenttrace.model import Span, SpanState, Status
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.aggregate import aggregate
from agenttrace_server.pipeline.decode import decode
from agenttrace_server.pipeline.normalize import normalize
from agenttrace_server.store.api import GroupBy, SpanFilter, Totals
from agenttrace_server.store.memory import MemoryStore

from .making import FIXTURES, NOV_1_2026_NS
from .test_whole_traces import TRUTH, known_of

Document = dict[str, Any]
Mutation = Callable[[Document], None]
NEWER = {
    "gen_ai.system": "gen_ai.provider.name",
    "gen_ai.usage.prompt_tokens": "gen_ai.usage.input_tokens",
    "gen_ai.usage.completion_tokens": "gen_ai.usage.output_tokens",
    "gen_ai.usage.cache_creation.input_tokens": "gen_ai.usage.cache_write.input_tokens",
    "llm.model_name": "llm.response.model_name",
}
"""Attributes that a later version of a convention calls otherwise."""
FIGURES = ("model_calls", "tool_calls", "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")


def spans_in(document: Document) -> Iterator[Document]:
    for group in document["resourceSpans"]:
        for scoped in group["scopeSpans"]:
            yield from scoped["spans"]


def attributes_in(document: Document) -> Iterator[Document]:
    for span in spans_in(document):
        yield from span.get("attributes", [])


def rename(names: dict[str, str]) -> Mutation:
    """Write attributes under other names, where the span does not have the other one already."""

    def mutate(document: Document) -> None:
        for span in spans_in(document):
            held = {attribute["key"] for attribute in span.get("attributes", [])}
            for attribute in span.get("attributes", []):
                newer = names.get(attribute["key"])
                if newer is not None and newer not in held:
                    attribute["key"] = newer

    return mutate


def numbers_as_text(document: Document) -> None:
    for attribute in attributes_in(document):
        if "token" in attribute["key"] and "intValue" in attribute["value"]:
            attribute["value"] = {"stringValue": str(attribute["value"]["intValue"])}


def whole_numbers_as_floats(document: Document) -> None:
    for attribute in attributes_in(document):
        if "token" in attribute["key"] and "intValue" in attribute["value"]:
            attribute["value"] = {"doubleValue": float(attribute["value"]["intValue"])}


def json_as_values(document: Document) -> None:
    """Messages as arrays of maps, which newer conventions write where older ones wrote JSON text."""
    for attribute in attributes_in(document):
        text = attribute["value"].get("stringValue", "")
        if attribute["key"].startswith("gen_ai.") and attribute["key"].endswith(".messages") and text[:1] == "[":
            attribute["value"] = value_of(json.loads(text))


def value_of(value: Any) -> Document:
    if isinstance(value, dict):
        return {"kvlistValue": {"values": [{"key": key, "value": value_of(one)} for key, one in value.items()]}}
    if isinstance(value, list):
        return {"arrayValue": {"values": [value_of(one) for one in value]}}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    return {"doubleValue": value} if isinstance(value, float) else {} if value is None else {"stringValue": value}


def a_year_later(document: Document) -> None:
    year_ns = 365 * 24 * 3600 * 10**9
    for span in spans_in(document):
        for moment in (span, *span.get("events", [])):
            for name in ("startTimeUnixNano", "endTimeUnixNano", "timeUnixNano"):
                if int(moment.get(name) or 0):
                    moment[name] = str(int(moment[name]) + year_ns)


def with_unknown_attributes(document: Document) -> None:
    for number, span in enumerate(spans_in(document)):
        extra = [{"key": f"company.custom.{name}", "value": {"stringValue": f"{number}"}} for name in "abc"]
        span["attributes"] = [*extra, *span.get("attributes", [])]


def with_a_newer_version(document: Document) -> None:
    for group in document["resourceSpans"]:
        for scoped in group["scopeSpans"]:
            scoped.setdefault("scope", {})["version"] = "99.0"


def attributes_backwards(document: Document) -> None:
    for span in spans_in(document):
        span["attributes"] = span.get("attributes", [])[::-1]


MUTATIONS: dict[str, Mutation] = {
    "names of a newer convention": rename(NEWER),
    "numbers as text": numbers_as_text,
    "whole numbers as floats": whole_numbers_as_floats,
    "JSON text as values": json_as_values,
    "a year later": a_year_later,
    "attributes of somebody else's": with_unknown_attributes,
    "a newer version of the emitter": with_a_newer_version,
    "attributes in another order": attributes_backwards,
}


def normalized_after(name: str, mutate: Mutation | None = None) -> list[Span]:
    document = json.loads((FIXTURES / f"{name}.json").read_text())
    if mutate is not None:
        mutate(document)
    record = RawRecord("default", NOV_1_2026_NS, Signal.TRACES, "application/json", json.dumps(document).encode())
    return [normalize(span) for span in decode(record).spans()]


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("name", sorted(TRUTH))
def test_a_trace_in_another_spelling_is_known_as_well(name: str, mutation: str) -> None:
    known, tools, totals = known_of(normalized_after(name))

    assert known_of(normalized_after(name, MUTATIONS[mutation])) == (known, tools, totals)


def figures_of(store: MemoryStore) -> tuple[int, ...]:
    rows = store.stats(SpanFilter(), GroupBy.NOTHING)
    totals = rows[0].totals if rows else Totals()
    return tuple(getattr(totals, figure) for figure in FIGURES)


def started(span: Span) -> Span:
    """The span as it was sent when it began: without its end, and without the tokens that it knew at its end."""
    return normalize(
        Span(
            project=span.project,
            trace_id=span.trace_id,
            span_id=span.span_id,
            parent_span_id=span.parent_span_id,
            name=span.name,
            start_ns=span.start_ns,
            end_ns=None,
            status=Status(SpanState.RUNNING),
            scope=span.scope,
            resource=span.resource,
            attributes={key: value for key, value in span.attributes.items() if "token" not in key},
        )
    )


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_batches_of_any_size_in_any_order_twice_and_begun_before_they_end_count_the_same(name: str) -> None:
    spans = normalized_after(name)
    chance = random.Random(name)
    whole = MemoryStore()
    whole.write(aggregate(spans), 1)
    sent = [*spans, *chance.sample(spans, len(spans) // 2), *(started(span) for span in spans[::3])]
    chance.shuffle(sent)
    store = MemoryStore()

    while sent:
        size = chance.randint(1, 9)
        batch, sent = sent[:size], sent[size:]
        store.write(aggregate(batch), 1)

    assert figures_of(store) == figures_of(whole)


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_calls_count_the_same_where_everything_else_of_their_trace_is_lost(name: str) -> None:
    spans = normalized_after(name)
    kept = [span for span in spans if span.span_type.is_model_call]
    naive = sum(span.usage.input_tokens or 0 for span in kept if span.usage is not None)
    whole, orphaned = MemoryStore(), MemoryStore()
    whole.write(aggregate(spans), 1)

    orphaned.write(aggregate(kept), 1)

    calls, given = figures_of(orphaned)[0], figures_of(orphaned)[2]
    assert figures_of(whole)[0] == calls
    assert figures_of(whole)[2] == given <= naive
