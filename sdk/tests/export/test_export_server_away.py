"""The server is away, comes back, or never was: the spool, and who sends it later."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from agenttrace.export import ExportProcessor
from agenttrace.export.guard import Say
from agenttrace.export.pipeline.destination import Destination
from agenttrace.export.settings import UNADDRESSED, ExportSettings

from .collector import Answer, Collector, free_port
from .conftest import NewAgent, RunScript


def spooled(home: Path) -> list[Path]:
    return sorted((home / "spool").glob("*.batch"))


def test_spans_of_a_process_that_found_no_server_are_sent_by_a_later_one(new_agent: NewAgent, home: Path) -> None:
    port = free_port()
    first = new_agent(f"http://127.0.0.1:{port}")
    first.spans("left behind")
    first.processor.shutdown()
    assert len(spooled(home)) == 1
    with Collector(port) as collector:
        later = new_agent(f"http://127.0.0.1:{port}")
        later.spans("fresh")
        collector.wait_until(lambda c: c.names() == ["fresh", "left behind"])
        senders = {received.headers["x-agenttrace-sender"] for received in collector.received}
        assert senders == {first.stats.sender, later.stats.sender}
        later.processor.shutdown()
    assert spooled(home) == []


def test_a_process_of_its_own_sends_what_an_earlier_one_left(run_script: RunScript, home: Path) -> None:
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    assert run_script("processor, tracer = start()\ntracer.start_span('left behind').end()\n", endpoint).returncode == 0
    with Collector(port) as collector:
        ended = run_script(
            """
processor, tracer = start()
tracer.start_span("fresh").end()
moment, turns = threading.Event(), 0
while list((Path(sys.argv[1]) / "spool").glob("*.batch")) and turns < 2000:
    turns += 1
    moment.wait(0.01)
""",
            endpoint,
        )
        assert ended.returncode == 0, ended.stderr
        assert collector.names() == ["fresh", "left behind"]


def test_a_flush_tries_a_server_that_was_away_once_more(new_agent: NewAgent) -> None:
    port = free_port()
    agent = new_agent(f"http://127.0.0.1:{port}", retry_budget_s=0.0, backoff_first_s=3600.0, backoff_max_s=3600.0)
    agent.spans("too early")
    assert agent.flush()
    assert (agent.stats.sent, agent.stats.spooled) == (0, 1)
    with Collector(port) as collector:
        agent.spans("in time")
        assert agent.flush()
        collector.wait_until(lambda c: c.names() == ["in time", "too early"])
        agent.processor.shutdown()


def test_a_server_that_comes_back_gets_the_spool_in_the_background_oldest_first(
    new_agent: NewAgent, home: Path
) -> None:
    port = free_port()
    agent = new_agent(f"http://127.0.0.1:{port}", retry_budget_s=0.0)
    for name in ("a", "b", "c"):
        agent.spans(name)
        assert agent.flush()
    assert [path.stat().st_mode & 0o777 for path in spooled(home)] == [0o600] * 3
    assert (home / "spool").stat().st_mode & 0o777 == 0o700
    with Collector(port) as collector:
        collector.wait_until(lambda c: len(c.accepted()) == 3)
        assert [span.name for span in collector.accepted()] == ["a", "b", "c"]
        assert [received.batch for received in collector.received] == [1, 2, 3]
        agent.processor.shutdown()
    assert spooled(home) == []
    assert (agent.stats.sent, agent.stats.dropped) == (3, 0)


def test_a_fresh_batch_does_not_wait_behind_the_spool(new_agent: NewAgent) -> None:
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    earlier = new_agent(endpoint, retry_budget_s=0.0)
    for number in range(20):
        earlier.spans(f"old-{number}")
        assert earlier.flush()
    earlier.processor.shutdown()
    with Collector(port) as collector:
        agent = new_agent(endpoint, schedule_delay_s=60.0)
        agent.spans("fresh")
        assert agent.flush()
        assert "fresh" in collector.names()
        collector.wait_until(lambda c: len(c.accepted()) == 21)


def test_a_batch_spooled_for_one_server_is_not_sent_to_another(
    collector: Collector, new_agent: NewAgent, home: Path
) -> None:
    away = new_agent(f"http://127.0.0.1:{free_port()}")
    away.spans("for another")
    away.processor.shutdown()
    agent = new_agent(collector.endpoint)
    agent.spans("for this one")
    assert agent.flush()
    agent.processor.shutdown()
    assert collector.names() == ["for this one"]
    assert len(spooled(home)) == 1


def test_two_processes_do_not_send_the_same_file_at_the_same_time(new_agent: NewAgent, home: Path) -> None:
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    earlier = new_agent(endpoint, retry_budget_s=0.0)
    for number in range(30):
        earlier.spans(f"old-{number:02d}")
        assert earlier.flush()
    earlier.processor.shutdown()
    with Collector(port) as collector:
        agents = [new_agent(endpoint) for _ in range(3)]
        for agent in agents:
            agent.spans("fresh")
        collector.wait_until(lambda c: len(c.accepted()) >= 33)
        for agent in agents:
            agent.processor.shutdown()
        assert collector.names() == sorted(["fresh"] * 3 + [f"old-{number:02d}" for number in range(30)])
    assert spooled(home) == []


def test_a_torn_spool_file_is_moved_aside_and_the_others_are_sent(
    collector: Collector, new_agent: NewAgent, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    collector.always_answer(lambda _: Answer(401))
    agent = new_agent(collector.endpoint, backoff_max_s=60.0)
    for name in ("torn", "whole"):
        agent.spans(name)
        assert agent.flush()
    agent.processor.shutdown()
    torn = spooled(home)[0]
    torn.write_bytes(torn.read_bytes()[:-5])
    collector.always_answer(lambda _: Answer(200))
    new_agent(collector.endpoint).spans("fresh")
    collector.wait_until(lambda c: c.names() == ["fresh", "whole"])
    assert [path.name for path in (home / "spool" / "corrupt").iterdir()] == [torn.name]
    assert torn.name in caplog.text


def test_without_an_endpoint_and_a_local_server_spans_stay_in_the_spool(
    new_agent: NewAgent, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = ExportSettings(home=home, endpoint=None)
    destination = Destination(settings, local_endpoint=f"http://127.0.0.1:{free_port()}")
    assert destination.resolve() is None
    assert destination.resolve() is None
    said = capfd.readouterr().err
    assert said.count("no endpoint is set") == 1
    assert str(home / "spool") in said


def test_without_an_endpoint_a_local_server_is_found(collector: Collector, home: Path) -> None:
    destination = Destination(ExportSettings(home=home, endpoint=None), local_endpoint=collector.endpoint)
    assert destination.resolve() == f"{collector.endpoint}/v1/traces"
    assert destination.may_take(UNADDRESSED)
    assert destination.may_take(f"{collector.endpoint}/v1/traces")


def test_what_was_made_for_no_server_leaves_the_machine_for_none(home: Path) -> None:
    destination = Destination(ExportSettings(home=home, endpoint="https://traces.example.com"))
    assert destination.resolve() == "https://traces.example.com/v1/traces"
    assert not destination.may_take(UNADDRESSED)


def test_a_stalling_server_does_not_stop_batches_from_reaching_the_disk(
    collector: Collector, new_agent: NewAgent, home: Path
) -> None:
    collector.always_answer(lambda _: Answer(stall=True))
    agent = new_agent(collector.endpoint, batch_size=5, request_timeout_s=30.0, shutdown_timeout_s=2.5)
    for number in range(40):
        agent.spans(*["span"] * 5)
        if number == 0:
            collector.wait_until(lambda c: len(c.received) == 1)
    agent.processor.shutdown()
    assert agent.stats.dropped == 0
    assert agent.stats.spooled == 200


def test_leaving_does_not_wait_longer_than_it_may(collector: Collector, run_script: RunScript, home: Path) -> None:
    collector.always_answer(lambda _: Answer(stall=True))
    ended = run_script(
        """
