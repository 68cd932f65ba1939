"""Google ADK over LiteLLM: agents in a sequence and at once, an agent as a tool, streamed, two providers, two turns."""

import asyncio

from google.adk.agents import LlmAgent, ParallelAgent, SequentialAgent
from google.adk.agents.run_config import RunConfig, StreamingMode
from google.adk.models.lite_llm import LiteLlm
from google.adk.runners import InMemoryRunner
from google.adk.tools.agent_tool import AgentTool
from google.genai import types


def get_tide(port: str) -> dict:
    """Look up the tide in a port."""
    return {"tide": f"high in {port}"}


def main() -> None:
    asyncio.run(_work())


async def _work() -> None:
    pilot = LlmAgent(
        name="pilot",
        model=LiteLlm("anthropic/claude-opus-5-5"),
        instruction="You are the pilot.",
        description="knows",
        tools=[get_tide],
    )
    captain = LlmAgent(
        name="captain",
        model=LiteLlm("openai/gpt-5.5"),
        instruction="You are the captain.",
        tools=[AgentTool(pilot), get_tide],
    )
    lookouts = ParallelAgent(
        name="lookouts",
        sub_agents=[
            LlmAgent(name=name, model=LiteLlm("openai/gpt-5.5"), instruction="You are a lookout.")
            for name in ("port", "starboard")
        ],
    )
    runner = InMemoryRunner(SequentialAgent(name="ship", sub_agents=[captain, lookouts]), app_name="voyage")
    session = await runner.session_service.create_session(app_name="voyage", user_id="ann")
    for text, mode in (("may we leave Ostend", StreamingMode.NONE), ("and Dover", StreamingMode.SSE)):
        asked = types.Content(role="user", parts=[types.Part(text=text)])
        async for event in runner.run_async(
            user_id="ann", session_id=session.id, new_message=asked, run_config=RunConfig(streaming_mode=mode)
        ):
            print(event.author, event.partial)
