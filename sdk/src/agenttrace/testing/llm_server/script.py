"""Pick the reply for a request: rules in order, each with its own count of calls."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase

from agenttrace.testing.llm_server.request import RecordedRequest
from agenttrace.testing.llm_server.scenario.values import Embeddings, Match, Reply, Rule, Scenario, Step

_SHOWN_CHARACTERS = 80


class Unexpected(Exception):
    """No reply is scripted for this request; the text says for each rule what did not match."""


@dataclass(slots=True)
class _Counts:
    calls_that_fit: int = 0
    replies_given: int = 0


class Script:
    """A scenario being played. Safe to ask from many threads."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._counts = [_Counts() for _ in scenario.rules]
        self._lock = threading.Lock()

    def next_step(self, request: RecordedRequest) -> Step | None:
        """Return the reply for this request; None is an embeddings call that nobody scripted.

        Raises: Unexpected: no rule matches, or the rule that matches is used up.
        """
        with self._lock:
            reasons: list[str] = []
            for index, rule in enumerate(self.scenario.rules):
                title = rule.name or f"rule {index + 1}"
                difference = self._difference(rule, self._counts[index], request)
                if difference is None:
                    return self._take(rule, self._counts[index], title)
                reasons.append(f"{title} wants {difference}")
        if request.endpoint == "embeddings":
            return None
        raise Unexpected(_explain(request, reasons))

    def _difference(self, rule: Rule, counts: _Counts, request: RecordedRequest) -> str | None:
        difference = what_differs(rule.match, request)
        if difference is not None:
            return difference
        counts.calls_that_fit += 1
        if rule.match.nth is not None and rule.match.nth != counts.calls_that_fit:
            return f"call {rule.match.nth} and this is call {counts.calls_that_fit}"
        return None

    def _take(self, rule: Rule, counts: _Counts, title: str) -> Step:
        given = counts.replies_given
        counts.replies_given += 1
        if given < len(rule.replies):
            return rule.replies[given]
        if rule.when_used_up == "repeat_last":
            return rule.replies[-1]
        raise Unexpected(f"{title} has given all of its {len(rule.replies)} replies and was called again")


def what_differs(match: Match, request: RecordedRequest) -> str | None:
    """Return what the match wants and the request has not, or None if they fit; `nth` is the caller's."""
    if not _endpoint_fits(match, request):
        return f"endpoint {match.endpoint or 'chat, responses or messages'}"
    if match.model is not None and not fnmatchcase(request.model, match.model):
        return f"model {match.model!r}"
    if match.system is not None and match.system not in request.system:
        return f"a system prompt with {_shown(match.system)}"
    if match.user is not None and match.user not in request.last_user:
        return f"a last user text with {_shown(match.user)}"
    return _tool_result_differs(match, request)


def _tool_result_differs(match: Match, request: RecordedRequest) -> str | None:
    if match.tool_result is None:
        return None
    if request.tool_result is None:
        return "a conversation that ends with a tool result"
    if match.tool_result not in request.tool_result:
        return f"a tool result with {_shown(match.tool_result)}"
    return None


def _endpoint_fits(match: Match, request: RecordedRequest) -> bool:
    if match.endpoint is None:
        return request.endpoint != "embeddings"
    return match.endpoint == request.endpoint


def _explain(request: RecordedRequest, reasons: list[str]) -> str:
    asked = (
        f"no rule matches this {request.endpoint} request: model {request.model!r}, "
        f"system {_shown(request.system)}, last user text {_shown(request.last_user)}"
    )
    if request.tool_result is not None:
        asked += f", tool result {_shown(request.tool_result)}"
    return "; ".join([asked, *(reasons or ["the scenario has no rules"])])


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…")


def is_for(step: Step, request: RecordedRequest) -> bool:
    """Say whether this kind of reply can answer this endpoint (embeddings answer only embeddings)."""
    if isinstance(step, Embeddings):
        return request.endpoint == "embeddings"
    return not isinstance(step, Reply) or request.endpoint != "embeddings"
