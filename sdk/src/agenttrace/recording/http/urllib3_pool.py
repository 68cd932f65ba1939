"""Stand before urllib3's connections: requests and botocore, and what is built on them, pass here."""

from __future__ import annotations

import functools
import http.client
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from urllib.parse import urljoin

from agenttrace.recording.http.errors import RecordedFailure, error_of
from agenttrace.recording.lanes import lane_variable, muted
from agenttrace.recording.tape.current import current
from agenttrace.recording.tape.exchange import Failure, Served, Sink, Turn, WireRequest

_METHOD = "_make_request"


def wrap(urllib3: ModuleType) -> Callable[[], None]:
    """Stand before every pool of connections, also those that exist; return what undoes it."""
    pool_class: Any = urllib3.HTTPConnectionPool
    inner = getattr(pool_class, _METHOD)

    def make_request(self: Any, conn: Any, method: str, url: str, **options: Any) -> Any:
        address = urljoin(f"{self.scheme}://{self.host}:{self.port}", url)
        interceptor = current.for_url(address)
        if interceptor is None:
            return inner(self, conn, method, url, **options)
        request = WireRequest(method, address, _pairs(options.get("headers")), _bytes_of(options.get("body")))
        turn = interceptor.begin(request)
        if turn.served is not None:
            turn.served.wait()
            return _answer(urllib3, self, conn, turn.served, turn.sink, method, url, options)
        return _live(inner, self, conn, method, url, options, turn)

    setattr(pool_class, _METHOD, make_request)

    def undo() -> None:
        if getattr(pool_class, _METHOD) is make_request:
            setattr(pool_class, _METHOD, inner)

    return undo


def _live(
    inner: Callable[..., Any], pool: Any, conn: Any, method: str, url: str, options: dict[str, Any], turn: Turn
) -> Any:
    if turn.body is not None:
        options = {**options, "body": turn.body, "headers": _with_length(options.get("headers"), len(turn.body))}
    token = lane_variable.set(muted)
    try:
        response = inner(pool, conn, method, url, **options)
    except BaseException as error:
        turn.sink.fail(error)
        raise
    finally:
        lane_variable.reset(token)
    _take_down(response, turn.sink, options)
    return response


def _take_down(response: Any, sink: Sink, options: dict[str, Any]) -> None:
    """Tell the sink of a real answer: at once where urllib3 has read it, else as the program reads it."""
    headers = _pairs(response.headers)
    if options.get("preload_content", True):
        if options.get("decode_content", True):
            headers = tuple(pair for pair in headers if pair[0].lower() != "content-encoding")
        sink.head(response.status, headers)
        sink.chunk(response.data or b"")
        sink.end()
        return
    sink.head(response.status, headers)
    kind: Any = type(response)
    response.__class__ = _taken_down(kind)
    response.agenttrace_sink = sink


class _Told:
    """What is added to urllib3's response: its two places where bytes come in are told of."""

    agenttrace_sink: Sink
    agenttrace_reads = False
    """Whether urllib3 reads; it closes an answer that breaks off before it says so."""

    def _fp_read(self, amt: int | None = None, **options: Any) -> bytes:
        theirs: Any = super()
        data: bytes = self._telling(lambda: theirs._fp_read(amt, **options))  # noqa: SLF001 - the same method, one class up
        if data:
            self.agenttrace_sink.chunk(data)
        if amt is None or (not data and amt != 0) or theirs.isclosed():
            self.agenttrace_sink.end()
        return data

    def _handle_chunk(self, amt: int | None) -> bytes:
        theirs: Any = super()
        data: bytes = self._telling(lambda: theirs._handle_chunk(amt))  # noqa: SLF001 - likewise
        self.agenttrace_sink.chunk(data)
        return data

    def _update_chunk_length(self) -> None:
        theirs: Any = super()
        self._telling(theirs._update_chunk_length)  # noqa: SLF001 - likewise
        if getattr(self, "chunk_left", None) == 0:
            self.agenttrace_sink.end()

    def close(self) -> None:
        theirs: Any = super()
        if not self.agenttrace_reads:
            self.agenttrace_sink.left()
        theirs.close()

    def _telling(self, read: Callable[[], Any]) -> Any:
        self.agenttrace_reads = True
        try:
            return read()
        except BaseException as error:
            self.agenttrace_sink.fail(error)
            raise
        finally:
            self.agenttrace_reads = False


