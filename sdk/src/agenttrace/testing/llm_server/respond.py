"""Decide what is sent back for a request: check it, ask the script, say it in the provider's protocol."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from agenttrace.testing.llm_server.ids import make_id
from agenttrace.testing.llm_server.ledger import Ledger, Served, Unmatched
from agenttrace.testing.llm_server.protocols import anthropic_messages, catalog, failures, openai_embeddings
from agenttrace.testing.llm_server.protocols import openai_chat as chat
from agenttrace.testing.llm_server.protocols import openai_responses as responses
from agenttrace.testing.llm_server.protocols.answer import Answer, Event, Json
from agenttrace.testing.llm_server.protocols.validation import complaint_about
from agenttrace.testing.llm_server.request import RecordedRequest
from agenttrace.testing.llm_server.routes import COUNT_TOKENS_PATH, is_known, method_of
from agenttrace.testing.llm_server.scenario.values import (
    Embeddings,
    Failure,
    Interrupt,
    Reply,
    Reset,
    Timeout,
    TokenCounts,
)
from agenttrace.testing.llm_server.script import Script, Unexpected
from agenttrace.testing.llm_server.usage import estimate_input, usage_of

PROTOCOLS = {"chat": chat, "responses": responses, "messages": anthropic_messages}


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer sent in one piece."""

    status: int
    body: Json
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    interrupt: Interrupt | None = None


@dataclass(frozen=True, slots=True)
class Streamed:
    """An answer sent as server-sent events."""

    events: Iterator[Event]
    headers: Mapping[str, str]
    reply: Reply


Outcome: TypeAlias = Whole | Streamed | Timeout | Reset


class Responder:
    """Answers requests of one play of a scenario and enters every answer in the ledger."""

    def __init__(self, script: Script, ledger: Ledger) -> None:
        self._script = script
        self._ledger = ledger
        self._scenario = script.scenario

    def respond(self, request: RecordedRequest, unreadable: Failure | None) -> Outcome:
        """Return what to send; `unreadable` is what was already found wrong with the request's bytes."""
        refusal = self._refusal(request, unreadable)
        if refusal is not None:
            return refusal
        if request.method == "GET":
            return self._catalog(request)
        complaint = complaint_about(request)
        if complaint is not None:
            wrong = Failure(400, message=complaint.message, code=complaint.code)
            return self._fail(request, wrong, complaint.param)
        if request.path == COUNT_TOKENS_PATH:
            return self._whole(request, {"input_tokens": estimate_input(request.body)}, Served(request, 200))
        return self._scripted(request)

    def _refusal(self, request: RecordedRequest, unreadable: Failure | None) -> Whole | None:
        method = method_of(request.path)
        if not is_known(request.path):
            return self._fail(request, Failure(404, message=f"Invalid URL ({request.method} {request.path})"))
        if request.method != method:
            return self._fail(request, Failure(405, message=f"Not allowed to {request.method} on {request.path}"))
        if self._scenario.require_key is not None and key_of(request) != self._scenario.require_key:
            return self._fail(request, Failure(401))
        return None if unreadable is None else self._fail(request, unreadable)

    def _catalog(self, request: RecordedRequest) -> Whole:
        found = catalog.as_json(request.path, self._scenario.models, request.provider)
        if found is None:
            return self._fail(request, Failure(404, message=f"The model at {request.path} does not exist"))
        return self._whole(request, found, Served(request, 200))

    def _scripted(self, request: RecordedRequest) -> Outcome:
        try:
            step = self._script.next_step(request)
        except Unexpected as error:
            return self._unexpected(request, str(error))
        if isinstance(step, Failure):
            return self._fail(request, step)
        if isinstance(step, Timeout | Reset):
            self._ledger.answered(Served(request, None))
            return step
        if isinstance(step, Reply):
            return self._reply(request, step)
        return self._embeddings(request, step)

    def _reply(self, request: RecordedRequest, reply: Reply) -> Outcome:
        if request.endpoint is None or request.endpoint == "embeddings":
            return self._unexpected(
                request, "the script answers this embeddings request with a Reply, not with Embeddings"
            )
        answer = Answer(request, reply, usage_of(reply, request.body), self._scenario.seed)
        protocol = PROTOCOLS[request.endpoint]
        served = Served(request, 200, answer.id(protocol.ID_PREFIX), answer.model, answer.usage)
        if request.stream:
            self._ledger.answered(served)
            return Streamed(protocol.as_events(answer), self._headers(request), reply)
        broken = anthropic_messages.broken_input(answer) if request.endpoint == "messages" else None
        if broken is not None:
            problem = f"the scripted arguments of tool {broken!r} are no JSON object, which only a stream can say here"
            return self._unexpected(request, problem)
        return self._whole(request, protocol.as_json(answer), served, reply)

    def _embeddings(self, request: RecordedRequest, scripted: Embeddings | None) -> Outcome:
        if request.endpoint != "embeddings":
            return self._unexpected(request, f"the script answers this {request.endpoint} request with Embeddings")
        inputs = len(openai_embeddings.inputs_of(request))
        if scripted is not None and len(scripted.vectors) != inputs:
            return self._unexpected(request, f"the script has {len(scripted.vectors)} vectors for {inputs} inputs")
        usage = TokenCounts(openai_embeddings.tokens_of(request, scripted), 0)
        body = openai_embeddings.as_json(request, scripted)
        return self._whole(request, body, Served(request, 200, None, request.model, usage))

    def _unexpected(self, request: RecordedRequest, reason: str) -> Whole:
        self._ledger.was_unmatched(Unmatched(request, reason))
        return self._fail(request, Failure(400, message=f"unexpected_request: {reason}", code="unexpected_request"))

    def _fail(self, request: RecordedRequest, failure: Failure, param: str | None = None) -> Whole:
        self._ledger.answered(Served(request, failure.status))
        headers = self._headers(request)
        if failure.retry_after_s is not None:
            headers["retry-after"] = str(math.ceil(failure.retry_after_s))
            headers["retry-after-ms"] = str(round(failure.retry_after_s * 1000))
        return Whole(failure.status, failures.as_json(failure, request, self._scenario.seed, param), headers)

    def _whole(self, request: RecordedRequest, body: Json, served: Served, reply: Reply | None = None) -> Whole:
        self._ledger.answered(served)
        if reply is None:
            return Whole(200, body, self._headers(request))
        return Whole(200, body, self._headers(request), reply.delay_s, reply.interrupt)

    def _headers(self, request: RecordedRequest) -> dict[str, str]:
        name = "request-id" if request.provider == "anthropic" else "x-request-id"
        return {name: make_id("req_", self._scenario.seed, request.number)}


def key_of(request: RecordedRequest) -> str | None:
    """Return the API key that a request carries, in either provider's header."""
    bearer = request.headers.get("authorization", "")
    if bearer.lower().startswith("bearer "):
        return bearer[len("bearer ") :].strip()
    return request.headers.get("x-api-key")
