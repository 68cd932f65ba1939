"""Whatever happens to the file of a recording, its whole events are returned and its bad lines are named."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace.recording import EventLog, Kind, TraceReader

TAIL_BYTES = 4_096
PAYLOADS = [{"text": ("é\t" * (n % 7)) + "x" * (n * 13 % 190), "n": n} for n in range(60)]


def recorded() -> tuple[bytes, list[bytes]]:
    with TemporaryDirectory() as folder:
        log = EventLog(Path(folder), "ab" * 16)
        for payload in PAYLOADS:
            log.write(Kind.LLM_CHUNK, payload)
        log.close()
        data = (Path(folder) / "events.jsonl").read_bytes()
    return data, data.split(b"\n")[:-1]


DATA, LINES = recorded()
ENDS = [sum(len(line) + 1 for line in LINES[: n + 1]) for n in range(len(LINES))]


def read(data: bytes) -> tuple[list[int], list[int]]:
    """Return the numbers of the events that were read, and those of the lines that were not."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "events.jsonl"
        file.write_bytes(data)
        reader = TraceReader(file)
        return [event.payload["n"] for event in reader.events], [problem.number for problem in reader.problems]


def line_at(place: int) -> int:
    return next(number for number, end in enumerate(ENDS) if place < end)


@pytest.mark.parametrize("block", range(0, TAIL_BYTES, 256))
def test_a_file_cut_at_any_byte_gives_all_whole_events_and_names_the_torn_line(block: int) -> None:
    for cut in range(len(DATA) - block - 256, len(DATA) - block):
        torn = line_at(cut)
        begun = cut - (ENDS[torn - 1] if torn else 0)
        whole_json = begun == len(LINES[torn].split(b"\t")[0])
        whole_line = begun == len(LINES[torn])

        events, problems = read(DATA[:cut])

        assert events == list(range(torn + (whole_json or whole_line)))
        assert problems == ([] if begun == 0 or whole_json or whole_line else [torn + 1])


@given(place=st.integers(len(DATA) - TAIL_BYTES, len(DATA) - 1), bit=st.integers(0, 7))
@settings(max_examples=400, deadline=None)
def test_a_flipped_bit_costs_one_event_at_most_and_its_line_is_named(place: int, bit: int) -> None:
    data = bytearray(DATA)
    data[place] ^= 1 << bit
    hit = line_at(place)

    events, problems = read(bytes(data))

    assert set(range(len(LINES))) - set(events) <= {hit}
    assert hit + 1 in problems or place == len(DATA) - 1
    assert set(problems) <= {hit + 1, hit + 2}


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_events_written_after_a_torn_line_are_read(data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(LINES[7])))

    events, problems = read(b"\n".join([*LINES[:7], LINES[7][:cut] + LINES[8], *LINES[9:], b""]))

    assert events == [n for n in range(len(LINES)) if n != 7 or cut == len(LINES[7])]
    assert problems == [8]


@given(st.binary(max_size=4_096))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_named_but_never_crash(garbage: bytes) -> None:
    events, problems = read(DATA[: ENDS[4]] + garbage + b"\n" + DATA[ENDS[4] :])

    assert set(events) == set(range(len(LINES)))
    assert all(6 <= number <= 6 + garbage.count(b"\n") for number in problems)


def test_a_new_process_goes_on_below_the_torn_line_of_a_killed_one(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_bytes(DATA[: ENDS[2] + 30])
    EventLog(tmp_path, "ab" * 16).write(Kind.LLM_CHUNK, {"n": 99})

    events, problems = read(file.read_bytes())

    assert sorted(events) == [0, 1, 2, 99]
    assert problems == [4]
