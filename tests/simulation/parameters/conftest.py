"""Baselines shared by the tests of this folder."""

import pytest

from simulation.parameters.scenario.scenario import Scenario


@pytest.fixture(scope="session")
def zhejiang() -> Scenario:
    """The baseline of Zhejiang."""
    return Scenario.load("zhejiang")
