"""Strands: an agent taken up between two questions, with another answer in what it remembers."""

from __future__ import annotations

from typing import Any

from strands import Agent
from strands.models.openai import OpenAIModel

from agenttrace.replay.executors.native.strands import StrandsExecutor, StrandsHandle

executor = StrandsExecutor()


def build() -> Any:
    return Agent(model=OpenAIModel(model_id="gpt-5.5"), system_prompt="You are the planner.", callback_handler=None)


def capture() -> StrandsHandle:
    agent = build()
    agent("plan a trip")
    return StrandsHandle(agent)


def edits(_: StrandsHandle) -> dict[str, Any]:
    return {"$.data.messages[1].content[0].text": "a plan with rain", "prompt": "write the text"}


def told(result: Any) -> str:
    return str(result).strip()
