"""The schema, the command that prints it, and the page that describes it say the same."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from agenttrace_server.api import schemas
from agenttrace_server.api.application import openapi_document, routed

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "rest.md").read_text(encoding="utf-8")
DOCUMENT = openapi_document(routed())


def test_the_command_prints_the_document():
    printed = subprocess.run(
        [sys.executable, "-m", "agenttrace_server.api.openapi"], check=True, capture_output=True, timeout=60
    )
    assert json.loads(printed.stdout) == DOCUMENT


def test_every_shape_of_the_contract_is_in_the_document():
    bases = {"PageOut", "TotalsOut", "LatencyOut"}
    assert set(schemas.__all__) - bases <= set(DOCUMENT["components"]["schemas"])


@pytest.mark.parametrize("path", sorted(DOCUMENT["paths"]))
def test_every_route_is_on_the_page(path):
    # the page writes {id} for whatever the path is about
    written = re.sub(r"\{(trace_id|session_id)\}", "{id}", path).replace("{span}", "{seq or span_id}")
    assert written in PAGE


def parameters():
    for path, operations in sorted(DOCUMENT["paths"].items()):
        for parameter in (found for operation in operations.values() for found in operation.get("parameters", ())):
            if parameter["in"] == "query":
                yield pytest.param(parameter["name"], id=f"{path}-{parameter['name']}")


@pytest.mark.parametrize("name", list(parameters()))
def test_every_parameter_is_on_the_page(name):
    assert re.search(rf"\b{name}\b", PAGE)
