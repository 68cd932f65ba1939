"""The table of `make frameworks CHECKPOINTS=1`, proved without the frameworks, which are not installed here."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from agenttrace.replay.executors import executor, executor_names
from tests.frameworks.checkpointed.one_checkpoint import EDITED, PLANNED, SUBJECTS, WRITTEN, TakenUp, take_up
from tests.frameworks.checkpointed.run_all import checkpoint_reasons, checkpoint_rows, subjects_of
from tests.frameworks.one_run import RunFailed
from tests.frameworks.pairs import BadPair, pairs_of

GOOD = TakenUp(
    subject=SUBJECTS[0],
    captured={"pid": 1, "bytes": 1978, "version": "1.2"},
    resumed={"pid": 2, "told": WRITTEN},
    asked=(f'{{"content": "{EDITED}"}}',),
)


def test_every_executor_of_a_framework_is_tried() -> None:
    assert {subject.name for subject in SUBJECTS} == {*executor_names()} - {"tape", "mock", "real"}
    assert all(pairs_of([subject.environment]) and subject.program.is_file() for subject in SUBJECTS)


def test_a_run_that_was_taken_up_is_one_row_and_no_fault() -> None:
    _, _, row = checkpoint_rows([GOOD])
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    between = executor(GOOD.subject.name).capabilities.granularity.value
    assert cells == ["langgraph", "1.2", between, "1978", "process 1", "process 2", "1", "taken up"]
    assert checkpoint_reasons([GOOD]) == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (replace(GOOD, resumed={**GOOD.resumed, "pid": 1}), "both halves ran in one process"),
        (replace(GOOD, asked=GOOD.asked * 2), "it asked the model 2 times instead of once"),
        (replace(GOOD, asked=("{}",)), "the edit did not reach the model"),
        (replace(GOOD, asked=(EDITED + PLANNED,)), "the state from before the edit reached the model"),
        (replace(GOOD, resumed={**GOOD.resumed, "told": "no"}), "it ended with 'no'"),
    ],
)
def test_whatever_is_not_as_it_has_to_be_is_a_fault(wrong: TakenUp, fault: str) -> None:
    assert wrong.faults == (fault,)
    assert checkpoint_reasons([wrong]) == [f"WRONG    langgraph: {fault}"]


def test_a_programme_that_fails_is_said_with_its_log(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match=r"capture ended with 1; see .*capture\.log"):
        take_up(SUBJECTS[0], Path(sys.executable), tmp_path, tmp_path / "run")
    assert "No module named" in (tmp_path / "run" / "capture.log").read_text()


def test_a_framework_without_checkpoints_is_named() -> None:
    assert subjects_of(["crewai"]) == [SUBJECTS[1]]
    with pytest.raises(BadPair, match="no checkpoints of litellm; there are langgraph, crewai"):
        subjects_of(["litellm"])
