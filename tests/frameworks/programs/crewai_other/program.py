"""CrewAI: a crew with a manager that streams, two crews at once in threads, and a task with a structured answer."""

import asyncio

from crewai import LLM, Agent, Crew, Process, Task
from crewai.tools import tool
from pydantic import BaseModel


class Town(BaseModel):
    name: str
    people: int


@tool("get_tide")
def get_tide(port: str) -> str:
    """Look up the tide in a port."""
    return f"high in {port}"


def main() -> None:
    print(_managed().kickoff().raw)
    asyncio.run(_at_once())


def _managed() -> Crew:
    pilot = Agent(
        role="Pilot", goal="Know the tides", backstory="You are the pilot.", tools=[get_tide], llm=LLM(model="gpt-5.5")
    )
    mate = Agent(
        role="Mate", goal="Be ready", backstory="You are the mate.", llm=LLM(model="gpt-5.4-mini", stream=True)
    )
    leave = Task(description="may we leave Ostend", expected_output="yes or no")
    captain = Agent(
        role="Captain",
        goal="Leave in time",
        backstory="You are the captain.",
        llm=LLM(model="gpt-5.5"),
        allow_delegation=True,
    )
    return Crew(agents=[pilot, mate], tasks=[leave], process=Process.hierarchical, manager_agent=captain)


async def _at_once() -> None:
    def crew() -> Crew:
        clerk = Agent(role="Clerk", goal="Know towns", backstory="You are the clerk.", llm=LLM(model="gpt-5.5"))
        name = Task(description="name a town", expected_output="a town", agent=clerk, output_pydantic=Town)
        return Crew(agents=[clerk], tasks=[name])

    print([done.pydantic for done in await asyncio.gather(*(crew().kickoff_async() for _ in range(2)))])
