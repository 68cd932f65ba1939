"""Every way in which a process ends, and what has arrived by then."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from agenttrace.export.spool import from_bytes

from .collector import Answer, Collector, free_port
from .conftest import RunScript

WAYS_TO_END = {
    "falling off the end": ("", 0),
    "sys.exit": ("sys.exit(3)", 3),
    "an unhandled exception": ("raise RuntimeError('boom')", 1),
    "sys.exit in an open span": ("with tracer.start_as_current_span('open'): sys.exit(4)", 4),
    "a thread that outlives main": ("threading.Thread(target=lambda: tracer.start_span('open').end()).start()", 0),
    "SIGTERM": ("os.kill(os.getpid(), signal.SIGTERM); signal.pause()", -signal.SIGTERM),
    "SIGINT": ("os.kill(os.getpid(), signal.SIGINT); signal.pause()", -signal.SIGINT),
    "SIGTERM handled by the user": (
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(5)); os.kill(os.getpid(), signal.SIGTERM); signal.pause()",
        5,
    ),
}


@pytest.mark.parametrize("way", WAYS_TO_END)
def test_nothing_is_lost_and_the_status_is_the_same(way: str, collector: Collector, run_script: RunScript) -> None:
    ending, status = WAYS_TO_END[way]
    ended = run_script(
        f"""
processor, tracer = start()
for number in range(600): tracer.start_span("span").end()
{ending}
""",
        collector.endpoint,
    )
    assert ended.returncode == status, ended.stderr
    assert [name for name in collector.ended_names() if name == "span"] == ["span"] * 600
    assert ("open" in ending) == ("open" in collector.ended_names())


def test_sigterm_shows_open_spans_as_running(collector: Collector, run_script: RunScript) -> None:
    run_script(
        """
processor, tracer = start(start_record_after_s=30)
span = tracer.start_span("interrupted")
os.kill(os.getpid(), signal.SIGTERM); signal.pause()
""",
        collector.endpoint,
    )
    assert [(span.name, span.end_time_unix_nano) for span in collector.accepted()] == [("interrupted", 0)]


def test_sigterm_in_the_middle_of_busy_tracing_loses_nothing_that_had_ended(
    collector: Collector, run_script: RunScript
) -> None:
    ended = run_script(
        """
processor, tracer = start(schedule_delay_s=0.01, batch_size=50)
threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
while True:
    tracer.start_span("span").end()
    sys.stdout.write("."); sys.stdout.flush()
""",
        collector.endpoint,
    )
    assert ended.returncode == -signal.SIGTERM
    assert len(ended.stdout) <= len(collector.ended_names()) <= len(ended.stdout) + 1


def assert_sent_or_spooled(names: list[str], collector: Collector, home: Path) -> None:
    spooled = [from_bytes(path.read_bytes()) for path in (home / "spool").glob("*.batch")]
    requests = [ExportTraceServiceRequest.FromString(batch.plain_body()) for batch in spooled]
    on_disk = [
        span.name for each in requests for group in each.resource_spans for s in group.scope_spans for span in s.spans
    ]
    assert sorted({*collector.names(), *on_disk}) == names


def test_without_a_server_every_way_out_leaves_the_spans_in_the_spool(run_script: RunScript, home: Path) -> None:
    endpoint = f"http://127.0.0.1:{free_port()}"
    for ending, status in (("", 0), ("raise SystemExit(3)", 3), ("os.kill(os.getpid(), signal.SIGTERM)", -15)):
        ended = run_script(f"processor, tracer = start()\ntracer.start_span('span').end()\n{ending}\n", endpoint)
        assert ended.returncode == status, ended.stderr
    assert len(list((home / "spool").glob("*.batch"))) == 3


def test_a_handler_that_was_there_before_decides_how_the_process_ends(
    collector: Collector, run_script: RunScript
) -> None:
    ended = run_script(
        """
signal.signal(signal.SIGTERM, lambda *_: sys.exit(6))
processor, tracer = start()
tracer.start_span("span").end()
os.kill(os.getpid(), signal.SIGTERM); signal.pause()
""",
        collector.endpoint,
    )
    assert ended.returncode == 6, ended.stderr
    assert collector.names() == ["span"]


def test_a_server_that_dies_of_the_signal_after_its_own_shutdown_loses_nothing(
    collector: Collector, run_script: RunScript, home: Path
) -> None:
    """As uvicorn does, which imports the application when its own handler is already there."""
    ended = run_script(
        """
import time
asked = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: asked.set())
processor, tracer = start()
tracer.start_span("before").end()
os.kill(os.getpid(), signal.SIGTERM)
assert asked.is_set()
tracer.start_span("in the last request").end()
give_up_at = time.monotonic() + 10
while processor.stats().queued and time.monotonic() < give_up_at: time.sleep(0.01)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.raise_signal(signal.SIGTERM)
""",
        collector.endpoint,
    )
    assert ended.returncode == -signal.SIGTERM, ended.stderr
    assert_sent_or_spooled(["before", "in the last request"], collector, home)


def test_a_server_that_dies_after_its_own_shutdown_needs_no_disk(collector: Collector, run_script: RunScript) -> None:
    ended = run_script(
        """
import time
signal.signal(signal.SIGTERM, lambda *_: None)
Path(sys.argv[1]).write_text("a file where the folder should be")
processor, tracer = start()
tracer.start_span("span").end()
os.kill(os.getpid(), signal.SIGTERM)
give_up_at = time.monotonic() + 10
while not processor.stats().sent and time.monotonic() < give_up_at: time.sleep(0.01)
os._exit(0)
""",
        collector.endpoint,
    )
    assert ended.returncode == 0, ended.stderr
    assert collector.names() == ["span"]


def test_after_shutdown_the_handler_that_was_there_before_is_back(collector: Collector, run_script: RunScript) -> None:
    ended = run_script(
        """
theirs = lambda *_: None
signal.signal(signal.SIGTERM, theirs)
processor, tracer = start()
processor.shutdown()
assert signal.getsignal(signal.SIGTERM) is theirs
""",
        collector.endpoint,
    )
    assert ended.returncode == 0, ended.stderr


def test_after_shutdown_sigterm_is_as_it_was(collector: Collector, run_script: RunScript) -> None:
    ended = run_script(
        """
processor, tracer = start()
tracer.start_span("span").end()
processor.shutdown()
assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
""",
        collector.endpoint,
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(("again", "status"), [("SIGTERM", -signal.SIGTERM), ("SIGINT", 0)])
def test_a_signal_while_the_process_is_leaving_loses_nothing(
    again: str, status: int, collector: Collector, run_script: RunScript, home: Path
) -> None:
    collector.answer(Answer(stall=True))
    ended = run_script(
        f"""
import time
processor, tracer = start(shutdown_timeout_s=5)
tracer.start_span("last words").end()
def impatient():
    while not processor._is_shut_down: time.sleep(0.01)
    os.kill(os.getpid(), signal.{again})
threading.Thread(target=impatient, daemon=True).start()
""",
        collector.endpoint,
    )
    assert ended.returncode == status, ended.stderr
    assert len(list((home / "spool").glob("*.batch"))) == 1
