"""OpenAI Agents: a researcher with parallel tools hands off to a writer that streams over the chat protocol."""

import asyncio

from agents import Agent, ModelSettings, OpenAIChatCompletionsModel, Runner, function_tool
from openai import AsyncOpenAI


@function_tool
def get_weather(city: str) -> str:
    """Look up the weather of a city."""
    return f"sunny in {city}"


@function_tool
def get_train(city: str) -> str:
    """Look up the next train to a city."""
    raise ValueError(f"no train goes to {city}")


def main() -> None:
    asyncio.run(_work())


async def _work() -> None:
    chat = OpenAIChatCompletionsModel(model="gpt-5.4-mini", openai_client=AsyncOpenAI())
    writer = Agent(
        name="Writer",
        instructions="You are the writer.",
        model=chat,
        model_settings=ModelSettings(include_usage=True),
    )
    researcher = Agent(
        name="Researcher",
        instructions="You are the researcher.",
        model="gpt-5.5",
        tools=[get_weather, get_train],
        handoffs=[writer],
    )
    print((await Runner.run(researcher, "weather in Paris and Rome, and a train")).final_output)
    streamed = Runner.run_streamed(writer, "once more, shorter")
    async for event in streamed.stream_events():
        print(event.type)
