"""Know the version of the installed SDK, which every span's scope carries."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def _installed_version() -> str:
    try:
        return version("agenttrace-sdk")
    except PackageNotFoundError:
        return "0"


__version__ = _installed_version()
