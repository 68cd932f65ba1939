"""Microsoft Agent Framework: workflows in a row and at once, an agent as a tool, a failure."""

import asyncio

from agent_framework import Agent, WorkflowBuilder, tool
from agent_framework.exceptions import ChatClientException
from agent_framework_openai import OpenAIChatClient, OpenAIChatCompletionClient


@tool(approval_mode="never_require")
async def get_tide(port: str) -> str:
    """Look up the tide in a port."""
    return f"high in {port}"


def main() -> None:
    asyncio.run(_work())


async def _work() -> None:
    pilot = Agent(
        OpenAIChatCompletionClient(model="gpt-5.4-mini"),
        name="pilot",
        instructions="You are the pilot.",
        tools=[get_tide],
    )
    captain = Agent(
        OpenAIChatClient(model="gpt-5.5"),
        name="captain",
        instructions="You are the captain.",
        tools=[pilot.as_tool(name="ask_pilot", description="Ask the pilot"), get_tide],
    )
    mate = Agent(OpenAIChatClient(model="gpt-5.5"), name="mate", instructions="You are the mate.")
    flow = WorkflowBuilder(start_executor=captain).add_edge(captain, mate).build()
    async for event in flow.run("may we leave Ostend", stream=True):
        print(type(event).__name__)
    clerk = Agent(OpenAIChatClient(model="gpt-5.5"), name="clerk", instructions="You are the clerk.")
    print([answer.text for answer in await asyncio.gather(*(clerk.run("a town") for _ in range(2)))])
    lost = Agent(OpenAIChatCompletionClient(model="gpt-5.5"), name="lost", instructions="You are lost.")
    try:
        await lost.run("where are you")
    except ChatClientException as failed:
        print(f"failed as it should: {type(failed).__name__}")
