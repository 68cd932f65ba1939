"""Give a model call of Codex the model of the turn that it is in, whichever of the two came first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from agenttrace.model import Call, Span, SpanId
from agenttrace_server.pipeline.batch import Stage
from agenttrace_server.pipeline.normalize.dialects.coding_agents.codex import DIALECT, model_of
from agenttrace_server.store.api import Store, TraceDelta
from agenttrace_server.store.api.arriving.open_span import changed, reopened

_DEEPEST: Final = 64
"""So far up a call looks for its turn; ids that make a ring are not followed for ever."""


def with_models(store: Store, deltas: Sequence[TraceDelta], price: Stage) -> tuple[TraceDelta, ...]:
    """Return the deltas with the models that their turns tell; `price` gives a span its cost.

    Calls that are stored without a model are written again where the turn comes later.
    """
    return tuple(_told(store, delta, price) if any(map(_is_codex, delta.spans)) else delta for delta in deltas)


def lender(spans: Iterable[Span], price: Stage) -> Callable[[Span], Span]:
    """Return what gives a call, fresh from the stages, the model that one of these spans of its trace tells."""
    held = {span.span_id: span for span in spans}
    return lambda span: _lent(span, held, price)


def _is_codex(span: Span) -> bool:
    return span.dialect == DIALECT.name


def _lacks_model(span: Span) -> bool:
    return _is_codex(span) and span.span_type.is_model_call and (span.call or Call()).model is None


def _told(store: Store, delta: TraceDelta, price: Stage) -> TraceDelta:
    stored = {one.span.span_id: one.span for one in store.get_spans(delta.trace_id, delta.project)}
    held = {**stored, **{span.span_id: span for span in delta.spans}}
    arrived = {span.span_id for span in delta.spans}
    late = [_lent(span, held, price) for span in stored.values() if span.span_id not in arrived and _lacks_model(span)]
    mended = [span for span in late if not _lacks_model(span)]
    return replace(delta, spans=(*(_lent(span, held, price) for span in delta.spans), *mended))


def _lent(span: Span, held: Mapping[SpanId, Span], price: Stage) -> Span:
    if not _lacks_model(span):
        return span
    model = _model_above(span, held)
    if model is None:
        return span
    return price(changed(reopened(span), call=replace(span.call or Call(), request_model=model)))


def _model_above(span: Span, held: Mapping[SpanId, Span]) -> str | None:
    above = span.parent_span_id
    for _ in range(_DEEPEST):
        holder = None if above is None else held.get(above)
        if holder is None:
            return None
        model = model_of(holder) if _is_codex(holder) else None
        if model is not None:
            return model
        above = holder.parent_span_id
    return None
