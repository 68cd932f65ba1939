"""Google ADK over LiteLLM: a researcher with parallel tools transfers to a writer, its sub-agent."""

import asyncio

from google.adk.agents import LlmAgent
from google.adk.models.lite_llm import LiteLlm
from google.adk.runners import InMemoryRunner
from google.genai import types


def get_weather(city: str) -> dict:
    """Look up the weather of a city."""
    return {"weather": f"sunny in {city}"}


def get_train(city: str) -> dict:
    """Look up the next train to a city."""
    return {"error": f"no train goes to {city}"}


def main() -> None:
    asyncio.run(_work())


async def _work() -> None:
    writer = LlmAgent(
        name="writer",
        model=LiteLlm("openai/gpt-5.5"),
        instruction="You are the writer.",
        description="writes",
        disallow_transfer_to_parent=True,
    )
    researcher = LlmAgent(
        name="researcher",
        model=LiteLlm("openai/gpt-5.5", num_retries=2),
        instruction="You are the researcher.",
        tools=[get_weather, get_train],
        sub_agents=[writer],
    )
    runner = InMemoryRunner(researcher, app_name="travel")
    session = await runner.session_service.create_session(app_name="travel", user_id="ann")
    asked = types.Content(role="user", parts=[types.Part(text="weather in Paris and Rome, and a train")])
    async for event in runner.run_async(user_id="ann", session_id=session.id, new_message=asked):
        print(event.author, event.is_final_response())
