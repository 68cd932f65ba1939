"""Put the stages in their order."""

from __future__ import annotations

from functools import partial

from agenttrace_server.config import Settings
from agenttrace_server.pipeline.attach import attach
from agenttrace_server.pipeline.batch import Stages
from agenttrace_server.pipeline.enrich import enrich
from agenttrace_server.pipeline.normalize import normalize
from agenttrace_server.pipeline.price import PriceBook, price


def stages_for(book: PriceBook, settings: Settings) -> Stages:
    """Return the stages that every span goes through, in order, by name."""
    return (
        ("normalize", normalize),
        ("attach", partial(attach, least_bytes=settings.attachment_min_bytes)),
        ("enrich", partial(enrich, preview_chars=settings.preview_chars)),
        ("price", partial(price, book=book)),
    )
