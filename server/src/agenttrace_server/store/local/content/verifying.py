"""Check that content is what was written, and that all which is referred to is there."""

from __future__ import annotations

from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.catalog.contents import keys_of
from agenttrace_server.store.local.content.asking import digest_of
from agenttrace_server.store.local.content.files import every_piece
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.shelf import View


def verify(engine: Engine, catalog: Catalog, view: View) -> list[str]:
    """Read every piece in the files, and every row's references; return what is wrong, in words."""
    wrong: list[str] = []
    present: set[int] = set()
    for file in view.contents:
        pieces = every_piece(engine, file)
        present.update(number for number, _, _ in pieces)
        with catalog.reading() as connection:
            keys = keys_of(connection, [number for number, _, _ in pieces])
        for number, raw, is_text in pieces:
            if number not in keys:
                wrong.append(f"content {number} is not in the catalog")
            elif keys[number][1] != digest_of(raw, is_text=is_text):
                wrong.append(f"content {number} is not what was written")
    source = engine.source(view, view.segments, with_hot=False)
    sql = f"SELECT DISTINCT unnest(string_split(refs, ' '))::BIGINT FROM {source} WHERE refs <> ''"  # noqa: S608
    missing = sorted({number for (number,) in engine.query(sql)} - present)
    return wrong + [f"content {number} is missing" for number in missing]
