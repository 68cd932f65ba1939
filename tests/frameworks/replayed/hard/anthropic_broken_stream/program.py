"""Streams that break: the server cuts one and sends an error in one, and the program raises in one; then it goes on."""

import httpx2
from anthropic import Anthropic, APIError

BROKEN = (APIError, httpx2.HTTPError, ValueError)


def main() -> None:
    client = Anthropic()
    for text in ("cut", "error", "raise"):
        try:
            _read(client, text)
        except BROKEN as error:
            print(f"{text}: {type(error).__name__}: {error}")
    _read(client, "go on")


def _read(client: Anthropic, text: str) -> None:
    asked = [{"role": "user", "content": text}]
    events = client.messages.create(model="claude-sonnet-5", max_tokens=64, messages=asked, stream=True)
    for number, event in enumerate(events):
        print(event.model_dump_json())
        if text == "raise" and number == 3:
            raise ValueError("I have heard enough")
