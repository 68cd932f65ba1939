"""LangChain: agents with agents for tools, in parallel, streamed, with structured answers and fallbacks."""

import asyncio

from langchain.agents import create_agent
from langchain_anthropic import ChatAnthropic
from langchain_core.runnables import RunnableLambda, RunnableParallel
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from openai import InternalServerError
from pydantic import BaseModel


class Town(BaseModel):
    """A town."""

    name: str
    people: int


@tool
def get_tide(port: str) -> str:
    """Look up the tide in a port."""
    return f"high in {port}"


@tool
async def ask_pilot(question: str) -> str:
    """Ask the pilot."""
    pilot = create_agent(
        ChatAnthropic(model="claude-opus-5-5", max_tokens=512),
        tools=[get_tide],
        system_prompt="You are the pilot.",
        name="pilot",
    )
    answer = await pilot.ainvoke({"messages": [("user", question)]})
    return str(answer["messages"][-1].text)


def main() -> None:
    asyncio.run(_work())
    _at_once()
    town = ChatOpenAI(model="gpt-5.5").with_structured_output(Town, method="function_calling")
    print(town.invoke("name a town"))
    broken = ChatOpenAI(model="gpt-5.4-mini", max_retries=1)
    safe = broken.with_fallbacks([ChatAnthropic(model="claude-opus-5-5", max_tokens=512)])
    print(safe.invoke("answer although the first is broken").text)
    try:
        broken.invoke("always broken")
    except InternalServerError as failed:
        print(f"failed as it should: {type(failed).__name__}")


async def _work() -> None:
    captain = create_agent(
        ChatOpenAI(model="gpt-5.5", stream_usage=True),
        tools=[ask_pilot, get_tide],
        system_prompt="You are the captain.",
        name="captain",
    )
    asked = {"messages": [("user", "may we leave Ostend")]}
    async for event in captain.astream_events(asked, {"configurable": {"thread_id": "thread-8"}}, version="v2"):
        print(event["event"])


def _at_once() -> None:
    """Three branches of one chain: two the same, and one by another provider, streamed."""
    model = ChatOpenAI(model="gpt-5.5")
    other = ChatAnthropic(model="claude-opus-5-5", max_tokens=512)

    def streamed(text: str) -> str:
        return "".join(str(chunk.text) for chunk in other.stream(text))

    chain = RunnableParallel(one=model, two=model, three=RunnableLambda(streamed))
    print(sorted(chain.invoke("all at once")))
