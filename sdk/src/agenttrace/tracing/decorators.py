"""Trace whole functions: `@trace`, `@agent`, `@tool`, `@task`, bare or with arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, overload

from opentelemetry.util.types import AttributeValue

from agenttrace.model import SpanType, semconv
from agenttrace.tracing.ambient.keys import AgentScope
from agenttrace.tracing.calls import traced
from agenttrace.tracing.outside.conductor import conducted
from agenttrace.tracing.provider.runtime import runtime
from agenttrace.tracing.spans import AgentSpan, Span, cleaned
from agenttrace.tracing.values import json_text

F = TypeVar("F", bound=Callable[..., Any])

_RECEIVERS = ("self", "cls")
_REPLAY_MODES = (None, "recorded", "live", "verify")
_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What the span of a decorated function looks like; made once, at decoration."""

    name: str
    attributes: Mapping[str, AttributeValue]
    parameters: tuple[str, ...]
    """The names of the positional parameters, `self` included."""
    rest: str = "args"
    """The name of the parameter that takes further positional arguments."""
    input_names: tuple[str, ...] = ()
    """The attributes that take the arguments; empty where they are not captured."""
    output_names: tuple[str, ...] = ()
    agent: AgentScope | None = None

    def open_span(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Span:
        attributes = dict(self.attributes)
        if self.input_names and runtime.running and runtime.settings.capture_content:
            text = json_text(self.arguments(args, kwargs), runtime.settings.max_captured_chars)
            attributes.update(dict.fromkeys(self.input_names, text))
        return Span(self.name, attributes) if self.agent is None else AgentSpan(self.name, attributes, self.agent)

    def keep_result(self, span: Span, result: object) -> None:
        if not self.output_names or result is None or not span.is_recording:
            return
        if runtime.settings.capture_content:
            text = json_text(result, runtime.settings.max_captured_chars)
            span.set_attributes(dict.fromkeys(self.output_names, text))

    def arguments(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments by name. Whether they fit is for the call itself to say, in Python's words."""
        named = dict(zip(self.parameters, args, strict=False))
        if len(args) > len(self.parameters):
            named[self.rest] = args[len(self.parameters) :]
        for receiver in _RECEIVERS:
            if self.parameters[:1] == (receiver,):
                named.pop(receiver, None)
        named.update(kwargs)
        return named


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """What one decorator adds to a plan."""

    span_type: SpanType
    attributes: dict[str, AttributeValue] = field(default_factory=dict)
    input_names: tuple[str, ...] = (semconv.INPUT,)
    output_names: tuple[str, ...] = (semconv.OUTPUT,)
    replay: str | None = None
    """What a replay does with a tool; None: what the replay's plan says."""


def _decorate(function: Any, kind: _Kind, plan: Callable[[Callable[..., Any]], _Plan]) -> Any:
    if isinstance(function, (staticmethod, classmethod)):
        return type(function)(_decorate(function.__func__, kind, plan))
    if not callable(function):
        raise TypeError(f"only functions can be traced, this is {function!r}")
    made = plan(function)
    if kind.span_type is SpanType.TOOL_EXECUTION:
        function = conducted(function, made.name, made.arguments, kind.replay)
    return traced(function, made.open_span, made.keep_result)


def _plan_for(
    function: Callable[..., Any],
    kind: _Kind,
    *,
    name: str | None,
    attributes: Mapping[str, object] | None,
    capture_input: bool,
    capture_output: bool,
    agent: AgentScope | None = None,
) -> _Plan:
    parameters = _parameters_of(function)
    return _Plan(
        name=name or _name_of(function),
        attributes={semconv.SPAN_TYPE: kind.span_type.value, **kind.attributes, **cleaned(attributes or {})},
        parameters=tuple(name for name, kind in parameters.items() if kind in _POSITIONAL),
        rest=next((name for name, kind in parameters.items() if kind is inspect.Parameter.VAR_POSITIONAL), "args"),
        input_names=kind.input_names if capture_input else (),
        output_names=kind.output_names if capture_output else (),
        agent=agent,
    )


def _name_of(function: Callable[..., Any]) -> str:
    return str(getattr(function, "__name__", None) or type(function).__name__)


def _parameters_of(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the kinds of the parameters by name; nothing for callables that do not tell."""
    try:
        return {name: parameter.kind for name, parameter in inspect.signature(function).parameters.items()}
    except (TypeError, ValueError):
        return {}


@overload
def trace(function: F, /) -> F: ...
@overload
def trace(
    *,
    span_type: SpanType | str = ...,
    name: str | None = ...,
    attributes: Mapping[str, object] | None = ...,
    capture_input: bool = ...,
    capture_output: bool = ...,
) -> Callable[[F], F]: ...
def trace(
    function: Any = None,
    /,
    *,
    span_type: SpanType | str = SpanType.CUSTOM,
    name: str | None = None,
    attributes: Mapping[str, object] | None = None,
    capture_input: bool = True,
    capture_output: bool = True,
) -> Any:
    """Put each call of a function in a span of type `span_type`, named after the function unless `name` is given."""
    kind = _Kind(span_type=SpanType(span_type))

    def plan(inner: Callable[..., Any]) -> _Plan:
        return _plan_for(
            inner, kind, name=name, attributes=attributes, capture_input=capture_input, capture_output=capture_output
        )

    return _now_or_later(function, kind, plan)


@overload
def task(function: F, /) -> F: ...
@overload
def task(
    *,
    name: str | None = ...,
    attributes: Mapping[str, object] | None = ...,
    capture_input: bool = ...,
    capture_output: bool = ...,
) -> Callable[[F], F]: ...
def task(
    function: Any = None,
    /,
    *,
    name: str | None = None,
    attributes: Mapping[str, object] | None = None,
    capture_input: bool = True,
    capture_output: bool = True,
) -> Any:
    """Put each call of a function in a span of type task."""
    kind = _Kind(span_type=SpanType.TASK)

    def plan(inner: Callable[..., Any]) -> _Plan:
        return _plan_for(
            inner, kind, name=name, attributes=attributes, capture_input=capture_input, capture_output=capture_output
        )

    return _now_or_later(function, kind, plan)


@overload
def tool(function: F, /) -> F: ...
@overload
def tool(
    *,
    name: str | None = ...,
    description: str | None = ...,
    attributes: Mapping[str, object] | None = ...,
    capture_input: bool = ...,
    capture_output: bool = ...,
    replay: Literal["recorded", "live", "verify"] | None = ...,
) -> Callable[[F], F]: ...
def tool(
    function: Any = None,
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    attributes: Mapping[str, object] | None = None,
    capture_input: bool = True,
    capture_output: bool = True,
    replay: Literal["recorded", "live", "verify"] | None = None,
) -> Any:
    """Put each call of a function in a span of type tool_execution: its arguments and result are the tool's.

    In a replay the tool gives what it gave in the recorded run; `replay="live"` runs it, `"verify"` runs it and
    compares. None leaves it to the plan of the replay.
    """
    if replay not in _REPLAY_MODES:
        raise ValueError(f"replay: must be recorded, live or verify, this is {replay!r}")
    described = {semconv.TOOL_DESCRIPTION: description} if description else {}
    kind = _Kind(
        span_type=SpanType.TOOL_EXECUTION,
        attributes={semconv.OPERATION_NAME: "execute_tool", **described},
        input_names=(semconv.TOOL_ARGUMENTS,),
        output_names=(semconv.TOOL_RESULT,),
        replay=replay,
    )

    def plan(inner: Callable[..., Any]) -> _Plan:
        named: dict[str, object] = {semconv.TOOL_NAME: name or _name_of(inner), **(attributes or {})}
        return _plan_for(
            inner, kind, name=name, attributes=named, capture_input=capture_input, capture_output=capture_output
        )

    return _now_or_later(function, kind, plan)


@overload
def agent(function: F, /) -> F: ...
@overload
def agent(
    *,
    name: str | None = ...,
    role: str | None = ...,
    id: str | None = ...,
    description: str | None = ...,
    attributes: Mapping[str, object] | None = ...,
    capture_input: bool = ...,
    capture_output: bool = ...,
) -> Callable[[F], F]: ...
def agent(
    function: Any = None,
    /,
    *,
    name: str | None = None,
    role: str | None = None,
    id: str | None = None,  # noqa: A002 - the public word
    description: str | None = None,
    attributes: Mapping[str, object] | None = None,
    capture_input: bool = True,
    capture_output: bool = True,
) -> Any:
    """Put each call of a function in a span of type agent: every span below it is a step of that agent."""
    kind = _Kind(span_type=SpanType.AGENT, attributes={semconv.OPERATION_NAME: "invoke_agent"})

    def plan(inner: Callable[..., Any]) -> _Plan:
        agent_name = name or _name_of(inner)
        who = {
            semconv.AGENT_NAME: agent_name,
            semconv.AGENT_ROLE: role,
            semconv.AGENT_ID: id,
            semconv.AGENT_DESCRIPTION: description,
        }
        known = {key: value for key, value in who.items() if value is not None}
        return _plan_for(
            inner,
            kind,
            name=name,
            attributes={**known, **(attributes or {})},
            capture_input=capture_input,
            capture_output=capture_output,
            agent=AgentScope(agent_name, role),
        )

    return _now_or_later(function, kind, plan)


def _now_or_later(function: Any, kind: _Kind, plan: Callable[[Callable[..., Any]], _Plan]) -> Any:
    if function is None:
        return lambda later: _decorate(later, kind, plan)
    return _decorate(function, kind, plan)
