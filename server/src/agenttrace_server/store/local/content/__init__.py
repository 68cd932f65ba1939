"""Message bodies and other large values of the local store: kept once a project, in files of their own."""

from agenttrace_server.store.local.content.held import ContentFile, HeldPiece, PieceKey
from agenttrace_server.store.local.content.packing import MARK, Packing, numbers_in, unpacked, unpacked_all

__all__ = [
    "MARK",
    "ContentFile",
    "HeldPiece",
    "Packing",
    "PieceKey",
    "numbers_in",
    "unpacked",
    "unpacked_all",
]
