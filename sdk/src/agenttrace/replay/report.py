"""Say at the end of a replay how faithful it was: what was served, what diverged, what was live, what was unused."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agenttrace.comparison import differences
from agenttrace.replay.divergence import Diverged
from agenttrace.replay.tape.entries import Entry, ExchangeEntry
from agenttrace.replay.tape.matching import How

_SHOWN = 10
_SPOILED = {"diverged": "diverged", "live": "went live", "unused": "did less"}
"""What makes a replay another run than the recorded one, and how that is called."""


@dataclass(slots=True)
class FidelityReport:
    """One replay of one run. Several threads write it."""

    run_id: str
    served: Counter[str] = field(default_factory=Counter)
    """How many entries were served, by how they were found."""
    live: list[str] = field(default_factory=list)
    """What was really asked or run."""
    diverged: list[Diverged] = field(default_factory=list)
    unused: dict[str, str] = field(default_factory=dict)
    """What the recorded run did and this one did not: titles by the ids of events."""
    blocked: list[str] = field(default_factory=list)
    """Where the program tried to connect to, and was not let."""
    notes: list[str] = field(default_factory=list)
    ended: str | None = None
    """Why the replay ended before the program did: it was told to, or the recording ends there."""
    new_run: str | None = None
    """The recording of the replay itself, where there is one."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def is_faithful(self) -> bool:
        """Whether the program did exactly what it did before."""
        return not self.diverged and not self.unused and not self.live

    def serve(self, how: How) -> None:
        """Count an entry that was served."""
        with self._lock:
            self.served[how.value] += 1

    def note(self, text: str) -> None:
        """Remember something that the reader should know, once."""
        with self._lock:
            if text not in self.notes:
                self.notes.append(text)

    def compare_state(self, checkpoint: str, expected: Any, got: Any) -> None:
        """Note where the program's state at a checkpoint is not the recorded one."""
        for each in differences(json.dumps(expected), json.dumps(got)):
            self.note(f"checkpoint {checkpoint}: {each}")

    def block(self, place: str) -> None:
        """Remember a place that could not be reached, once."""
        with self._lock:
            if place not in self.blocked:
                self.blocked.append(place)

    def leave_unused(self, entries: Iterable[Entry]) -> None:
        """Note what was never asked for; values of clocks and chance are no loss."""
        self.unused = {
            entry.id: f"step {entry.step}: {entry.title}" if entry.step else entry.title
            for entry in entries
            if entry.step or isinstance(entry, ExchangeEntry)
        }

    def as_json(self) -> dict[str, Any]:
        """Return it for another program."""
        return {
            "run_id": self.run_id,
            "faithful": self.is_faithful,
            "served": {"total": sum(self.served.values()), **{how.value: self.served[how.value] for how in How}},
            "diverged": [each.as_json() for each in self.diverged],
            "live": self.live,
            "unused": self.unused,
            "blocked": self.blocked,
            "notes": self.notes,
            "ended": self.ended,
            "new_run": self.new_run,
        }

    def __str__(self) -> str:
        return shown(self.as_json())


def merged(reports: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the reports of the processes of one replay as one: what any of them used is not unused."""
    first = reports[0]
    unused = set(first["unused"]).intersection(*(each["unused"] for each in reports))
    joined: dict[str, Any] = {
        "run_id": first["run_id"],
        "served": {name: sum(each["served"][name] for each in reports) for name in first["served"]},
        "unused": {name: title for name, title in first["unused"].items() if name in unused},
        "ended": next((each["ended"] for each in reports if each["ended"]), None),
        "new_run": next((each["new_run"] for each in reports if each["new_run"]), None),
    }
    for name in ("diverged", "live", "blocked", "notes"):
        joined[name] = [item for each in reports for item in each[name]]
    return {**joined, "faithful": not any(joined[name] for name in _SPOILED)}


def shown(report: Mapping[str, Any]) -> str:
    """Return a report, as `as_json` gives it, for people."""
    served = report["served"]
    kinds = ", ".join(f"{served[how.value]} {how.value}" for how in How if served[how.value])
    lines = [
        f"replay of {report['run_id']}: {next((word for name, word in _SPOILED.items() if report[name]), 'faithful')}",
        f"  served    {served['total']}{f' ({kinds})' if kinds else ''}",
        *(f"  {name:<9} {len(report[name])}" for name in ("diverged", "live", "unused")),
    ]
    if report["ended"] is not None:
        lines.append(f"  ended     {report['ended']}")
    for each in report["diverged"]:
        lines += [f"  {line}" for line in each["text"].split("\n")]
    for name, items in (("live", report["live"]), ("unused", list(report["unused"].values()))):
        lines += _listed(name, items)
    lines += [*_listed("blocked", report["blocked"]), *(f"  note: {note}" for note in report["notes"])]
    if report["new_run"] is not None:
        lines.append(f"  recorded as {report['new_run']}")
    return "\n".join(lines)


def _listed(word: str, items: Sequence[str]) -> list[str]:
    shown = [f"  {word}: {item}" for item in items[:_SHOWN]]
    return shown if len(items) <= _SHOWN else [*shown, f"  {word}: and {len(items) - _SHOWN} more"]


def append_report(report: FidelityReport, file: Path) -> None:
    """Add the report of this process to a file of JSON lines; each process of a replay adds one."""
    with file.open("a") as lines:
        lines.write(json.dumps(report.as_json()) + "\n")
