"""List the checkpoints of one trace: the places that its run can be taken up from, as its spans tell them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agenttrace.model import Json, SpanEvent, semconv
from agenttrace_server.store.api import Page, PageOf, StoredSpan
from agenttrace_server.store.api.paging import Key, decode_cursor, encode_cursor

KINDS = ("manual", "auto")
_KIND = "checkpoints"
_SHAPE: Key = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One checkpoint, and the span that tells it."""

    name: str
    kind: str
    """manual or auto; what says neither is manual."""
    stored: StoredSpan
    time_ns: int
    id: str | None = None
    """The id of its event in the recording."""
    recording: str | None = None
    step: int | None = None
    """The first step behind it, as its process counts them."""
    size_bytes: int | None = None
    """None where there is no state."""
    state: str | None = None
    """JSON."""
    number: int = 0
    """Which event of its span it is."""

    @property
    def key(self) -> Key:
        """The order in which checkpoints are listed; different for each."""
        return (self.time_ns, self.stored.seq, self.number)


def checkpoints_in(spans: Sequence[StoredSpan]) -> list[Checkpoint]:
    """Return every checkpoint of a trace in order of time. `spans` have their content."""
    return sorted(_in_any(spans), key=lambda found: found.key)


def checkpoints_page(found: Sequence[Checkpoint], page: Page) -> PageOf[Checkpoint]:
    """Return part of a list of checkpoints, the earliest first. Raises: BadQuestion: a cursor of another list."""
    after = decode_cursor(_KIND, page.cursor, _SHAPE)
    waiting = [one for one in found if after is None or one.key > after]
    items = waiting[: page.limit]
    more = len(waiting) > len(items)
    return PageOf(tuple(items), encode_cursor(_KIND, items[-1].key) if more else None)


def _in_any(spans: Sequence[StoredSpan]) -> Iterator[Checkpoint]:
    for stored in spans:
        for number, event in enumerate(stored.span.events):
            if event.name == semconv.CHECKPOINT_EVENT:
                yield _checkpoint(stored, event, number)


def _checkpoint(stored: StoredSpan, event: SpanEvent, number: int) -> Checkpoint:
    said = event.attributes
    kind = _text(said.get(semconv.CHECKPOINT_KIND))
    return Checkpoint(
        name=_text(said.get(semconv.CHECKPOINT_NAME)) or stored.span.name,
        kind=kind if kind in KINDS else KINDS[0],
        stored=stored,
        time_ns=event.time_ns,
        id=_text(said.get(semconv.CHECKPOINT_ID)),
        recording=_text(said.get(semconv.CHECKPOINT_RECORDING)),
        step=_count(said.get(semconv.CHECKPOINT_STEP)),
        size_bytes=_count(said.get(semconv.CHECKPOINT_BYTES)) or None,
        state=_as_json(said.get(semconv.CHECKPOINT_STATE)),
        number=number,
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None


def _count(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _as_json(value: Json) -> str | None:
    """Return JSON text, also where an emitter sent the value itself."""
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
