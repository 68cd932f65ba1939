"""Receivers that are closed at the end of their test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import pytest

from .making import Receiver


class NewReceiver(Protocol):
    def __call__(self, **settings: Any) -> Receiver: ...


@pytest.fixture
def new_receiver() -> Iterator[NewReceiver]:
    made: list[Receiver] = []

    def new(**settings: Any) -> Receiver:
        made.append(Receiver(**settings))
        return made[-1]

    yield new
    for receiver in made:
        receiver.close()


@pytest.fixture
def receiver(new_receiver: NewReceiver) -> Receiver:
    return new_receiver()
