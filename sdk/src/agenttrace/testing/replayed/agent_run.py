"""What a test asks about a run of its agent: did it make the same calls, what did it cost, did it leave its tape."""

from __future__ import annotations

import json
import runpy
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from pathlib import Path

from agenttrace.comparison import Change, Node, NodeKind, Run, diff_as_text, diff_runs
from agenttrace.recording import TraceReader
from agenttrace.replay import Replayer
from agenttrace.replay.recorded import run_of_recording

_PER = 1_000_000
_MAX_SHOWN = 5
_DECIDED = frozenset(("name", "model", "input"))


class Mode(str, Enum):
    """Where the answers come from."""

    REPLAY = "replay"
    RECORD = "record"
    LIVE = "live"


@dataclass(slots=True)
class AgentRun:
    """One run of an agent under test. The assertions are made behind the agent's own code.

    A run that becomes the new recording is like itself: then only what it costs can fail.
    """

    mode: Mode
    cassette: Path
    replayer: Replayer | None = None
    traces: Path | None = None
    """Where a run that is not a replay is recorded."""
    _recorded: Run | None = field(default=None, repr=False)

    @property
    def recorded(self) -> Run:
        """The run that the cassette holds."""
        if self._recorded is None:
            self._recorded = run_of_recording(TraceReader(self.cassette))
        return self._recorded

    @property
    def actual(self) -> Run:
        """What the agent has done in this test; of a replay the steps that were served."""
        if self.replayer is not None:
            used = {entry.step for entry in self.replayer.tape.entries if entry.used and entry.step is not None}
            return Run(self.recorded.id, [_alone(node) for node in self.recorded.nodes() if node.step in used])
        folder = self.newest()
        if folder is None:
            raise AssertionError("nothing was recorded: the agent did not run, or called at.init(record=False)")
        return run_of_recording(TraceReader(folder))

    def newest(self) -> Path | None:
        """Return the recording of this test with the most in it."""
        found = [] if self.traces is None or not self.traces.exists() else list(self.traces.glob("*/events.jsonl"))
        return max(found, key=lambda file: file.stat().st_size).parent if found else None

    def script(self, path: str | Path, *arguments: str) -> None:
        """Run a Python script as `python path arguments` would, in this process; leaving it with 0 is no failure."""
        before = sys.argv, sys.path[:]
        sys.argv = [str(path), *arguments]
        sys.path.insert(0, str(Path(path).resolve().parent))
        try:
            runpy.run_path(str(path), run_name="__main__")
        except SystemExit as end:
            if end.code not in (None, 0):
                raise AssertionError(f"{path} ended with {end.code}") from end
        finally:
            sys.argv, sys.path[:] = before

    def assert_same_tool_calls(self) -> None:
        """Fail unless the agent called the recorded tools with the recorded arguments, each as often as before."""
        if self.mode is Mode.RECORD:
            return
        before, after = (Counter(map(_call, run.of_kind(NodeKind.TOOL))) for run in (self.recorded, self.actual))
        lines = [f"  not called:  {call}" for call in (before - after).elements()]
        lines += [f"  called more: {call}" for call in (after - before).elements()]
        if lines:
            raise AssertionError("\n".join(["the agent's tool calls are not those of its recording:", *lines]))

    def assert_cost_below(self, usd: float, prices: Mapping[str, tuple[float, float]]) -> None:
        """Fail unless the model calls cost less; `prices` are dollars for a million tokens in and out, by model."""
        total = Decimal(0)
        for call in self.actual.of_kind(NodeKind.MODEL):
            price = prices.get(call.model or "")
            if price is None:
                raise AssertionError(f"there is no price for {call.model!r}; prices has {', '.join(prices) or 'none'}")
            if call.input_tokens is None or call.output_tokens is None:
                raise AssertionError(f"{call.title} says nothing of its tokens, so nobody knows what it cost")
            amounts = (call.input_tokens, call.output_tokens)
            total += sum((Decimal(str(rate)) * n for rate, n in zip(price, amounts, strict=True)), Decimal(0)) / _PER
        if total >= Decimal(str(usd)):
            raise AssertionError(f"the agent's model calls cost ${total.normalize():f}, not below ${usd}")

    def assert_no_divergence(self) -> None:
        """Fail unless the agent did what it did: asked the same, called the same, left nothing out.

        What a model answers is its own business where it is really asked.
        """
        if self.mode is Mode.RECORD:
            return
        if self.replayer is not None:
            if not self.replayer.report.is_faithful or self._unserved():
                raise AssertionError(self._left_out())
            return
        diff = diff_runs(self.recorded, self.actual)
        if any(map(_is_decided, diff.changes)):
            raise AssertionError(f"the agent left its recording:\n{diff_as_text(diff, max_changes=_MAX_SHOWN)}")

    def _unserved(self) -> list[str]:
        tape = [] if self.replayer is None else self.replayer.tape.entries
        return [f"step {entry.step}: {entry.title}" for entry in tape if entry.step and not entry.used]

    def _left_out(self) -> str:
        unused = "".join(f"\n  not done: {title}" for title in self._unserved()[:_MAX_SHOWN])
        report = "" if self.replayer is None else f"\n{self.replayer.report}"
        return f"the agent left its recording:{unused}{report}"


def _call(node: Node) -> str:
    return f"{node.name}({json.dumps(node.input, sort_keys=True, ensure_ascii=False, default=str)})"


def _alone(node: Node) -> Node:
    names = ("id", "name", "kind", "start_ns", "end_ns", "status", "step", "model", "input", "output")
    counted = ("input_tokens", "output_tokens", "cost_usd")
    return Node(**{name: getattr(node, name) for name in (*names, *counted)})


def _is_decided(change: Change) -> bool:
    return change.what != "changed" or any(each.field in _DECIDED for each in change.fields)
