"""The comparison that `make frameworks` makes, proved with the one pair that is installed here anyway."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import start_server
from tests.frameworks.one_run import Outcome, RunFailed, run
from tests.frameworks.pairs import BadPair, Known, Pair, pairs_of
from tests.frameworks.table import reasons, rows
from tests.frameworks.verdict import judge

STREAM = "a stream of chat completions that does not ask for its usage gets none"


def the_pair() -> Pair:
    [pair] = pairs_of(["openai-otel_genai"])
    return pair


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    home = tmp_path_factory.mktemp("frameworks")
    server = start_server(home / "server")
    yield run(the_pair(), Path(sys.executable), (server.otlp, server.web), home / "run")
    server.stop()


def test_a_real_library_under_a_real_instrumentor_is_counted_as_served(ran: Outcome) -> None:
    assert ran.verdict.wrong == ()
    assert ran.verdict.faults == ()
    assert ran.served.calls == ran.counted.calls == 11
    assert ran.verdict.gaps == ("input 676 -> 630; output 426 -> 415; without_usage 0 -> 1 (" + STREAM + ")",)
    assert ran.verdict.word == "missing"


def test_one_token_more_served_than_counted_is_wrong(ran: Outcome) -> None:
    served = replace(ran.served, cache_read=ran.served.cache_read + 1)
    verdict = judge(served, ran.counted, the_pair().known)
    assert verdict.word == "WRONG"
    assert verdict.wrong == ("cache_read 113 -> 112",)


def test_what_is_missing_without_being_known_is_wrong(ran: Outcome) -> None:
    verdict = judge(ran.served, ran.counted, {})
    assert verdict.word == "WRONG"
    assert verdict.wrong == ("input 676 -> 630", "output 426 -> 415", "without_usage 0 -> 1")


def test_a_known_gap_that_has_closed_is_wrong_until_it_is_struck_out(ran: Outcome) -> None:
    verdict = judge(ran.served, ran.served, the_pair().known)
    assert verdict.word == "WRONG"
    assert verdict.wrong[0] == "input 676 -> 676, where 630 is known: " + STREAM


def test_a_gap_known_in_a_figure_that_does_not_exist_is_wrong(ran: Outcome) -> None:
    verdict = judge(ran.served, ran.served, {"inptu": Known(1, "a slip")})
    assert verdict.wrong == ("inptu: no such figure, though a gap is known in it",)


def test_equal_figures_are_equal_and_a_fault_of_ours_is_not_called_missing(ran: Outcome) -> None:
    assert judge(ran.served, ran.served, {}).word == "equal"
    twice = replace(ran.served, calls=22)
    assert judge(ran.served, twice, {"calls": Known(22, "seen twice", is_ours=True)}).word == "known fault"


def test_a_gap_in_tools_names_only_those_that_differ(ran: Outcome) -> None:
    served = replace(ran.served, tools={"get_weather": 2, "get_train": 1})
    unseen = replace(ran.served, tools={"get_weather": 2})
    assert judge(served, unseen, {"tools": Known({"get_train": 0}, "fails")}).word == "missing"


def test_the_table_shows_both_sides_and_the_reasons(ran: Outcome) -> None:
    head, _, row = rows([ran])
    assert head.split("|")[4:7] == [" calls ", " input   ", " output  "]
    assert row.split("|")[4:7] == [" 11/11 ", " 676/630 ", " 426/415 "]
    assert reasons([ran]) == [f"missing     openai-otel_genai: {ran.verdict.gaps[0]}"]


def test_a_programme_that_fails_is_told_with_its_output(tmp_path: Path) -> None:
    nowhere = ("http://127.0.0.1:9", "http://127.0.0.1:9")
    with pytest.raises(RunFailed, match=r"ended with 1; see .*output\.log"):
        run(replace(the_pair(), emitter="no_such_emitter"), Path(sys.executable), nowhere, tmp_path)
    assert "no_such_emitter.py" in (tmp_path / "output.log").read_text()


def test_a_name_that_is_no_pair_is_refused_with_those_that_are() -> None:
    with pytest.raises(BadPair, match=r"no such framework or pair: crewia; there are .*anthropic-native"):
        pairs_of(["crewia"])


@pytest.mark.parametrize("pair", pairs_of([]), ids=lambda pair: pair.name)
def test_every_pair_has_its_lock_without_an_address_and_with_a_hash_for_each_pin(pair: Pair) -> None:
    lock = pair.lock.read_text()
    assert "://" not in lock
    pins = lock.count("==")
    assert pins > 10
    assert lock.count(" \\\n    --hash=sha256:") >= pins
    assert all(f"{package} " in pair.versions() for package in pair.packages)
    assert pair.switch.is_file()
