"""Hold what a recording can serve: exchanges, tool calls and side effects, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from agenttrace.recording.tape.exchange import Failure


@dataclass(slots=True, kw_only=True, eq=False)
class Entry:
    """Something that happened once, at one place of the run. `hash` is what it is found by."""

    id: str
    lane: str
    hash: str
    start_ns: int
    end_ns: int | None = None
    """None: the run ended before it did."""
    step: int | None = None
    """Model calls and tool calls are the steps of a run: 1, 2, 3 … in the order in which they began."""
    used: bool = False

    @property
    def title(self) -> str:
        """What it is, in words."""
        return self.id


@dataclass(slots=True, kw_only=True, eq=False)
class ExchangeEntry(Entry):
    """One HTTP exchange."""

    method: str
    url: str
    body: str
    """What it is compared by: the text that was sent, or base64."""
    protocol: str | None = None
    """The protocol of a model call; None for other requests."""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    head_ns: int = 0
    chunks: list[tuple[int, bytes]] = field(default_factory=list)
    """Pieces of the body with their times, in nanoseconds from the start."""
    outcome: str | None = None
    """eof, left or failed; None where it was never told."""
    failure: Failure | None = None

    @property
    def title(self) -> str:
        path = self.url.partition("://")[2].partition("/")[2]
        return f"{'model call' if self.protocol else 'request'} {self.method} /{path}"


@dataclass(slots=True, kw_only=True, eq=False)
class ToolEntry(Entry):
    """One call of a tool."""

    name: str
    arguments: Any = None
    result: Any = None
    """As it was stored: see `agenttrace.recording.tape.stored_values`."""
    failure: dict[str, Any] | None = None
    restorable: bool = True
    inside: str | None = None
    """The lane that it ran in: what happened there is not asked for again when its result is served."""

    @property
    def title(self) -> str:
        return f"tool {self.name}"


@dataclass(slots=True, kw_only=True, eq=False)
class EffectEntry(Entry):
    """A value that the program got from its clock or from chance."""

    name: str
    value: Any = None

    @property
    def title(self) -> str:
        return f"{self.name}()"


@dataclass(slots=True, kw_only=True, eq=False)
class CheckpointEntry(Entry):
    """A place that the run can be taken up from. `step` is the first behind it, one too many at the end of a run."""

    name: str
    kind: str
    """manual or auto."""
    state: Any = None
    """As it was kept: without secrets."""
    size_bytes: int = 0
    span_id: str | None = None

    @property
    def title(self) -> str:
        return f"checkpoint {self.name}"


@dataclass(frozen=True, slots=True)
class Tape:
    """Everything of one run that can be served, in the order in which it began."""

    run_id: str
    entries: Sequence[Entry]
    project: str | None = None
    redaction: str | None = None
    """What the recording's redaction made of a known text; another one finds nothing again."""
    side_effects: tuple[str, ...] = ()
    """Which of the program's own calls of clocks and chance were recorded."""
    tools_of: tuple[str, ...] = ()
    """The packages whose tools were recorded without a decorator."""
    started_ns: int = 0
    is_complete: bool = True
    problems: tuple[str, ...] = ()
    checkpoints: Sequence[CheckpointEntry] = ()
    """In the order in which they were passed."""

    def step(self, number: int) -> Entry | None:
        """Return the entry of a step."""
        return next((entry for entry in self.entries if entry.step == number), None)

    @property
    def steps(self) -> Sequence[Entry]:
        """The model calls and tool calls, in order."""
        return [entry for entry in self.entries if entry.step is not None]
