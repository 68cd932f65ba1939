"""A run that is killed while it waits for its third answer; a replay prints the same and ends there."""

from openai import OpenAI


def main() -> None:
    client = OpenAI()
    print(_asked(client, "hello").choices[0].message.content, flush=True)
    for chunk in _asked(client, "stream a story", stream=True):
        print(chunk.model_dump_json(), flush=True)
    _asked(client, "wait")
    print("nobody will read this")


def _asked(client: OpenAI, text: str, *, stream: bool = False) -> object:
    asked = [{"role": "user", "content": text}]
    return client.chat.completions.create(model="gpt-5.5", messages=asked, stream=stream)
