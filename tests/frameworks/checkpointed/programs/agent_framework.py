"""Microsoft Agent Framework: an agent taken up between two questions, with another answer in its session."""

from __future__ import annotations

import asyncio
from typing import Any

from agent_framework import Agent
from agent_framework_openai import OpenAIChatCompletionClient

from agenttrace.replay.executors.native.agent_framework import AgentFrameworkExecutor, AgentFrameworkHandle

executor = AgentFrameworkExecutor()


def build() -> Any:
    return Agent(OpenAIChatCompletionClient(model="gpt-5.5"), name="planner", instructions="You are the planner.")


def capture() -> AgentFrameworkHandle:
    agent = build()
    session = agent.create_session()
    asyncio.run(_asked(agent, session))
    return AgentFrameworkHandle(agent, session)


def edits(handle: AgentFrameworkHandle) -> dict[str, Any]:
    [history] = handle.session.to_dict()["state"]
    return {f"$.state.{history}.messages[1].contents[0].text": "a plan with rain", "prompt": "write the text"}


def told(result: Any) -> str:
    return str(result.text)


async def _asked(agent: Any, session: Any) -> None:
    await agent.run("plan a trip", session=session)
