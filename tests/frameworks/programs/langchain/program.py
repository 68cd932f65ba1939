"""LangGraph with two nodes over LangChain: a researcher with parallel tools, one failing, and a writer that streams."""

from typing import Annotated, Any

from langchain_anthropic import ChatAnthropic
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.prebuilt import ToolNode, tools_condition
from typing_extensions import TypedDict


@tool
def get_weather(city: str) -> str:
    """Look up the weather of a city."""
    return f"sunny in {city}"


@tool
def get_train(city: str) -> str:
    """Look up the next train to a city."""
    raise ValueError(f"no train goes to {city}")


class State(TypedDict):
    messages: Annotated[list[Any], add_messages]


def main() -> None:
    graph = StateGraph(State)
    graph.add_node("researcher", _research)
    graph.add_node("tools", ToolNode([get_weather, get_train], handle_tool_errors=True))
    graph.add_node("writer", _write)
    graph.add_edge(START, "researcher")
    graph.add_conditional_edges("researcher", tools_condition, {"tools": "tools", END: "writer"})
    graph.add_edge("tools", "researcher")
    graph.add_edge("writer", END)
    asked = {"messages": [HumanMessage("weather in Paris and Rome, and a train")]}
    answer = graph.compile().invoke(asked, {"configurable": {"thread_id": "thread-7"}})
    print(answer["messages"][-1].content)


def _research(state: State) -> dict[str, Any]:
    model = ChatOpenAI(model="gpt-5.5").bind_tools([get_weather, get_train])
    return {"messages": [model.invoke([SystemMessage("You are the researcher."), *state["messages"]])]}


def _write(state: State) -> dict[str, Any]:
    model = ChatAnthropic(model="claude-sonnet-5", max_tokens=512)
    notes = state["messages"][-1].content
    written = "".join(
        str(chunk.text) for chunk in model.stream([SystemMessage("You are the writer."), HumanMessage(notes)])
    )
    return {"messages": [HumanMessage(written)]}
