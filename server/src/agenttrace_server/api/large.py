"""Write answers that may have a hundred thousand items, in the worker thread and not in the event loop."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import Response
from pydantic import BaseModel
from starlette.responses import StreamingResponse

_ITEMS_AT_ONCE = 500
_JSON = "application/json"


def json_of(answer: BaseModel) -> Response:
    """Return one answer, serialised here."""
    return Response(answer.model_dump_json(), media_type=_JSON)


def json_array(items: Iterable[BaseModel]) -> Response:
    """Return an array, sent while it is made."""
    return StreamingResponse(array_pieces(items), media_type=_JSON)


def array_pieces(items: Iterable[BaseModel]) -> Iterable[bytes]:
    """Yield a JSON array in pieces of some hundred items."""
    piece: list[str] = []
    opening = "["
    for item in items:
        piece.append(item.model_dump_json())
        if len(piece) == _ITEMS_AT_ONCE:
            yield (opening + ",".join(piece)).encode()
            opening, piece = ",", []
    closing = "[" if opening == "[" else ","
    yield ((closing + ",".join(piece) if piece or opening == "[" else "") + "]").encode()
