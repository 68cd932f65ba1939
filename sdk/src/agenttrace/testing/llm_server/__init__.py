"""A scripted LLM server on loopback that speaks the OpenAI and Anthropic protocols: test an agent without a model."""

from agenttrace.testing.llm_server.ledger import Served, Unmatched
from agenttrace.testing.llm_server.request import RecordedRequest
from agenttrace.testing.llm_server.scenario.toml_file import load_scenario, parse_scenario
from agenttrace.testing.llm_server.scenario.values import (
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
)
from agenttrace.testing.llm_server.server import ScriptedLLM

__all__ = [
    "Embeddings",
    "Failure",
    "Interrupt",
    "Match",
    "RecordedRequest",
    "Reply",
    "Reset",
    "Rule",
    "Scenario",
    "ScenarioError",
    "ScriptedLLM",
    "Served",
    "Timeout",
    "TokenCounts",
    "ToolCall",
    "Unmatched",
    "load_scenario",
    "parse_scenario",
]
