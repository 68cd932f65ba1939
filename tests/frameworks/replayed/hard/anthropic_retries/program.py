"""The anthropic library tries again after a 429, an overload and a reset; once it gives up."""

from anthropic import Anthropic, RateLimitError


def main() -> None:
    client = Anthropic()
    print(_say(client, "patience"))
    try:
        _say(client, "no hope")
    except RateLimitError as refused:
        print(f"refused as it should be: {refused.status_code} {refused}")
    print(_say(client, "a bad line"))


def _say(client: Anthropic, text: str) -> str:
    asked = [{"role": "user", "content": text}]
    return client.messages.create(model="claude-sonnet-5", max_tokens=64, messages=asked).content[0].text
