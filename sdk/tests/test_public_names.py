"""The public names are all there, and getting one part does not load the others."""

from __future__ import annotations

import subprocess
import sys

import pytest

import agenttrace
import agenttrace.testing
from agenttrace.lazy_names import AT_THE_TOP, IN_TESTING


def test_every_public_name_has_a_home_and_is_found() -> None:
    assert sorted(agenttrace.__all__) == sorted(AT_THE_TOP)
    assert sorted(agenttrace.testing.__all__) == sorted(IN_TESTING)
    assert all(getattr(agenttrace, name) is not None for name in agenttrace.__all__)
    assert all(getattr(agenttrace.testing, name) is not None for name in agenttrace.testing.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'agenttrace' has no attribute 'nope'"):
        agenttrace.nope  # noqa: B018


@pytest.mark.parametrize("part", ["agenttrace.model", "agenttrace.client", "agenttrace.testing.pytest_plugin"])
def test_a_part_is_had_without_opentelemetry(part: str) -> None:
    program = f"import sys, {part}; print('opentelemetry' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
