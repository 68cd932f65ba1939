"""The plugin's fixtures do what they say, in a pytest run of their own, and cost nothing to load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from agenttrace.testing import InMemoryExporter, pytest_plugin
from agenttrace.testing.llm_server import Match, Reply, Rule, ScriptedLLM

PLUGIN = "agenttrace.testing.pytest_plugin"
SDK = Path(pytest_plugin.__file__).parents[1]
ASK = """
import urllib.error
import urllib.request
import pytest
from agenttrace.testing.llm_server import Reply, Rule

def ask(llm):
    body = b'{"model": "m", "messages": [{"role": "user", "content": "hello"}]}'
    try:
        return urllib.request.urlopen(llm.openai_base_url + "/chat/completions", body).read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return "refused"
"""


def run_pytest(folder: Path, test: str) -> tuple[int, str]:
    (folder / "test_agent.py").write_text(ASK + test)
    quiet = ["-p", "no:cacheprovider", "-p", "no:randomly", "--strict-markers", "-W", "error", "--rootdir", str(folder)]
    command = [sys.executable, "-m", "pytest", "-q", *quiet, "test_agent.py"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100)
    return ended.returncode, ended.stdout + ended.stderr


def test_scripted_llm_plays_what_the_marker_says(tmp_path: Path) -> None:
    (tmp_path / "hi.toml").write_text('[[rules]]\n[[rules.replies]]\ntext = "from a file"\n')

    code, said = run_pytest(
        tmp_path,
        """
@pytest.mark.scripted_llm(Rule(replies=(Reply(text="from a rule"),)))
def test_rules(scripted_llm):
    assert "from a rule" in ask(scripted_llm)

@pytest.mark.scripted_llm("hi.toml")
def test_file(scripted_llm):
    assert "from a file" in ask(scripted_llm)

def test_play(scripted_llm):
    scripted_llm.play(Rule(replies=(Reply(text="in the test"),)))
    assert "in the test" in ask(scripted_llm)

@pytest.mark.scripted_llm(allow_unmatched=True)
def test_unmatched_is_fine(scripted_llm):
    assert ask(scripted_llm) == "refused"
""",
    )

    assert code == 0, said
    assert "4 passed" in said


def test_an_unmatched_request_fails_the_test_even_if_the_agent_swallowed_it(tmp_path: Path) -> None:
    code, said = run_pytest(tmp_path, "def test_swallow(scripted_llm):\n    ask(scripted_llm)\n")

    assert code == 1
    assert "the scripted LLM was asked what its script does not have" in said
    assert "- request 1: no rule matches this chat request: model 'm'" in said


def test_a_scenario_file_that_is_nowhere_is_told(tmp_path: Path) -> None:
    code, said = run_pytest(tmp_path, "@pytest.mark.scripted_llm('no.toml')\ndef test_it(scripted_llm): ...\n")

    assert code == 1
    assert "scripted_llm: no scenario file 'no.toml' in" in said


@pytest.mark.scripted_llm(Rule(match=Match(user="hello"), replies=(Reply(text="hi"),)))
def test_the_fixture_gives_a_running_server(scripted_llm: ScriptedLLM) -> None:
    assert scripted_llm.url.startswith("http://127.0.0.1:")


def test_agenttrace_spans_keeps_the_spans_of_the_test(agenttrace_spans: InMemoryExporter) -> None:
    agenttrace_spans.tracer_provider.get_tracer("mine").start_span("chat gpt-5.5").end()

    assert [span.name for span in agenttrace_spans.spans] == ["chat gpt-5.5"]


def test_loading_the_plugin_loads_neither_opentelemetry_nor_the_server() -> None:
    # The package `agenttrace` itself is put there by hand: what its `__init__` loads is its own promise.
    program = f"""
import sys, types
package = types.ModuleType("agenttrace")
package.__path__ = [{str(SDK)!r}]
sys.modules["agenttrace"] = package
import {PLUGIN}
heavy = ("opentelemetry", "http.server", "agenttrace.testing.llm_server")
print(sorted(name for name in sys.modules if name.startswith(heavy)))
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)

    assert ended.stdout == "[]\n"
