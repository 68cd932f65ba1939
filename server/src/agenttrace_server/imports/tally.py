"""Count what an import reads, sends, skips and cannot read, for the summary at its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agenttrace.model import semconv
from agenttrace_server.imports.span import ImportedSpan

SHOWN_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, and where; `line` is 0 where it is the whole file."""

    file: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Check:
    """A figure that the source states itself, beside the one that was imported."""

    what: str
    stated: int
    imported: int

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return self.stated == self.imported


@dataclass(slots=True)
class Tally:
    """The figures of one import. One thread writes it."""

    files: int = 0
    rows: int = 0
    read_bytes: int = 0
    spans: int = 0
    model_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    traces: set[str] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    """Of the ids of every span that was counted."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Rows of kinds that are known and say nothing about a step."""
    unknown: Counter[str] = field(default_factory=Counter)
    """Rows of kinds that nobody here knows."""
    problem_count: int = 0
    problems: list[Problem] = field(default_factory=list)
    """The first `SHOWN_PROBLEMS` of them."""
    notes: list[str] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    def problem(self, file: Path, line: int, reason: str) -> None:
        """Remember something that could not be read."""
        self.problem_count += 1
        if len(self.problems) < SHOWN_PROBLEMS:
            self.problems.append(Problem(file, line, reason))

    def note(self, text: str) -> None:
        """Remember something that the reader of the summary should know, once."""
        if text not in self.notes:
            self.notes.append(text)

    def check(self, what: str, stated: int | None, imported: int) -> None:
        """Compare a figure with what the source itself says, where it says it."""
        if stated is not None:
            self.checks.append(Check(what, stated, imported))

    def sent(self, span: ImportedSpan) -> None:
        """Count a span that the server has; a later version of it is the same span."""
        key = hash((span.trace_id, span.span_id))
        if key in self.seen:
            return
        self.seen.add(key)
        self.spans += 1
        self.traces.add(span.trace_id)
        if span.is_model_call:
            self.model_calls += 1
            self.input_tokens += _tokens(span, semconv.INPUT_TOKENS)
            self.output_tokens += _tokens(span, semconv.OUTPUT_TOKENS)

    def as_json(self) -> dict[str, Any]:
        """Return the summary for another program."""
        return {
            "files": self.files,
            "rows": self.rows,
            "bytes": self.read_bytes,
            "spans": self.spans,
            "traces": len(self.traces),
            "model_calls": self.model_calls,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "skipped_rows": dict(self.skipped),
            "unknown_rows": dict(self.unknown),
            "unreadable": self.problem_count,
            "problems": [{"file": str(each.file), "line": each.line, "reason": each.reason} for each in self.problems],
            "checks": [
                {"what": each.what, "stated": each.stated, "imported": each.imported, "agrees": each.agrees}
                for each in self.checks
            ],
            "notes": self.notes,
        }


def _tokens(span: ImportedSpan, name: str) -> int:
    found = span.attributes.get(name)
    return found if isinstance(found, int) else 0
