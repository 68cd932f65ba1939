"""Pydantic AI: taken up between the call of a tool and its result, with other arguments of the call."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel

from agenttrace.replay.executors.native.pydantic_ai import PydanticAIExecutor, PydanticAIHandle

executor = PydanticAIExecutor()


def build() -> Any:
    agent = Agent(OpenAIChatModel("gpt-5.5"), system_prompt="You are the writer.")

    @agent.tool_plain
    def note(text: str) -> str:
        """Note a plan."""
        return f"noted: {text}"

    return agent


def capture() -> PydanticAIHandle:
    return asyncio.run(_until_the_tool())


def edits(_: PydanticAIHandle) -> dict[str, Any]:
    return {"$[1].parts[0].args": '{"text": "a plan with rain"}'}


def told(result: Any) -> str:
    return str(result.output)


async def _until_the_tool() -> PydanticAIHandle:
    agent = build()
    async with agent.iter("plan a trip") as run:
        async for node in run:
            if Agent.is_call_tools_node(node):
                break
        return PydanticAIHandle(agent, run.all_messages())
