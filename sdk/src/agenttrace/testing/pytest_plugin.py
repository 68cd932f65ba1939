"""The pytest plugin: fixtures for a scripted model and for one test's spans. Light, as every user's run loads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from agenttrace.testing.exporter import InMemoryExporter
    from agenttrace.testing.llm_server import ScriptedLLM

MARKER = "scripted_llm"


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, also to `--strict-markers`."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}(*script, allow_unmatched=False): what `scripted_llm` says: a Scenario, Rules or a TOML path",
    )


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


def _found(path: str | Path, places: tuple[Path, ...]) -> Path:
    """Return the scenario file beside the test, else under pytest's root folder."""
    for place in places:
        if (place / path).is_file():
            return place / path
    looked_in = " or ".join(str(place) for place in places)
    raise pytest.UsageError(f"scripted_llm: no scenario file {str(path)!r} in {looked_in}")
