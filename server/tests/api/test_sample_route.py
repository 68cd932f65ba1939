"""Sample traces on request: sent as an emitter would send them, marked, and priced like any other."""

from __future__ import annotations

import orjson

from agenttrace_server.api.samples import sample_traces
from agenttrace_server.journal.protocol import RawRecord

from .conftest import NOW_NS, EmptyJournal, House

SENDER = {"origin": "http://127.0.0.1:8080"}


class KeepingJournal(EmptyJournal):
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.records: list[RawRecord] = []

    async def append(self, record: RawRecord) -> int:
        self.records.append(record)
        return len(self.records)


def test_samples_go_to_the_journal_like_any_request(house: House) -> None:
    journal = house.journal = KeepingJournal()
    answer = house.client().post("/api/v1/samples", headers=SENDER)
    assert (answer.status_code, answer.json()) == (202, {"project": "samples"})
    (record,) = journal.records
    assert (record.project, record.content_type) == ("samples", "application/json")
    assert record.body == sample_traces(NOW_NS)


def test_samples_are_three_marked_traces_that_have_ended_and_of_which_one_failed() -> None:
    spans = orjson.loads(sample_traces(NOW_NS))["resourceSpans"][0]["scopeSpans"][0]["spans"]
    roots = [span for span in spans if not span["parentSpanId"]]
    assert [root["status"]["code"] for root in roots] == [1, 2, 1]
    assert all(root["name"].startswith("sample: ") for root in roots)
    assert len({span["spanId"] for span in spans}) == len(spans)
    assert all(int(span["startTimeUnixNano"]) <= int(span["endTimeUnixNano"]) < NOW_NS for span in spans)
    assert all(len(span["traceId"]) == 32 and len(span["spanId"]) == 16 for span in spans)
