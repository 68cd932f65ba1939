"""Read aiohttp's answers for the tape, and make them again from it."""

from __future__ import annotations

import asyncio
import http.client
import inspect
from collections.abc import AsyncIterator
from types import ModuleType, SimpleNamespace
from typing import Any, Protocol

from agenttrace.recording.http.errors import error_of
from agenttrace.recording.tape.exchange import Failure, Served, Sink

_LIMIT_BYTES = 2**16


class Answers:
    """The classes that aiohttp's answers are made of, extended by ours."""

    def __init__(self, aiohttp: ModuleType) -> None:
        self._aiohttp = aiohttp
        self._reader = type("TapedReader", (_TapedReader, aiohttp.StreamReader), {})
        self._takes = inspect.signature(aiohttp.ClientResponse.__init__).parameters

    def take_down(self, response: Any, sink: Sink, *, decodes: bool) -> None:
        """Tell the sink of a real answer as the program reads it."""
        headers = [(name, value) for name, value in response.headers.items()]
        if decodes:
            headers = [pair for pair in headers if pair[0].lower() != "content-encoding"]
        sink.head(response.status, headers)
        inner = response.content
        if not hasattr(inner, "_low_water"):  # aiohttp's one reader for every answer without a body
            sink.end()
            return
        response.content = self._read_from(_Live(inner, sink), response.headers)

    def served(self, session: Any, method: str, url: Any, served: Served, sink: Sink) -> Any:
        """Return an answer of the tape. Raises: what the recorded exchange failed with."""
        info = self._aiohttp.RequestInfo(url, method, session.headers, url)
        if served.status is None:
            raise self._error(served.failure, info, sink)
        sink.head(served.status, served.headers)
        response = self._response(session, method, url, info)
        multidict: Any = type(session.headers)
        headers = multidict(served.headers)
        response.status, response.version = served.status, self._aiohttp.HttpVersion11
        response.reason = http.client.responses.get(served.status, "")
        response._headers = headers  # noqa: SLF001 - aiohttp fills its answers so
        response._raw_headers = tuple((k.encode(), v.encode()) for k, v in served.headers)  # noqa: SLF001 - likewise
        response._closed = False  # noqa: SLF001 - likewise
        source = _FromTape(served, sink, lambda: self._error(served.failure, info, sink))
        response.content = self._read_from(source, headers)
        return response

    def _response(self, session: Any, method: str, url: Any, info: Any) -> Any:
        given = {
            "request_info": info,
            "traces": [],
            "loop": asyncio.get_running_loop(),
            "session": session,
            "stream_writer": SimpleNamespace(output_size=0),
        }
        options = {name: given.get(name) for name in self._takes if name not in ("self", "method", "url")}
        return self._aiohttp.ClientResponse(method, url, **options)

    def _read_from(self, source: _Source, headers: Any) -> Any:
        loop = asyncio.get_running_loop()
        reader: Any = self._reader(_NoConnection(), _LIMIT_BYTES, loop=loop)
        reader.agenttrace_source = source
        if headers.get("Transfer-Encoding", "").lower() == "chunked":
            reader.begin_http_chunk_receiving()
        return reader

    def _error(self, failure: Failure | None, info: Any, sink: Sink) -> BaseException:
        if failure is None:
            raise ValueError("an exchange without an answer has a failure")
        error = self._made(failure, info)
        sink.fail(error)
        return error

    def _made(self, failure: Failure, info: Any) -> BaseException:
        """Return the exception that aiohttp raised; some of its classes ask for more than the text."""
        name = failure.type.rpartition(":")[2].rpartition(".")[2]
        if name == "TimeoutError":
            return asyncio.TimeoutError(failure.message)
        kind: Any = getattr(self._aiohttp, name, None)
        if not isinstance(kind, type):
            return error_of(failure, self._aiohttp)
        made: BaseException
        if issubclass(kind, self._aiohttp.ClientConnectorError):
            place = SimpleNamespace(host=info.url.host, port=info.url.port, is_ssl=info.url.scheme == "https", ssl=True)
            made = kind(place, OSError(0, failure.message.partition(" [")[2].removesuffix("]") or failure.message))
        elif issubclass(kind, self._aiohttp.ClientResponseError):
            made = kind(info, (), message=failure.message)
        else:
            made = error_of(failure, self._aiohttp)
        return made


class _Source(Protocol):
    """Where the bytes of an answer come from."""

    async def piece(self) -> tuple[bytes, bool]:
        """Return the next bytes, and whether a chunk of HTTP ends with them; `(b"", False)` is the end."""

    def let_go(self) -> None:
        """The program reads no more."""


class _NoConnection:
    """Stands for the connection that aiohttp's reader slows down; ours asks for no more than the program reads."""

    connected = True
    _reading_paused = False

    def pause_reading(self) -> None:
        """There is nothing to slow down."""

    def resume_reading(self, *_: Any, **__: Any) -> None:
        """There is nothing to hasten."""


class _TapedReader:
    """What is added to aiohttp's reader: it fetches bytes where the other waits for the connection to bring them."""

    agenttrace_source: _Source

    async def _wait(self, func_name: str) -> None:
        reader: Any = self
        data, ends_chunk = await self.agenttrace_source.piece()
        if data:
            reader.feed_data(data)
        elif not ends_chunk:
            reader.feed_eof()
        if ends_chunk and reader._http_chunk_splits is not None:  # noqa: SLF001 - whether anybody asks for chunks
            reader.end_http_chunk_receiving()

    def set_exception(self, *given: Any) -> None:
        """Take note that the answer was released or closed."""
        theirs: Any = super()
        self.agenttrace_source.let_go()
        theirs.set_exception(*given)


class _Live:
    """The bytes of a real answer, told to the sink."""

    def __init__(self, inner: Any, sink: Sink) -> None:
        self._inner = inner
        self._sink = sink
        self._cancelled: BaseException | None = None

    async def piece(self) -> tuple[bytes, bool]:
        data: bytes
        try:
            data, ends_chunk = await self._inner.readchunk()
        except asyncio.CancelledError as error:
            self._cancelled = error  # the program may come back for the rest
            raise
        except BaseException as error:
            self._sink.fail(error)
            raise
        self._cancelled = None
        self._sink.chunk(data)
        if not data and not ends_chunk:
            self._sink.end()
        return data, bool(ends_chunk)

    def let_go(self) -> None:
        if self._cancelled is not None:
            self._sink.fail(self._cancelled)
        elif self._inner.at_eof():
            self._sink.end()
        else:
            self._sink.left()


class _FromTape:
    """The bytes of a recorded answer."""

    def __init__(self, served: Served, sink: Sink, error: Any) -> None:
        self._served = served
        self._sink = sink
        self._error = error
        self._pieces: AsyncIterator[bytes] = served.chunks_async()

    async def piece(self) -> tuple[bytes, bool]:
        async for data in self._pieces:
            self._sink.chunk(data)
            return data, True
        if self._served.failure is not None:
            raise self._error()
        self._sink.end()
        return b"", False

    def let_go(self) -> None:
        self._served.done()
        self._sink.left()
