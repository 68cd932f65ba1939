"""The comparison that `make frameworks REPLAY=1` makes, proved with the one library that is installed here anyway."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agenttrace.replay.divergence import Diverged
from tests.frameworks.one_run import RunFailed
from tests.frameworks.pairs import BadPair, Pair, Unsteady, one_of_each, pairs_of
from tests.frameworks.replayed.hard_cases import hard_cases, pairs_to_replay
from tests.frameworks.replayed.one_replay import Ended, Played, play
from tests.frameworks.replayed.run_all import replay_reasons, replay_rows
from tests.frameworks.replayed.sameness import judge_replay

CLOCK = Unsteady(r"at \d+:\d+", "it prints the time")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    home = tmp_path_factory.mktemp("replayed")
    return play(the_pair(), Path(sys.executable), home, home / "run")


def test_a_real_library_does_in_its_replay_what_it_did_without_its_model(played: Played) -> None:
    assert judge_replay(played).differences == ()
    assert judge_replay(played).word == "same"
    assert played.replayed.stdout == played.recorded.stdout != b""
    assert played.answered == played.requests_on_tape == played.report["served"]["exact in lane"] == 13


def test_one_byte_more_on_stdout_differs_and_is_shown_where_it_is(played: Played) -> None:
    judged = judge_replay(printing(played, b"sunny\n", b"sunny?\n"))
    assert judged.word == "DIFFERS"
    assert judged.differences == (r"stdout, byte 5: b'\n' -> b'?\n'",)


def test_stdout_that_ends_early_differs(played: Played) -> None:
    assert judge_replay(printing(played, b"ab", b"a")).differences == ("stdout, byte 1: b'b' -> b'(the end)'",)


def test_what_is_known_to_be_printed_otherwise_is_told_with_its_reason(played: Played) -> None:
    judged = judge_replay(printing(played, b"rain at 10:31", b"rain at 10:32", CLOCK))
    assert (judged.word, judged.stdout_same, judged.known) == ("known", False, ("it prints the time",))


def test_a_known_difference_excuses_nothing_else(played: Played) -> None:
    judged = judge_replay(printing(played, b"rain at 10:31", b"snow at 10:32", CLOCK))
    assert judged.differences == ("stdout, byte 0: b'rain <unsteady>' -> b'snow <unsteady>'",)


def test_a_known_difference_that_has_gone_differs_until_it_is_struck_out(played: Played) -> None:
    judged = judge_replay(printing(played, b"rain", b"rain", CLOCK))
    assert judged.differences == ("known to print otherwise, and yet the same: it prints the time",)


def test_another_exit_code_differs(played: Played) -> None:
    judged = judge_replay(replace(played, replayed=replace(played.replayed, exit_code=7)))
    assert judged.differences == ("ended with 7, recorded with 0",)


def test_a_divergence_differs_with_the_words_of_the_report(played: Played) -> None:
    diverged = Diverged(what="model call POST /v1/x", lane="main", reason="this request is not on the tape", step=3)
    judged = judge_replay(replace(played, report=report_of(played, diverged=[diverged.as_json()])))
    assert judged.differences == (f"diverged: {diverged}",)


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"live": ["tool search"]}, "went live: tool search"),
        ({"unused": {"7": "step 4: model call POST /v1/x"}}, "unused: step 4: model call POST /v1/x"),
        ({"ended": "it was told to"}, "ended early: it was told to"),
    ],
)
def test_whatever_else_spoils_a_replay_differs(played: Played, changed: dict[str, Any], difference: str) -> None:
    assert judge_replay(replace(played, report=report_of(played, **changed))).differences == (difference,)


def test_an_answer_that_was_only_like_the_one_that_was_asked_for_differs(played: Played) -> None:
    served = {**played.report["served"], "exact in lane": 12, "loose": 1}
    assert judge_replay(replace(played, report=report_of(played, served=served))).differences == (
        "13 answers are on the tape, 12 were found exactly",
        "1 were found by being like another, or by their place",
    )


def test_what_a_tool_asked_for_is_not_missed_where_the_tool_is_on_the_tape(played: Played) -> None:
    served = {**played.report["served"], "exact in lane": 12}
    told = replace(played, requests_on_tape=12, answered=12, tools_on_tape=2, left_out=2)
    assert judge_replay(replace(told, report=report_of(played, served=served))).differences == ()


def test_an_answer_of_the_model_that_is_not_on_the_tape_differs(played: Played) -> None:
    assert judge_replay(replace(played, answered=14)).differences == (
        "the model answered 14 requests, the recording has 13",
    )


def test_the_table_of_replays_has_a_row_for_each_and_a_line_for_what_differs(played: Played) -> None:
    other = replace(played, replayed=Ended(1, played.recorded.stdout), report=report_of(played, blocked=["x:443"]))
    judged = [(each, judge_replay(each)) for each in (played, other)]
    _, _, same, differs = replay_rows(judged)
    assert " ".join(same.split()) == "| openai | 13 | 0 | 0 | 13 | 0 | 0 | yes | same |"
    assert differs.split()[-2] == "DIFFERS"
    assert replay_reasons(judged) == [
        "DIFFERS  openai-otel_genai: ended with 1, recorded with 0",
        "blocked  openai-otel_genai: x:443",
    ]


def test_a_tool_that_is_not_on_the_tape_runs_again(played: Played) -> None:
    pair = replace(the_pair(), truth={**the_pair().truth, "tools": {"get_weather": 2, "get_train": 1}})
    assert replace(played, pair=pair).tools_run_again == 3
    assert replace(played, pair=pair, tools_on_tape=1).tools_run_again == 2


def test_a_programme_that_fails_when_it_is_recorded_is_not_replayed(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match=r"ended with 1 when it was recorded; see .*recorded\.log"):
        play(replace(the_pair(), framework="google_adk"), Path(sys.executable), tmp_path, tmp_path / "run")
    assert "No module named 'google" in (tmp_path / "run" / "recorded.log").read_text()


def test_one_pair_of_each_framework_is_replayed_the_first_or_the_one_that_is_named() -> None:
    all_of_them = one_of_each(pairs_of([]))
    assert [pair.framework for pair in all_of_them] == sorted({pair.like for pair in pairs_of([])})
    assert "anthropic-native" in [pair.name for pair in all_of_them]
    assert [pair.name for pair in one_of_each(pairs_of(["openai-traceloop"]))] == ["openai-traceloop"]


@pytest.mark.parametrize("case", ["openai_broken_stream", "openai_parallel_tools", "openai_killed"])
def test_what_is_hard_to_replay_is_replayed_exactly(case: str, tmp_path: Path) -> None:
    [pair] = pairs_to_replay([case])
    hard = play(pair, Path(sys.executable), tmp_path, tmp_path / "run")
    assert (judge_replay(hard).differences, judge_replay(hard).word) == ((), "same")
    assert hard.replayed.stdout != b""


def test_a_run_that_was_killed_has_to_end_where_it_died(played: Played) -> None:
    killed = replace(played, pair=replace(the_pair(), killed_at_request=3), recorded=Ended(-9, played.recorded.stdout))
    assert judge_replay(killed).differences == (
        "did not end where it was killed, at step 3, but: None",
        "ended with 0, recorded with -9",
    )


def test_the_hard_cases_are_replayed_with_the_frameworks_or_by_their_names() -> None:
    names = {pair.framework for pair in hard_cases()}
    assert names < {pair.framework for pair in pairs_to_replay([])}
    assert {pair.framework for pair in pairs_to_replay(["openai"])} == {
        "openai",
        *(name for name in names if name.startswith("openai_")),
    }
    with pytest.raises(BadPair, match="no such framework or pair: openai_unheard_of"):
        pairs_to_replay(["openai_killed", "openai_unheard_of"])


def the_pair() -> Pair:
    [pair] = pairs_of(["openai-otel_genai"])
    return pair


def printing(played: Played, before: bytes, after: bytes, *unsteady: Unsteady) -> Played:
    pair = replace(played.pair, unsteady=unsteady)
    return replace(played, pair=pair, recorded=Ended(0, before), replayed=Ended(0, after))


def report_of(played: Played, **changed: Any) -> Mapping[str, Any]:
    return {**played.report, **changed}
