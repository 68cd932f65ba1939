"""Add up what was counted per session and model, and compare it with what Claude Code says itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from agenttrace_server.imports.reading import Row, count, fields, number
from agenttrace_server.imports.tally import Tally

_FIGURES = {
    "input_tokens": "inputTokens",
    "output_tokens": "outputTokens",
    "cache_read_input_tokens": "cacheReadInputTokens",
    "cache_creation_input_tokens": "cacheCreationInputTokens",
}
"""What Claude's API calls a figure, and what Claude Code's own books call it."""


@dataclass(slots=True)
class Sums:
    """The tokens of one session by model and figure, subagents included, and the session's own books."""

    counted: dict[str, Counter[str]] = field(default_factory=dict)
    stated: Row = field(default_factory=dict)
    cost_usd: float | None = None

    def add(self, model: str | None, usage: Row, output_tokens: int | None) -> None:
        """Count one call."""
        of_model = self.counted.setdefault(model or "", Counter())
        for name in _FIGURES:
            value = output_tokens if name == "output_tokens" else count(usage.get(name))
            of_model[name] += value or 0

    def state(self, model_usage: Row, cost_usd: object) -> None:
        """Remember the session's own books: they are cumulative, so the last ones hold."""
        if model_usage:
            self.stated = model_usage
        self.cost_usd = number(cost_usd) if number(cost_usd) is not None else self.cost_usd

    def missing_output(self, model: str) -> int | None:
        """Return how many output tokens of a model the books have and no call has; None where there are no books."""
        stated = count(fields(self.stated.get(model)).get("outputTokens"))
        return None if stated is None else max(0, stated - self.counted.get(model, Counter())["output_tokens"])

    def compare(self, session_id: str, tally: Tally) -> None:
        """Put every stated figure beside the counted one."""
        for model, stated in self.stated.items():
            for name, theirs in _FIGURES.items():
                counted = self.counted.get(model, Counter())[name]
                tally.check(f"session {session_id}, {model}, {name}", count(fields(stated).get(theirs)), counted)
        if self.cost_usd is not None:
            tally.note(f"session {session_id}: Claude Code says that it cost ${self.cost_usd:g}")
