"""Both encodings of every recorded request give the same spans."""

from __future__ import annotations

from pathlib import Path

import pytest
from server.tests.otlp_files import REQUESTS, as_protobuf, count_spans

from agenttrace_server.journal.protocol import Signal
from agenttrace_server.pipeline.decode import check, decode

from .making import JSON, PROTOBUF, record


def test_all_recorded_requests_are_here() -> None:
    assert len(REQUESTS) == 34


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_json_and_protobuf_of_one_request_give_equal_spans(path: Path) -> None:
    body = path.read_bytes()

    from_json = decode(record(body, JSON))
    from_protobuf = decode(record(as_protobuf(body), PROTOBUF))

    assert from_json == from_protobuf
    assert len(from_json) == count_spans(body)


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_every_recorded_request_passes_the_check_that_stands_before_the_journal(path: Path) -> None:
    body = path.read_bytes()

    assert check(Signal.TRACES, JSON, body, 64) == count_spans(body)
    assert check(Signal.TRACES, PROTOBUF, as_protobuf(body), 64) == count_spans(body)
