"""A recording becomes a test that needs the SDK alone, and says what the agent does otherwise now."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import agenttrace
from agenttrace.recording import TraceReader, run_folders
from agenttrace.replay.cassettes import CannotExport, keep, write_test
from agenttrace.testing.llm_server import Reply, Rule, ScriptedLLM

AGENT = """
    import sys
    import agenttrace as at
    import httpx2

    at.init(record=True, auto_instrument=False)

    @at.tool
    def search(query):
        return ["found " + query]

    def main():
        asked = {"model": "gpt-5.5", "messages": [{"role": "user", "content": "find tea"}]}
        said = httpx2.post(URL + "/chat/completions", json=asked).json()["choices"][0]["message"]["content"]
        print(search(said))

    URL = "http://127.0.0.1:10/v1"
    if __name__ == "__main__":
        URL = sys.argv[1]
        main()
"""
SDK = Path(agenttrace.__file__).parents[2]
QUIET = {"AGENTTRACE_ENDPOINT": "http://127.0.0.1:9", "AGENTTRACE_SHUTDOWN_TIMEOUT_S": "0.2"}
PYTEST = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--strict-markers"]


class Project:
    """A folder with an agent, its recording, and the test that was made of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.agent = folder / "agent.py"
        self.agent.write_text(textwrap.dedent(AGENT))
        self.environment = {**os.environ, **QUIET, "AGENTTRACE_HOME": str(folder / "home")}
        with ScriptedLLM(Rule(replies=(Reply(text="green tea"),))) as llm:
            command = [sys.executable, str(self.agent), llm.openai_base_url]
            subprocess.run(command, env=self.environment, check=True, capture_output=True, timeout=60)
        (recording,) = run_folders(folder / "home" / "traces")
        self.reader = TraceReader(recording)
        self.tests = folder / "tests"

    def change(self, before: str, after: str) -> None:
        self.agent.write_text(self.agent.read_text().replace(before, after))

    def pytest(self, *options: str, python: str = sys.executable, **environment: str) -> tuple[int, str]:
        done = subprocess.run(
            [python, *PYTEST, "--rootdir", str(self.tests), *options, str(self.tests)],
            env={**self.environment, **environment}, cwd=self.folder, capture_output=True, text=True, timeout=100,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_an_exported_test_passes_without_a_model_and_fails_when_the_prompt_changes(project: Project) -> None:
    write_test(project.reader, project.tests)
    assert project.pytest()[0] == 0

    project.change("find tea", "find coffee")
    code, said = project.pytest()

    assert code == 1
    assert '$.messages[0].content: "find tea" → "find coffee"' in said
    assert "pytest --agenttrace=record" in said
    assert "httpx" not in said


def test_recording_anew_replaces_the_cassette_only_of_a_test_that_passes(project: Project) -> None:
    written = write_test(project.reader, project.tests)
    old = TraceReader(written.cassette).run_id
    project.change("find tea", "find coffee")
    assert project.pytest("--agenttrace=record")[0] == 1
    assert TraceReader(written.cassette).run_id == old

    with ScriptedLLM(Rule(replies=(Reply(text="espresso"),))) as llm:
        written.test.write_text(_with_url(written.test.read_text(), llm))
        assert project.pytest("--agenttrace=record")[0] == 0

    assert TraceReader(written.cassette).run_id != old
    assert project.pytest()[0] == 0


def test_a_live_run_may_be_answered_otherwise_but_not_ask_otherwise(project: Project) -> None:
    written = write_test(project.reader, project.tests)
    with ScriptedLLM(Rule(replies=(Reply(text="green tea"),))) as llm:
        written.test.write_text(_with_url(written.test.read_text(), llm))
        assert project.pytest("--agenttrace=live")[0] == 0
        project.change("find tea", "find coffee")
        code, said = project.pytest("--agenttrace=live")

    assert code == 1
    assert '"find tea" → "find coffee"' in said


def _with_url(test: str, llm: ScriptedLLM) -> str:
    before = test.index("'http://")
    return test[:before] + repr(llm.openai_base_url) + test[test.index("'", before + 1) + 1 :]


ASSERTIONS = """
import sys
import pytest
sys.path.insert(0, {folder!r})

@pytest.mark.agenttrace(trace="cassettes/tea")
def test_agent(agenttrace_run):
    import agent
    {body}
"""


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("agent.main(); agenttrace_run.assert_cost_below(1, prices={'gpt-5.5': (1, 10)})", "1 passed"),
        ("agent.main(); agenttrace_run.assert_cost_below(1e-6, prices={'gpt-5.5': (1, 10)})", "not below $1e-06"),
        ("agent.main(); agenttrace_run.assert_cost_below(1, prices={})", "there is no price for 'gpt-5.5'"),
        ("agenttrace_run.assert_no_divergence()", "not done: step 1: model call POST /v1/chat/completions"),
        ("agenttrace_run.assert_same_tool_calls()", 'not called:  search({"query": "green tea"})'),
        ("agent.main(); agent.search('milk')", "tool search"),
    ],
)
def test_assertions_say_what_is_wrong(project: Project, body: str, says: str) -> None:
    keep(project.reader.folder, project.tests / "cassettes" / "tea")
    (project.tests / "test_it.py").write_text(ASSERTIONS.format(folder=str(project.folder), body=body))

    assert says in project.pytest()[1]


def test_a_test_that_may_have_been_edited_is_not_overwritten(project: Project) -> None:
    write_test(project.reader, project.tests)

    with pytest.raises(CannotExport, match="is there already"):
        write_test(project.reader, project.tests)
    assert write_test(project.reader, project.tests, "agent:main", overwrite=True).test.read_text().count("main()") == 1


@pytest.mark.parametrize("call", ["agent", "agent:", ":main", "os.system('x'):y", "a b:c"])
def test_what_is_to_be_called_is_a_name_and_nothing_else(project: Project, call: str) -> None:
    with pytest.raises(CannotExport, match="module:function"):
        write_test(project.reader, project.tests, call)


@pytest.mark.slow
def test_it_passes_in_an_empty_environment_with_the_wheel_alone(project: Project, tmp_path: Path) -> None:
    write_test(project.reader, project.tests)
    python = _environment_with_the_wheel(tmp_path)

    code, said = project.pytest(python=python, PYTHONPATH="")
    assert (code, "1 passed" in said) == (0, True), said

    project.change("find tea", "find coffee")
    code, said = project.pytest(python=python, PYTHONPATH="")
    assert code == 1
    assert '$.messages[0].content: "find tea" → "find coffee"' in said


def _environment_with_the_wheel(folder: Path) -> str:
    """Make an environment that holds the built wheel, what it requires, pytest, and the agent's HTTP client."""
    _run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist"), cwd=SDK)
    _run("-m", "venv", "--without-pip", str(folder / "venv"))
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (wheel,) = (folder / "dist").glob("*.whl")
    shutil.unpack_archive(wheel, site, "zip")
    for name in _required("agenttrace-sdk", "pytest", "httpx2") - {"agenttrace-sdk"}:
        for file in distribution(name).files or ():
            source = Path(str(file.locate()))
            if ".." not in file.parts and source.is_file():
                (site / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, site / file)
    return str(folder / "venv" / "bin" / "python")


def _run(*arguments: str, cwd: Path | None = None) -> None:
    subprocess.run([sys.executable, *arguments], cwd=cwd, check=True, capture_output=True, timeout=100)


def _required(*names: str) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            wanted = [Requirement(text) for text in distribution(name).requires or ()]
            waiting += [each.name for each in wanted if each.marker is None or each.marker.evaluate({"extra": ""})]
    return found
