"""Stand before the sessions of aiohttp: each request passes here, unless it is made inside one that is recorded."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from agenttrace.recording.http.aiohttp_answers import Answers
from agenttrace.recording.lanes import lane_variable, muted
from agenttrace.recording.tape.current import current
from agenttrace.recording.tape.exchange import Turn, WireRequest

_METHODS = ("_request", "_ws_connect", "_build_url", "_prepare_headers", "json_serialize")
_log = logging.getLogger("agenttrace.recording")


def wrap(aiohttp: ModuleType) -> Callable[[], None]:
    """Stand before every session, also those that exist; return what undoes it."""
    session: Any = aiohttp.ClientSession
    missing = [name for name in _METHODS if not hasattr(session, name)]
    if missing or not hasattr(aiohttp.StreamReader, "_wait"):
        version = getattr(aiohttp, "__version__", "?")
        _log.warning("aiohttp %s looks different (%s), its requests are not recorded", version, ", ".join(missing))
        return lambda: None
    undo = [
        _replaced(session, "_request", functools.partial(_requesting, aiohttp, Answers(aiohttp))),
        _replaced(session, "_ws_connect", _connecting),
    ]

    def unwrap() -> None:
        for each in undo:
            each()

    return unwrap


def _replaced(owner: Any, name: str, make: Callable[[Any], Any]) -> Callable[[], None]:
    inner = getattr(owner, name)
    ours = make(inner)
    setattr(owner, name, ours)

    def undo() -> None:
        if getattr(owner, name) is ours:
            setattr(owner, name, inner)

    return undo


def _requesting(aiohttp: ModuleType, answers: Answers, inner: Any) -> Any:
    @functools.wraps(inner)
    async def request(self: Any, method: str, str_or_url: Any, **options: Any) -> Any:
        if self.closed or current.interceptor is None:
            return await inner(self, method, str_or_url, **options)
        url = _url_of(self, str_or_url, options)
        interceptor = None if url is None else current.for_url(str(url))
        if interceptor is None:
            return await inner(self, method, str_or_url, **options)
        checks = options.pop("raise_for_status", None)
        wire = WireRequest(method, str(url), _headers_of(self, options), _body_of(aiohttp, self, options))
        turn = interceptor.begin(wire)
        if turn.served is not None:
            await turn.served.wait_async()
            response = answers.served(self, method, url, turn.served, turn.sink)
        else:
            response = await _live(inner, self, method, str_or_url, options, turn)
            answers.take_down(response, turn.sink, decodes=_decodes(self, options))
        await _check(self, response, checks)
        return response

    return request


async def _live(inner: Any, session: Any, method: str, url: Any, options: dict[str, Any], turn: Turn) -> Any:
    if turn.body is not None:
        headers = {name: value for name, value in _headers_of(session, options) if name.lower() != "content-length"}
        options = {**options, "json": None, "data": turn.body, "headers": headers}
    token = lane_variable.set(muted)
    try:
        return await inner(session, method, url, **options, raise_for_status=False)
    except BaseException as error:
        turn.sink.fail(error)
        raise
    finally:
        lane_variable.reset(token)


async def _check(session: Any, response: Any, checks: Any) -> None:
    """Do what aiohttp does with an answer that is an error; here, so that the answer itself is on the tape."""
    wanted = getattr(session, "_raise_for_status", False) if checks is None else checks
    if callable(wanted):
        await wanted(response)
    elif wanted:
        response.raise_for_status()


def _connecting(inner: Any) -> Any:
    @functools.wraps(inner)
    async def connect(self: Any, url: Any, **options: Any) -> Any:
        interceptor = current.for_url(str(url))
        if interceptor is None:
            return await inner(self, url, **options)
        interceptor.uncovered("a websocket of aiohttp", urlsplit(str(url)).netloc.rpartition("@")[2])
        token = lane_variable.set(muted)
        try:
            return await inner(self, url, **options)
        finally:
            lane_variable.reset(token)

    return connect


def _decodes(session: Any, options: dict[str, Any]) -> bool:
    told = options.get("auto_decompress")
    return bool(getattr(session, "_auto_decompress", True) if told is None else told)


def _url_of(session: Any, str_or_url: Any, options: dict[str, Any]) -> Any:
    """Return where a request goes; None where that is no URL, which aiohttp says in an error of its own."""
    params = options.get("params")
    try:
        url = session._build_url(str_or_url)  # noqa: SLF001 - a session's base URL is private
        return url.update_query(params) if params else url
    except (TypeError, ValueError):
        return None


def _headers_of(session: Any, options: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    headers = session._prepare_headers(options.get("headers"))  # noqa: SLF001 - so are the headers that it adds
    found = tuple((str(name), str(value)) for name, value in headers.items())
    if options.get("json") is not None and not any(name.lower() == "content-type" for name, _ in found):
        return (*found, ("Content-Type", "application/json"))
    return found


def _body_of(aiohttp: ModuleType, session: Any, options: dict[str, Any]) -> bytes:
    """Return a body that is in memory; a file, a form with files or an iterator is not read, and not compared."""
    if options.get("json") is not None:
        in_bytes = getattr(session, "_json_serialize_bytes", None)
        text = (in_bytes or session.json_serialize)(options["json"])
        return text if isinstance(text, bytes) else str(text).encode()
    data = options.get("data")
    if isinstance(data, str):
        return data.encode()
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data)
    if isinstance(data, (dict, list, tuple)):
        form = aiohttp.FormData(data)
        return b"" if form.is_multipart else bytes(getattr(form(), "_value", b""))
    return b""
