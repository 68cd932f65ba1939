"""Join the parts into one server and run it: the only file that knows everyone."""

from __future__ import annotations

import asyncio
import fcntl
import gc
import os
import resource
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import FrameType

import orjson
import structlog

from agenttrace_server.api.application import create_api
from agenttrace_server.api.health import VERSION
from agenttrace_server.api.rendering import rfc3339
from agenttrace_server.api.services import PipelineState, Rejection, Services
from agenttrace_server.config import Settings
from agenttrace_server.errors import BadSetting
from agenttrace_server.imports.recordings import Follower
from agenttrace_server.journal.protocol import Journal, JournalStats
from agenttrace_server.journal.registry import open_journal
from agenttrace_server.live.in_process import InProcessBus
from agenttrace_server.pipeline.batch import Stages
from agenttrace_server.pipeline.decode import decode
from agenttrace_server.pipeline.enrich import enrich
from agenttrace_server.pipeline.price import open_price_book, overrides_path
from agenttrace_server.pipeline.price.keeper import PriceKeeper
from agenttrace_server.pipeline.reprocess import Reprocessing
from agenttrace_server.pipeline.runner import Runner, RunnerState
from agenttrace_server.pipeline.stages import stages_for
from agenttrace_server.pipeline.workers import InProcess, Task, WorkAhead, WorkerPool
from agenttrace_server.query.sql import limits_of
from agenttrace_server.query.trace_views import TraceViews
from agenttrace_server.receive.otlp_http import OtlpHttp, Refusal, create_app
from agenttrace_server.replays import open_replays
from agenttrace_server.serve import Listener, bind
from agenttrace_server.store import registry
from agenttrace_server.store.api import Store
from agenttrace_server.store.api.sql import SqlAnswer
from agenttrace_server.telemetry import Metrics, configure_logging
from agenttrace_server.upkeep import Installation, Keeper, KeeperState

RUNTIME_FILE = "server.json"
_OPEN_FILES = 65_536
_MEBIBYTE = 1024 * 1024
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens; the ports are the real ones."""

    host: str
    port: int
    http_port: int

    @property
    def web(self) -> str:
        """The web address, for a browser on this machine."""
        return f"http://{self._name}:{self.http_port}"

    @property
    def otlp(self) -> str:
        """The address for spans."""
        return f"http://{self._name}:{self.port}"

    @property
    def _name(self) -> str:
        if self.host in ("0.0.0.0", "::", ""):  # noqa: S104  compared, not bound
            return "127.0.0.1"
        return f"[{self.host}]" if ":" in self.host else self.host


OnReady = Callable[[Address], None]
SignalHandler = Callable[[int, FrameType | None], object] | int | None


def serve(settings: Settings, on_ready: OnReady | None = None) -> int:
    """Run a server until SIGINT or SIGTERM and return the exit code. Raises: BadSetting: it cannot start; says why."""
    configure_logging(settings.log_level, settings.log_json)
    os.umask(0o077)  # what agents said is their user's alone, also in a folder that was there before
    _allow_many_files()
    # a batch is a hundred thousand small values: with Python's defaults the collector takes a third of the time
    gc.set_threshold(50_000, 20, 50)
    server = Server(settings)

    async def run() -> None:
        with _stopping_on_signals(server):
            await server.run(on_ready or _say_ready)

    asyncio.run(run())
    return 0


def _allow_many_files() -> None:
    """A shell's usual 1,024 are fewer than the watchers and the segments of a busy server."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if most == resource.RLIM_INFINITY else min(_OPEN_FILES, most)
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def ask_on_disk(settings: Settings, project: str | None, sql: str, rows: int | None) -> SqlAnswer:
    """Answer a question in SQL from the data folder while no server runs on it. Raises: BadSetting, BadQuestion."""
    return registry.ask_on_disk(settings, project, sql, limits_of(settings, rows))


