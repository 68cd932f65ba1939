"""Read which programmes there are, under which emitters each runs, and what has to be found of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomllib

PROGRAMS = Path(__file__).parent / "programs"


class BadPair(Exception):
    """A programme's `expected.toml` cannot be used; says which and why."""


@dataclass(frozen=True)
class Known:
    """What is known to be counted instead of what was served, exactly, and why. `is_ours`: the fault is ours."""

    counted: Any
    because: str
    is_ours: bool = False


@dataclass(frozen=True)
class Unsteady:
    """What the framework prints differently in every run, a regular expression, and why it does so."""

    pattern: str
    because: str


@dataclass(frozen=True)
class Pair:
    """One programme under one way of tracing it. `truth` is what the programme does; the model server knows the rest.

    `in_span`: the programme runs inside a span of the application, as in the handler of a web request.
    `like`: the framework whose emitters and environments it uses; another one's where it is a second programme.
    """

    framework: str
    like: str
    name_of_run: str
    emitter: str
    in_span: bool
    packages: tuple[str, ...]
    truth: Mapping[str, Any]
    known: Mapping[str, Known]
    unsteady: tuple[Unsteady, ...] = ()
    programs: Path = PROGRAMS
    killed_at_request: int | None = None
    """The request that the recorded run waits for when it is killed, and where its replay has to end."""

    @property
    def name(self) -> str:
        return f"{self.framework}-{self.name_of_run}"

    @property
    def environment(self) -> str:
        """The name of its environment, which pairs of one emitter share."""
        return f"{self.like}-{self.emitter}"

    @property
    def folder(self) -> Path:
        return self.programs / self.framework

    @property
    def switch(self) -> Path:
        """What switches its emitter on."""
        return PROGRAMS / self.like / f"{self.emitter}.py"

    @property
    def lock(self) -> Path:
        return self.switch.with_suffix(".txt")

    def versions(self) -> str:
        """Return the versions of what is compared, as the lock pins them."""
        pinned = dict(re.findall(r"^([\w.-]+)==([\w.]+)", self.lock.read_text(), re.MULTILINE))
        return ", ".join(f"{package} {pinned[package]}" for package in self.packages)


def pairs_of(names: list[str]) -> list[Pair]:
    """Return the pairs of these frameworks, or those named whole (`openai-traceloop`); all where nothing is named."""
    found = [pair for folder in sorted(PROGRAMS.glob("*/expected.toml")) for pair in _read(folder)]
    unknown = set(names) - {pair.framework for pair in found} - {pair.name for pair in found}
    if unknown:
        raise BadPair(
            f"no such framework or pair: {', '.join(sorted(unknown))}; there are {', '.join(p.name for p in found)}"
        )
    return [pair for pair in found if not names or {pair.framework, pair.name} & set(names)]


def one_of_each(pairs: list[Pair]) -> list[Pair]:
    """Return the first pair of each framework, which is its simplest."""
    first: dict[str, Pair] = {}
    for pair in pairs:
        first.setdefault(pair.like, pair)
    return list(first.values())


def _read(path: Path) -> list[Pair]:
    told = tomllib.loads(path.read_text())
    truth = {
        "agents": tuple(sorted(told["agents"])),
        "tools": told["tools"],
        "failed": told.get("failed", 0),
        "handoffs": tuple(sorted(told["handoffs"])),
    }
    return [
        Pair(
            framework=path.parent.name,
            like=told.get("like", path.parent.name),
            name_of_run=name,
            emitter=each.get("emitter", name),
            in_span=each.get("in_span", told["in_span"]),
            packages=(*told["packages"], *each["packages"]),
            truth=truth,
            known=_known(each.get("known", [])),
            unsteady=tuple(Unsteady(**told_once) for told_once in told.get("unsteady", [])),
        )
        for name, each in told["pairs"].items()
    ]


def _known(gaps: list[dict[str, Any]]) -> dict[str, Known]:
    """Return by figure what is told by reason: one reason may change several figures."""
    return {
        figure: Known(_frozen(counted), gap["because"], gap.get("is_ours", False))
        for gap in gaps
        for figure, counted in gap.items()
        if figure not in {"because", "is_ours"}
    }


def _frozen(counted: Any) -> Any:
    return tuple(sorted(counted)) if isinstance(counted, list) else counted
