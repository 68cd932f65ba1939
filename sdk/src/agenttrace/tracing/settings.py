"""Gather every setting of the SDK once: arguments first, then the environment, then defaults."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from urllib.parse import unquote, urlsplit

from agenttrace.model import DEFAULT_PROJECT, BadId, ProjectName, project_name_from

_TRUE = frozenset(("1", "true", "yes", "on"))
_FALSE = frozenset(("0", "false", "no", "off"))
_TRACES_PATH = "/v1/traces"
_RUN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
SIDE_EFFECTS = frozenset(("datetime", "random", "time", "urandom", "uuid"))
PERSONAL_KINDS = frozenset(("email", "phone", "card"))


class BadSetting(ValueError):
    """A setting that cannot be used. The message names the variable or argument and says what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set about tracing; `docs/reference/sdk-settings.md` has one line for each."""

    endpoint: str | None = None
    """Base URL of the server; `/v1/traces` is appended. None: look for a server on this machine."""
    api_key: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """More HTTP headers for the export requests."""
    project: ProjectName = DEFAULT_PROJECT
    session: str | None = None
    """Name of the session that this process belongs to when no `session()` block is open."""
    framework: str | None = None
    tags: tuple[str, ...] = ()
    home: Path = Path("~/.agenttrace")
    disabled: bool = False
    auto_instrument: bool | tuple[str, ...] = True
    capture_content: bool = True
    sample_rate: float = 1.0
    shutdown_timeout_s: float = 5.0
    max_captured_chars: int = 65_536
    """How much of one argument list, return value or attribute is turned into JSON."""
    max_value_chars: int = 262_144
    """Longer text attributes are cut before they leave the process, and their length is noted."""
    max_attributes: int = 1_000
    max_events: int = 1_000
    max_links: int = 128
    redact: bool = True
    redact_keys: tuple[str, ...] = ()
    redact_personal: tuple[str, ...] = ()
    redaction_key: str | None = None
    raise_internal_errors: bool = False

    # what is kept on disk, so that the run can be replayed
    record: bool | Path = False
    """Record the run, in `<home>/traces`; or the folder to record in."""
    record_exclude_hosts: tuple[str, ...] = ()
    """Hosts whose requests are neither recorded nor replayed, beside known telemetry: `*.example.com`, `host:port`."""
    record_side_effects: tuple[str, ...] = ()
    """Calls of the program itself that are recorded, too: some of datetime, random, time, urandom, uuid."""
    record_checkpoints: bool = True
    """Mark each model call and each call of a tool as a checkpoint, in the recording and on its span."""
    record_blob_bytes: int = 65_536
    """Larger payloads lie in files of their own beside the events."""
    record_max_bytes: int = 1_073_741_824
    """How much one process adds to a recording."""
    run: str | None = None
    """The id of the run that this process is a part of."""
    lane: str = "main"
    """Which strand of that run it is."""
    replay: Path | None = None
    """The recording that this process replays."""
    replay_plan: str | None = None
    """How, as JSON; `agenttrace replay` writes it."""
    replay_report: Path | None = None
    """Where the fidelity report goes; None: to stderr."""

    # how spans leave; None takes the default of `agenttrace.export.ExportSettings`, which says what each one is
    batch_size: int | None = None
    batch_bytes: int | None = None
    schedule_delay_s: float | None = None
    start_record_after_s: float | None = None
    queue_size: int | None = None
    queue_bytes: int | None = None
    connect_timeout_s: float | None = None
    request_timeout_s: float | None = None
    retry_budget_s: float | None = None
    backoff_first_s: float | None = None
    backoff_max_s: float | None = None
    spool_max_bytes: int | None = None
    spool_max_age_s: float | None = None
    compression: str | None = None

    # where this process was started from: W3C trace context in the environment
    traceparent: str | None = None
    tracestate: str | None = None
    baggage: str | None = None


@dataclass(frozen=True, slots=True)
class _Variable:
    """One environment variable: the field it sets, and how its text is read. The first of a field that is set wins."""

    name: str
    field: str
    read: Callable[[str], Any]


def _text(text: str) -> str:
    return text


def _flag(text: str) -> bool:
    word = text.strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise BadSetting("must be true or false")


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise BadSetting("must be a whole number") from None
    return number


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadSetting("must be a number") from None


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in (part.strip() for part in text.split(",")) if word)


def _flag_or_words(text: str) -> bool | tuple[str, ...]:
    return _flag(text) if text.strip().lower() in _TRUE | _FALSE else _words(text)


def _flag_or_path(text: str) -> bool | Path:
    return _flag(text) if text.strip().lower() in _TRUE | _FALSE else Path(text)


def _otel_headers(text: str) -> tuple[tuple[str, str], ...]:
    pairs = [entry.partition("=") for entry in text.split(",") if entry.strip()]
    if any(not separator or not name.strip() for name, separator, _ in pairs):
        raise BadSetting("must be name=value pairs with commas between them")
    return tuple((unquote(name.strip()), unquote(value.strip())) for name, _, value in pairs)


VARIABLES: tuple[_Variable, ...] = (
    _Variable("AGENTTRACE_ENDPOINT", "endpoint", _text),
    _Variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "endpoint", _text),
    _Variable("OTEL_EXPORTER_OTLP_ENDPOINT", "endpoint", _text),
    _Variable("AGENTTRACE_API_KEY", "api_key", _text),
    _Variable("AGENTTRACE_HEADERS", "headers", _otel_headers),
    _Variable("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "headers", _otel_headers),
    _Variable("OTEL_EXPORTER_OTLP_HEADERS", "headers", _otel_headers),
    _Variable("AGENTTRACE_PROJECT", "project", _text),
    _Variable("AGENTTRACE_SESSION", "session", _text),
    _Variable("AGENTTRACE_FRAMEWORK", "framework", _text),
    _Variable("AGENTTRACE_TAGS", "tags", _words),
    _Variable("AGENTTRACE_HOME", "home", Path),
    _Variable("AGENTTRACE_DISABLED", "disabled", _flag),
    _Variable("AGENTTRACE_AUTO_INSTRUMENT", "auto_instrument", _flag_or_words),
    _Variable("AGENTTRACE_CAPTURE_CONTENT", "capture_content", _flag),
    _Variable("AGENTTRACE_SAMPLE_RATE", "sample_rate", _number),
    _Variable("AGENTTRACE_SHUTDOWN_TIMEOUT_S", "shutdown_timeout_s", _number),
    _Variable("AGENTTRACE_MAX_CAPTURED_CHARS", "max_captured_chars", _count),
    _Variable("AGENTTRACE_MAX_VALUE_CHARS", "max_value_chars", _count),
    _Variable("AGENTTRACE_MAX_ATTRIBUTES", "max_attributes", _count),
    _Variable("AGENTTRACE_MAX_EVENTS", "max_events", _count),
    _Variable("AGENTTRACE_MAX_LINKS", "max_links", _count),
    _Variable("AGENTTRACE_REDACT", "redact", _flag),
    _Variable("AGENTTRACE_REDACT_KEYS", "redact_keys", _words),
    _Variable("AGENTTRACE_REDACT_PERSONAL", "redact_personal", _words),
    _Variable("AGENTTRACE_REDACTION_KEY", "redaction_key", _text),
    _Variable("AGENTTRACE_RAISE_INTERNAL_ERRORS", "raise_internal_errors", _flag),
    _Variable("AGENTTRACE_RECORD", "record", _flag_or_path),
    _Variable("AGENTTRACE_RECORD_EXCLUDE_HOSTS", "record_exclude_hosts", _words),
    _Variable("AGENTTRACE_RECORD_SIDE_EFFECTS", "record_side_effects", _words),
    _Variable("AGENTTRACE_RECORD_CHECKPOINTS", "record_checkpoints", _flag),
    _Variable("AGENTTRACE_RECORD_BLOB_BYTES", "record_blob_bytes", _count),
    _Variable("AGENTTRACE_RECORD_MAX_BYTES", "record_max_bytes", _count),
    _Variable("AGENTTRACE_RUN", "run", _text),
    _Variable("AGENTTRACE_LANE", "lane", _text),
    _Variable("AGENTTRACE_REPLAY", "replay", Path),
    _Variable("AGENTTRACE_REPLAY_PLAN", "replay_plan", _text),
    _Variable("AGENTTRACE_REPLAY_REPORT", "replay_report", Path),
    _Variable("AGENTTRACE_BATCH_SIZE", "batch_size", _count),
    _Variable("AGENTTRACE_BATCH_BYTES", "batch_bytes", _count),
    _Variable("AGENTTRACE_SCHEDULE_DELAY_S", "schedule_delay_s", _number),
    _Variable("AGENTTRACE_START_RECORD_AFTER_S", "start_record_after_s", _number),
    _Variable("AGENTTRACE_QUEUE_SIZE", "queue_size", _count),
    _Variable("AGENTTRACE_QUEUE_BYTES", "queue_bytes", _count),
    _Variable("AGENTTRACE_CONNECT_TIMEOUT_S", "connect_timeout_s", _number),
    _Variable("AGENTTRACE_REQUEST_TIMEOUT_S", "request_timeout_s", _number),
    _Variable("AGENTTRACE_RETRY_BUDGET_S", "retry_budget_s", _number),
    _Variable("AGENTTRACE_BACKOFF_FIRST_S", "backoff_first_s", _number),
    _Variable("AGENTTRACE_BACKOFF_MAX_S", "backoff_max_s", _number),
    _Variable("AGENTTRACE_SPOOL_MAX_BYTES", "spool_max_bytes", _count),
    _Variable("AGENTTRACE_SPOOL_MAX_AGE_S", "spool_max_age_s", _number),
    _Variable("AGENTTRACE_COMPRESSION", "compression", _text),
    _Variable("TRACEPARENT", "traceparent", _text),
    _Variable("TRACESTATE", "tracestate", _text),
    _Variable("BAGGAGE", "baggage", _text),
)

EXPORT_FIELDS = (
    "batch_size",
    "batch_bytes",
    "schedule_delay_s",
    "start_record_after_s",
    "queue_size",
    "queue_bytes",
    "connect_timeout_s",
    "request_timeout_s",
    "retry_budget_s",
    "backoff_first_s",
    "backoff_max_s",
    "spool_max_bytes",
    "spool_max_age_s",
    "compression",
)

_NUMBERS = (
    *("sample_rate", "shutdown_timeout_s", "max_captured_chars", "max_value_chars"),
    *("max_attributes", "max_events", "max_links", "record_blob_bytes", "record_max_bytes"),
    *(name for name in EXPORT_FIELDS if name != "compression"),
)
_LIMITS = ("max_captured_chars", "max_value_chars", "max_attributes", "max_events", "max_links")
_TEXTS = ("endpoint", "api_key", "project", "session", "framework", "redaction_key", "compression", "run", "lane")
_FIELDS = frozenset(field.name for field in fields(Settings))


def load_settings(overrides: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings: an override of None means "not given".

    Raises:
        BadSetting: a value cannot be used; the message names its variable or argument.
    """
    environment = os.environ if environment is None else environment
    chosen: dict[str, Any] = {}
    names: dict[str, str] = {}
    for name, value in overrides.items():
        if name not in _FIELDS:
            raise BadSetting(f"{name} is not a setting of agenttrace")
        if value is not None:
            chosen[name] = _frozen(value)
            names[name] = name
    for variable in VARIABLES:
        text = environment.get(variable.name, "")
        if variable.field in chosen or not text.strip():
            continue
        with _naming(variable.name, text):
            chosen[variable.field] = variable.read(text.strip())
        names[variable.field] = variable.name
    return _checked(Settings(**chosen), names)


