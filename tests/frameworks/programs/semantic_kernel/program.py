"""Semantic Kernel: a researcher with parallel tools asks a writer, an agent as a plugin; then the writer streams."""

import asyncio

from semantic_kernel.agents import ChatCompletionAgent
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion
from semantic_kernel.functions import kernel_function


class Travel:
    """The researcher's tools."""

    @kernel_function
    def get_weather(self, city: str) -> str:
        """Look up the weather of a city."""
        return f"sunny in {city}"

    @kernel_function
    def get_train(self, city: str) -> str:
        """Look up the next train to a city."""
        raise ValueError(f"no train goes to {city}")


def main() -> None:
    asyncio.run(_work())


async def _work() -> None:
    writer = ChatCompletionAgent(
        service=OpenAIChatCompletion(ai_model_id="gpt-5.4-mini"), name="writer", instructions="You are the writer."
    )
    researcher = ChatCompletionAgent(
        service=OpenAIChatCompletion(ai_model_id="gpt-5.5"),
        name="researcher",
        instructions="You are the researcher.",
        plugins=[Travel(), writer],
    )
    print(await researcher.get_response("weather in Paris and Rome, and a train"))
    async for update in writer.invoke_stream("once more, shorter"):
        print(update)
