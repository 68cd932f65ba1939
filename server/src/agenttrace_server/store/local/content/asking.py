"""Find rows by what their content says, although the rows hold only references."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import orjson

from agenttrace.model import ProjectName
from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.catalog.contents import known_number, projects_with
from agenttrace_server.store.local.condition import UNKNOWN, Condition
from agenttrace_server.store.local.content.files import numbers_with
from agenttrace_server.store.local.content.packing import Packing
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.shelf import View

_PARTS_OF_WORDS: Final = re.compile(r"[^{}\[\],;:\"=\\]+")
"""Text is never cut inside such a part, except around base64."""
_ERROR: Final = "concat_ws(' ', status_message, status_code)"


class _Unknown(LookupError):
    """A piece that the store does not have."""


def holding(engine: Engine, view: View, words: Sequence[str]) -> Callable[[str], Condition]:
    """Return what is true of every span that has the words, and of few others, for the FROM of a question."""
    numbers = [_pieces_with(engine, view, word) for word in words]
    return partial(_held, tuple(zip(words, numbers, strict=True)))


def spellings(catalog: Catalog, view: View, value: str, project: str | None, text_min: int, blob_min: int) -> list[str]:
    """Return how rows write a text: as it is, and for large ones the reference of each project that has it."""
    first: list[bytes] = []
    noting = Packing(partial(_note, first), text_min, blob_min)
    if noting.text(value) is value:
        return [value]
    found = [value]
    projects = [project] if project is not None else _projects_with(catalog, view, first[:1])
    for name in projects:
        packing = Packing(partial(_known, catalog, view, ProjectName(name)), text_min, blob_min)
        try:
            found.append(packing.text(value))
        except _Unknown:
            continue
    return found


def digest_of(raw: bytes, *, is_text: bool) -> bytes:
    """Return the hash by which a piece is known."""
    return (hashlib.blake2b(raw, digest_size=20) if is_text else hashlib.sha256(raw)).digest()


def number_of(catalog: Catalog, view: View, project: ProjectName, digest: bytes) -> int | None:
    """Return the number of a piece in memory or in a file."""
    for part in view.parts:
        if (project, digest) in part.piece_numbers:
            return part.piece_numbers[project, digest]
    if not view.contents:
        return None
    with catalog.reading() as connection:
        return known_number(connection, (project, digest))


def _held(words: Sequence[tuple[str, list[int] | None]], source: str) -> Condition:
    held = UNKNOWN
    for word, numbers in words:
        places = [(place, text) for place in ("content", "attributes") for text in _spellings_of(word)]
        places += [("name", word), (_ERROR, word)]
        sql = " OR ".join(f"contains(lower({place}), ?)" for place, _ in places)
        values: list[object] = [text for _, text in places]
        if numbers is None:
            sql += " OR refs IS NOT NULL"
        elif numbers:
            sql += (
                " OR version IN (SELECT version FROM (SELECT version, unnest(string_split(refs, ' '))::BIGINT AS number"  # noqa: S608
                f" FROM {source} WHERE refs <> '') WHERE number IN (SELECT unnest(?::BIGINT[])))"
            )
            values.append(numbers)
        held = held.and_(Condition(f"({sql})", values))
    return held


def _pieces_with(engine: Engine, view: View, word: str) -> list[int] | None:
    """Return the pieces that have the longest part of a word; None where no part of it lies in one for certain."""
    part = max(_PARTS_OF_WORDS.findall(word), key=len, default=None)
    if part is None:
        return None
    wanted = _spellings_of(part)
    hot = [
        piece.number
        for layer in view.parts
        for piece in list(layer.pieces.values())
        if piece.is_text and any(text in piece.raw.decode().lower() for text in wanted)
    ]
    return hot + numbers_with(engine, view.contents, wanted)


def _spellings_of(word: str) -> list[str]:
    return sorted({word, orjson.dumps(word).decode()[1:-1]})


def _projects_with(catalog: Catalog, view: View, digests: list[bytes]) -> list[str]:
    if not digests:
        return [""]
    hot = {project for part in view.parts for project, digest in list(part.piece_numbers) if digest == digests[0]}
    with catalog.reading() as connection:
        return sorted(hot | set(projects_with(connection, digests[0])))


def _known(catalog: Catalog, view: View, project: ProjectName, raw: bytes, is_text: bool) -> int:
    number = number_of(catalog, view, project, digest_of(raw, is_text=is_text))
    if number is None:
        raise _Unknown
    return number


def _note(digests: list[bytes], raw: bytes, is_text: bool) -> int:
    digests.append(digest_of(raw, is_text=is_text))
    return 0
