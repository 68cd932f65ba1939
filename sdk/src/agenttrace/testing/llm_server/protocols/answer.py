"""An answer that is ready to be said in a provider's protocol, and the events it is streamed in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeAlias

from agenttrace.testing.llm_server.ids import make_id
from agenttrace.testing.llm_server.request import RecordedRequest
from agenttrace.testing.llm_server.scenario.values import Finish, Reply, TokenCounts

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply to one request, with its usage settled and its ids determined."""

    request: RecordedRequest
    reply: Reply
    usage: TokenCounts
    seed: int

    @property
    def model(self) -> str:
        return self.reply.model or self.request.model

    @property
    def finish(self) -> Finish:
        return self.reply.finish or ("tool_calls" if self.reply.tool_calls else "stop")

    def id(self, prefix: str, position: int = 0) -> str:
        """Return the id of this answer, or of the thing at that position in it."""
        return make_id(prefix, self.seed, self.request.number, position)

    def call_id(self, prefix: str, position: int) -> str:
        """Return the scripted id of the tool call at that position, or one of ours."""
        return self.reply.tool_calls[position].id or self.id(prefix, position)

    def pieces(self, text: str) -> list[str]:
        """Cut a text into what one streamed delta carries."""
        return [text[at : at + self.reply.chunk] for at in range(0, len(text), self.reply.chunk)]


@dataclass(frozen=True, slots=True)
class Event:
    """One server-sent event; OpenAI's chat streams have no event names."""

    data: Json | str
    name: str | None = None

    def encode(self) -> bytes:
        data = self.data if isinstance(self.data, str) else to_json(self.data)
        head = f"event: {self.name}\n" if self.name else ""
        return f"{head}data: {data}\n\n".encode()


def to_json(value: Json) -> str:
    """Return compact JSON with non-ASCII text as it is."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
