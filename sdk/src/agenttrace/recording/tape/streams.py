"""Take secrets out of a streamed answer: put its deltas together, redact, and cut it as it was cut before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from agenttrace.recording.log.event import json_of
from agenttrace.recording.redact import Redact

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_DATA = re.compile(r"(data: ?)?(?=[{\[])")
_TEXT_FIELDS = frozenset(
    ("arguments", "completion", "content", "delta", "input_json", "partial_json", "reasoning", "reasoning_content",
     "refusal", "text", "thinking", "transcript")
)  # fmt: skip
"""Fields of which each streamed event carries a piece."""
DELTA = "http.response.delta"
EVENT = "http.response.event"

_HELD_BACK_CHARS = 64
"""How long a secret with spaces in it may be, such as the number of a card or an account; others have none."""

Place = tuple[Any, Any]
"""An object or list, and the name or number in it under which a text stands."""


@dataclass(slots=True)
class _Line:
    """One line of the stream. `document` is the JSON it carries; None for the others."""

    text: str
    end: int
    """How many bytes of the stream lie before its end."""
    prefix: str = ""
    ending: str = ""
    document: Any = None
    changed: bool = False


@dataclass(slots=True)
class _Channel:
    """The pieces of one text, in their order, with the lines that they stand in."""

    pieces: list[tuple[_Line, Place]] = field(default_factory=list)


def is_stream(content_type: str) -> bool:
    """Whether an answer of this type comes piece by piece."""
    return content_type.startswith(("text/event-stream", "application/x-ndjson", "application/jsonl"))


def redacted_chunks(chunks: Sequence[bytes], redact: Redact) -> list[bytes]:
    """Return the pieces of a stream without secrets, also those that lie across events; unchanged where none is.

    A text that is redacted is cut into as many deltas as before.
    """
    try:
        text = b"".join(chunks).decode("utf-8")
    except UnicodeDecodeError:
        return list(chunks)
    lines = _lines_of(text)
    for channel in _channels_of(lines):
        _redact_channel(channel, redact)
    return _cut(lines, chunks, redact)


def safe_beginning(chunks: Sequence[bytes], redact: Redact) -> list[bytes]:
    """Return the first pieces of a stream that goes on, without secrets, as far as none can have begun in them.

    What is held back: the last words of each text, JSON (a value is known to be secret by its name, and ends where it
    ends), and lines that are not whole.
    """
    content = b"".join(chunks)
    content = content[: content.rfind(b"\n") + 1]
    try:
        lines = _lines_of(content.decode("utf-8"))
    except UnicodeDecodeError:
        return []
    unsafe = [_redact_channel(channel, redact) for channel in _channels_of(lines)]
    until = min((at for at in unsafe if at is not None), default=len(content))
    whole, end = 0, 0
    for data in chunks:
        end += len(data)
        whole += end <= until
    return _cut(lines, chunks, redact)[:whole]


def _channels_of(lines: Sequence[_Line]) -> Iterable[_Channel]:
    channels: dict[tuple[str, ...], _Channel] = {}
    for line in lines:
        for name, place in _pieces_of(line.document):
            channels.setdefault(name, _Channel()).pieces.append((line, place))
    return channels.values()


def _cut(lines: Sequence[_Line], chunks: Sequence[bytes], redact: Redact) -> list[bytes]:
    kept = [_kept(line, redact) for line in lines]
    if all(new == line.text for new, line in zip(kept, lines, strict=True)):
        return list(chunks)
    return _cut_as_before(lines, kept, chunks)


def _lines_of(text: str) -> list[_Line]:
    lines = []
    end = 0
    for found in _LINE.findall(text):
        if found:
            end += len(found.encode())
            lines.append(_parsed(_Line(found, end)))
    return lines


def _parsed(line: _Line) -> _Line:
    bare = line.text.rstrip("\r\n")
    match = _DATA.match(bare)
    if match is not None:
        try:
            line.document = json.loads(bare[match.end() :])
        except (ValueError, RecursionError):
            return line
        line.prefix, line.ending = bare[: match.end()], line.text[len(bare) :]
    return line


def _pieces_of(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Place]]:
    """Yield the texts of an event of which others carry the rest, each with the name of the whole text."""
    if isinstance(value, dict):
        own = tuple(f"{name}={value[name]}" for name in sorted(value) if name == "type" or name.endswith("index"))
        for name, item in value.items():
            if isinstance(item, str) and name in _TEXT_FIELDS:
                yield (*path, *own, name), (value, name)
            elif isinstance(item, (dict, list)):
                yield from _pieces_of(item, (*path, *own, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, (dict, list)):
                yield from _pieces_of(item, (*path, str(number)))


def _redact_channel(channel: _Channel, redact: Redact) -> int | None:
    """Take the secrets out of one text; return where in the stream a part of it begins that may yet become one."""
    texts = [holder[name] for _, (holder, name) in channel.pieces]
    whole = "".join(texts)
    kept = redact.whole(DELTA, whole) if whole else whole
    safe_chars = _safe_chars(kept, is_json=whole.startswith(("{", "[")))
    until: int | None = None
    done = 0
    for number, (line, (holder, name)) in enumerate(channel.pieces, 1):
        upto = len(kept) if number == len(texts) else done + len(texts[number - 1])
        if kept != whole:
            holder[name] = kept[done:upto]
            line.changed = True
        if until is None and upto > safe_chars:
            until = line.end - len(line.text.encode())
        done = upto
    return until


def _safe_chars(text: str, *, is_json: bool) -> int:
    """Return how much of a text stays as it is, whatever comes behind it: up to a space that is not near its end."""
    if is_json:
        return 0
    near_the_end = max(0, len(text) - _HELD_BACK_CHARS)
    return max(0, *(text.rfind(space, 0, near_the_end) for space in " \n\t"))


def _kept(line: _Line, redact: Redact) -> str:
    if line.changed:
        return line.prefix + redact.whole(EVENT, json_of(line.document)) + line.ending
    if line.document is None:
        return redact.whole(EVENT, line.text) if line.text.strip() else line.text
    before = line.text[len(line.prefix) : len(line.text) - len(line.ending)]
    return line.prefix + redact.whole(EVENT, before) + line.ending


def _cut_as_before(lines: Sequence[_Line], kept: Sequence[str], chunks: Sequence[bytes]) -> list[bytes]:
    """Put each line where its last byte came; a piece that brought no end of a line becomes empty."""
    cut: list[list[str]] = [[] for _ in chunks]
    at, until = 0, len(chunks[0]) if chunks else 0
    for line, text in zip(lines, kept, strict=True):
        while line.end > until:
            at += 1
            until += len(chunks[at])
        cut[at].append(text)
    return ["".join(texts).encode("utf-8", "surrogatepass") for texts in cut]
