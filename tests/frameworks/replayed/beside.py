"""Run the server of tools that a programme asks beside the model, while it is recorded."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.frameworks.one_run import RunFailed
from tests.frameworks.pairs import Pair


@contextmanager
def tools_beside(pair: Pair, python: Path, environment: Mapping[str, str], folder: Path) -> Iterator[dict[str, str]]:
    """Yield where the pair's own server listens, where it has one; it is gone when the block is left.

    Raises: RunFailed: the server did not come up.
    """
    server = pair.folder / "server.py"
    if not server.exists():
        yield {}
        return
    log = folder / "server.log"
    with (
        log.open("wb") as err,
        subprocess.Popen(
            [str(python), "-P", str(server)], env={**environment}, stdout=subprocess.PIPE, stderr=err, text=True
        ) as run,
    ):
        try:
            port = run.stdout.readline().strip() if run.stdout is not None else ""
            if not port:
                raise RunFailed(f"the server of tools did not come up; see {log}")
            yield {"MCP_URL": f"http://127.0.0.1:{port}/mcp"}
        finally:
            run.kill()
