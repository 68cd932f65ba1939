"""Pydantic AI: a researcher with parallel tools hands over to a writer on another provider, by calling it as a tool."""

import asyncio

from pydantic_ai import Agent, ModelRetry
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.openai import OpenAIChatModel


def main() -> None:
    writer = Agent(AnthropicModel("claude-sonnet-5"), name="writer", system_prompt="You are the writer.")
    researcher = Agent(
        OpenAIChatModel("gpt-5.5"), name="researcher", system_prompt="You are the researcher.", retries=2
    )

    @researcher.tool_plain
    def get_weather(city: str) -> str:
        """Look up the weather of a city."""
        return f"sunny in {city}"

    @researcher.tool_plain
    def get_train(city: str) -> str:
        """Look up the next train to a city."""
        raise ModelRetry(f"no train goes to {city}")

    @researcher.tool_plain
    async def ask_writer(notes: str) -> str:
        """Have the writer write it."""
        async with writer.run_stream(notes) as answer:
            return "".join([text async for text in answer.stream_text(delta=True, debounce_by=None)])

    print(asyncio.run(researcher.run("weather in Paris and Rome, and a train")).output)
