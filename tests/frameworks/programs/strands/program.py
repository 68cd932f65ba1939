"""Strands: a swarm in which a researcher with parallel tools hands over to a writer."""

from strands import Agent, tool
from strands.models.openai import OpenAIModel
from strands.multiagent import Swarm


@tool
def get_weather(city: str) -> str:
    """Look up the weather of a city."""
    return f"sunny in {city}"


@tool
def get_train(city: str) -> str:
    """Look up the next train to a city."""
    raise ValueError(f"no train goes to {city}")


def main() -> None:
    model = OpenAIModel(model_id="gpt-5.5")
    researcher = Agent(
        name="researcher", model=model, system_prompt="You are the researcher.", tools=[get_weather, get_train]
    )
    writer = Agent(name="writer", model=model, system_prompt="You are the writer.")
    print(Swarm([researcher, writer], entry_point=researcher)("weather in Paris and Rome, and a train").status)
