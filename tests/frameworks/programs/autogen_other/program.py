"""AutoGen: a team whose speaker a model selects, an agent as a tool, structured answers at once, a failure."""

import asyncio

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.conditions import MaxMessageTermination, TextMentionTermination
from autogen_agentchat.teams import SelectorGroupChat
from autogen_agentchat.tools import AgentTool
from autogen_ext.models.openai import OpenAIChatCompletionClient
from openai import BadRequestError
from pydantic import BaseModel


class Town(BaseModel):
    name: str
    people: int


async def get_tide(port: str) -> str:
    """Look up the tide in a port."""
    return f"high in {port}"


def main() -> None:
    asyncio.run(_work())


async def _work() -> None:
    can = {"vision": False, "function_calling": True, "json_output": True, "structured_output": True, "family": "gpt-5"}
    model = OpenAIChatCompletionClient(
        model="gpt-5.5", model_info=can, include_name_in_message=False, parallel_tool_calls=False
    )
    pilot = AssistantAgent(
        "pilot", model, tools=[get_tide], system_message="You are the pilot.", reflect_on_tool_use=True, description="p"
    )
    captain = AssistantAgent(
        "captain", model, tools=[AgentTool(pilot)], system_message="You are the captain.", description="commands"
    )
    mate = AssistantAgent("mate", model, system_message="You are the mate.", description="helps")
    team = SelectorGroupChat(
        [captain, mate],
        model_client=model,
        termination_condition=TextMentionTermination("DONE") | MaxMessageTermination(12),
        selector_prompt="Select one of {participants}. {roles} {history}",
        allow_repeated_speaker=True,
    )
    print((await team.run(task="may we leave Ostend")).stop_reason)

    clerk = AssistantAgent("clerk", model, system_message="You are the clerk.", output_content_type=Town)
    twin = AssistantAgent("twin", model, system_message="You are the clerk.", output_content_type=Town)
    print(
        [done.messages[-1].content for done in await asyncio.gather(clerk.run(task="a town"), twin.run(task="a town"))]
    )
    lost = AssistantAgent("lost", model, system_message="You are lost.")
    try:
        await lost.run(task="where are you")
    except BadRequestError as failed:
        print(f"failed as it should: {type(failed).__name__}")
    await model.close()
