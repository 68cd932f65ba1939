"""Hold what two files must agree on: the client's typed answers have the fields that the server sends."""

from __future__ import annotations

import typing

import pytest
from typing_extensions import is_typeddict

from agenttrace.client import (
    agent_shapes,
    language_shapes,
    metric_shapes,
    price_shapes,
    replay_shapes,
    shapes,
    signal_shapes,
    store_shapes,
    system_shapes,
)
from agenttrace_server.api import schemas

MODULES = (
    agent_shapes,
    language_shapes,
    metric_shapes,
    price_shapes,
    replay_shapes,
    shapes,
    signal_shapes,
    store_shapes,
    system_shapes,
)
SHAPES = {
    name: value
    for module in (
        agent_shapes,
        language_shapes,
        metric_shapes,
        price_shapes,
        replay_shapes,
        shapes,
        signal_shapes,
        store_shapes,
        system_shapes,
    )
    for name, value in vars(module).items()
    if is_typeddict(value) and name != "PageOf"
}


def server_name(name: str) -> str:
    return name if hasattr(schemas, name) else f"{name}Out"


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_typed_answer_has_the_fields_of_the_servers_schema(name: str) -> None:
    sent = set(getattr(schemas, server_name(name)).model_fields)
    typed = set(typing.get_type_hints(SHAPES[name]))
    assert typed == sent
