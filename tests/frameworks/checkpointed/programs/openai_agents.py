"""OpenAI Agents: taken up where a tool waits for an approval, with other arguments of its call."""

from __future__ import annotations

import asyncio
from typing import Any

from agents import Agent, Runner, function_tool

from agenttrace.replay.executors.native.openai_agents import OpenAIAgentsExecutor, OpenAIAgentsHandle

executor = OpenAIAgentsExecutor()


@function_tool(needs_approval=True)
def note(text: str) -> str:
    """Note a plan."""
    return f"noted: {text}"


def build() -> Any:
    return Agent(name="Writer", instructions="You are the writer.", model="gpt-5.5", tools=[note])


def capture() -> OpenAIAgentsHandle:
    agent = build()
    result = asyncio.run(Runner.run(agent, "plan a trip"))
    return OpenAIAgentsHandle(agent, state=result.to_state())


def edits(handle: OpenAIAgentsHandle) -> dict[str, Any]:
    [waiting] = handle.state.get_interruptions()
    return {"arguments": {waiting.call_id: {"text": "a plan with rain"}}, "approve": "*"}


def told(result: Any) -> str:
    return str(result.final_output)
