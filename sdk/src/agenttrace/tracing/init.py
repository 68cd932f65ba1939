"""Start and stop tracing: the one place that joins tracing to the export and the integrations."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Generic, TypeVar

from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.id_generator import IdGenerator

from agenttrace.export import BadExportSetting, ExportProcessor, ExportSettings
from agenttrace.integrations import instrument, uninstrument
from agenttrace.model import SpanType
from agenttrace.tracing.decorators import agent, tool
from agenttrace.tracing.launcher import Launcher, Plan, RunningRun
from agenttrace.tracing.provider.runtime import runtime
from agenttrace.tracing.redaction import RedactValue, redactor_for
from agenttrace.tracing.session import current_session
from agenttrace.tracing.settings import EXPORT_FIELDS, BadSetting, load_settings
from agenttrace.tracing.spans import Span, span

T = TypeVar("T")

_GRPC_PORT, _HTTP_PORT = ":4317", ":4318"


def _export(plan: Plan) -> SpanProcessor:
    settings = plan.settings
    chosen = {name: getattr(settings, name) for name in EXPORT_FIELDS}
    try:
        export_settings = ExportSettings(
            home=settings.home,
            endpoint=settings.endpoint,
            api_key=settings.api_key,
            project=settings.project,
            headers=dict(settings.headers),
            shutdown_timeout_s=settings.shutdown_timeout_s,
            **{name: value for name, value in chosen.items() if value is not None},
        )
    except BadExportSetting as bad:
        raise BadSetting(str(bad)) from None
    return ExportProcessor(export_settings, redactor_for(settings, plan.redact))


def _begin_run(plan: Plan, provider: TracerProvider) -> RunningRun | None:
    if not plan.settings.record and plan.settings.replay is None and runtime.conductor is None:
        return None
    from agenttrace.tracing.joining.run import begin_run

    return begin_run(plan, provider)


_launcher = Launcher(_export, instrument, uninstrument, _begin_run)


def init(
    *,
    project: str | None = None,
    session: str | None = None,
    endpoint: str | None = None,
    api_key: str | None = None,
    auto_instrument: bool | Sequence[str] | None = None,
    tags: Sequence[str] | None = None,
    framework: str | None = None,
    record: bool | str | Path | None = None,
    redact: bool | RedactValue | None = None,
    capture_content: bool | None = None,
    sample_rate: float | None = None,
    shutdown_timeout_s: float | None = None,
    home: str | Path | None = None,
    tracer_provider: TracerProvider | None = None,
    processor: SpanProcessor | None = None,
    id_generator: IdGenerator | None = None,
    **limits: Any,
) -> AgentTrace:
    """Start tracing and return the client. Arguments win over the environment; see `docs/reference/sdk-settings.md`.

    Calling it again with the same settings changes nothing; with other settings it delivers what there is and starts
    anew. `redact` takes False, or a function of (name, value) that returns the value to keep, or None to drop it.
    `tracer_provider` is one of OpenTelemetry to use instead of the global one; `processor` replaces the export.

    Raises:
        BadSetting: a value cannot be used; the message names the argument or the environment variable.
    """
    return AgentTrace(
        session_name=session,
        framework=framework,
        tags=tags,
        collector_url=endpoint,
        auto_instrument=auto_instrument,
        project=project,
        api_key=api_key,
        record=record,
        redact=redact,
        capture_content=capture_content,
        sample_rate=sample_rate,
        shutdown_timeout_s=shutdown_timeout_s,
        home=home,
        tracer_provider=tracer_provider,
        processor=processor,
        id_generator=id_generator,
        **limits,
    )


def flush(timeout_s: float = 10.0) -> bool:
    """Wait until every span that has ended is delivered or safe on disk; return whether that was in time."""
    return runtime.outlet.force_flush(int(timeout_s * 1000))


def shutdown() -> None:
    """Deliver what there is, within `shutdown_timeout_s`, and stop tracing. `init()` starts it again."""
    _launcher.stop()


def get_tracer() -> AgentTrace | None:
    """Return the client made last, by `AgentTrace(...)` or by `init()`; None before the first."""
    return AgentTrace.get_instance()


class Done(Generic[T]):
    """Something that has already happened; awaiting it gives its result at once."""

    def __init__(self, result: T) -> None:
        self.result = result

    def __await__(self) -> Generator[None, None, T]:
        yield from ()
        return self.result


class AgentTrace:
    """Tracing as one object. It is the same machinery as `init()`, and starts when it is made.

    `start()` and `stop()` may be awaited or not; `with` and `async with` stop at the end of the block.
    """

    _instance: ClassVar[AgentTrace | None] = None

    def __init__(
        self,
        *,
        session_name: str | None = None,
        framework: str | None = None,
        tags: Sequence[str] | None = None,
        collector_url: str | None = None,
        auto_instrument: bool | Sequence[str] | None = None,
        record: bool | str | Path | None = None,
        redact: bool | RedactValue | None = None,
        tracer_provider: TracerProvider | None = None,
        processor: SpanProcessor | None = None,
        id_generator: IdGenerator | None = None,
        **settings: Any,
    ) -> None:
        overrides = {
            **settings,
            "session": session_name,
            "framework": framework,
            "tags": None if tags is None else tuple(tags),
            "endpoint": None if collector_url is None else _http_url(collector_url),
            "auto_instrument": auto_instrument,
            "record": record,
            "redact": None if callable(redact) else redact,
        }
        self._plan = Plan(
            load_settings(overrides),
            redact=redact if callable(redact) else None,
            tracer_provider=tracer_provider,
            processor=processor,
            id_generator=id_generator,
        )
        _launcher.start(self._plan)
        AgentTrace._instance = self

    @classmethod
    def get_instance(cls) -> AgentTrace | None:
        """Return the client made last, or None before the first."""
        return cls._instance

    @property
    def session_id(self) -> str | None:
        """The id of the session that a span started now would belong to."""
        session = current_session()
        return None if session is None else session.id

    def start(self) -> Done[AgentTrace]:
        """Start again after `stop()`; while it runs, nothing happens."""
        _launcher.start(self._plan)
        return Done(self)

    def stop(self) -> Done[None]:
        """Deliver what there is, within `shutdown_timeout_s`, and stop."""
        shutdown()
        return Done(None)

    def flush(self, timeout_s: float = 10.0) -> bool:
        """Wait until every span that has ended is delivered or safe on disk; return whether that was in time."""
        return flush(timeout_s)

    def start_span(
        self, name: str, span_type: SpanType | str = SpanType.CUSTOM, attributes: Mapping[str, object] | None = None
    ) -> Span:
        """Return a span to open with `with` or `async with`."""
        return span(name, span_type, attributes=attributes)

    def trace_agent(self, name: str | None = None, **details: Any) -> Callable[[Any], Any]:
        """Decorate a function as an agent: `@tracer.trace_agent("reviewer", role="critic")`."""
        return agent(name=name, **details)

    def agent(self, name: str | None = None, **details: Any) -> Callable[[Any], Any]:
        """Decorate a function as an agent."""
        return agent(name=name, **details)

    def tool(self, name: str | None = None, **details: Any) -> Callable[[Any], Any]:
        """Decorate a function as a tool."""
        return tool(name=name, **details)

    def __enter__(self) -> AgentTrace:
        return self.start().result

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def __aenter__(self) -> AgentTrace:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, trace)


def _http_url(collector_url: str) -> str:
    """Read `localhost:4317`, the gRPC address that older examples use, as the OTLP/HTTP port beside it."""
    url = collector_url.rstrip("/")
    return url.removesuffix(_GRPC_PORT) + _HTTP_PORT if url.endswith(_GRPC_PORT) else url
