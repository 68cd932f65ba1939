"""A setting, command or route that is not documented fails here, and so does one that is documented and gone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import typer

from agenttrace_server.cli.main import app
from agenttrace_server.config import Settings

LINK = re.compile(r"\]\(((?!https?:|#|mailto:)[^)#\s]+)")
ROUTE = re.compile(r"(?:GET|DELETE|PUT|POST|WS) ((?:/(?:\{[^}]*\}|[^\s`?{/]+))+)")
REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_every_server_setting_is_documented_with_its_default() -> None:
    page = (REFERENCE / "server-settings.md").read_text()
    rows = dict(re.findall(r"^\| `(\w+)` \|([^|]*)\|", page, flags=re.MULTILINE))
    expected = {spec.name: as_documented(spec.default) for spec in fields(Settings)}
    assert {name: default.strip() for name, default in rows.items()} == expected


def as_documented(default: object) -> str:
    if default in (None, "", ()):
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def commands_of(group: Any, words: tuple[str, ...] = ("agenttrace",)) -> set[str]:
    found = set()
    for name, command in group.commands.items():
        path = (*words, name)
        found |= commands_of(command, path) if hasattr(command, "commands") else {" ".join(path)}
    return found


def test_every_command_is_documented() -> None:
    page = (REFERENCE / "cli.md").read_text()
    documented = {
        re.sub(r" [A-Z]+.*", "", words) for words in re.findall(r"^\| `(agenttrace [^`]+)`", page, re.MULTILINE)
    }
    assert documented == commands_of(typer.main.get_command(app))


def test_every_route_is_documented() -> None:
    described = subprocess.run(
        [sys.executable, "-m", "agenttrace_server.api.openapi"], capture_output=True, text=True, check=True
    )
    page = (REFERENCE / "rest.md").read_text()
    known = {re.sub(r"\{[^}]*\}", "{}", path) for path in ROUTE.findall(page)}
    routes = {re.sub(r"\{[^}]*\}", "{}", path) for path in json.loads(described.stdout)["paths"]}
    assert routes <= known, f"not documented: {routes - known}"
    undescribed = {
        "/api/v1/ws/spans",
        "/api/traces",
        "/api/traces/{}",
        "/api/search",
        "/health",
        "/api/v1/openapi.json",
        "/metrics",
    }
    assert known - undescribed <= routes, f"documented and gone: {known - undescribed - routes}"


def test_links_between_pages_lead_somewhere() -> None:
    root = REFERENCE.parents[1]
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    links = [(page, target) for page in pages for target in LINK.findall(page.read_text())]
    broken = [f"{page.relative_to(root)}: {target}" for page, target in links if not (page.parent / target).exists()]
    assert broken == []
