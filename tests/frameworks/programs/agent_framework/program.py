"""Microsoft Agent Framework: a researcher with parallel tools asks a writer, an agent as a tool; the writer streams."""

import asyncio

from agent_framework import Agent, tool
from agent_framework_openai import OpenAIChatClient, OpenAIChatCompletionClient


@tool(approval_mode="never_require")
def get_weather(city: str) -> str:
    """Look up the weather of a city."""
    return f"sunny in {city}"


@tool(approval_mode="never_require")
def get_train(city: str) -> str:
    """Look up the next train to a city."""
    raise ValueError(f"no train goes to {city}")


def main() -> None:
    asyncio.run(_work())


async def _work() -> None:
    writer = Agent(OpenAIChatCompletionClient(model="gpt-5.4-mini"), name="writer", instructions="You are the writer.")
    researcher = Agent(
        OpenAIChatClient(model="gpt-5.5"),
        name="researcher",
        instructions="You are the researcher.",
        tools=[get_weather, get_train, writer.as_tool(name="ask_writer", description="Have the writer write it")],
    )
    print((await researcher.run("weather in Paris and Rome, and a train")).text)
    async for update in writer.run("once more, shorter", stream=True):
        print(update.text)
