"""Pydantic AI: agents at once, structured answers that are asked for again, a model to fall back on, several turns."""

import asyncio

from pydantic import BaseModel, field_validator
from pydantic_ai import Agent, RunContext
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.fallback import FallbackModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel


class Town(BaseModel):
    name: str
    people: int

    @field_validator("people")
    @classmethod
    def is_a_town(cls, people: int) -> int:
        if people < 1_000:
            raise ValueError("that is a village")
        return people


def main() -> None:
    asyncio.run(_work())


async def _work() -> None:
    pilot = Agent(AnthropicModel("claude-opus-5-5"), name="pilot", system_prompt="You are the pilot.")
    mate = Agent(OpenAIChatModel("gpt-5.4-mini"), name="mate", system_prompt="You are the mate.")
    captain = Agent(OpenAIResponsesModel("gpt-5.5"), name="captain", system_prompt="You are the captain.")

    @captain.tool
    async def ask_pilot(context: RunContext[None], question: str) -> str:
        """Ask the pilot."""
        return (await pilot.run(question, usage=context.usage)).output

    @captain.tool
    async def ask_mate(context: RunContext[None], question: str) -> str:
        """Ask the mate."""
        return (await mate.run(question, usage=context.usage)).output

    first = await captain.run("may we leave Ostend")
    async with captain.run_stream("and from Dover", message_history=first.new_messages()) as answer:
        async for text in answer.stream_text(delta=True, debounce_by=None):
            print(text)

    clerk = Agent(
        OpenAIChatModel("gpt-5.5"), name="clerk", system_prompt="You are the clerk.", output_type=Town, retries=2
    )
    print((await clerk.run("name a town")).output)
    safe = FallbackModel(OpenAIChatModel("gpt-4.1"), AnthropicModel("claude-opus-5-5"))
    lookout = Agent(safe, name="lookout", system_prompt="You are the lookout.")
    print(await asyncio.gather(*(lookout.run("what do you see") for _ in range(2))))
    stoker = Agent(OpenAIChatModel("gpt-4.1"), name="stoker", system_prompt="You are the stoker.")

    @stoker.tool_plain
    def shovel() -> str:
        """Shovel coal."""
        raise RuntimeError("the shovel broke")

    try:
        await stoker.run("shovel")
    except RuntimeError as failed:
        print(f"failed as it should: {type(failed).__name__}")
