"""Name the programmes that are hard to replay: streams, concurrency, retries, broken answers, a run that is killed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.frameworks.pairs import BadPair, Pair, one_of_each, pairs_of

HARD = Path(__file__).parent / "hard"
EMITTERS = {"openai": "otel_genai", "anthropic": "native", "mcp": "otel_genai"}
ENVIRONMENT_OF = {"mcp": "openai_agents"}
"""Whose environment has the library, where it has none of its own."""
"""Whose environment each library's programmes run in; nothing of the emitter is switched on."""
TOOLS = {
    "openai_parallel_tools": {"get_weather": 3},
    "anthropic_parallel_tools": {"get_weather": 3},
    "mcp_http": {"get_weather": 10},
    "mcp_stdio": {"get_weather": 5},
}
KILLED_AT_REQUEST = {"openai_killed": 3, "anthropic_killed": 3}


def hard_cases() -> list[Pair]:
    """Return all of them."""
    return [_case(folder.parent.name) for folder in sorted(HARD.glob("*/program.py"))]


def pairs_to_replay(names: Sequence[str]) -> list[Pair]:
    """Return one pair of each framework and the hard cases, or what is named; a library's name is all of its own.

    Raises: BadPair: nothing has such a name.
    """
    hard = hard_cases()
    if not names:
        return [*one_of_each(pairs_of([])), *hard]
    others = [name for name in names if name not in {case.framework for case in hard}]
    found = one_of_each(pairs_of(others)) if others else []
    return [*found, *(case for case in hard if {case.framework, case.like} & set(names))]


def _case(name: str) -> Pair:
    like = name.partition("_")[0]
    if like not in EMITTERS:
        raise BadPair(f"{name}: there is no environment for {like}")
    return Pair(
        framework=name,
        like=ENVIRONMENT_OF.get(like, like),
        name_of_run="hard",
        emitter=EMITTERS[like],
        in_span=False,
        packages=(like,),
        truth={"tools": TOOLS.get(name, {})},
        known={},
        programs=HARD,
        killed_at_request=KILLED_AT_REQUEST.get(name),
    )
