"""Hold one step of an agent's run: the value that every stage, store and screen works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agenttrace.model.ids import ProjectName, SpanId, TraceId
from agenttrace.model.kinds import SpanState, SpanType, Status
from agenttrace.model.messages import Json, Message
from agenttrace.model.money import Cost, NanoUsd
from agenttrace.model.usage import Usage


@dataclass(frozen=True, slots=True)
class SpanEvent:
    """Something that happened at one moment of a span; `time_ns` is nanoseconds since the epoch."""

    name: str
    time_ns: int
    attributes: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpanLink:
    """A pointer to a span, of this trace or another, that caused or continues this one."""

    trace_id: TraceId
    span_id: SpanId
    attributes: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """The instrumentation library that made the span; the first thing a dialect is known by."""

    name: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """What a model call asked for and got, beyond its usage. All None on spans that are not model calls."""

    provider: str | None = None
    request_model: str | None = None
    response_model: str | None = None
    response_id: str | None = None
    operation: str | None = None
    finish_reasons: tuple[str, ...] = ()
    time_to_first_chunk_ns: int | None = None
    parameters: Mapping[str, Json] = field(default_factory=dict)
    tools: Json = None
    """The tools that the model could call: a list of objects with `name`, `description` and `parameters`."""

    @property
    def model(self) -> str | None:
        """The model that answered, else the model that was asked."""
        return self.response_model or self.request_model


@dataclass(frozen=True, slots=True)
class Agent:
    """Whose step this was. One that is known by its id alone has the id for its name."""

    name: str
    id: str | None = None
    role: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    """Which tool ran. Its arguments and result are the span's `input` and `output`."""

    name: str
    call_id: str | None = None
    description: str | None = None
    asked_agent: str | None = None
    """The agent that it has do the work, where it is a tool for that: what runs below it are that agent's steps."""


@dataclass(frozen=True, slots=True)
class AgentMessage:
    """Something one agent told another. `type` is message, handoff, delegation, result or the emitter's word."""

    from_agent: str
    to_agent: str
    type: str
    content: str | None
    time_ns: int


@dataclass(frozen=True, slots=True)
class SeenBy:
    """Another span of the same model or tool call, by another emitter. It is kept and not counted."""

    span_id: SpanId
    scope: str
    trace_id: TraceId | None = None
    """Where it lies, if in another trace."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a model call counts where another span of the same call knows more: usage and cost go together."""

    span_id: SpanId
    """The span that knows more."""
    usage: Usage | None = None
    cost: Cost | None = None
    reported_cost: NanoUsd | None = None
    trace_id: TraceId | None = None
    """Where that span lies, if in another trace."""


@dataclass(frozen=True, slots=True)
class Span:
    """One step of a run. Decode fills the first block; each later stage fills the block it owns.

    Key: (project, trace_id, span_id). A record of the same key that has ended replaces one that is running;
    between two of the same state the later one to arrive wins.
    """

    # what arrived (pipeline/decode)
    project: ProjectName
    trace_id: TraceId
    span_id: SpanId
    parent_span_id: SpanId | None
    name: str
    start_ns: int
    end_ns: int | None
    """None while the span runs."""
    status: Status
    scope: Scope = Scope()
    otel_kind: str = "internal"
    resource: Mapping[str, Json] = field(default_factory=dict)
    attributes: Mapping[str, Json] = field(default_factory=dict)
    events: tuple[SpanEvent, ...] = ()
    links: tuple[SpanLink, ...] = ()
    dropped: int = 0
    """How many attributes, events and links the emitter says it threw away."""

    # what it means (pipeline/normalize)
    span_type: SpanType = SpanType.CUSTOM
    dialect: str | None = None
    session_id: str | None = None
    session_name: str | None = None
    user_id: str | None = None
    tags: tuple[str, ...] = ()
    framework: str | None = None
    framework_version: str | None = None
    agent: Agent | None = None
    call: Call | None = None
    tool: Tool | None = None
    usage: Usage | None = None
    reported_cost: NanoUsd | None = None
    """What the emitter says the call cost; kept beside ours, never mixed with it."""
    input_messages: tuple[Message, ...] = ()
    output_messages: tuple[Message, ...] = ()
    input: Json = None
    output: Json = None
    messages: tuple[AgentMessage, ...] = ()
    file_path: str | None = None
    internal: bool = False
    """Whether this is a framework's machinery (message plumbing, runtime internals). It is kept whole, but a tree shows
    its children in its place, and lists leave it out; what it carried between agents is in `messages`."""

    # what a list shows (pipeline/enrich)
    input_preview: str | None = None
    output_preview: str | None = None

    # what it cost (pipeline/price); None where there is nothing to price
    cost: Cost | None = None

    # how it counts (store); what the spans that saw one call make of each other, never what arrived
    shadow_of: SpanId | None = None
    """The span that this model or tool call is counted on: other emitters saw the call too, and one of them counts."""
    shadow_of_trace: TraceId | None = None
    """Where that span lies, if in another trace."""
    also_seen_by: tuple[SeenBy, ...] = ()
    """The shadows of this span."""
    figures: Figures | None = None
    """What this call counts where a shadow knows more; None: its own usage and cost."""
    acting_agent: str | None = None
    """Whose step this was, where the other spans of the trace say it and this one does not, or not by name."""

    @property
    def key(self) -> tuple[ProjectName, TraceId, SpanId]:
        """What makes two records the same span."""
        return (self.project, self.trace_id, self.span_id)

    @property
    def agent_name(self) -> str | None:
        """Whose step this was: what lists, filters and sums go by. None where nobody says it."""
        if self.acting_agent is not None:
            return self.acting_agent
        return None if self.agent is None else self.agent.name

    @property
    def duration_ns(self) -> int | None:
        """Nanoseconds from start to end, never negative; None while the span runs."""
        return None if self.end_ns is None else max(0, self.end_ns - self.start_ns)

    @property
    def is_running(self) -> bool:
        """Whether the end has not been reported yet."""
        return self.status.state is SpanState.RUNNING

    @property
    def counts_usage(self) -> bool:
        """Whether this span's tokens and cost enter totals: only model calls do, each once; the rest is roll-up."""
        return self.shadow_of is None and self.span_type.is_model_call

    @property
    def counted(self) -> Figures | None:
        """Return what enters totals; None on what does not count."""
        if not self.counts_usage:
            return None
        return self.figures or Figures(self.span_id, self.usage, self.cost, self.reported_cost)
