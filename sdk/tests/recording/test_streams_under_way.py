"""A program that is killed in the middle of a long answer leaves what had come of it, without its secrets."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from agenttrace.recording import EventLog, TraceReader
from agenttrace.recording.http.hosts import ExcludedHosts
from agenttrace.recording.tape.exchange import Sink, WireRequest
from agenttrace.recording.tape.recorder import Recorder
from agenttrace.recording.tape.streams import redacted_chunks
from agenttrace.replay.tape.entries import ExchangeEntry
from agenttrace.replay.tape.load import load_tape
from agenttrace.tracing.guard import never_break_the_agent, raise_our_own_failures
from agenttrace.tracing.redaction import Redactor

KEY = "sk-proj-" + "abcdefghijklmnopqrstuvwx0123456789" * 3
WORDS = "the weather in Rome is sunny and warm today "
REQUEST = WireRequest("POST", "http://model/v1/chat/completions", (), b"{}")
EVENT_STREAM = (("content-type", "text/event-stream"),)
REDACT = Redactor(key="test", max_value_chars=1_000)


def events_of(text: str, size: int) -> bytes:
    """Return a stream that begins with empty texts, as those of models do."""
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    begin = b'data: {"choices": [{"index": 0, "delta": {"role": "assistant", "content": "", "refusal": ""}}]}\n\n'
    return begin + b"".join(
        b"data: " + json.dumps({"choices": [{"index": 0, "delta": {"content": piece}}]}).encode() + b"\n\n"
        for piece in pieces
    )


def streamed(folder: Path, chunks: list[bytes], redact: Redactor = REDACT) -> Sink:
    """Record the beginning of an answer that goes on."""
    log = EventLog(folder, "ab" * 16)
    sink = Recorder(log, redact, never_break_the_agent, ExcludedHosts()).begin(REQUEST).sink
    sink.head(200, EVENT_STREAM)
    for chunk in chunks:
        sink.chunk(chunk)
    return sink


def answer_in(folder: Path) -> ExchangeEntry:
    [entry] = load_tape(TraceReader(folder)).entries
    assert isinstance(entry, ExchangeEntry)
    return entry


def cut(content: bytes, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


def test_most_of_a_long_answer_is_there_when_the_program_is_killed(tmp_path: Path) -> None:
    content = events_of(WORDS * 40, 8)
    sink = streamed(tmp_path, cut(content, 500))

    entry = answer_in(tmp_path)
    left = b"".join(data for _, data in entry.chunks)
    assert (entry.status, entry.outcome) == (200, None)
    assert content.startswith(left)
    assert len(left) > len(content) / 2
    sink.left()


def test_when_the_answer_ends_it_is_kept_as_if_it_had_never_been_written_before(tmp_path: Path) -> None:
    chunks = cut(events_of(WORDS * 20 + KEY + " " + WORDS * 20, 8), 700)
    streamed(tmp_path, chunks).end()

    entry = answer_in(tmp_path)
    assert entry.outcome == "eof"
    kept = redacted_chunks(chunks, REDACT)
    assert [data for _, data in entry.chunks] == [data for data in kept if data]


def test_the_value_of_json_that_is_not_whole_is_held_back(tmp_path: Path) -> None:
    sink = streamed(tmp_path, cut(events_of('{"password": "' + WORDS * 60, 8), 500))

    assert b"sunny" not in (tmp_path / "events.jsonl").read_bytes()
    sink.left()


def test_nothing_is_written_early_where_a_rule_of_the_user_decides(tmp_path: Path) -> None:
    rule = Redactor(key="test", max_value_chars=1_000, users_rule=lambda _, value: value)
    sink = streamed(tmp_path, cut(events_of(WORDS * 60, 8), 500), rule)

    assert b"sunny" not in (tmp_path / "events.jsonl").read_bytes()
    sink.left()


@given(
    before=st.integers(0, 400),
    after=st.integers(0, 400),
    piece=st.integers(1, 40),
    chunk=st.integers(50, 2_000),
    part=st.integers(0, len(KEY)),
)
@example(before=400, after=0, piece=8, chunk=500, part=len(KEY) - 1)
@settings(max_examples=60, deadline=None)
def test_no_part_of_a_key_is_on_the_disk_wherever_the_program_is_killed(
    before: int, after: int, piece: int, chunk: int, part: int
) -> None:
    is_whole = part in (0, len(KEY))
    text = f"{(WORDS * 10)[:before]} {KEY[: part or None]}" + (f" {(WORDS * 10)[:after]}" if is_whole else "")
    with TemporaryDirectory() as folder:
        sink = streamed(Path(folder), cut(events_of(text, piece), chunk))
        said = b"".join(data for _, data in answer_in(Path(folder)).chunks).decode(errors="ignore")
        sink.end()
    texts = [json.loads(line[6:])["choices"][0]["delta"]["content"] for line in said.split("\n")[:-1] if line]
    assert KEY[:12] not in "".join(texts)


def test_an_error_that_cannot_be_put_in_words_is_recorded_without_them(tmp_path: Path) -> None:
    class WordlessError(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no words")

    raise_our_own_failures(False)  # as in a program of a user; tests that call init let them through
    streamed(tmp_path, []).fail(WordlessError())

    failure = answer_in(tmp_path).failure
    assert failure is not None
    assert failure.type.endswith("WordlessError")
    assert failure.message == ""
