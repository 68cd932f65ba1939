"""Twenty identical calls at once, in tasks; a replay asks them in the reverse order."""

import asyncio
import os

from anthropic import AsyncAnthropic

CALLS = 20
IN_REPLAY = "AGENTTRACE_REPLAY" in os.environ
ASKED = {"model": "claude-sonnet-5", "max_tokens": 64, "messages": [{"role": "user", "content": "in tasks"}]}


def main() -> None:
    print(*asyncio.run(_in_tasks()), sep="\n")


async def _in_tasks() -> list[str]:
    async with AsyncAnthropic() as client:

        async def ask(number: int) -> str:
            await asyncio.sleep(0.02 * (CALLS - number if IN_REPLAY else number))
            return (await client.messages.create(**ASKED)).content[0].text

        return await asyncio.gather(*(ask(number) for number in range(CALLS)))
