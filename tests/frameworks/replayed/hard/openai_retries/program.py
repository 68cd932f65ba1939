"""The openai library tries again after a 429, an overload and a reset; once it gives up."""

from openai import OpenAI, RateLimitError


def main() -> None:
    client = OpenAI()
    print(_say(client, "patience"))
    try:
        _say(client, "no hope")
    except RateLimitError as refused:
        print(f"refused as it should be: {refused.status_code} {refused}")
    print(_say(client, "a bad line"))


def _say(client: OpenAI, text: str) -> str:
    answer = client.chat.completions.create(model="gpt-5.5", messages=[{"role": "user", "content": text}])
    return answer.choices[0].message.content
