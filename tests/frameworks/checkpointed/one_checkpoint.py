"""Begin a programme in one process, take a checkpoint, and go on from it in another, in a changed state."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agenttrace.testing.llm_server import Reply, Rule, Scenario, ScriptedLLM, ToolCall
from tests.frameworks.one_run import PROGRAM_TIMEOUT_S, RunFailed
from tests.frameworks.surroundings import environment_for

PROGRAMS = Path(__file__).with_name("programs")
STAGE = Path(__file__).with_name("stage.py")
PLANNED, EDITED, WRITTEN = "a plan with sun", "a plan with rain", "the text that was written"


@dataclass(frozen=True)
class Subject:
    """A programme, the environment that it runs in, and what the model says to it before the checkpoint."""

    name: str
    environment: str
    """A pair of `tests/frameworks/programs` whose environment has the framework."""
    before: tuple[Reply, ...]

    @property
    def program(self) -> Path:
        return PROGRAMS / f"{self.name}.py"


_PLAN = Reply(text=PLANNED)
_CALL = Reply(tool_calls=(ToolCall("note", {"text": PLANNED}),))
SUBJECTS = (
    Subject("langgraph", "langchain-otel_genai", (_PLAN,)),
    Subject("crewai", "crewai-openinference_openai", (_PLAN, _PLAN)),
    Subject("autogen", "autogen-native_otel_genai", (_PLAN,)),
    Subject("pydantic_ai", "pydantic_ai-native", (_CALL,)),
    Subject("openai_agents", "openai_agents-otel_genai", (_CALL,)),
    Subject("strands", "strands-native", (_PLAN,)),
    Subject("agent_framework", "agent_framework-native", (_PLAN,)),
    Subject("google_adk", "google_adk-native", (_PLAN,)),
)


@dataclass(frozen=True)
class TakenUp:
    """A run that was taken up. `asked` are the requests that the second process made of the model."""

    subject: Subject
    captured: Mapping[str, Any]
    resumed: Mapping[str, Any]
    asked: tuple[str, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """Return what is not as it has to be, in words."""
        checks = {
            "both halves ran in one process": self.captured["pid"] != self.resumed["pid"],
            f"it asked the model {len(self.asked)} times instead of once": len(self.asked) == 1,
            "the edit did not reach the model": any(EDITED in each for each in self.asked),
            "the state from before the edit reached the model": not any(PLANNED in each for each in self.asked),
            f"it ended with {self.resumed['told']!r}": self.resumed["told"] == WRITTEN,
        }
        return tuple(fault for fault, is_well in checks.items() if not is_well)


def take_up(subject: Subject, python: Path, sdk: Path, folder: Path) -> TakenUp:
    """Run both halves; `folder` keeps the checkpoint and what was printed. Raises: RunFailed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = [str(python), "-P", str(STAGE), str(subject.program)]
    blob = str(folder / "checkpoint.json")
    captured, _ = _half([*command, "capture", blob], subject.before, sdk, folder)
    resumed, asked = _half([*command, "resume", blob], (Reply(text=WRITTEN),), sdk, folder)
    return TakenUp(subject, captured, resumed, asked)


def _half(
    command: list[str], replies: tuple[Reply, ...], sdk: Path, folder: Path
) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Return what a half says of itself, and what it asked."""
    log = folder / f"{command[-2]}.log"
    with ScriptedLLM(Scenario(rules=(Rule(replies=replies),))) as llm, log.open("wb") as err:
        done = subprocess.run(
            command,
            env={**environment_for(llm, folder), "PYTHONPATH": str(sdk)},
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=err,
            stdin=subprocess.DEVNULL,
            timeout=PROGRAM_TIMEOUT_S,
        )
        asked = tuple(json.dumps(request.body) for request in llm.requests)
    lines = done.stdout.decode(errors="replace").splitlines()
    if done.returncode != 0 or not lines:
        raise RunFailed(f"{command[-2]} ended with {done.returncode}; see {log}")
    said: Mapping[str, Any] = json.loads(lines[-1])
    return said, asked
