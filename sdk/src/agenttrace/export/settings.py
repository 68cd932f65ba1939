"""Say how spans leave the process, and refuse a setting that cannot work before the first span."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from agenttrace.model import DEFAULT_PROJECT, BadId, project_name_from

MEBIBYTE = 1024 * 1024
DAY_S = 24 * 3600.0
LOCAL_ENDPOINT = "http://127.0.0.1:4318"
TRACES_PATH = "/v1/traces"
UNADDRESSED = ""
"""The address of a batch that was made while no endpoint was configured."""

_POSITIVE = (
    "batch_size",
    "batch_bytes",
    "queue_size",
    "queue_bytes",
    "schedule_delay_s",
    "request_timeout_s",
    "connect_timeout_s",
    "backoff_first_s",
    "backoff_max_s",
    "spool_max_bytes",
    "spool_max_age_s",
    "shutdown_timeout_s",
)
_COMPRESSIONS = ("gzip", "none")


class BadExportSetting(ValueError):
    """A setting of the export that cannot work. `field` names it; the text says what would be right."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class ExportSettings:
    """How spans leave the process. Times are seconds, sizes bytes unless the name says spans.

    Raises: BadExportSetting: a value that cannot work, naming the field.
    """

    home: Path
    """The AgentTrace folder of this user; batches that could not be sent wait in `<home>/spool/`."""
    endpoint: str | None = None
    """The server, such as http://127.0.0.1:4318. None: look once at 127.0.0.1:4318, else keep spans in the spool."""
    api_key: str | None = field(default=None, repr=False)
    project: str = DEFAULT_PROJECT
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Sent with every request, for a proxy or gateway; ours win where names meet."""
    compression: str = "gzip"
    """"gzip" or "none"."""

    batch_size: int = 512
    """Spans in one request at most."""
    batch_bytes: int = 4 * MEBIBYTE
    """OTLP bytes in one request at most, before compression; one larger span travels alone."""
    schedule_delay_s: float = 0.5
    """How long an ended span waits for company."""
    start_record_after_s: float | None = 0.5
    """A span still open after this long is shown as running. 0: announce at once. None: never."""

    queue_size: int = 32_768
    """Ended spans that may wait in memory; the next one is dropped and counted."""
    queue_bytes: int = 64 * MEBIBYTE
    """Estimated bytes that may wait in memory, unencoded; the encoded batches in flight have as much again."""

    connect_timeout_s: float = 3.0
    request_timeout_s: float = 10.0
    retry_budget_s: float = 10.0
    """How long one batch is retried from memory before it goes to the spool. 0: spool at the first failure."""
    backoff_first_s: float = 0.25
    backoff_max_s: float = 30.0

    spool_max_bytes: int = 256 * MEBIBYTE
    spool_max_age_s: float = 7 * DAY_S
    shutdown_timeout_s: float = 5.0
    """The longest that leaving the process may wait; what is not sent by then goes to the spool."""

    def __post_init__(self) -> None:
        for name in _POSITIVE:
            if not getattr(self, name) > 0:
                raise BadExportSetting(name, f"must be greater than 0, this is {getattr(self, name)}")
        if not self.retry_budget_s >= 0:
            raise BadExportSetting("retry_budget_s", f"must be 0 or more, this is {self.retry_budget_s}")
        if self.start_record_after_s is not None and not self.start_record_after_s >= 0:
            raise BadExportSetting("start_record_after_s", "must be 0 or more, or None for never")
        if self.compression not in _COMPRESSIONS:
            raise BadExportSetting("compression", f'must be "gzip" or "none", this is "{self.compression}"')
        _check_endpoint(self.endpoint)
        _check_header_value("api_key", self.api_key or "")
        for name, value in self.headers.items():
            _check_header_value(f"headers.{name}", name + value)
        try:
            project_name_from(self.project)
        except BadId as bad:
            raise BadExportSetting("project", bad.reason) from None
        _check_header_value("project", self.project.encode("utf-8", "replace").decode("latin-1"))

    @property
    def spool_folder(self) -> Path:
        return self.home / "spool"

    @property
    def address(self) -> str:
        """The address that batches made under these settings carry."""
        return UNADDRESSED if self.endpoint is None else traces_url(self.endpoint)


def traces_url(endpoint: str) -> str:
    """Return the address that spans are posted to: `endpoint`, with `/v1/traces` unless it ends so already."""
    base = endpoint.rstrip("/")
    return base if base.endswith(TRACES_PATH) else base + TRACES_PATH


def _check_endpoint(endpoint: str | None) -> None:
    if endpoint is None:
        return
    try:
        parts = urlsplit(endpoint)
        port_is_a_number = parts.port is None or parts.port > 0
    except ValueError as error:
        raise BadExportSetting("endpoint", f"is not a URL: {error}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_a_number:
        raise BadExportSetting("endpoint", f'must be like "{LOCAL_ENDPOINT}", this is "{endpoint}"')
    if parts.query or parts.fragment:
        raise BadExportSetting("endpoint", "must have no query and no fragment")
    if parts.username or parts.password:
        raise BadExportSetting("endpoint", "must have no user and password: set api_key or headers")


def _check_header_value(field: str, value: str) -> None:
    if any(character in value for character in "\r\n\0"):
        raise BadExportSetting(field, "must not contain a line break")
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        raise BadExportSetting(field, "must be latin-1 text, as HTTP headers are") from None
