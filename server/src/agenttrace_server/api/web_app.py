"""Serve the built web application: the same page for every deep link, under any prefix."""

from __future__ import annotations

import html
import re
from pathlib import Path, PurePosixPath

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from agenttrace_server.config import Settings

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_BASE_TAG = re.compile(r"<base [^>]*>")
"""The build has one for development, where it stands in a page of its own."""
_FOREVER = "public, max-age=31536000, immutable"
_NOT_PAGES = ("api", "v1", "assets", "health", "metrics")
_NOT_BUILT = """AgentTrace runs, but this installation has no web application.

In a checkout, build it with `make web` and start again.
The API is at {prefix}/api/v1, its schema at {prefix}/api/v1/openapi.json.
"""


def find_web_build(settings: Settings) -> Path | None:
    """Return the folder with index.html: the one set, the one in the wheel, or the checkout's."""
    package = Path(__file__).resolve().parents[1]
    in_wheel, in_checkout = package / "web_dist", package.parents[2] / "web" / "dist"
    candidates = (in_wheel, in_checkout) if settings.web_dir is None else (settings.web_dir.expanduser(),)
    return next((folder for folder in candidates if (folder / "index.html").is_file()), None)


def add_web_app(app: FastAPI, settings: Settings) -> None:
    """Serve the build, or words about its absence. Call last: it answers every path that nobody else has."""
    build = find_web_build(settings)
    if build is None:
        _add_words(app, settings.root_path)
        return
    if (build / "assets").is_dir():
        app.mount("/assets", GZipMiddleware(_Assets(directory=build / "assets"), compresslevel=6))
    page = _index_page(build / "index.html", settings.root_path)

    @app.get("/{path:path}", include_in_schema=False)
    def web_page(path: str) -> Response:
        file = _shipped_file(build, path)
        if file is not None:
            return FileResponse(file, headers={"cache-control": "no-cache"})
        if not _is_page(path):
            raise HTTPException(404)
        headers = {"cache-control": "no-cache", "content-security-policy": CONTENT_SECURITY_POLICY}
        return HTMLResponse(page, headers=headers)


class _Assets(StaticFiles):
    """Files whose names carry a hash of their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = _FOREVER
        return response


def _add_words(app: FastAPI, root_path: str) -> None:
    @app.get("/", include_in_schema=False)
    def words(request: Request) -> Response:
        return PlainTextResponse(_NOT_BUILT.format(prefix=root_path))


def _index_page(index: Path, root_path: str) -> str:
    """Return the page with its base set, so that relative links work at any depth and behind any prefix."""
    base = f'<base href="{html.escape(root_path.rstrip("/"), quote=True)}/">'
    return _BASE_TAG.sub("", index.read_text(encoding="utf-8")).replace("<head>", f"<head>{base}", 1)


def _shipped_file(build: Path, path: str) -> Path | None:
    if not path or "\x00" in path or path == "index.html":
        return None
    try:
        file = (build / path).resolve()
        return file if file.is_relative_to(build.resolve()) and file.is_file() else None
    except OSError:  # a name longer than a file system takes: no file, but perhaps a page
        return None


def _is_page(path: str) -> bool:
    """Whether a person may have typed it: not a service's path, not a file that was not shipped."""
    parts = PurePosixPath(path).parts
    if not parts:
        return True
    is_page_of_a_project = parts[0] == "p"
    return parts[0] not in _NOT_PAGES and (is_page_of_a_project or not PurePosixPath(path).suffix)
