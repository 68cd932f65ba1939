"""AutoGen: a team taken up between two runs, with another answer in what it remembers."""

from __future__ import annotations

import asyncio
from typing import Any

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.conditions import MaxMessageTermination
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_ext.models.openai import OpenAIChatCompletionClient

from agenttrace.replay.executors.native.autogen import AutoGenExecutor, AutoGenHandle

CAN = {"vision": False, "function_calling": True, "json_output": True, "structured_output": True, "family": "gpt-5"}
executor = AutoGenExecutor()


def build() -> Any:
    model = OpenAIChatCompletionClient(model="gpt-5.5", model_info=CAN, include_name_in_message=False)
    planner = AssistantAgent("planner", model, system_message="You are the planner.")
    return RoundRobinGroupChat([planner], termination_condition=MaxMessageTermination(2))


def capture() -> AutoGenHandle:
    team = build()
    asyncio.run(team.run(task="plan a trip"))
    return AutoGenHandle(team)


def edits(_: AutoGenHandle) -> dict[str, Any]:
    remembered = "$.agent_states.planner.agent_state.llm_context.messages[1].content"
    return {remembered: "a plan with rain", "task": "write the text"}


def told(result: Any) -> str:
    return str(result.messages[-1].content)
