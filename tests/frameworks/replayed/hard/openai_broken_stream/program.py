"""Streams that break: the server cuts one and sends an error in one, and the program raises in one; then it goes on."""

import httpx2
from openai import APIError, OpenAI

BROKEN = (APIError, httpx2.HTTPError, ValueError)


def main() -> None:
    client = OpenAI()
    for text in ("cut", "error", "raise"):
        try:
            _read(client, text)
        except BROKEN as error:
            print(f"{text}: {type(error).__name__}: {error}")
    _read(client, "go on")


def _read(client: OpenAI, text: str) -> None:
    asked = [{"role": "user", "content": text}]
    for number, chunk in enumerate(client.chat.completions.create(model="gpt-5.5", messages=asked, stream=True)):
        print(chunk.model_dump_json())
        if text == "raise" and number == 3:
            raise ValueError("I have heard enough")
