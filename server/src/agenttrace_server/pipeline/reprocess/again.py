"""Take the spans of one trace through the stages once more, and say what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Final

from agenttrace.model import Span, SpanId
from agenttrace_server.pipeline.batch import Stages, through
from agenttrace_server.pipeline.decode.columns import SpanColumns
from agenttrace_server.store.api import Revision, StoredSpan, Totals
from agenttrace_server.store.api.arriving.open_span import open_span
from agenttrace_server.store.api.dedupe import ALONE, roles_of, seen_call, with_role
from agenttrace_server.store.api.totals import totals_of
from agenttrace_server.store.api.versions import as_arrived

_ARRIVED: Final = tuple(column.name for column in fields(SpanColumns))
"""What decode filled in. The stages change nothing of it but the words of a failure, and those stay what they are."""


@dataclass(frozen=True, slots=True)
class Reread:
    """One trace after the stages."""

    revisions: tuple[Revision, ...]
    from_journal: int
    refused: int
    spans: tuple[Span, ...]
    """Every span of the trace as it would be, before anybody counts it."""


def reread(
    stored: Iterable[StoredSpan], sent: Mapping[SpanId, Span], stages: Stages, tell: Callable[[Span], Span]
) -> Reread:
    """Return what the stages make now of each span. One that was sent goes before what is stored of it.

    `tell` adds what the logs say of a span, as it was added when the span came.
    What was sent is believed only where it is the version that is stored: the journal may have lost a later one.
    """
    revisions: list[Revision] = []
    spans: list[Span] = []
    from_journal = refused = 0
    for one in stored:
        old = as_arrived(one.span)
        raw = sent.get(old.span_id)
        is_sent = raw is not None and _is_version(raw, old)
        bare = raw if raw is not None and is_sent else _bare(old)
        outcome = through(bare, stages)
        new = tell(outcome) if isinstance(outcome, Span) else old
        refused += not isinstance(outcome, Span)
        if new != old:
            revisions.append(Revision(one.span, new))
        from_journal += is_sent
        spans.append(new)
    return Reread(tuple(revisions), from_journal, refused, tuple(spans))


def counted(spans: Iterable[Span]) -> Totals:
    """Return the sums of one trace whose spans have just come out of the stages: each model call once."""
    ordered = list(spans)
    roles = roles_of(call for span in ordered if (call := seen_call(span)) is not None)
    total = Totals()
    for span in ordered:
        total = total.plus(totals_of(with_role(span, roles.get(span.span_id, ALONE))))
    return total


def _bare(span: Span) -> Span:
    return open_span((name, getattr(span, name)) for name in _ARRIVED)


def _is_version(sent: Span, stored: Span) -> bool:
    return (sent.start_ns, sent.end_ns, sent.is_running) == (stored.start_ns, stored.end_ns, stored.is_running)
