"""AG2: a researcher with parallel tools asks a writer, which streams, through a tool."""

import asyncio

from ag2 import Agent, tool
from ag2.config import OpenAIConfig
from ag2.middleware import TelemetryMiddleware


@tool
def get_weather(city: str) -> str:
    """Look up the weather of a city."""
    return f"sunny in {city}"


@tool
def get_train(city: str) -> str:
    """Look up the next train to a city."""
    raise ValueError(f"no train goes to {city}")


def main() -> None:
    asyncio.run(_work())


async def _work() -> None:
    writer = Agent(
        "writer",
        "You are the writer.",
        config=OpenAIConfig(model="gpt-5.4-mini", streaming=True),
        middleware=[TelemetryMiddleware(agent_name="writer", provider_name="openai", model_name="gpt-5.4-mini")],
    )

    @tool
    async def ask_writer(task: str) -> str:
        """Have the writer write it."""
        return (await writer.ask(task)).body or ""

    researcher = Agent(
        "researcher",
        "You are the researcher.",
        config=OpenAIConfig(model="gpt-5.5"),
        tools=[get_weather, get_train, ask_writer],
        middleware=[TelemetryMiddleware(agent_name="researcher", provider_name="openai", model_name="gpt-5.5")],
    )
    print((await researcher.ask("weather in Paris and Rome, and a train")).body)
