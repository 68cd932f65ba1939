"""What is instrumented, when, and when we step back."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import Any

import anthropic
import openai
import pytest
import wrapt
from opentelemetry.instrumentation.utils import unwrap
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

import agenttrace as at
from agenttrace.integrations.contract import Wiring
from agenttrace.integrations.detection import patcher_of, switch_on
from agenttrace.integrations.table import ENTRY_POINT_GROUP, OURS, known_names
from agenttrace.testing import InMemoryExporter
from agenttrace.testing.llm_server import ScriptedLLM

HELLO: Any = [{"role": "user", "content": "hello there"}]
WHERE = "openai.resources.chat.completions:Completions"


def ask_openai(llm: ScriptedLLM) -> None:
    with openai.OpenAI(base_url=llm.openai_base_url, api_key="t") as client:
        client.chat.completions.create(model="m", messages=HELLO)


def ask_anthropic(llm: ScriptedLLM) -> None:
    with anthropic.Anthropic(base_url=llm.anthropic_base_url, api_key="t") as client:
        client.messages.create(model="m", max_tokens=50, messages=HELLO)


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True)


def test_init_imports_none_of_the_libraries() -> None:
    done = run(
        """
        import sys, agenttrace as at
        from opentelemetry.sdk.trace import SpanProcessor
        at.init(processor=SpanProcessor())
        print([name for name in ("openai", "anthropic", "httpx", "pydantic") if name in sys.modules])
        """
    )

    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_a_library_imported_after_init_is_instrumented_and_looks_like_itself() -> None:
    done = run(
        """
        import agenttrace as at
        from opentelemetry.sdk.trace import SpanProcessor
        at.init(processor=SpanProcessor())
        import openai, importlib.util
        from agenttrace.integrations.detection import patcher_of
        print(patcher_of("openai", "openai.resources.chat.completions:Completions", "create"))
        print(type(openai.__loader__).__name__, type(openai.__spec__.loader).__name__)
        at.shutdown()
        print(patcher_of("openai", "openai.resources.chat.completions:Completions", "create"))
        """
    )

    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "opentelemetry.instrumentation.genai.openai",
        "SourceFileLoader SourceFileLoader",
        "None",
    ]


def test_after_shutdown_the_libraries_are_as_before(spans: InMemoryExporter) -> None:
    assert patcher_of("openai", WHERE, "create") == "opentelemetry.instrumentation.genai.openai"
    at.shutdown()

    assert patcher_of("openai", WHERE, "create") is None
    assert patcher_of("anthropic", "anthropic.resources.messages:Messages", "stream") is None
    assert anthropic._base_client.start_api_call_span.__module__ == "anthropic._tracing"


@pytest.mark.parametrize(("asked", "traced"), [(False, 0), ((), 0), (["anthropic"], 0), (["openai"], 1), (True, 1)])
def test_only_what_is_asked_for_is_instrumented(llm: ScriptedLLM, asked: Any, traced: int) -> None:
    exporter = InMemoryExporter()
    at.init(processor=SimpleSpanProcessor(exporter), auto_instrument=asked)
    ask_openai(llm)
    at.shutdown()

    assert len(exporter.spans) == traced


def test_an_unknown_name_is_said(caplog: pytest.LogCaptureFixture) -> None:
    at.init(processor=SimpleSpanProcessor(InMemoryExporter()), auto_instrument=["opnai"])
    at.shutdown()

    assert "no integration 'opnai', known are anthropic, openai" in caplog.text


def test_we_step_back_from_a_library_that_somebody_else_traces(llm: ScriptedLLM) -> None:
    from opentelemetry.instrumentation.genai.openai import OpenAIInstrumentor

    theirs, ours = InMemoryExporter(), InMemoryExporter()
    OpenAIInstrumentor().instrument(tracer_provider=theirs.tracer_provider)
    at.init(processor=SimpleSpanProcessor(ours))
    ask_openai(llm)
    at.shutdown()

    assert (len(theirs.spans), len(ours.spans)) == (1, 0)
    assert OpenAIInstrumentor().is_instrumented_by_opentelemetry
    OpenAIInstrumentor().uninstrument()


def test_we_step_back_from_another_kind_of_instrumentor(llm: ScriptedLLM) -> None:
    def their_wrapper(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        return wrapped(*args, **kwargs)

    exporter = InMemoryExporter()
    wrapt.wrap_function_wrapper("anthropic.resources.messages", "Messages.stream", their_wrapper)
    try:
        at.init(processor=SimpleSpanProcessor(exporter))
        ask_anthropic(llm)
        at.shutdown()
    finally:
        unwrap(anthropic.resources.messages.Messages, "stream")

    assert [span.name for span in exporter.spans] == ["anthropic.messages.create"]


def test_a_plain_function_in_place_of_a_method_is_somebody_else() -> None:
    own = openai.resources.chat.completions.Completions.create

    def theirs(*args: Any, **kwargs: Any) -> Any:
        return own(*args, **kwargs)

    openai.resources.chat.completions.Completions.create = theirs  # type: ignore[method-assign]
    try:
        assert patcher_of("openai", WHERE, "create") == __name__
    finally:
        openai.resources.chat.completions.Completions.create = own  # type: ignore[method-assign]
    assert patcher_of("openai", WHERE, "create") is None
    assert patcher_of("openai", "openai:NoSuchClass", "create") is None


def test_a_missing_instrumentor_is_said_once_with_the_extra_to_install(caplog: pytest.LogCaptureFixture) -> None:
    wiring = Wiring(TracerProvider(shutdown_on_exit=False), capture_content=True)

    for _ in range(2):
        assert switch_on("openai", "opentelemetry.instrumentation.nobody", "Nobody", (), wiring) is None

    (record,) = caplog.records
    assert "pip install 'agenttrace-sdk[openai]'" in record.getMessage()


@pytest.mark.parametrize("library", ["openai", "anthropic"])
def test_without_content_capture_only_metadata_is_recorded(llm: ScriptedLLM, library: str) -> None:
    exporter = InMemoryExporter()
    at.init(processor=SimpleSpanProcessor(exporter), capture_content=False)
    if library == "openai":
        ask_openai(llm)
    else:
        ask_anthropic(llm)
    at.shutdown()

    (span,) = exporter.spans
    assert span.attributes["gen_ai.usage.input_tokens"] == 100
    assert "hello there" not in str(dict(span.attributes))
    assert "dear friend" not in str(dict(span.attributes))


def test_the_table_has_a_module_for_each_of_ours() -> None:
    from importlib import import_module

    assert set(OURS) <= set(known_names())
    assert ENTRY_POINT_GROUP == "agenttrace.instrumentors"
    for module in OURS.values():
        integration = import_module(module).INTEGRATION
        assert callable(integration.instrument)
        assert callable(integration.uninstrument)


PLUGIN = """
class Integration:
    def instrument(self, wiring):
        print("instrument", wiring.capture_content)
    def uninstrument(self):
        print("uninstrument")
INTEGRATION = Integration()
"""


def test_another_package_can_register_an_integration(tmp_path: Any) -> None:
    (tmp_path / "their_plugin.py").write_text(PLUGIN)
    (tmp_path / "their_library.py").write_text("LOADED = True\n")
    metadata = tmp_path / "their_plugin-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: their-plugin\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[{ENTRY_POINT_GROUP}]\ntheir_library = their_plugin:INTEGRATION\n")

    done = run(
        f"""
        import sys
        sys.path.insert(0, {str(tmp_path)!r})
        import agenttrace as at
        from opentelemetry.sdk.trace import SpanProcessor
        at.init(processor=SpanProcessor())
        print("started")
        import their_library
        at.shutdown()
        """
    )

    assert done.stderr == ""
    assert done.stdout.splitlines() == ["started", "instrument True", "uninstrument"]
