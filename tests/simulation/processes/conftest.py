"""What the process tests share: parameter groups, and kernels as the Python functions they are made of."""

from collections.abc import Iterator

import pytest
from parameter_groups import Groups

from simulation.compile.kernel import Kernel
from simulation.parameters.scenario.scenario import Scenario


@pytest.fixture(scope="session")
def groups() -> Groups:
    """The groups of the baseline of Zhejiang."""
    return Groups(Scenario.load("zhejiang"))


@pytest.fixture(scope="module")
def plain() -> Iterator[None]:
    """Every kernel called from Python is its Python function during a file of tests: nothing compiles."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Kernel, "__call__", lambda kernel, *args: kernel.py_func(*args))
        yield
