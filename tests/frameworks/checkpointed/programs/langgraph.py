"""LangGraph: a planner, a writer and an editor; taken up before the writer, with another plan."""

from __future__ import annotations

from typing import Any

from langchain_core.messages import HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from agenttrace.replay.executors.native.langgraph import LangGraphExecutor, LangGraphHandle

executor = LangGraphExecutor()


class State(TypedDict, total=False):
    plan: str
    text: str


def build(saver: Any) -> Any:
    graph = StateGraph(State)
    graph.add_node("planner", lambda state: {"plan": _ask("planner", "plan a trip")})
    graph.add_node("writer", lambda state: {"text": _ask("writer", state["plan"])})
    graph.add_edge(START, "planner")
    graph.add_edge("planner", "writer")
    graph.add_edge("writer", END)
    return graph.compile(checkpointer=saver, interrupt_before=["writer"])


def capture() -> LangGraphHandle:
    config = {"configurable": {"thread_id": "thread-7"}}
    graph = build(InMemorySaver())
    graph.invoke({}, config)
    return LangGraphHandle(graph, config)


def edits(_: LangGraphHandle) -> dict[str, Any]:
    return {"values": {"plan": "a plan with rain"}, "as_node": "planner"}


def told(result: Any) -> str:
    return str(result["text"])


def _ask(role: str, text: str) -> str:
    model = ChatOpenAI(model="gpt-5.5")
    return str(model.invoke([SystemMessage(f"You are the {role}."), HumanMessage(text)]).content)
