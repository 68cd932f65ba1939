"""`python -m agenttrace.testing.llm_server SCENARIO.toml`: serve a scenario until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from typing import TextIO

from agenttrace.testing.llm_server.scenario.values import ScenarioError
from agenttrace.testing.llm_server.server import ScriptedLLM

EXIT_BAD_SCENARIO = 2


def main(arguments: Sequence[str]) -> int:
    """Print the URL on stdout, talk on stderr; exit code 2 means that the scenario or the address cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m agenttrace.testing.llm_server", description=__doc__)
    parser.add_argument("scenario", help="a TOML file, see docs/reference/scripted-llm.md")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one (default)")
    asked = parser.parse_args(arguments)
    signals = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        llm = ScriptedLLM(asked.scenario, host=asked.host, port=asked.port).start()
    except (ScenarioError, OSError) as error:
        _say(sys.stderr, f"error: {error}")
        return EXIT_BAD_SCENARIO
    _say(sys.stdout, llm.url)
    _say(sys.stderr, "OpenAI base URL: the above with /v1; Anthropic base URL: the above; Ctrl-C stops")
    signal.sigwait(signals)
    llm.stop()
    for unmatched in llm.unmatched:
        _say(sys.stderr, f"unmatched: {unmatched.reason}")
    return 0


def _say(stream: TextIO, line: str) -> None:
    stream.write(line + "\n")
    stream.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
