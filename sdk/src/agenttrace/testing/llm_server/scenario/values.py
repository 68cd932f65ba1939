"""What a scripted model says and when: the values that a scenario is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

Endpoint: TypeAlias = Literal["chat", "responses", "messages", "embeddings"]
Finish: TypeAlias = Literal["stop", "length", "tool_calls", "content_filter"]
WhenUsedUp: TypeAlias = Literal["repeat_last", "unexpected"]
InterruptHow: TypeAlias = Literal["cut", "stall", "error"]


class ScenarioError(ValueError):
    """A scenario says something impossible.

    `field` is the path of the field that is wrong, such as `rules[0].replies[1].failure.status`.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem

    def under(self, prefix: str) -> ScenarioError:
        """Return the same error, seen from the value that holds this one."""
        return ScenarioError(f"{prefix}.{self.field}" if prefix else self.field, self.problem)


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """Tokens of one call, inclusive: `input` contains the cache counts, `output` contains `reasoning`."""

    input: int
    output: int
    cache_read: int = 0
    cache_write_5m: int = 0
    cache_write_1h: int = 0
    reasoning: int = 0

    def __post_init__(self) -> None:
        for name in self.__slots__:
            _not_negative(name, getattr(self, name))
        if self.cached > self.input:
            raise ScenarioError("input", f"is inclusive, so at least the {self.cached} cached tokens, got {self.input}")
        if self.reasoning > self.output:
            raise ScenarioError(
                "output", f"is inclusive, so at least the {self.reasoning} of reasoning, got {self.output}"
            )

    @property
    def cache_write(self) -> int:
        """Tokens written to the cache, whatever their time to live."""
        return self.cache_write_5m + self.cache_write_1h

    @property
    def cached(self) -> int:
        """Tokens read from and written to the cache: the part of `input` that Anthropic reports elsewhere."""
        return self.cache_read + self.cache_write


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One tool call; `arguments` as a string is sent as it is, so a script can send broken JSON."""

    name: str
    arguments: Mapping[str, Any] | str = field(default_factory=dict)
    id: str | None = None

    def __post_init__(self) -> None:
        _not_empty("name", self.name)


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Break the answer after that many streamed events."""

    after_events: int
    how: InterruptHow = "cut"

    def __post_init__(self) -> None:
        _not_negative("after_events", self.after_events)
        _one_of("how", self.how, get_args(InterruptHow))


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model answers; times in seconds, `chunk` in characters."""

    text: str = ""
    tool_calls: Sequence[ToolCall] = ()
    reasoning: str = ""
    usage: TokenCounts | None = None
    model: str | None = None
    finish: Finish | None = None
    delay_s: float = 0.0
    chunk: int = 16
    chunk_delay_s: float = 0.0
    interrupt: Interrupt | None = None

    def __post_init__(self) -> None:
        _not_negative("delay_s", self.delay_s)
        _not_negative("chunk_delay_s", self.chunk_delay_s)
        if self.chunk < 1:
            raise ScenarioError("chunk", f"expected at least 1 character, got {self.chunk}")
        if self.finish is not None:
            _one_of("finish", self.finish, get_args(Finish))


@dataclass(frozen=True, slots=True)
class Failure:
    """An error in the provider's own shape; `type` and `code` replace what the provider says for the status."""

    status: int
    message: str | None = None
    retry_after_s: float | None = None
    type: str | None = None
    code: str | None = None

    def __post_init__(self) -> None:
        if not 400 <= self.status <= 599:
            raise ScenarioError("status", f"expected an integer from 400 to 599, got {self.status}")
        _not_negative("retry_after_s", self.retry_after_s or 0)


@dataclass(frozen=True, slots=True)
class Timeout:
    """No answer until the client gives up or the server stops."""


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is reset by the peer instead of an answer."""


@dataclass(frozen=True, slots=True)
class Embeddings:
    """The vectors for the inputs of one embeddings call, in order."""

    vectors: Sequence[Sequence[float]]
    usage: TokenCounts | None = None


Step: TypeAlias = Reply | Failure | Timeout | Reset | Embeddings


@dataclass(frozen=True, slots=True)
class Match:
    """Which calls a rule answers: every field that is given must hold."""

    model: str | None = None
    system: str | None = None
    user: str | None = None
    tool_result: str | None = None
    nth: int | None = None
    endpoint: Endpoint | None = None

    def __post_init__(self) -> None:
        if self.nth is not None and self.nth < 1:
            raise ScenarioError("nth", f"calls are counted from 1, got {self.nth}")
        if self.endpoint is not None:
            _one_of("endpoint", self.endpoint, get_args(Endpoint))


@dataclass(frozen=True, slots=True)
class Rule:
    """Replies for the calls that match, one a call and in order."""

    replies: Sequence[Step]
    match: Match = Match()
    name: str | None = None
    when_used_up: WhenUsedUp = "repeat_last"

    def __post_init__(self) -> None:
        if not self.replies:
            raise ScenarioError("replies", "expected at least one reply")
        _one_of("when_used_up", self.when_used_up, get_args(WhenUsedUp))


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything a scripted server knows; rules are asked from first to last."""

    rules: Sequence[Rule] = ()
    require_key: str | None = None
    seed: int = 0
    models: Sequence[str] = ("gpt-5.5", "claude-sonnet-5")

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 2**32:
            raise ScenarioError("seed", f"expected an integer from 0 to 4294967295, got {self.seed}")
        if self.require_key is not None:
            _not_empty("require_key", self.require_key)


def _not_negative(field: str, value: float) -> None:
    if value < 0:
        raise ScenarioError(field, f"cannot be negative, got {value}")


def _not_empty(field: str, value: str) -> None:
    if not value:
        raise ScenarioError(field, "cannot be empty")


def _one_of(field: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ScenarioError(field, f"expected one of {', '.join(allowed)}, got {value!r}")
