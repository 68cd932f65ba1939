"""Build the web application into the server's wheel where its sources and npm are at hand."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Fill `agenttrace_server/web_dist` from `../web`. An editable install leaves that to `make web`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        built = Path(self.root, "src", "agenttrace_server", "web_dist")
        web = Path(self.root).parent / "web"
        if version != "editable" and (web / "package.json").is_file():
            self._build(web, built)
        if (built / "index.html").is_file():
            build_data["artifacts"].append("src/agenttrace_server/web_dist")

    def _build(self, web: Path, built: Path) -> None:
        npm = shutil.which("npm")
        if npm is None:
            self.app.display_warning(
                "npm was not found: this wheel has no web application; install Node.js 20.19 or newer and build again"
            )
            return
        if not (web / "node_modules").is_dir():
            subprocess.run([npm, "ci"], cwd=web, check=True)
        subprocess.run([npm, "run", "build"], cwd=web, check=True)
        shutil.rmtree(built, ignore_errors=True)
        shutil.copytree(web / "dist", built)
