"""`python -m agenttrace.testing.llm_server` serves a file until it is told to stop, and refuses a bad one."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from openai import BadRequestError, OpenAI

pytestmark = pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib is in Python 3.11 and later")

COMMAND = [sys.executable, "-m", "agenttrace.testing.llm_server"]
SCENARIO = '[[rules]]\nmatch = { user = "hello" }\n[[rules.replies]]\ntext = "hi"\n'


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_first_line_on_stdout_is_the_url_and_a_signal_ends_it(tmp_path: Path, stop: signal.Signals) -> None:
    (tmp_path / "s.toml").write_text(SCENARIO)
    pipe = subprocess.PIPE
    with subprocess.Popen([*COMMAND, str(tmp_path / "s.toml")], stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with OpenAI(base_url=url + "/v1", api_key="test", max_retries=0) as client:
            assert client.responses.create(model="m", input="hello").output_text == "hi"
            with pytest.raises(BadRequestError):
                client.responses.create(model="m", input="goodbye")
        process.send_signal(stop)
        stdout, stderr = process.communicate(timeout=30)

    assert (process.returncode, stdout) == (0, "")
    assert "unmatched: no rule matches this responses request" in stderr


def test_a_bad_scenario_is_refused_with_its_field(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[[rules]]\n")

    ended = subprocess.run([*COMMAND, str(tmp_path / "bad.toml")], capture_output=True, text=True, timeout=60)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "error: bad.toml: rules[0].replies: expected at least one reply\n"
