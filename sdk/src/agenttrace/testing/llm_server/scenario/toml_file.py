"""Read a scenario from TOML; whatever is wrong is told with the file and the field."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

from agenttrace.testing.llm_server.scenario.toml_fields import Fields
from agenttrace.testing.llm_server.scenario.values import (
    Embeddings,
    Endpoint,
    Failure,
    Finish,
    Interrupt,
    InterruptHow,
    Match,
    Reply,
    Reset,
    Rule,
    Scenario,
    ScenarioError,
    Step,
    Timeout,
    TokenCounts,
    ToolCall,
    WhenUsedUp,
)

NEEDS_TOMLLIB = "reading a TOML scenario needs Python 3.11 or later (tomllib); on 3.10 build the Scenario in Python"


def load_scenario(path: Path) -> Scenario:
    """Return the scenario in a file.

    Raises: ScenarioError: the file is missing, is not TOML, or a field in it is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(str(path), f"cannot be read: {error}") from error
    try:
        return parse_scenario(text)
    except ScenarioError as error:
        raise ScenarioError(f"{path.name}: {error.field}", error.problem) from error


def parse_scenario(text: str) -> Scenario:
    """Return the scenario in a TOML text. Raises: ScenarioError: it is not TOML, or a field in it is wrong."""
    if sys.version_info < (3, 11):
        raise ScenarioError("toml", NEEDS_TOMLLIB)
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError("toml", f"cannot be parsed: {error}") from error
    return _scenario(Fields("", table))


def _scenario(fields: Fields) -> Scenario:
    return fields.build(
        Scenario,
        rules=fields.each("rules", _rule),
        require_key=fields.text("require_key"),
        seed=fields.integer("seed"),
        models=fields.texts("models"),
    )


def _rule(fields: Fields) -> Rule:
    return fields.build(
        Rule,
        replies=fields.each("replies", _step) or (),
        match=fields.one("match", _match),
        name=fields.text("name"),
        when_used_up=fields.choice("when_used_up", get_args(WhenUsedUp)),
    )


def _match(fields: Fields) -> Match:
    return fields.build(
        Match,
        model=fields.text("model"),
        system=fields.text("system"),
        user=fields.text("user"),
        tool_result=fields.text("tool_result"),
        nth=fields.integer("nth"),
        endpoint=fields.choice("endpoint", get_args(Endpoint)),
    )


def _step(fields: Fields) -> Step:
    kinds = [name for name in ("failure", "timeout", "reset", "embeddings") if fields.has(name)]
    if not kinds:
        return _reply(fields)
    kind = kinds[0]
    fields.only((kind,), f"a reply with {kind!r} has nothing else")
    if kind == "failure":
        return fields.needed(kind, _failure)
    if kind == "embeddings":
        return fields.needed(kind, _embeddings)
    fields.true(kind)
    return Timeout() if kind == "timeout" else Reset()


def _reply(fields: Fields) -> Reply:
    return fields.build(
        Reply,
        text=fields.text("text"),
        tool_calls=fields.each("tool_calls", _tool_call),
        reasoning=fields.text("reasoning"),
        usage=fields.one("usage", _usage),
        model=fields.text("model"),
        finish=fields.choice("finish", get_args(Finish)),
        delay_s=fields.number("delay_s"),
        chunk=fields.integer("chunk"),
        chunk_delay_s=fields.number("chunk_delay_s"),
        interrupt=fields.one("interrupt", _interrupt),
    )


def _tool_call(fields: Fields) -> ToolCall:
    return fields.build(
        ToolCall,
        name=fields.required_text("name"),
        arguments=fields.text_or_table("arguments"),
        id=fields.text("id"),
    )


def _failure(fields: Fields) -> Failure:
    return fields.build(
        Failure,
        status=fields.required_integer("status"),
        message=fields.text("message"),
        retry_after_s=fields.number("retry_after_s"),
        type=fields.text("type"),
        code=fields.text("code"),
    )


def _interrupt(fields: Fields) -> Interrupt:
    return fields.build(
        Interrupt,
        after_events=fields.required_integer("after_events"),
        how=fields.choice("how", get_args(InterruptHow)),
    )


def _usage(fields: Fields) -> TokenCounts:
    return fields.build(
        TokenCounts,
        input=fields.required_integer("input"),
        output=fields.required_integer("output"),
        **{name: fields.integer(name) for name in ("cache_read", "cache_write_5m", "cache_write_1h", "reasoning")},
    )


def _embeddings(fields: Fields) -> Embeddings:
    return fields.build(Embeddings, vectors=fields.vectors("vectors"), usage=fields.one("usage", _usage))
