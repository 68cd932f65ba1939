"""`ScriptedLLM`: the scripted server as a context manager, with what it was asked and what it answered."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from agenttrace.testing.llm_server.ledger import Ledger, Served, Unmatched
from agenttrace.testing.llm_server.request import RecordedRequest
from agenttrace.testing.llm_server.respond import Responder
from agenttrace.testing.llm_server.scenario.toml_file import load_scenario
from agenttrace.testing.llm_server.scenario.values import Rule, Scenario
from agenttrace.testing.llm_server.script import Script
from agenttrace.testing.llm_server.wire.handler import handler_for
from agenttrace.testing.llm_server.wire.listener import Listener

Playable: TypeAlias = Scenario | Rule | str | Path


class ScriptedLLM:
    """A model provider on loopback that says what the script tells it to say.

    The script is one `Scenario`, or the path of one TOML file, or any number of `Rule`s; without any, every call
    is unmatched. `port` 0 takes a free one.
    """

    def __init__(self, *script: Playable, host: str = "127.0.0.1", port: int = 0) -> None:
        self._address = (host, port)
        self._listener: Listener | None = None
        self.play(*script)

    def play(self, *script: Playable) -> None:
        """Play this from now on: requests, counters and ids begin anew; calls under way end as they began."""
        ledger = Ledger()
        self._now = (ledger, Responder(Script(scenario_of(*script)), ledger))

    def start(self) -> ScriptedLLM:
        """Listen; starting twice is once."""
        if self._listener is None:
            self._listener = Listener(self._address, handler_for(lambda: self._now))
            self._listener.start()
        return self

    def stop(self) -> None:
        """End every connection, also the stalled ones, and forget the port; stopping twice is once."""
        if self._listener is not None:
            self._listener.stop()
            self._listener = None

    def __enter__(self) -> ScriptedLLM:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where it listens. Raises: RuntimeError: it is not started."""
        if self._listener is None:
            raise RuntimeError("the scripted server is not started; use it in a with statement, or call start()")
        host, port = self._listener.address
        return f"http://{host}:{port}"

    @property
    def openai_base_url(self) -> str:
        return self.url + "/v1"

    @property
    def anthropic_base_url(self) -> str:
        return self.url

    @property
    def requests(self) -> tuple[RecordedRequest, ...]:
        """Every request since `play`, in order of arrival."""
        return self._now[0].requests

    @property
    def answers(self) -> tuple[Served, ...]:
        """What was answered, in order of the requests; an answer is here before its first byte is sent."""
        return self._now[0].answers

    @property
    def unmatched(self) -> tuple[Unmatched, ...]:
        """The requests that no rule wanted."""
        return self._now[0].unmatched


def scenario_of(*script: Playable) -> Scenario:
    """Return the scenario that is meant. Raises: TypeError: not one scenario, one path, or only rules."""
    if len(script) == 1 and isinstance(script[0], Scenario):
        return script[0]
    if len(script) == 1 and isinstance(script[0], str | Path):
        return load_scenario(Path(script[0]))
    rules = tuple(part for part in script if isinstance(part, Rule))
    if len(rules) != len(script):
        raise TypeError("a script is one Scenario, the path of one TOML file, or any number of Rules")
    return Scenario(rules=rules)
