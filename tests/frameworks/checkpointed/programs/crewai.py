"""CrewAI: taken up after the first of two tasks, with another result of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crewai import LLM, Agent, CheckpointConfig, Crew, Process, Task

from agenttrace.replay.executors.native.crewai import CrewAIExecutor, CrewAIHandle

PLACE = Path("crewai-checkpoints")
executor = CrewAIExecutor()


def build() -> Any:
    model = LLM(model="gpt-5.5")
    planner = Agent(role="Planner", goal="Plan", backstory="You are the planner.", llm=model)
    writer = Agent(role="Writer", goal="Write", backstory="You are the writer.", llm=model)
    plan = Task(description="plan a trip", expected_output="a plan", agent=planner)
    write = Task(description="write a text", expected_output="a text", agent=writer, context=[plan])
    return Crew(agents=[planner, writer], tasks=[plan, write], process=Process.sequential)


def capture() -> CrewAIHandle:
    crew = build()
    crew.checkpoint = CheckpointConfig(location=str(PLACE), on_events=["task_completed"])
    crew.kickoff()
    return CrewAIHandle(PLACE, number=0)


def edits(_: CrewAIHandle) -> dict[str, Any]:
    return {"$.entities[0].tasks[0].output.raw": "a plan with rain"}


def told(result: Any) -> str:
    return str(result.raw)
