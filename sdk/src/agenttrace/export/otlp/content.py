"""Gather what a span says in words, after the redactor has seen all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.util.types import Attributes, AttributeValue

Redact = Callable[[Mapping[str, AttributeValue]], Mapping[str, AttributeValue]]
"""Returns the attributes as they may leave the process. Called on a worker thread."""

SPAN_NAME_KEY = "span.name"
STATUS_DESCRIPTION_KEY = "otel.status_description"
EVENT_NAME_KEY = "event.name"
SCOPE_NAME_KEY = "otel.scope.name"
"""Under these keys the redactor is shown a span's name, its error text, and the names of events and scopes."""

REDACTION_FAILED = "agenttrace.redaction.failed"
"""Stands in place of all attributes where the redactor raised."""
WITHHELD = "[withheld: the redactor failed]"

_NO_ATTRIBUTES: Mapping[str, AttributeValue] = {}


@dataclass(frozen=True, slots=True)
class Content:
    """The words of one span. What is said of events and links is in the order of the span's."""

    name: str
    status_description: str | None
    attributes: Mapping[str, AttributeValue]
    event_names: tuple[str, ...]
    events: tuple[Mapping[str, AttributeValue], ...]
    links: tuple[Mapping[str, AttributeValue], ...]


def content_of(span: ReadableSpan, redact: Redact | None) -> Content:
    """Raises: whatever the redactor raises."""
    clean = redact or as_it_is
    words = {SPAN_NAME_KEY: span.name}
    if span.status.description:
        words[STATUS_DESCRIPTION_KEY] = span.status.description
    clean_words = clean(words)
    description = clean_words.get(STATUS_DESCRIPTION_KEY)
    return Content(
        name=str(clean_words.get(SPAN_NAME_KEY) or ""),
        status_description=None if description is None else str(description),
        attributes=clean(plain(span.attributes)),
        event_names=tuple(clean_name(EVENT_NAME_KEY, event.name, clean) for event in span.events),
        events=tuple(clean(plain(event.attributes)) for event in span.events),
        links=tuple(clean(plain(link.attributes)) for link in span.links),
    )


def clean_name(key: str, name: str, redact: Redact) -> str:
    """Return a name as the redactor leaves it. Raises: whatever the redactor raises."""
    return str(redact({key: name}).get(key) or "")


def withheld(span: ReadableSpan) -> Content:
    """Return the content of a span that may not be shown: its place in the trace, and a note."""
    return Content(
        name=WITHHELD,
        status_description=WITHHELD if span.status.description else None,
        attributes={REDACTION_FAILED: True},
        event_names=tuple(WITHHELD for _ in span.events),
        events=tuple(_NO_ATTRIBUTES for _ in span.events),
        links=tuple(_NO_ATTRIBUTES for _ in span.links),
    )


def plain(attributes: Attributes) -> dict[str, AttributeValue]:
    """Return a copy that stays as it is while the agent goes on writing to a span that still runs."""
    if not attributes:
        return {}
    copy = getattr(attributes, "copy", None)  # one undivided step for OpenTelemetry's own mappings
    return copy() if copy is not None else dict(attributes)


def as_it_is(attributes: Mapping[str, AttributeValue]) -> Mapping[str, AttributeValue]:
    """Redact nothing."""
    return attributes