class Server:
    """Journal, store, pipeline, bus, and the two listeners of one process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        """Begin to end: from any thread, any number of times."""
        if self._loop is None:
            self._stop.set()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)

    async def run(self, on_ready: OnReady) -> None:
        """Serve until `stop`. Then: receive no more, let what was acknowledged reach the store, close everything.

        Raises: BadSetting: a port, the data folder or another setting cannot be used.
        """
        self._loop = asyncio.get_running_loop()
        settings = self._settings
        async with AsyncExitStack() as at_the_end:
            parts = at_the_end.enter_context(_opened(settings))
            otlp = Listener(
                parts.receiver,
                at_the_end.enter_context(bind(settings.host, settings.port, "port")),
                drain_s=settings.drain_s,
                websockets=False,
            )
            address = Address(settings.host, otlp.port, 0)
            rest = Listener(
                create_api(_services(settings, parts, address)),
                at_the_end.enter_context(bind(settings.host, settings.http_port, "http_port")),
                drain_s=settings.drain_s,
                websockets=True,
            )
            address = replace(address, http_port=rest.port)
            parts.runner.start()
            at_the_end.enter_context(_runtime_file(settings.home / RUNTIME_FILE, address))
            follower = Follower(settings.recordings, settings.home, address.otlp)
            at_the_end.callback(follower.stop)

            def ready() -> None:
                on_ready(address)
                if settings.follow_recordings:
                    follower.start()

            await self._serve(parts, otlp, rest, ready)

    async def _serve(self, parts: _Parts, otlp: Listener, rest: Listener, ready: Callable[[], None]) -> None:
        receiving = asyncio.ensure_future(otlp.run_until_stopped())
        answering = asyncio.ensure_future(rest.run_until_stopped())
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.gather(otlp.wait_until_up(), rest.wait_until_up())
            ready()
            await asyncio.wait((receiving, answering, stopping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            otlp.stop()
            await asyncio.wait((receiving,))
            is_drained = await asyncio.to_thread(parts.runner.stop, self._settings.drain_s)
            if not is_drained:
                _log.warning("stopped before everything reached the store; the next start goes on from the journal")
            parts.bus.close()
            rest.stop()
            await asyncio.wait((answering,))
        for listener in (receiving, answering):
            listener.result()


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is opened before the ports."""

    metrics: Metrics
    journal: Journal
    store: Store
    bus: InProcessBus
    runner: Runner
    receiver: OtlpHttp
    prices: PriceKeeper
    reprocessing: Reprocessing
    installation: Installation
    keeper: Keeper


@dataclass(frozen=True, slots=True)
class _Watch:
    """Shows the API the parts that it does not know."""

    parts: _Parts
    port: int

    def journal(self) -> JournalStats:
        return self.parts.journal.stats()

    def pipeline(self) -> PipelineState:
        status = self.parts.runner.status()
        gaps = self.parts.metrics.registry.get_sample_value("agenttrace_batch_gaps_total")
        state = RunnerState.RUNNING if status.state is RunnerState.NEW else status.state
        return PipelineState(
            state.value,
            status.lag_bytes,
            status.lag_spans,
            status.waiting_since_ns,
            status.last_error,
            int(gaps or 0),
            self._refused(),
        )

    def _refused(self) -> int:
        """Count the requests that were right and came at a bad moment."""
        registry = self.parts.metrics.registry
        found = (
            registry.get_sample_value("agenttrace_ingestion_errors_total", {"status": status})
            for status in ("429", "503")
        )
        return int(sum(count or 0 for count in found))

    def last_rejection(self) -> Rejection | None:
        return _rejection(self.parts.receiver.last_refusal)

    def not_kept(self) -> Rejection | None:
        return _rejection(self.parts.receiver.not_kept)

    def keeper(self) -> KeeperState:
        return self.parts.keeper.state

    def otlp_port(self) -> int:
        return self.port


def _rejection(refusal: Refusal | None) -> Rejection | None:
    return None if refusal is None else Rejection(refusal.reason, refusal.at_ns)


