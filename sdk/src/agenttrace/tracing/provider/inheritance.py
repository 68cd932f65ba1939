"""Say what a new span inherits: the session, the agent, and for the first span of a trace its process."""

from __future__ import annotations

from collections.abc import Mapping

from opentelemetry.context import Context
from opentelemetry.trace import SpanContext
from opentelemetry.util.types import AttributeValue

from agenttrace.model import semconv
from agenttrace.tracing.ambient.keys import Ambient, Session, ambient_of

_NOTHING: Mapping[str, AttributeValue] = {}


class Inheritance:
    """What holds for the whole process, replaced at each start; what holds for a block is in the context."""

    def __init__(self) -> None:
        self._default = Ambient()
        self._process_attributes: Mapping[str, AttributeValue] = _NOTHING

    @property
    def default_session(self) -> Session | None:
        """The session of spans whose context has none."""
        return self._default.session

    def replace(self, default: Ambient, process_attributes: Mapping[str, AttributeValue]) -> None:
        """Set what spans outside of any block inherit, and what spans without a local parent say of their process."""
        self._default = default
        self._process_attributes = process_attributes

    def add_process_attribute(self, name: str, value: AttributeValue) -> None:
        """Have spans without a local parent say this, too."""
        self._process_attributes = {**self._process_attributes, name: value}

    def of(
        self, context: Context | None, parent: SpanContext | None, own: Mapping[str, object]
    ) -> Mapping[str, AttributeValue]:
        """Return what a span started in `context` inherits beside its `own` attributes, which win."""
        ambient = ambient_of(context) or self._default
        inherited = ambient.on_every_span
        if ambient.session is None and self._default.session is not None:
            inherited = {**self._default.on_every_span, **inherited}
        if parent is None or not parent.is_valid or parent.is_remote:
            inherited = {**self._process_attributes, **inherited, **self._entry_of(ambient)}
        elif ambient.on_entry_spans and parent.span_id == ambient.opened_under:
            inherited = {**inherited, **ambient.on_entry_spans}
        if semconv.AGENT_NAME in own or semconv.SESSION_ID in own or semconv.USER_ID in own:
            return _without(own, inherited)
        return inherited

    def _entry_of(self, ambient: Ambient) -> Mapping[str, AttributeValue]:
        return (ambient if ambient.session is not None else self._default).on_entry_spans


def _without(own: Mapping[str, object], inherited: Mapping[str, AttributeValue]) -> Mapping[str, AttributeValue]:
    names = set(own)
    if semconv.AGENT_NAME in names:
        names.add(semconv.INHERITED_AGENT_NAME)
    return {name: value for name, value in inherited.items() if name not in names}
