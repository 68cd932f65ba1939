"""Ask one server over HTTP: JSON answers, streams of lines, and errors with the server's own words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError

from agenttrace.client.errors import BadAnswer, Mistake, ServerRefused, ServerUnreachable

Parameters = Mapping[str, Any]
"""Query parameters: None is left out, a list or tuple repeats the name."""

_CHUNK_BYTES = 64 * 1024
_CONNECT_TIMEOUT_S = 5.0


class Http:
    """One server's address and one pool of connections to it. Safe to use from several threads."""

    def __init__(self, base_url: str, api_key: str | None = None, timeout_s: float = 30.0) -> None:
        self.base_url = base_url.rstrip("/")
        headers = {"accept": "application/json", "user-agent": "agenttrace-client"}
        if api_key:
            headers["authorization"] = f"Bearer {api_key}"
        self._pool = urllib3.PoolManager(headers=headers)
        self._timeout_s = timeout_s

    def json(self, method: str, path: str, parameters: Parameters | None = None, body: Any = None) -> Any:
        """Return the decoded answer; `body` is sent as JSON.

        Raises: ServerUnreachable, ServerRefused, BadAnswer.
        """
        response = self._send(method, path, parameters, stream=False, body=body)
        return _decoded(response, self.base_url + path)

    def upload(self, path: str, parameters: Parameters, content: Iterable[bytes], media_type: str) -> Any:
        """Send a file as it comes, and return the decoded answer; it may take as long as it takes."""
        response = self._send(
            "PUT", path, parameters, stream=False, forever=True, content=content, headers={"content-type": media_type}
        )
        return _decoded(response, self.base_url + path)

    def chunks(self, path: str, parameters: Parameters | None = None) -> Iterator[bytes]:
        """Yield a download as it comes; a large one is made for minutes before its first byte."""
        response = self._send("GET", path, parameters, stream=True, forever=True)
        try:
            yield from response.stream(_CHUNK_BYTES)
        except HTTPError as error:
            raise ServerUnreachable(f"the download from {self.base_url} broke off: {error}") from error
        finally:
            response.release_conn()

    def events(self, path: str, parameters: Parameters | None = None) -> Iterator[Any]:
        """Yield the data of each server-sent event, decoded, until the server ends the stream."""
        response = self._send("GET", path, parameters, stream=True, forever=True)
        data: list[str] = []
        try:
            for line in _lines(response.stream(1, decode_content=True)):
                if line.startswith("data:"):
                    data.append(line[5:].lstrip())
                elif not line and data:
                    yield json.loads("\n".join(data))
                    data = []
        except HTTPError as error:
            raise ServerUnreachable(f"the stream from {self.base_url} broke off: {error}") from error
        finally:
            response.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()

    def _send(
        self,
        method: str,
        path: str,
        parameters: Parameters | None,
        *,
        stream: bool,
        forever: bool = False,
        body: Any = None,
        content: Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> urllib3.BaseHTTPResponse:
        url = self.base_url + path + _query(parameters or {})
        timeout = urllib3.Timeout(connect=_CONNECT_TIMEOUT_S, read=None if forever else self._timeout_s)
        try:
            response = self._pool.request(
                method,
                url,
                body=content,
                json=body,
                headers=None if headers is None else {**self._pool.headers, **headers},
                preload_content=not stream,
                retries=False,
                timeout=timeout,
            )
        except (HTTPError, MaxRetryError) as error:
            raise ServerUnreachable(
                f"no agenttrace server answers at {self.base_url} ({_reason(error)})",
                hint="start one with: agenttrace up",
            ) from error
        if response.status >= 400:
            raise _refusal(response, parameters or {})
        return response


def _decoded(response: urllib3.BaseHTTPResponse, url: str) -> Any:
    try:
        return json.loads(response.data)
    except ValueError:
        raise BadAnswer(f"{url} did not answer with JSON: is that an agenttrace server?") from None


def _query(parameters: Parameters) -> str:
    pairs: list[tuple[str, str]] = []
    for name, value in parameters.items():
        values = value if isinstance(value, list | tuple) else [value]
        pairs += [(name, _text(one)) for one in values if one is not None]
    return "?" + urlencode(pairs) if pairs else ""


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _lines(pieces: Iterator[bytes]) -> Iterator[str]:
    waiting = b""
    for piece in pieces:
        waiting += piece
        while b"\n" in waiting:
            line, waiting = waiting.split(b"\n", 1)
            yield line.decode().rstrip("\r")


def _refusal(response: urllib3.BaseHTTPResponse, parameters: Parameters) -> ServerRefused:
    body = response.read() if not response.data else response.data
    try:
        problem = json.loads(body)
        return ServerRefused(
            str(problem["detail"]),
            status=response.status,
            field=problem.get("field"),
            request_id=problem.get("request_id"),
            mistake=_mistake(problem, parameters),
        )
    except (ValueError, KeyError, TypeError):
        return ServerRefused(f"the server answered {response.status}", status=response.status)


def _mistake(problem: Mapping[str, Any], parameters: Parameters) -> Mistake | None:
    asked = parameters.get(problem.get("field") or "")
    if not isinstance(asked, str) or problem.get("position") is None:
        return None
    return Mistake(
        text=asked,
        position=int(problem["position"]),
        length=int(problem.get("length") or 1),
        expected=tuple(map(str, problem.get("expected") or ())),
        did_you_mean=problem.get("did_you_mean"),
    )


def _reason(error: Exception) -> str:
    cause = error.__cause__ or error
    return type(cause).__name__
