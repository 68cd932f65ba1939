"""Ask for the time and for chance so that a replay gets the same: `at.now()`, `at.uuid4()`, `at.random()`."""

from __future__ import annotations

import random as chance
import uuid
from datetime import datetime, timezone, tzinfo

from agenttrace.tracing.provider.runtime import runtime


def now(tz: tzinfo = timezone.utc) -> datetime:
    """Return the time, with a time zone; in a replay the time that the recorded run was told here."""

    def make() -> str:
        return datetime.now(timezone.utc).isoformat()

    conductor = runtime.conductor
    text = make() if conductor is None else conductor.effect("now", make)
    return datetime.fromisoformat(text).astimezone(tz)


def uuid4() -> uuid.UUID:
    """Return a random UUID; in a replay the one that the recorded run was given here."""

    def make() -> str:
        return str(uuid.uuid4())

    conductor = runtime.conductor
    return uuid.UUID(make() if conductor is None else conductor.effect("uuid4", make))


def random() -> float:
    """Return a random number from 0 up to 1; in a replay the one that the recorded run was given here."""
    conductor = runtime.conductor
    return chance.random() if conductor is None else conductor.effect("random", chance.random)  # noqa: S311 - no secret
