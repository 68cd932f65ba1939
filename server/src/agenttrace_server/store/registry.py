"""Find the store that the settings name: the only place that knows which stores there are."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points

from agenttrace_server.config import Settings
from agenttrace_server.errors import BadSetting
from agenttrace_server.store.api import Store
from agenttrace_server.store.api.sql import SqlAnswer, SqlLimits
from agenttrace_server.telemetry import Metrics

ENTRY_POINT_GROUP = "agenttrace.stores"
"""Other packages offer a store here, as a callable that takes `Settings` and `Metrics` and returns a `Store`."""

OpenStore = Callable[[Settings, Metrics], Store]


def open_store(settings: Settings, metrics: Metrics | None = None) -> Store:
    """Open the store of this name. Raises: BadSetting: there is none; the message lists what there is."""
    counted = Metrics() if metrics is None else metrics
    opener = _BUILT_IN.get(settings.store)
    if opener is not None:
        return opener(settings, counted)
    offered = entry_points(group=ENTRY_POINT_GROUP)
    for entry in offered.select(name=settings.store):
        open_it: OpenStore = entry.load()
        return open_it(settings, counted)
    names = ", ".join(sorted({*_BUILT_IN, *offered.names}))
    raise BadSetting(f"store must be one of {names}, not {settings.store!r}", field="store")


def ask_on_disk(settings: Settings, project: str | None, sql: str, limits: SqlLimits) -> SqlAnswer:
    """Answer a question in SQL from the data folder while no server runs on it. Raises: BadSetting, BadQuestion."""
    if settings.store != "local":
        raise BadSetting(f"the {settings.store} store cannot be asked without a server", field="store")
    from agenttrace_server.store.local.sql.on_disk import ask_folder

    return ask_folder(settings.home / "store", project, sql, limits)


def _memory(settings: Settings, _metrics: Metrics) -> Store:
    from agenttrace_server.store.memory import MemoryStore

    return MemoryStore(settings.attachment_min_bytes, settings.compared_calls)


def _local(settings: Settings, metrics: Metrics) -> Store:
    from agenttrace_server.store.local import LocalStore

    return LocalStore(settings.home / "store", settings, metrics)


_BUILT_IN: dict[str, OpenStore] = {"local": _local, "memory": _memory}
