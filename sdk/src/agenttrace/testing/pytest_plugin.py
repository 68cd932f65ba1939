"""The pytest plugin: a scripted model, one test's spans, an agent on its tape. Light, as every user's run loads it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from agenttrace.testing.exporter import InMemoryExporter
    from agenttrace.testing.llm_server import ScriptedLLM
    from agenttrace.testing.replayed.agent_run import AgentRun

MARKER = "scripted_llm"
REPLAYED = "agenttrace"
MODES = ("replay", "record", "live")
_has_passed: pytest.StashKey[bool] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say where the answers of recorded agents come from."""
    parser.getgroup("agenttrace").addoption(
        "--agenttrace",
        choices=MODES,
        default="replay",
        help="tests of recorded agents: replay them (default), record them anew, or run them live",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, also to `--strict-markers`."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}(*script, allow_unmatched=False): what `scripted_llm` says: a Scenario, Rules or a TOML path",
    )
    config.addinivalue_line("markers", f"{REPLAYED}(trace): the recording, beside the test, that `agenttrace_run` uses")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Say what an agent did otherwise than its recording, without the innards of its HTTP client."""
    report = yield
    if call.when == "call":
        item.stash[_has_passed] = call.excinfo is None
    if call.excinfo is not None and item.get_closest_marker(REPLAYED) is not None:
        from agenttrace.replay import ReplayDivergence

        if isinstance(call.excinfo.value, ReplayDivergence):
            hint = "if that is what you want: pytest --agenttrace=record"
            report.longrepr = f"the agent left its recording: {call.excinfo.value}\n{hint}"
    return report


@pytest.fixture
def scripted_llm(request: pytest.FixtureRequest) -> Iterator[ScriptedLLM]:
    """Run a scripted LLM server for this test; the test fails if a request was not in the script."""
    from agenttrace.testing.llm_server import ScriptedLLM

    marker = request.node.get_closest_marker(MARKER)
    script = marker.args if marker else ()
    allow_unmatched = bool(marker and marker.kwargs.get("allow_unmatched", False))
    places = (request.path.parent, request.config.rootpath)
    with ScriptedLLM(*(_found(part, places) if isinstance(part, str | Path) else part for part in script)) as llm:
        yield llm
    if llm.unmatched and not allow_unmatched:
        reasons = "\n".join(f"- request {unmatched.request.number}: {unmatched.reason}" for unmatched in llm.unmatched)
        pytest.fail(f"the scripted LLM was asked what its script does not have:\n{reasons}", pytrace=False)


@pytest.fixture
def agenttrace_spans() -> Iterator[InMemoryExporter]:
    """Keep the spans of this test: those of `agenttrace`, and those made with its `tracer_provider`."""
    from agenttrace.testing.capture import captured_spans

    with captured_spans() as exporter:
        yield exporter


@pytest.fixture
def agenttrace_run(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[AgentRun]:
    """Run this test's agent against its recording, or as --agenttrace says, and answer what it did."""
    from agenttrace.testing.replayed.agent_run import Mode
    from agenttrace.testing.replayed.session import recorded, replayed

    marker = request.node.get_closest_marker(REPLAYED)
    if marker is None or not marker.kwargs.get("trace"):
        raise pytest.UsageError("agenttrace_run: the test needs @pytest.mark.agenttrace(trace=...)")
    mode = Mode(request.config.getoption("--agenttrace"))
    cassette = request.path.parent / marker.kwargs["trace"]
    monkeypatch.setenv("AGENTTRACE_HOME", str(tmp_path))
    running: AbstractContextManager[AgentRun]
    if mode is Mode.REPLAY:
        running = replayed(cassette)
    else:
        monkeypatch.setenv("AGENTTRACE_RECORD", "true")
        running = recorded(mode, cassette, tmp_path, lambda: request.node.stash.get(_has_passed, False))
    with running as run:
        yield run


def _found(path: str | Path, places: tuple[Path, ...]) -> Path:
    """Return the scenario file beside the test, else under pytest's root folder."""
    for place in places:
        if (place / path).is_file():
            return place / path
    looked_in = " or ".join(str(place) for place in places)
    raise pytest.UsageError(f"scripted_llm: no scenario file {str(path)!r} in {looked_in}")
