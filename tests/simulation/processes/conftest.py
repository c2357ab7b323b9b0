"""Parameter groups shared by the process tests."""

import pytest
from parameter_groups import Groups

from simulation.parameters.scenario import Scenario


@pytest.fixture(scope="session")
def groups() -> Groups:
    """The groups of the baseline of Zhejiang."""
    return Groups(Scenario.load("zhejiang"))
