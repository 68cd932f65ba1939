"""AutoGen: a swarm in which a researcher with parallel tools hands off to a writer, and a round robin that streams."""

import asyncio

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.conditions import MaxMessageTermination, TextMentionTermination
from autogen_agentchat.teams import RoundRobinGroupChat, Swarm
from autogen_ext.models.openai import OpenAIChatCompletionClient


async def get_weather(city: str) -> str:
    """Look up the weather of a city."""
    return f"sunny in {city}"


async def get_train(city: str) -> str:
    """Look up the next train to a city."""
    raise ValueError(f"no train goes to {city}")


def main() -> None:
    asyncio.run(_work())


async def _work() -> None:
    can = {"vision": False, "function_calling": True, "json_output": True, "structured_output": True, "family": "gpt-5"}
    model = OpenAIChatCompletionClient(model="gpt-5.5", model_info=can, include_name_in_message=False)
    researcher = AssistantAgent(
        "researcher",
        model,
        tools=[get_weather, get_train],
        handoffs=["writer"],
        system_message="You are the researcher.",
    )
    writer = AssistantAgent("writer", model, system_message="You are the writer.")
    swarm = Swarm(
        [researcher, writer], termination_condition=TextMentionTermination("DONE") | MaxMessageTermination(20)
    )
    print(await swarm.run(task="weather in Paris and Rome, and a train"))

    told = OpenAIChatCompletionClient(model="gpt-5.5", model_info=can, stream_options={"include_usage": True})
    poet = AssistantAgent("poet", told, system_message="You are the poet.", model_client_stream=True)
    critic = AssistantAgent("critic", told, system_message="You are the critic.", model_client_stream=True)
    pair = RoundRobinGroupChat([poet, critic], termination_condition=TextMentionTermination("DONE"), max_turns=2)
    async for event in pair.run_stream(task="a line on spans"):
        print(type(event).__name__)
    await model.close()
    await told.close()