import time
processor, tracer = start(shutdown_timeout_s=1.0, request_timeout_s=30.0)
tracer.start_span("stuck").end()
began = time.monotonic()
processor.shutdown()
print(time.monotonic() - began)
""",
        collector.endpoint,
    )
    assert ended.returncode == 0, ended.stderr
    assert float(ended.stdout) < 1.5
    assert len(spooled(home)) == 1


def test_a_home_that_cannot_be_written_loses_spans_loudly_but_not_the_agent(
    new_agent: NewAgent, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home.write_text("a file where the folder should be")
    agent = new_agent(f"http://127.0.0.1:{free_port()}", retry_budget_s=0.0)
    agent.spans("lost")
    assert agent.flush()
    assert agent.stats.dropped == 1
    assert "spans are lost" in caplog.text


def test_the_number_of_dropped_spans_is_sent_with_the_next_batch(new_agent: NewAgent, home: Path) -> None:
    home.write_text("a file where the folder should be")
    port = free_port()
    agent = new_agent(f"http://127.0.0.1:{port}", retry_budget_s=0.0)
    agent.spans("lost", "lost too")
    assert agent.flush()
    with Collector(port) as collector:
        agent.spans("seen")
        collector.wait_until(lambda c: c.names() == ["seen"])
        assert collector.received[0].headers["x-agenttrace-dropped"] == "2"
        assert collector.received[0].batch == 2
        agent.processor.shutdown()


def test_trouble_is_said_once_and_again_after_it_was_over(caplog: pytest.LogCaptureFixture) -> None:
    say = Say()
    for _ in range(3):
        say.once("away", 30, "the server is away")
    say.over("away", "the server is back")
    say.once("away", 30, "the server is away")
    assert [record.message for record in caplog.records if record.levelno == 30] == ["the server is away"] * 2


def test_many_threads_lose_nothing(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(collector.endpoint, batch_size=64)
    threads = [threading.Thread(target=agent.spans, args=["span"] * 250) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert agent.flush()
    assert len(collector.accepted()) == 2000
    assert agent.stats.dropped == 0


def test_after_shutdown_spans_are_dropped_and_counted(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(collector.endpoint)
    agent.spans("before")
    agent.processor.shutdown()
    agent.processor.shutdown()
    agent.spans("after")
    assert agent.flush()
    assert collector.names() == ["before"]
    assert agent.stats.dropped == 1


def test_a_processor_without_spans_starts_no_thread(home: Path) -> None:
    before = threading.active_count()
    processor = ExportProcessor(ExportSettings(home=home, endpoint="http://127.0.0.1:9"))
    assert threading.active_count() == before
    assert processor.force_flush(10)
    processor.shutdown()
    assert not home.exists()
