"""A TOML scenario says the same as one in Python, and whatever is wrong in it is told with its field."""

from __future__ import annotations

import re
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from agenttrace.testing.llm_server import (
    Embeddings,
    Failure,
    Interrupt,
    Match,
    Reply,
    Reset,
    Rule,
    Scenario,
    ScenarioError,
    Timeout,
    TokenCounts,
    ToolCall,
    load_scenario,
    parse_scenario,
)

pytestmark = pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib is in Python 3.11 and later")

EVERYTHING = """
require_key = "sk-test"
seed = 7
models = ["gpt-5.5"]

[[rules]]
name = "all"
when_used_up = "unexpected"
match = { model = "gpt-*", system = "s", user = "u", tool_result = "t", nth = 2, endpoint = "chat" }

[[rules.replies]]
text = "hi"
reasoning = "hm"
model = "gpt-5.5-x"
finish = "length"
delay_s = 1
chunk = 3
chunk_delay_s = 0.5
interrupt = { after_events = 2, how = "stall" }
usage = { input = 10, output = 5, cache_read = 1, cache_write_5m = 2, cache_write_1h = 3, reasoning = 4 }
tool_calls = [{ name = "f", arguments = { a = [1, { b = true }] }, id = "call_x" }, { name = "g", arguments = "{" }]

[[rules.replies]]
failure = { status = 429, message = "slow down", retry_after_s = 0.5, type = "t", code = "c" }

[[rules.replies]]
timeout = true

[[rules.replies]]
reset = true

[[rules]]
match.endpoint = "embeddings"
[[rules.replies]]
embeddings = { vectors = [[1, 0.5]], usage = { input = 3, output = 0 } }
"""


def test_every_field_can_be_said_in_toml() -> None:
    reply = Reply(
        text="hi",
        reasoning="hm",
        model="gpt-5.5-x",
        finish="length",
        delay_s=1.0,
        chunk=3,
        chunk_delay_s=0.5,
        interrupt=Interrupt(2, "stall"),
        usage=TokenCounts(10, 5, cache_read=1, cache_write_5m=2, cache_write_1h=3, reasoning=4),
        tool_calls=(ToolCall("f", {"a": [1, {"b": True}]}, id="call_x"), ToolCall("g", "{")),
    )
    failure = Failure(429, message="slow down", retry_after_s=0.5, type="t", code="c")
    match = Match(model="gpt-*", system="s", user="u", tool_result="t", nth=2, endpoint="chat")

    assert parse_scenario(EVERYTHING) == Scenario(
        rules=(
            Rule((reply, failure, Timeout(), Reset()), match, name="all", when_used_up="unexpected"),
            Rule((Embeddings(((1.0, 0.5),), TokenCounts(3, 0)),), Match(endpoint="embeddings")),
        ),
        require_key="sk-test",
        seed=7,
        models=("gpt-5.5",),
    )


REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "scripted-llm.md"


def blocks_of(language: str) -> list[str]:
    """Return the reference's code blocks in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", REFERENCE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_toml_example_of_the_reference_is_a_scenario() -> None:
    scenario = parse_scenario(blocks_of("toml")[0])

    assert [rule.name for rule in scenario.rules] == ["planner", "weather"]


def test_the_first_python_example_of_the_reference_runs() -> None:
    program = blocks_of("python")[0]

    assert "assert llm.unmatched == ()" in program  # it checks itself
    exec(compile(program, REFERENCE.name, "exec"), {})


@pytest.mark.parametrize("kind", [Scenario, Rule, Match, Reply, Failure, Embeddings, TokenCounts, Interrupt])
def test_every_field_is_in_the_reference(kind: Any) -> None:
    text = REFERENCE.read_text(encoding="utf-8")

    assert [field.name for field in fields(kind) if not re.search(rf"\b{field.name}\b", text)] == []


def test_an_empty_file_is_a_scenario_without_rules() -> None:
    assert parse_scenario("") == Scenario()


REPLY = "[[rules]]\n[[rules.replies]]\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seed = 'x'", "seed: expected an integer, got 'x'"),
        ("seed = -1", "seed: expected an integer from 0 to 4294967295, got -1"),
        ("seeds = 1", "seeds: is unknown here; known are models, require_key, rules, seed"),
        ("require_key = ''", "require_key: cannot be empty"),
        ("models = [1]", "models: expected a list of strings"),
        ("rules = 1", "rules: expected a list of tables, got 1"),
        ("rules = [1]", "rules: expected a list of tables"),
        ("[[rules]]", "rules[0].replies: expected at least one reply"),
        (REPLY + "txt = 'a'", "rules[0].replies[0].txt: is unknown here; known are chunk, chunk_delay_s"),
        (REPLY + "text = true", "rules[0].replies[0].text: expected a string, got True"),
        (REPLY + "chunk = 0", "rules[0].replies[0].chunk: expected at least 1 character, got 0"),
        (REPLY + "delay_s = -1", "rules[0].replies[0].delay_s: cannot be negative, got -1.0"),
        (REPLY + "finish = 'done'", "rules[0].replies[0].finish: expected one of stop, length, tool_calls"),
        (REPLY + "timeout = false", "rules[0].replies[0].timeout: expected true; leave it out otherwise"),
        (REPLY + "timeout = true\ntext = ''", "rules[0].replies[0].text: a reply with 'timeout' has nothing else"),
        (REPLY + "failure = { }", "rules[0].replies[0].failure.status: is required"),
        (
            REPLY + "failure = { status = 200 }",
            "rules[0].replies[0].failure.status: expected an integer from 400 to 599",
        ),
        (REPLY + "failure = { status = true }", "rules[0].replies[0].failure.status: expected an integer, got True"),
        (REPLY + "tool_calls = [{}]", "rules[0].replies[0].tool_calls[0].name: is required"),
        (REPLY + "tool_calls = [{ name = '' }]", "rules[0].replies[0].tool_calls[0].name: cannot be empty"),
        (REPLY + "usage = { input = 1 }", "rules[0].replies[0].usage.output: is required"),
        (
            REPLY + "usage = { input = 1, output = 1, cache_read = 2 }",
            "rules[0].replies[0].usage.input: is inclusive, so at least the 2 cached tokens, got 1",
        ),
        (REPLY + "usage = { input = 1, output = 1, reasoning = 2 }", "rules[0].replies[0].usage.output: is inclusive"),
        (REPLY + "interrupt = { after_events = 1, how = 'x' }", "replies[0].interrupt.how: expected one of cut, stall"),
        (REPLY + "embeddings = { vectors = [['a']] }", "embeddings.vectors: expected a list of lists of numbers"),
        ("[[rules]]\nmatch = { nth = 0 }\n[[rules.replies]]", "rules[0].match.nth: calls are counted from 1, got 0"),
        ("[[rules]]\nmatch = { endpoint = 'x' }\n[[rules.replies]]", "rules[0].match.endpoint: expected one of chat"),
        ("[[rules", "toml: cannot be parsed: "),
    ],
)
def test_a_wrong_field_is_named(text: str, told: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(told)):
        parse_scenario(text)


def test_an_error_in_a_file_names_the_file_too(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[[rules]]\nmatch = { nth = 'one' }\n[[rules.replies]]\n")

    with pytest.raises(ScenarioError, match=r"^bad\.toml: rules\[0\]\.match\.nth: expected an integer, got 'one'$"):
        load_scenario(tmp_path / "bad.toml")


def test_a_file_that_is_not_there_or_not_text_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")

    for name in ("missing.toml", "binary.toml"):
        with pytest.raises(ScenarioError, match="cannot be read"):
            load_scenario(tmp_path / name)
