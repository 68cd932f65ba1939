"""Have the program's own calls of the clock and of chance recorded and replayed, where it asked for that.

Only calls from the program's own files count. Libraries ask for the time more often than anybody can repeat, and what
they are told does not reach the model. OpenTelemetry's ids are never repeated.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
import random
import sys
import sysconfig
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, TypeVar

from agenttrace.recording.tape.calendar import calendar_of

T = TypeVar("T", str, int, float)

KINDS = ("datetime", "random", "time", "urandom", "uuid")
_CLOCKS = ("monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "time", "time_ns")
_OF_NOW = ("ctime", "gmtime", "localtime")
_CHANCES = (
    "betavariate", "choice", "choices", "expovariate", "gammavariate", "gauss", "getrandbits", "lognormvariate",
    "normalvariate", "paretovariate", "randbytes", "randint", "random", "randrange", "sample", "shuffle", "triangular",
    "uniform", "vonmisesvariate", "weibullvariate",
)  # fmt: skip
_INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")
_STANDARD = tuple(str(Path(sysconfig.get_path(name)).resolve()) + os.sep for name in ("stdlib", "platstdlib"))
_OURS = str(Path(__file__).resolve().parents[2]) + os.sep


class Effect(Protocol):
    """Gives what `make` gives, or gave in the recorded run."""

    def __call__(self, name: str, make: Callable[[], T], *, strict: bool) -> T:
        """Return it."""


class Patches:
    """What is replaced in `time`, `uuid`, `random` and `os`, and the names that the program took from them."""

    def __init__(self) -> None:
        self._undo: list[tuple[Any, str, Any]] = []

    def start(self, kinds: Iterable[str], effect: Effect) -> None:
        """Replace them until `stop`; names taken by `from … import` only in modules that are imported by now."""
        if self._undo:
            return
        replaced: dict[int, tuple[Any, Any]] = {}
        for kind in kinds:
            for owner, name, ours in _OF_KIND[kind](effect):
                replaced[id(getattr(owner, name))] = (getattr(owner, name), ours)
                self._replace(owner, name, ours)
        if "datetime" in kinds:
            calendar = calendar_of(effect)
            for name in ("date", "datetime"):
                replaced[id(getattr(dt, name))] = (getattr(dt, name), getattr(calendar, name))
            replaced[id(dt)] = (dt, calendar)
        for module in _modules_of_the_program():
            for name, value in list(vars(module).items()):
                found = replaced.get(id(value))
                if found is not None and found[0] is value:
                    self._replace(module, name, found[1])

    def stop(self) -> None:
        """Put everything back."""
        while self._undo:
            owner, name, before = self._undo.pop()
            setattr(owner, name, before)

    def _replace(self, owner: Any, name: str, ours: Any) -> None:
        self._undo.append((owner, name, getattr(owner, name)))
        setattr(owner, name, ours)


Replacements = Iterator[tuple[Any, str, Any]]


def _of_time(effect: Effect) -> Replacements:
    real_time, real_localtime = time.time, time.localtime
    for name in _CLOCKS:
        yield time, name, _told(f"time.{name}", getattr(time, name), effect)
    for name in _OF_NOW:
        yield time, name, _of_now(getattr(time, name), real_time, effect)

    real_strftime = time.strftime

    @functools.wraps(real_strftime)
    def strftime(text: str, *given: Any) -> str:
        if given or not _called_by_the_program():
            return real_strftime(text, *given)
        return real_strftime(text, real_localtime(effect("time.time", real_time, strict=False)))

    yield time, "strftime", strftime


def _of_now(real: Callable[..., Any], clock: Callable[[], float], effect: Effect) -> Callable[..., Any]:
    @functools.wraps(real)
    def of_now(*given: Any) -> Any:
        if (given and given[0] is not None) or not _called_by_the_program():
            return real(*given)
        return real(effect("time.time", clock, strict=False))

    return of_now


def _told(name: str, real: Callable[[], Any], effect: Effect) -> Callable[[], Any]:
    @functools.wraps(real)
    def told() -> Any:
        return effect(name, real, strict=False) if _called_by_the_program() else real()

    return told


def _of_uuid(effect: Effect) -> Replacements:
    for name in ("uuid1", "uuid4"):
        yield uuid, name, _id_told(name, getattr(uuid, name), effect)


def _id_told(name: str, real: Callable[..., uuid.UUID], effect: Effect) -> Callable[..., uuid.UUID]:
    @functools.wraps(real)
    def told(*given: Any, **options: Any) -> uuid.UUID:
        if not _called_by_the_program():
            return real(*given, **options)
        return uuid.UUID(effect(f"uuid.{name}", lambda: str(real(*given, **options)), strict=False))

    return told


def _of_urandom(effect: Effect) -> Replacements:
    real = os.urandom

    @functools.wraps(real)
    def urandom(size: int, /) -> bytes:
        if not _called_by_the_program():
            return real(size)
        return bytes.fromhex(effect("os.urandom", lambda: real(size).hex(), strict=False))

    yield os, "urandom", urandom


def _of_random(effect: Effect) -> Replacements:
    ours = _TapedRandom()
    ours.take_from(random.random, random.getrandbits, effect)
    for name in _CHANCES:
        if hasattr(random, name):
            yield random, name, getattr(ours, name)


class _TapedRandom(random.Random):
    """The functions of `random` over two sources of chance, which are all that has to be taken down."""

    def take_from(self, number: Callable[[], float], bits: Callable[[int], int], effect: Effect) -> None:
        """Take chance from these; an argument of the constructor would be a seed, to Python 3.10."""
        self._number = number
        self._bits = bits
        self._effect = effect

    def random(self) -> float:
        if not _called_by_the_program():
            return self._number()
        return self._effect("random.random", self._number, strict=False)

    def getrandbits(self, k: int, /) -> int:
        if not _called_by_the_program():
            return self._bits(k)
        return int(self._effect("random.getrandbits", lambda: str(self._bits(k)), strict=False))


_OF_KIND: dict[str, Callable[[Effect], Replacements]] = {
    "datetime": lambda effect: iter(()),
    "random": _of_random,
    "time": _of_time,
    "urandom": _of_urandom,
    "uuid": _of_uuid,
}


def _called_by_the_program() -> bool:
    """Whether the function that asks was called from a file of the program, straight or through `random`."""
    frame = sys._getframe(2)  # noqa: SLF001 - there is no other way to know who calls
    while frame.f_back is not None and frame.f_code.co_filename in (random.__file__, __file__):
        frame = frame.f_back
    return _is_the_programs(frame.f_code.co_filename)


@functools.cache
def _is_the_programs(file: str) -> bool:
    if file.startswith("<"):
        return not file.startswith("<frozen")
    path = str(Path(file).resolve())
    return not path.startswith((*_STANDARD, _OURS)) and not any(part in path for part in _INSTALLED)


def _modules_of_the_program() -> list[ModuleType]:
    """Return the modules whose names may be replaced: the program's own, whatever they are called."""
    main = sys.modules.get("__main__")
    found = [module for module in (main,) if module is not None]
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if module is not main and isinstance(file, str) and _is_the_programs(file):
            found.append(module)
    return found


patches = Patches()
