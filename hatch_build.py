"""Point the umbrella wheel at the two wheels that lie beside it, or at their released versions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class UmbrellaMetadataHook(MetadataHookInterface):
    """Depend on `./sdk` and `./server` when they are here (a checkout), else on the registry.

    `AGENTTRACE_RELEASE=1` makes the wheel that is published: it names versions, never paths.
    """

    def update(self, metadata: dict[str, Any]) -> None:
        root = Path(self.root)
        version = metadata["version"]
        released = os.environ.get("AGENTTRACE_RELEASE") == "1" or not (root / "sdk").is_dir()
        names = {"agenttrace-sdk[all]": "sdk", "agenttrace-server": "server"}
        metadata["dependencies"] = [
            f"{name}=={version}" if released else f"{name} @ {(root / folder).as_uri()}"
            for name, folder in names.items()
        ]