@functools.cache
def _taken_down(response_class: Any) -> Any:
    """Return the class of urllib3's response with what is added to it."""
    return type("RecordedResponse", (_Told, response_class), {})


def _answer(
    urllib3: ModuleType,
    pool: Any,
    conn: Any,
    served: Served,
    sink: Sink,
    method: str,
    url: str,
    options: dict[str, Any],
) -> Any:
    if served.status is None:
        raise _error(urllib3, served.failure, pool, conn, url, sink)
    sink.head(served.status, served.headers)
    body = _ServedBody(served, sink, lambda: _error(urllib3, served.failure, pool, conn, url, sink))
    return urllib3.HTTPResponse(
        body=body,
        headers=urllib3.HTTPHeaderDict(served.headers),
        status=served.status,
        version=11,
        version_string="HTTP/1.1",
        reason=http.client.responses.get(served.status, ""),
        preload_content=options.get("preload_content", True),
        decode_content=options.get("decode_content", True),
        enforce_content_length=False,
        retries=options.get("retries"),
        request_method=method,
        request_url=url,
    )


class _ServedBody:
    """The body of an answer from the tape, as the file that urllib3 reads."""

    def __init__(self, served: Served, sink: Sink, error: Callable[[], BaseException]) -> None:
        self._served = served
        self._sink = sink
        self._error = error
        self._pieces: Iterator[bytes] = served.chunks()
        self._rest = b""
        self.closed = False

    def read(self, amt: int | None = None) -> bytes:
        """Return up to `amt` bytes, no more than one piece of the answer; all of it without `amt`."""
        if amt is None or amt < 0:
            return b"".join(iter(self._one_piece, b""))
        if not self._rest:
            self._rest = self._one_piece()
        data, self._rest = self._rest[:amt], self._rest[amt:]
        return data

    read1 = read

    def close(self) -> None:
        """Let go of the answer."""
        if not self.closed:
            self.closed = True
            self._served.done()
            self._sink.left()

    def _one_piece(self) -> bytes:
        if self._rest:
            data, self._rest = self._rest, b""
            return data
        if self.closed:
            return b""
        for data in self._pieces:
            self._sink.chunk(data)
            return data
        if self._served.failure is not None:
            raise self._error()
        self._sink.end()
        self.close()
        return b""


def _error(urllib3: ModuleType, failure: Failure | None, pool: Any, conn: Any, url: str, sink: Sink) -> BaseException:
    """Return the exception that urllib3 raised; its classes ask for a pool or a connection before the text."""
    if failure is None:
        raise ValueError("an exchange without an answer has a failure")
    name = failure.type.rpartition(":")[2]
    kind = getattr(urllib3.exceptions, name, None)
    error: BaseException
    if isinstance(kind, type) and issubclass(kind, urllib3.exceptions.NewConnectionError):
        error = kind(conn, failure.message)
    elif isinstance(kind, type) and issubclass(kind, urllib3.exceptions.RequestError):
        error = kind(pool, url, failure.message)
    elif isinstance(kind, type) and issubclass(kind, urllib3.exceptions.PoolError):
        error = kind(pool, failure.message)
    else:
        library = urllib3.exceptions if isinstance(kind, type) else http.client
        error = error_of(failure, library)
    if isinstance(error, RecordedFailure):
        error = urllib3.exceptions.ProtocolError(str(error))
    sink.fail(error)
    return error


def _pairs(headers: Any) -> tuple[tuple[str, str], ...]:
    return tuple((_text(name), _text(value)) for name, value in (headers or {}).items())


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _bytes_of(body: Any) -> bytes:
    """Return a body that is in memory; a file or an iterator is left for urllib3 to read, and is not compared."""
    if isinstance(body, str):
        return body.encode()
    return bytes(body) if isinstance(body, (bytes, bytearray)) else b""


def _with_length(headers: Any, length: int) -> dict[str, str]:
    kept = {name: value for name, value in _pairs(headers) if name.lower() != "content-length"}
    return {**kept, "Content-Length": str(length)}
