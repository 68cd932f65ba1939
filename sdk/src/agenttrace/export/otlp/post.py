"""Post one batch over HTTP and say how it ended; the connection is kept for the next one."""

from __future__ import annotations

import encodings.idna  # noqa: F401 - a fork while a worker imported it on first use would leave the child waiting forever
import socket
from datetime import datetime, timezone
from urllib.parse import urlsplit

import urllib3

from agenttrace.export.batch import IDENTITY, Batch
from agenttrace.export.otlp.reply import PROTOBUF, Outcome, Verdict, outcome_of
from agenttrace.export.settings import ExportSettings
from agenttrace.model import semconv

_LONGEST_ANSWER = 64 * 1024


class Post:
    """The way to the server. One thread uses it; a forked child makes its own."""

    def __init__(self, settings: ExportSettings) -> None:
        self._settings = settings
        self._pool = urllib3.PoolManager(num_pools=1, maxsize=1, retries=False)

    def send(self, url: str, batch: Batch, dropped: int, timeout_s: float) -> Outcome:
        """Return how posting `batch` ended; never raises for what a network or a server can do."""
        timeout = urllib3.Timeout(connect=min(self._settings.connect_timeout_s, timeout_s), read=timeout_s)
        try:
            response = self._pool.request(
                "POST",
                url,
                body=batch.body,
                headers=self._headers(batch, dropped),
                timeout=timeout,
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                answer = response.read(_LONGEST_ANSWER)
                headers = {name.lower(): value for name, value in response.headers.items()}
            finally:
                _give_back(response)
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            return Outcome(Verdict.UNREACHABLE, f"{url} did not answer: {_root_of(error)}")
        return outcome_of(response.status, headers, answer, datetime.now(timezone.utc))

    def close(self) -> None:
        self._pool.clear()

    def _headers(self, batch: Batch, dropped: int) -> dict[str, str]:
        headers = {name.lower(): value for name, value in self._settings.headers.items()}
        headers.update(
            {
                "content-type": PROTOBUF,
                "user-agent": "agenttrace-sdk",
                semconv.PROJECT_HEADER: _as_latin_1(batch.project),
                semconv.SENDER_HEADER: batch.sender,
                semconv.BATCH_HEADER: str(batch.number),
                semconv.DROPPED_HEADER: str(dropped),
            }
        )
        if batch.encoding != IDENTITY:
            headers["content-encoding"] = batch.encoding
        if self._settings.api_key:
            headers[semconv.API_KEY_HEADER] = f"Bearer {self._settings.api_key}"
        return headers


def something_listens(endpoint: str, timeout_s: float) -> bool:
    """Return whether a connection to `endpoint` is accepted; the first batch shows whether it takes spans."""
    parts = urlsplit(endpoint)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=timeout_s):
            return True
    except OSError:
        return False


def _as_latin_1(text: str) -> str:
    """Return text whose latin-1 bytes, which HTTP puts on the wire, are the UTF-8 bytes of `text`."""
    return text.encode("utf-8", "replace").decode("latin-1")


def _give_back(response: urllib3.BaseHTTPResponse) -> None:
    """Keep the connection where the answer was read to its end, else close it."""
    if response.closed or not response.read(1):
        response.release_conn()
    else:
        response.close()


def _root_of(error: BaseException) -> BaseException:
    reason = getattr(error, "reason", None) or error.__cause__
    return _root_of(reason) if isinstance(reason, BaseException) else error
