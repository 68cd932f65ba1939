"""Stand in for `datetime` in the modules of a program: the same values, but today is the day of the recorded run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import ModuleType
from typing import Any, Protocol


class Effect(Protocol):
    """Gives what `make` gives, or gave in the recorded run."""

    def __call__(self, name: str, make: Callable[[], str], *, strict: bool) -> str:
        """Return it."""


class _AsTheRealOne(type):
    """Values are always those of the real class, so that is what they are compared with."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.__mro__[1])

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, cls.__mro__[1])


def calendar_of(effect: Effect) -> ModuleType:
    """Return a module like `datetime` whose clock is told by `effect`."""

    def moment() -> dt.datetime:
        now = dt.datetime.now
        return dt.datetime.fromisoformat(effect("datetime.now", lambda: now(dt.timezone.utc).isoformat(), strict=False))

    class datetime(dt.datetime, metaclass=_AsTheRealOne):  # noqa: N801 - stands for it
        def __new__(cls, *given: Any, **options: Any) -> Any:
            return dt.datetime(*given, **options)  # noqa: DTZ001 - what was given, as it was given

        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return moment().astimezone(tz) if tz is not None else moment().astimezone().replace(tzinfo=None)

        @classmethod
        def utcnow(cls) -> Any:
            return moment().replace(tzinfo=None)

        @classmethod
        def today(cls) -> Any:
            return cls.now()

    class date(dt.date, metaclass=_AsTheRealOne):  # noqa: N801 - stands for it
        def __new__(cls, *given: Any, **options: Any) -> Any:
            return dt.date(*given, **options)

        @classmethod
        def today(cls) -> Any:
            return moment().astimezone().date()

    module = ModuleType("datetime", dt.__doc__)
    module.__dict__.update({**vars(dt), "datetime": datetime, "date": date})
    return module
