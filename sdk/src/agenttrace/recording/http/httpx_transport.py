"""Stand before the transports of httpx and httpx2: whatever transport a client has, its requests pass here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from types import ModuleType
from typing import Any

from agenttrace.recording.http.errors import error_of
from agenttrace.recording.lanes import lane_variable, muted
from agenttrace.recording.tape.current import current
from agenttrace.recording.tape.exchange import Interceptor, Served, Sink, Turn, WireRequest

_METHOD = "_transport_for_url"


def wrap(httpx: ModuleType) -> Callable[[], None]:
    """Stand before every client of this library, also those that exist; return what undoes it."""
    kit = _Kit(httpx)
    undo = [_wrapped(httpx.Client, kit.sync_transport), _wrapped(httpx.AsyncClient, kit.async_transport)]

    def unwrap() -> None:
        for each in undo:
            each()

    return unwrap


def _wrapped(client: Any, transport: Callable[[Any, Interceptor], Any]) -> Callable[[], None]:
    inner = getattr(client, _METHOD)

    def transport_for_url(self: Any, url: Any) -> Any:
        found = inner(self, url)
        interceptor = current.for_url(str(url))
        return found if interceptor is None else transport(found, interceptor)

    setattr(client, _METHOD, transport_for_url)

    def undo() -> None:
        if getattr(client, _METHOD) is transport_for_url:
            setattr(client, _METHOD, inner)

    return undo


class _Kit:
    """The classes that one library needs: its own base classes are asked for by its clients."""

    def __init__(self, httpx: ModuleType) -> None:
        self.httpx = httpx
        self.sync_stream = type("RecordedStream", (_SyncStream, httpx.SyncByteStream), {})
        self.async_stream = type("RecordedAsyncStream", (_AsyncStream, httpx.AsyncByteStream), {})
        self.served_stream = type("ServedStream", (_ServedStream, httpx.SyncByteStream), {})
        self.served_async_stream = type("ServedAsyncStream", (_ServedAsyncStream, httpx.AsyncByteStream), {})

    def sync_transport(self, inner: Any, interceptor: Interceptor) -> _SyncTransport:
        return _SyncTransport(self, inner, interceptor)

    def async_transport(self, inner: Any, interceptor: Interceptor) -> _AsyncTransport:
        return _AsyncTransport(self, inner, interceptor)

    def request_to_send(self, request: Any, turn: Turn) -> Any:
        """Return the program's request, with another body where the turn has one."""
        if turn.body is None:
            return request
        headers = [(k, v) for k, v in request.headers.multi_items() if k.lower() not in _LENGTHS]
        return self.httpx.Request(
            request.method, request.url, headers=headers, content=turn.body, extensions=request.extensions
        )

    def told(self, response: Any, sink: Sink, stream: type) -> Any:
        """Return a real answer that the sink is told of: as it is read, or at once where the transport has read it."""
        headers = response.headers.multi_items()
        if hasattr(response, "_content"):
            sink.head(response.status_code, [pair for pair in headers if pair[0].lower() != "content-encoding"])
            sink.chunk(response.content)
            sink.end()
            return response
        sink.head(response.status_code, headers)
        response.stream = stream(response.stream, sink)
        return response

    def answer(self, served: Served, sink: Sink, request: Any, stream: type) -> Any:
        if served.status is None:
            raise self.error(served, sink, request)
        sink.head(served.status, served.headers)
        return self.httpx.Response(
            served.status, headers=list(served.headers), stream=stream(self, served, sink, request), request=request
        )

    def error(self, served: Served, sink: Sink, request: Any) -> BaseException:
        if served.failure is None:
            raise ValueError("an exchange without an answer has a failure")
        takes_request = {"request": request} if "httpx" in served.failure.type else {}
        error = error_of(served.failure, self.httpx, **takes_request)
        sink.fail(error)
        return error


_LENGTHS = ("content-length", "transfer-encoding")


def _wire(request: Any) -> WireRequest:
    headers = tuple((name, value) for name, value in request.headers.multi_items())
    return WireRequest(request.method, str(request.url), headers, request.content)


class _SyncTransport:
    """What a client gets in place of its transport, for one request."""

    def __init__(self, kit: _Kit, inner: Any, interceptor: Interceptor) -> None:
        self._kit = kit
        self._inner = inner
        self._interceptor = interceptor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def handle_request(self, request: Any) -> Any:
        request.read()
        turn = self._interceptor.begin(_wire(request))
        sink = turn.sink
        if turn.served is not None:
            turn.served.wait()
            return self._kit.answer(turn.served, sink, request, self._kit.served_stream)
        token = lane_variable.set(muted)
        try:
            response = self._inner.handle_request(self._kit.request_to_send(request, turn))
        except BaseException as error:
            sink.fail(error)
            raise
        finally:
            lane_variable.reset(token)
        return self._kit.told(response, sink, self._kit.sync_stream)


class _AsyncTransport:
    """What an async client gets in place of its transport, for one request."""

    def __init__(self, kit: _Kit, inner: Any, interceptor: Interceptor) -> None:
        self._kit = kit
        self._inner = inner
        self._interceptor = interceptor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def handle_async_request(self, request: Any) -> Any:
        await request.aread()
        turn = self._interceptor.begin(_wire(request))
        sink = turn.sink
        if turn.served is not None:
            await turn.served.wait_async()
            return self._kit.answer(turn.served, sink, request, self._kit.served_async_stream)
        token = lane_variable.set(muted)
        try:
            response = await self._inner.handle_async_request(self._kit.request_to_send(request, turn))
        except BaseException as error:
            sink.fail(error)
            raise
        finally:
            lane_variable.reset(token)
        return self._kit.told(response, sink, self._kit.async_stream)


class _SyncStream:
    """The body of a real answer, told to the sink as the program reads it."""

    def __init__(self, inner: Any, sink: Sink) -> None:
        self._inner = inner
        self._sink = sink

    def __iter__(self) -> Iterator[bytes]:
        try:
            for data in self._inner:
                self._sink.chunk(data)
                yield data
        except GeneratorExit:
            self._sink.left()
            raise
        except BaseException as error:
            self._sink.fail(error)
            raise
        self._sink.end()

    def close(self) -> None:
        self._sink.left()
        self._inner.close()


class _AsyncStream:
    """The body of a real answer, told to the sink as the program reads it."""

    def __init__(self, inner: Any, sink: Sink) -> None:
        self._inner = inner
        self._sink = sink

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for data in self._inner:
                self._sink.chunk(data)
                yield data
        except GeneratorExit:
            self._sink.left()
            raise
        except BaseException as error:
            self._sink.fail(error)
            raise
        self._sink.end()

    async def aclose(self) -> None:
        self._sink.left()
        await self._inner.aclose()


class _ServedStream:
    """The body of an answer from the tape."""

    def __init__(self, kit: _Kit, served: Served, sink: Sink, request: Any) -> None:
        self._kit = kit
        self._served = served
        self._sink = sink
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        for data in self._served.chunks():
            self._sink.chunk(data)
            yield data
        if self._served.failure is not None:
            raise self._kit.error(self._served, self._sink, self._request)
        self._sink.end()

    def close(self) -> None:
        self._served.done()
        self._sink.left()


class _ServedAsyncStream(_ServedStream):
    """The body of an answer from the tape."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for data in self._served.chunks_async():
            self._sink.chunk(data)
            yield data
        if self._served.failure is not None:
            raise self._kit.error(self._served, self._sink, self._request)
        self._sink.end()

    async def aclose(self) -> None:
        self.close()
