"""Decide what may come in at all: media type, encoding, project, and how much at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from agenttrace.model import DEFAULT_PROJECT, BadId, ProjectName, project_name_from, semconv
from agenttrace_server.errors import BadPayload, Overloaded, UnsupportedMedia

JSON = "application/json"
PROTOBUF = "application/x-protobuf"

_MEDIA_TYPES = {JSON: JSON, PROTOBUF: PROTOBUF, "application/protobuf": PROTOBUF}
ENCODINGS = ("gzip", "deflate", "zstd", "identity")
_LARGEST_NUMBER = 2**53
_LONGEST_SENDER = 128


class Busy(Overloaded):
    """Too many requests at once; the sender should come back a little later."""


class Behind(Overloaded):
    """More waits for the pipeline than is allowed; the sender should come back when some of it is done."""


class Slots:
    """How many requests may be read and parsed at once."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._taken = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a slot for the block. Raises: Busy: there is none."""
        if self._taken >= self._count:
            raise Busy(f"{self._count} requests are being read already; try again shortly")
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1


class Bytes:
    """How many bytes of unparsed bodies the server holds in memory, over all requests."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = 0


class Budget:
    """One request's share of `Bytes`, given back at the end of the block."""

    def __init__(self, shared: Bytes) -> None:
        self._shared = shared
        self._mine = 0

    def __enter__(self) -> Budget:
        return self

    def __exit__(self, *_: object) -> None:
        self._shared.held -= self._mine

    def take(self, size: int) -> None:
        """Raises: Busy: the bodies being read fill the memory that is set aside for them."""
        if self._shared.held + size > self._shared.limit:
            raise Busy("too many large requests are being read; try again shortly")
        self._shared.held += size
        self._mine += size


@dataclass(frozen=True, slots=True)
class Claims:
    """What the headers of a request say about it."""

    media_type: str
    encoding: str
    project: ProjectName
    sender: str
    batch: int
    dropped: int


def media_type_of(headers: Mapping[str, str]) -> str | None:
    """Return the canonical media type, or None where it is not one that is read here."""
    return _MEDIA_TYPES.get(headers.get("content-type", "").partition(";")[0].strip().lower())


def claims_of(headers: Mapping[str, str]) -> Claims:
    """Read the headers.

    Raises: UnsupportedMedia: a type, charset or encoding that is not read here. BadPayload: not a project's name.
    """
    media_type = media_type_of(headers)
    if media_type is None:
        given = headers.get("content-type") or "nothing"
        raise UnsupportedMedia(f"must be {PROTOBUF} or {JSON}, not {given[:80]}", field="content-type")
    _check_charset(headers["content-type"])
    return Claims(
        media_type=media_type,
        encoding=_encoding_of(headers.get("content-encoding", "")),
        project=_project_of(headers.get(semconv.PROJECT_HEADER, "")),
        sender=_sender_of(headers.get(semconv.SENDER_HEADER, "")),
        batch=_number_of(headers.get(semconv.BATCH_HEADER, "")),
        dropped=_number_of(headers.get(semconv.DROPPED_HEADER, "")),
    )


def _check_charset(content_type: str) -> None:
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        charset = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and charset not in ("utf-8", "utf8", "us-ascii"):
            raise UnsupportedMedia(f"the charset must be utf-8, not {charset[:40]}", field="content-type")


def _encoding_of(header: str) -> str:
    encoding = header.strip().lower() or "identity"
    if encoding not in ENCODINGS:
        raise UnsupportedMedia(f"must be one of {', '.join(ENCODINGS)}, not {encoding[:40]}", field="content-encoding")
    return encoding


def _project_of(header: str) -> ProjectName:
    if not header:
        return DEFAULT_PROJECT
    try:
        return project_name_from(header.encode("latin-1").decode("utf-8"))
    except UnicodeDecodeError:
        raise BadPayload("a project name is UTF-8", field=semconv.PROJECT_HEADER) from None
    except BadId as error:
        raise BadPayload(error.reason, field=semconv.PROJECT_HEADER) from None


def _sender_of(header: str) -> str:
    """Return the sender's id; one that is too long to keep is no id."""
    return header if len(header) <= _LONGEST_SENDER and header.isprintable() else ""


def _number_of(header: str) -> int:
    """Return a count, or 0 where the header is no such thing: these numbers only serve to notice losses."""
    is_number = 0 < len(header) <= 16 and header.isascii() and header.isdigit()
    return int(header) if is_number and int(header) <= _LARGEST_NUMBER else 0