@contextmanager
def _opened(settings: Settings) -> Iterator[_Parts]:
    """Open everything that needs the data folder, and close it in the opposite order."""
    metrics = Metrics()
    bus = InProcessBus(settings.live_queue)
    with ExitStack() as at_the_end:
        try:
            settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
            journal = open_journal(settings, metrics)
            at_the_end.callback(journal.close)
            store = registry.open_store(settings, metrics)
            at_the_end.callback(store.close)
            replays = open_replays(settings)
            at_the_end.callback(replays.close)
            book = open_price_book(settings.home, settings.prices_file, settings.prices_snapshot_file)
        except (OSError, sqlite3.Error) as error:
            reason = str(getattr(error, "strerror", None) or error).lower()
            raise BadSetting(f"data_dir {settings.home} cannot be used: {reason}", field="data_dir") from None
        prices = PriceKeeper(book, overrides_path(settings.home, settings.prices_file), settings.prices_reload_s)
        at_the_end.callback(prices.stop)
        prices.start()
        stages = stages_for(book, settings)
        work = _work_ahead(settings, store, metrics, stages)
        runner = Runner(journal, store, bus, metrics, settings=settings, work=work, stages=stages)
        reprocessing = Reprocessing(
            journal,
            store,
            bus,
            metrics,
            decode=decode,
            stages=stages,
            finish=partial(enrich, preview_chars=settings.preview_chars),
            now_ns=time.time_ns,
        )
        at_the_end.callback(reprocessing.cancel)
        installation = Installation(settings, journal, store, replays)
        keeper = Keeper(installation, metrics)
        at_the_end.callback(keeper.stop)
        keeper.start()
        receiver = create_app(journal, settings, metrics, lambda: runner.lag_bytes)
        yield _Parts(metrics, journal, store, bus, runner, receiver, prices, reprocessing, installation, keeper)


def _work_ahead(settings: Settings, store: Store, metrics: Metrics, stages: Stages) -> WorkAhead:
    """Return who takes records through the stages: this process, and others where the store has them prepare."""
    here = InProcess(decode, stages)
    workers = settings.workers_on(os.cpu_count() or 1)
    if store.prepare is None or workers == 0:
        return here
    return WorkerPool(workers, Task(settings, store.prepare), here, metrics)


def _services(settings: Settings, parts: _Parts, address: Address) -> Services:
    views = TraceViews(
        parts.store,
        cache_bytes=settings.skeleton_cache_mb * _MEBIBYTE,
        max_spans=settings.skeleton_max_spans,
    )
    return Services(
        settings=settings,
        store=parts.store,
        views=views,
        bus=parts.bus,
        metrics=parts.metrics,
        watched=_Watch(parts, address.port),
        prices=parts.prices,
        reprocessing=parts.reprocessing,
        installation=parts.installation,
        now_ns=time.time_ns,
        started_ns=time.time_ns(),
        journal=parts.journal,
    )


@contextmanager
def _runtime_file(path: Path, address: Address) -> Iterator[None]:
    """Leave word for `agenttrace status` and `down` while the server runs; written whole or not at all.

    The lock on it ends with the process, however that ends: the number in a file that was left may be another's by now.
    """
    told = {
        "pid": os.getpid(),
        "host": address.host,
        "port": address.port,
        "http_port": address.http_port,
        "started_at": rfc3339(time.time_ns()),
        "version": VERSION,
    }
    beside = path.with_suffix(".json.new")
    with beside.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(orjson.dumps(told))
        file.flush()
        beside.replace(path)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def _stopping_on_signals(server: Server) -> Iterator[None]:
    """The first SIGINT or SIGTERM ends the server in order, the second at once: what was acknowledged is on disk."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def leave_to(handlers: Mapping[signal.Signals, SignalHandler]) -> None:
        for number, handler in handlers.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)

    def stop() -> None:
        # not to Python's own handler: its KeyboardInterrupt may be raised, and caught, anywhere
        leave_to(dict.fromkeys(before, signal.SIG_DFL))
        _log.info("stopping")
        server.stop()

    for number in before:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        leave_to(before)


def _say_ready(address: Address) -> None:
    _log.info("ready", web=address.web, spans=address.otlp)
