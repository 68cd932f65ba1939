"""A run that is killed while it waits for its third answer; a replay prints the same and ends there."""

from anthropic import Anthropic


def main() -> None:
    client = Anthropic()
    print(_asked(client, "hello").content[0].text, flush=True)
    for event in _asked(client, "stream a story", stream=True):
        print(event.model_dump_json(), flush=True)
    _asked(client, "wait")
    print("nobody will read this")


def _asked(client: Anthropic, text: str, *, stream: bool = False) -> object:
    asked = [{"role": "user", "content": text}]
    return client.messages.create(model="claude-sonnet-5", max_tokens=64, messages=asked, stream=stream)
