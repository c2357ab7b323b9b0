"""Nothing that a test registers is left behind."""

from collections.abc import Iterator

import pytest

import simulation as sim


@pytest.fixture(autouse=True)
def nothing_registered() -> Iterator[None]:
    """Before and after each test."""
    sim.unregister()
    yield
    sim.unregister()
