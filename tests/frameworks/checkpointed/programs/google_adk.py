"""Google ADK: a session taken up between two questions, with another answer in it."""

from __future__ import annotations

import asyncio
from typing import Any

from google.adk.agents import LlmAgent
from google.adk.models.lite_llm import LiteLlm
from google.adk.runners import InMemoryRunner
from google.genai import types

from agenttrace.replay.executors.native.google_adk import GoogleADKExecutor, GoogleADKHandle

executor = GoogleADKExecutor()


def build() -> Any:
    agent = LlmAgent(name="planner", model=LiteLlm("openai/gpt-5.5"), instruction="You are the planner.")
    return InMemoryRunner(agent, app_name="travel")


def capture() -> GoogleADKHandle:
    runner = build()
    return GoogleADKHandle(runner, "ann", asyncio.run(_begun(runner)))


def edits(_: GoogleADKHandle) -> dict[str, Any]:
    return {"$.events[1].content.parts[0].text": "a plan with rain", "prompt": "write the text"}


def told(result: Any) -> str:
    return str(result[-1].content.parts[0].text)


async def _begun(runner: Any) -> str:
    session = await runner.session_service.create_session(app_name="travel", user_id="ann")
    said = types.Content(role="user", parts=[types.Part(text="plan a trip")])
    async for _ in runner.run_async(user_id="ann", session_id=session.id, new_message=said):
        pass
    return str(session.id)
