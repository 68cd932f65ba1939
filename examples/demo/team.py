"""A team of four agents that writes a launch brief, traced with one line: the program that `make demo` shows.

It uses the real `openai` and `anthropic` packages. Their base URLs come from the usual variables
(OPENAI_BASE_URL, ANTHROPIC_BASE_URL), so the same file runs against the providers or a scripted server.
"""

from __future__ import annotations

import asyncio
import sys

from anthropic import Anthropic, AsyncAnthropic, InternalServerError
from anthropic.types import MessageParam, ToolParam, ToolResultBlockParam, ToolUseBlock
from openai import OpenAI

import agenttrace as at

GPT = "gpt-5.5"
CLAUDE = "claude-sonnet-5"

NOTES = {
    "release date": "Release board, 12 November: Comet 4 ships on 3 December 2026.",
    "headline features": "Product sheet: offline sync, shared workspaces, public API.",
}

TOOLS: list[ToolParam] = [
    {
        "name": "search_notes",
        "description": "Search the team's notes",
        "input_schema": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]},
    },
    {
        "name": "fetch_page",
        "description": "Read a page of the intranet",
        "input_schema": {"type": "object", "properties": {"url": {"type": "string"}}, "required": ["url"]},
    },
]


class PageUnavailable(Exception):
    """The intranet did not answer."""


@at.tool
async def search_notes(query: str) -> str:
    await asyncio.sleep(0.06)
    return next((note for topic, note in NOTES.items() if topic in query), "nothing found")


@at.tool
async def fetch_page(url: str) -> str:
    await asyncio.sleep(0.09)
    raise PageUnavailable(f"503 from {url}: the intranet is being moved")


@at.agent(name="planner", role="splits the task")
def plan(brief: str) -> str:
    answer = OpenAI().responses.create(
        model=GPT, instructions="You are the planner. Split the task between your colleagues.", input=brief
    )
    at.message(to="researcher", content=answer.output_text, type="delegation")
    return answer.output_text


@at.agent(name="researcher", role="finds facts")
async def research(steps: str) -> str:
    client = AsyncAnthropic(max_retries=0)
    conversation: list[MessageParam] = [{"role": "user", "content": steps}]
    while True:
        answer = await ask_claude(client, conversation)
        calls = [block for block in answer.content if isinstance(block, ToolUseBlock)]
        if not calls:
            notes = "".join(block.text for block in answer.content if block.type == "text")
            at.message(to="writer", content=notes)
            return notes
        results = await asyncio.gather(*(use(call) for call in calls))
        conversation.append({"role": "assistant", "content": answer.content})
        conversation.append({"role": "user", "content": list(results)})


async def ask_claude(client: AsyncAnthropic, conversation: list[MessageParam]):
    """Ask once more when the provider is overloaded: the failed attempt stays visible in the trace."""
    for attempt in (1, 2):
        try:
            return await client.messages.create(
                model=CLAUDE,
                max_tokens=1024,
                system="You are the researcher. Use your tools; never invent a fact.",
                messages=conversation,
                tools=TOOLS,
            )
        except InternalServerError as error:
            if attempt == 2:
                raise
            at.log("model overloaded, asking again", level="warning", status=error.status_code)
    raise AssertionError("unreachable")


async def use(call: ToolUseBlock) -> ToolResultBlockParam:
    tool = {"search_notes": search_notes, "fetch_page": fetch_page}[call.name]
    try:
        return {"type": "tool_result", "tool_use_id": call.id, "content": await tool(**call.input)}
    except PageUnavailable as error:
        return {"type": "tool_result", "tool_use_id": call.id, "content": str(error), "is_error": True}


@at.agent(name="writer", role="writes the brief")
def write(notes: str, objection: str | None = None) -> str:
    stream = OpenAI().chat.completions.create(
        model=GPT,
        messages=[
            {"role": "system", "content": "You are the writer. At most 120 words, only facts from the notes."},
            {"role": "user", "content": notes if objection is None else f"{notes}\n\nThe reviewer says: {objection}"},
        ],
        stream=True,
        stream_options={"include_usage": True},
    )
    text = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
    at.message(to="reviewer", content=text)
    return text


@at.agent(name="reviewer", role="checks every claim")
def review(text: str, notes: str) -> str:
    with Anthropic().messages.stream(
        model=CLAUDE,
        max_tokens=256,
        system="You are the reviewer. Answer APPROVE or REJECT with the reason.",
        messages=[{"role": "user", "content": f"Notes:\n{notes}\n\nText:\n{text}"}],
    ) as stream:
        verdict = "".join(stream.text_stream)
    if verdict.startswith("REJECT"):
        at.message(to="writer", content=verdict, type="objection")
    return verdict


@at.trace(span_type=at.SpanType.TASK, name="launch brief")
def launch_brief(brief: str) -> str:
    notes = asyncio.run(research(plan(brief)))
    text = write(notes)
    verdict = review(text, notes)
    if verdict.startswith("REJECT"):
        text = write(notes, objection=verdict)
        verdict = review(text, notes)
    with at.span("length check", type=at.SpanType.VERIFICATION) as check:
        words = len(text.split())
        check.set_attribute("words", words)
        if words > 120:
            raise ValueError(f"the brief has {words} words, at most 120 were asked for")
    return text


def main() -> int:
    """Write one brief, print it, and leave its trace behind."""
    at.init(project="demo", session="launch-brief", tags=["demo"])
    print(launch_brief("Write a launch brief for Comet 4."))
    at.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
