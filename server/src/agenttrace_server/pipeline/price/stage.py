"""Give a span its cost."""

from __future__ import annotations

from agenttrace.model import UNKNOWN_COST, Span
from agenttrace_server.pipeline.price.book import PriceBook
from agenttrace_server.store.api.arriving.open_span import changed


def price(span: Span, book: PriceBook) -> Span:
    """Return the span with its cost, or unchanged where there is nothing to price.

    Only model calls have a cost: usage on any other span is a roll-up of theirs. A call without usage has none, and a
    call whose price nobody knows has `UNKNOWN_COST`, which is not 0.
    """
    usage = span.usage
    call = span.call
    if usage is None or call is None or not span.counts_usage:
        return span
    quote = book.quote(call, span.start_ns)
    if quote is None:
        return changed(span, cost=UNKNOWN_COST)
    return changed(span, cost=quote.cost_of(usage))