def environment_with(more: Mapping[str, str], environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return a copy of the environment with more variables in it, for a process to be started."""
    environment = os.environ if environment is None else environment
    return {**environment, **more}


@contextmanager
def environment_override(name: str, value: str) -> Iterator[None]:
    """Set a variable for one block: for libraries that have no argument for what they read from it."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before


def environment_default(name: str, value: str) -> AbstractContextManager[None]:
    """Set a variable for one block, unless the user has set it."""
    return environment_override(name, os.environ.get(name) or value)


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple(value.items())
    return tuple(value) if isinstance(value, list) else value


@contextmanager
def _naming(name: str, value: object) -> Iterator[None]:
    try:
        yield
    except (BadSetting, BadId) as reason:
        raise BadSetting(f"{name}: {reason}, this is {value!r}") from None


def _checked(settings: Settings, names: Mapping[str, str]) -> Settings:
    def check(field: str, *, holds: bool, rule: str) -> None:
        with _naming(names.get(field, field), getattr(settings, field)):
            if not holds:
                raise BadSetting(rule)

    for name in _NUMBERS:
        is_number = isinstance(getattr(settings, name), (int, float, type(None)))
        check(name, holds=is_number and not isinstance(getattr(settings, name), bool), rule="must be a number")
    for name in _TEXTS:
        check(name, holds=isinstance(getattr(settings, name), (str, type(None))), rule="must be text")
    check("sample_rate", holds=0.0 <= settings.sample_rate <= 1.0, rule="must be from 0 to 1")
    check(
        "shutdown_timeout_s", holds=0.0 < settings.shutdown_timeout_s <= 3600.0, rule="must be above 0 and at most 3600"
    )
    for limit in (*_LIMITS, "record_blob_bytes", "record_max_bytes"):
        check(limit, holds=getattr(settings, limit) >= 1, rule="must be at least 1")
    for name in EXPORT_FIELDS:
        value = getattr(settings, name)
        check(name, holds=isinstance(value, str) or value is None or value >= 0, rule="must be 0 or more")
    check("compression", holds=settings.compression in (None, "gzip", "none"), rule="must be gzip or none")
    run = settings.run
    check("run", holds=run is None or _RUN_ID.fullmatch(run) is not None, rule="must be letters, digits, - and _")
    others = set(settings.record_side_effects) - SIDE_EFFECTS
    check("record_side_effects", holds=not others, rule=f"must be some of {', '.join(sorted(SIDE_EFFECTS))}")
    unknown = set(settings.redact_personal) - PERSONAL_KINDS
    check("redact_personal", holds=not unknown, rule=f"must be some of {', '.join(sorted(PERSONAL_KINDS))}")
    with _naming(names.get("project", "project"), settings.project):
        project = project_name_from(settings.project)
    with _naming(names.get("endpoint", "endpoint"), settings.endpoint):
        endpoint = None if settings.endpoint is None else endpoint_from(settings.endpoint)
    record = settings.record if isinstance(settings.record, bool) else Path(settings.record)
    home = _home_folder(Path(settings.home))
    return replace(settings, project=project, endpoint=endpoint, record=record, home=home)


def _home_folder(home: Path) -> Path:
    """Return the folder, in the temporary files of this user where the user has no home, as in many containers."""
    try:
        return home.expanduser()
    except RuntimeError:
        return Path(gettempdir()) / f"agenttrace-{os.getuid() if hasattr(os, 'getuid') else 'home'}"


def endpoint_from(text: str) -> str:
    """Return the base URL of a server from `host:port`, a base URL or a full `…/v1/traces` URL.

    Raises:
        BadSetting: it is not an http or https URL with a host.
    """
    url = text.strip().rstrip("/").removesuffix(_TRACES_PATH).rstrip("/")
    url = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise BadSetting("must be an http or https URL such as http://127.0.0.1:4318")
    return url
