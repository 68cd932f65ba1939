"""Call back when a library has been imported, so that nothing has to be imported for tracing's sake."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

Imported = Callable[[str], None]


class ImportHook(MetaPathFinder):
    """Watches for the first import of some top-level modules."""

    def __init__(self, imported: Imported) -> None:
        self._imported = imported
        self._waiting: set[str] = set()
        self._looking = threading.local()

    def watch(self, names: Sequence[str]) -> None:
        """Call back for each of these modules once it is imported; at once where it already is."""
        self._waiting = {name for name in names if name not in sys.modules}
        if self._waiting and self not in sys.meta_path:
            sys.meta_path.insert(0, self)
        for name in names:
            if name in sys.modules:
                self._imported(name)

    def stop(self) -> None:
        """Watch no more."""
        self._waiting = set()
        if self in sys.meta_path:
            sys.meta_path.remove(self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec that the other finders give, with a loader that tells us when it is done."""
        if fullname not in self._waiting or getattr(self._looking, "active", False):
            return None
        self._looking.active = True
        try:
            spec = find_spec(fullname)
        finally:
            self._looking.active = False
        if spec is None or spec.loader is None:
            return None
        spec.loader = _TellingLoader(spec.loader, lambda: self._done(fullname))
        return spec

    def _done(self, name: str) -> None:
        if name in self._waiting:
            self._waiting.discard(name)
            self._imported(name)


class _TellingLoader(Loader):
    """The library's own loader, which is put back before anybody can look at it."""

    def __init__(self, loader: Loader, done: Callable[[], None]) -> None:
        self._loader = loader
        self._done = done

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Create the module as its own loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, then tell."""
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._done()
