"""A program gets the time and the chance of the recorded run, where it asks for them or where it says so once."""

from __future__ import annotations

import datetime  # noqa: ICN001 - the way in which programs import it
import datetime as dt
import os
import random
import time
import uuid
from datetime import date, timezone
from datetime import datetime as moment
from random import randint
from typing import Any

import pytest
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

import agenttrace as at
from agenttrace.replay import ReplayDivergence

from .conftest import Studio

EVERYTHING = ["datetime", "random", "time", "urandom", "uuid"]


def ask_us() -> list[Any]:
    return [at.now(), at.now(timezone.utc), at.uuid4(), at.random()]


def ask_python() -> list[Any]:
    deck = list(range(20))
    random.shuffle(deck)
    return [
        time.time(),
        time.monotonic_ns(),
        time.strftime("%H:%M:%S"),
        time.localtime(),
        datetime.datetime.now(),  # noqa: DTZ005
        dt.datetime.now(dt.timezone.utc),
        moment.now(timezone.utc),
        moment.today(),  # noqa: DTZ002
        date.today(),  # noqa: DTZ011
        uuid.uuid4(),
        uuid.uuid1(),
        random.random(),
        randint(1, 10**12),
        random.choice(deck),
        random.gauss(0, 1),
        deck,
        os.urandom(8),
    ]


def test_what_is_asked_of_us_is_told_again(studio: Studio) -> None:
    recorded = studio.record(ask_us)
    replayer = studio.replayer()

    assert replayer.run(ask_us) == recorded
    assert ask_us() != recorded
    assert replayer.report.is_faithful


def test_without_a_recording_they_are_what_they_say() -> None:
    before = dt.datetime.now(timezone.utc)
    now, _, identity, number = ask_us()

    assert before <= now <= dt.datetime.now(timezone.utc)
    assert identity.version == 4
    assert 0 <= number < 1


def test_asking_more_often_than_recorded_diverges(studio: Studio) -> None:
    studio.record(at.now)

    with pytest.raises(ReplayDivergence, match=r"now\(\) was not called so often"):
        studio.replayer().run(lambda: [at.now(), at.now()])


def test_pythons_own_clock_and_chance_are_told_again_where_the_run_was_recorded_so(studio: Studio) -> None:
    recorded = studio.record(ask_python, record_side_effects=EVERYTHING)
    replayer = studio.replayer()

    assert replayer.run(ask_python) == recorded
    assert replayer.report.is_faithful, str(replayer.report)
    assert ask_python() != recorded


def test_everything_is_put_back(studio: Studio) -> None:
    before = [time.time, time.strftime, uuid.uuid4, random.random, randint, os.urandom, datetime, moment, date]
    studio.record(ask_python, record_side_effects=EVERYTHING)

    assert [time.time, time.strftime, uuid.uuid4, random.random, randint, os.urandom, datetime, moment, date] == before


def test_values_of_the_patched_calendar_are_real_ones(studio: Studio) -> None:
    real = moment

    def program() -> None:
        assert moment is not real
        assert type(moment(2026, 1, 1)) is real  # noqa: DTZ001
        assert type(moment.now()) is real  # noqa: DTZ005
        assert isinstance(real(2026, 1, 1), moment)
        assert issubclass(real, moment)
        assert type(moment.fromisoformat("2026-01-01")) is real
        assert moment.now(timezone.utc) - moment(2026, 1, 1, tzinfo=timezone.utc) > dt.timedelta(0)

    studio.record(program, record_side_effects=["datetime"])


def test_libraries_and_ids_of_opentelemetry_are_left_alone(studio: Studio) -> None:
    made = RandomIdGenerator()

    def program() -> list[Any]:
        with at.span("x") as span:
            pass
        return [span.trace_id, made.generate_trace_id(), random.random()]

    recorded = studio.record(program, record_side_effects=EVERYTHING)
    replayed = studio.replayer().run(program)

    assert replayed[2] == recorded[2]
    assert replayed[1] != recorded[1]
    assert [event.payload["effect"] for event in studio.reader().events if event.kind == "side_effect"] == [
        "random.random"
    ]


def test_a_patched_clock_that_is_asked_more_often_goes_on_by_itself_and_is_said(studio: Studio) -> None:
    studio.record(time.time, record_side_effects=["time"])

    def program(times: int) -> list[float]:
        return [time.time() for _ in range(times)]

    studio.runs.clear()
    studio.record(lambda: program(1), record_side_effects=["time"])
    replayer = studio.replayer()

    assert len(replayer.run(program, 3)) == 3
    assert replayer.report.notes == ["time.time() was asked for more often than it was recorded: it gave its own value"]


def test_a_kind_that_does_not_exist_is_refused(studio: Studio) -> None:
    with pytest.raises(at.BadSetting, match=r"record_side_effects: must be some of datetime, random, time"):
        studio.begin(record_side_effects=["weather"])
