"""OpenAI Agents: agents as tools, a guardrail that is an agent, three agents in a row, streamed."""

import asyncio

from agents import (
    Agent,
    GuardrailFunctionOutput,
    InputGuardrailTripwireTriggered,
    Runner,
    function_tool,
    input_guardrail,
    trace,
)
from openai import BadRequestError
from pydantic import BaseModel


class Town(BaseModel):
    name: str
    people: int


@function_tool
async def get_tide(port: str) -> str:
    """Look up the tide in a port."""
    await asyncio.sleep(0.01)
    return f"high in {port}"


guard = Agent(name="Guard", instructions="You are the guard.", model="gpt-5.4-mini")


@input_guardrail(run_in_parallel=False)
async def is_decent(context, agent, given):
    told = await Runner.run(guard, str(given), context=context.context)
    return GuardrailFunctionOutput(output_info=told.final_output, tripwire_triggered="NO" in told.final_output)


def main() -> None:
    asyncio.run(_work())


async def _work() -> None:
    pilot = Agent(name="Pilot", instructions="You are the pilot.", model="gpt-5.5", tools=[get_tide])
    mate = Agent(name="Mate", instructions="You are the mate.", model="gpt-5.5")
    bosun = Agent(name="Bosun", instructions="You are the bosun.", model="gpt-5.5", handoffs=[mate])
    captain = Agent(
        name="Captain",
        instructions="You are the captain.",
        model="gpt-5.5",
        tools=[pilot.as_tool("ask_pilot", "Ask the pilot"), get_tide],
        handoffs=[bosun],
        input_guardrails=[is_decent],
    )
    clerk = Agent(name="Clerk", instructions="You are the clerk.", model="gpt-5.5", output_type=Town)
    with trace("voyage", group_id="conversation-9"):
        streamed = Runner.run_streamed(captain, "may we leave Ostend")
        async for event in streamed.stream_events():
            print(event.type)
        print(streamed.final_output)
        print([done.final_output for done in await asyncio.gather(*(Runner.run(clerk, "a town") for _ in range(2)))])
    try:
        await Runner.run(captain, "something indecent")
    except InputGuardrailTripwireTriggered:
        print("refused as it should be")
    lost = Agent(name="Lost", instructions="You are lost.", model="gpt-5.5")
    try:
        await Runner.run(lost, "where are you")
    except BadRequestError as failed:
        print(f"failed as it should: {type(failed).__name__}")
