"""CrewAI: a researcher with parallel tools who delegates to a writer, then the writer's own task."""

from crewai import LLM, Agent, Crew, Process, Task
from crewai.tools import tool


@tool("get_weather")
def get_weather(city: str) -> str:
    """Look up the weather of a city."""
    return f"sunny in {city}"


@tool("get_train")
def get_train(city: str) -> str:
    """Look up the next train to a city."""
    raise ValueError(f"no train goes to {city}")


def main() -> None:
    model = LLM(model="gpt-5.5")
    researcher = Agent(
        role="Researcher",
        goal="Find the facts",
        backstory="You are the researcher.",
        tools=[get_weather, get_train],
        llm=model,
        allow_delegation=True,
    )
    writer = Agent(role="Writer", goal="Write it", backstory="You are the writer.", llm=model)
    look = Task(description="weather in Paris and Rome, and a train", expected_output="notes", agent=researcher)
    write = Task(description="write a text", expected_output="a text", agent=writer, context=[look])
    crew = Crew(agents=[researcher, writer], tasks=[look, write], process=Process.sequential)
    print(crew.kickoff().raw)
