"""Routes: looking after the data folder."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agenttrace_server.api.parameters import NoParameters
from agenttrace_server.api.routes.keeping import answers as rendering
from agenttrace_server.api.schemas.system.upkeep import (
    BackupOut,
    CompactedOut,
    CompactIn,
    StoreStatsOut,
    VerifiedOut,
    VerifyIn,
)
from agenttrace_server.api.services import WithServices

router = APIRouter(prefix="/store", tags=["store"])


@router.get("/stats")
def get_stats(services: WithServices, asked: Annotated[NoParameters, Query()]) -> StoreStatsOut:
    """What each part takes on disk, what counts no more, and how it grows."""
    return rendering.stats(services.installation.report(services.now_ns()))


@router.post("/compact")
def compact(services: WithServices, given: CompactIn | None = None) -> CompactedOut:
    """Rewrite files in which much counts no more, and join small ones. Returns when it is done."""
    return rendering.compacted(services.installation.compact(everything=(given or CompactIn()).everything))


@router.post("/verify")
def verify(services: WithServices, given: VerifyIn | None = None) -> VerifiedOut:
    """Read and count everything again. Returns when it is done; what is wrong is in the answer."""
    return rendering.verified(services.installation.verify(full=(given or VerifyIn()).full))


@router.post("/backup")
def backup(services: WithServices, asked: Annotated[NoParameters, Query()]) -> BackupOut:
    """Write a copy of this moment into the data folder's `backups`; nothing waits for it."""
    return rendering.backup(services.installation.backup(services.now_ns()))
