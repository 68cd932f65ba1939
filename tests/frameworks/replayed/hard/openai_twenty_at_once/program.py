"""Twenty identical calls at once, in tasks and in threads; a replay asks them in the reverse order."""

import asyncio
import contextvars
import os
import threading
import time

from openai import AsyncOpenAI, OpenAI

CALLS = 20
IN_REPLAY = "AGENTTRACE_REPLAY" in os.environ


def main() -> None:
    print(*asyncio.run(_in_tasks()), sep="\n")
    print(*_in_threads(), sep="\n")


def _turn_s(number: int) -> float:
    return 0.02 * (CALLS - number if IN_REPLAY else number)


async def _in_tasks() -> list[str]:
    async with AsyncOpenAI() as client:

        async def ask(number: int) -> str:
            await asyncio.sleep(_turn_s(number))
            return _text(await client.chat.completions.create(**_asked("in tasks")))

        return await asyncio.gather(*(ask(number) for number in range(CALLS)))


def _in_threads() -> list[str]:
    found = [""] * CALLS
    with OpenAI() as client:

        def ask(number: int) -> None:
            time.sleep(_turn_s(number))
            found[number] = _text(client.chat.completions.create(**_asked("in threads")))

        threads = [threading.Thread(target=contextvars.copy_context().run, args=(ask, n)) for n in range(CALLS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return found


def _asked(text: str) -> dict:
    return {"model": "gpt-5.5", "messages": [{"role": "user", "content": text}]}


def _text(answer: object) -> str:
    return answer.choices[0].message.content
