"""Strands: a graph of agents, agents as tools, a structured answer, a stream that is listened to, a failure."""

import asyncio

from openai import BadRequestError
from pydantic import BaseModel
from strands import Agent, tool
from strands.models.openai import OpenAIModel
from strands.multiagent import GraphBuilder


class Town(BaseModel):
    """A town."""

    name: str
    people: int


@tool
def get_tide(port: str) -> str:
    """Look up the tide in a port."""
    return f"high in {port}"


@tool
def ask_pilot(question: str) -> str:
    """Ask the pilot."""
    pilot = Agent(
        name="pilot",
        model=OpenAIModel(model_id="gpt-5.4-mini"),
        system_prompt="You are the pilot.",
        tools=[get_tide],
        callback_handler=None,
    )
    return str(pilot(question))


def main() -> None:
    model = OpenAIModel(model_id="gpt-5.5")

    def agent(name: str, **more) -> Agent:
        return Agent(name=name, model=model, system_prompt=f"You are the {name}.", callback_handler=None, **more)

    graph = GraphBuilder()
    graph.add_node(agent("captain", tools=[ask_pilot, get_tide]), "captain")
    graph.add_node(agent("mate"), "mate")
    graph.add_node(agent("cook"), "cook")
    graph.add_edge("captain", "mate")
    graph.add_edge("captain", "cook")
    print(graph.build()("may we leave Ostend").status)
    print(agent("clerk")("name a town", structured_output_model=Town).structured_output)
    asyncio.run(_listen(agent("singer")))
    try:
        agent("lost")("where are you")
    except BadRequestError as failed:
        print(f"failed as it should: {type(failed).__name__}")


async def _listen(singer: Agent) -> None:
    async for event in singer.stream_async("sing"):
        print(sorted(event))
