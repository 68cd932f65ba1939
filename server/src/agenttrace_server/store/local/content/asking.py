"""Find out how rows write a text that stands elsewhere, and by which number a piece of it is known."""

from __future__ import annotations

import hashlib
from functools import partial

from agenttrace.model import ProjectName
from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.catalog.contents import known_number, projects_with
from agenttrace_server.store.local.content.packing import Packing
from agenttrace_server.store.local.shelf import View


class _Unknown(LookupError):
    """A piece that the store does not have."""


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
