"""Worlds shared by all tests: built and warmed up once a session; tests branch, they never advance these."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from worlds import PROVINCE, loaded, loaded_pair, small, some_counties, warmed

from simulation.compile.kernel_cache import CACHE_FOLDER
from simulation.ledger import Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.state import State

# a first call compiles, so there is no deadline; the same examples every time
hypothesis.settings.register_profile("doudi", deadline=None, derandomize=True)
hypothesis.settings.load_profile("doudi")

os.environ["DOUDI_RUN_CACHE"] = "off"  # tests simulate what they assert; those of the cache name a folder
os.environ["DOUDI_BROWSER"] = ""  # a browser takes seconds a page: only the tests of the PDF let one print

# Tests start Python dozens of times. Where it is told to write no bytecode beside the sources, each start would compile
# again all that it imports, for seconds: then the bytecode is kept where the kernels are.
if sys.dont_write_bytecode:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(Path(CACHE_FOLDER).parent / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(scope="session")
def base() -> Scenario:
    """The baseline of a province of some counties."""
    return small(PROVINCE)


@pytest.fixture(scope="session")
def whole() -> Scenario:
    """The baseline of the same province as its files state it, for what is asked by its name or needs its size."""
    return loaded(PROVINCE)


@pytest.fixture(scope="session")
def warm_world(base: Scenario) -> tuple[State, Ledger]:
    """State at the policy month after a year of warm-up, and the ledger of that year."""
    return warmed(base)


@pytest.fixture(scope="session")
def warm(warm_world: tuple[State, Ledger]) -> State:
    """State at the policy month; read only, branch from it."""
    return warm_world[0]


@pytest.fixture(scope="session")
def whole_warm(whole: Scenario) -> State:
    """State of the whole province at the policy month, for tests that count what is rare."""
    return warmed(whole)[0]


@pytest.fixture(scope="module")
def few_counties() -> Iterator[None]:
    """In this module every province that is named has some of its counties: as `base` has."""
    with pytest.MonkeyPatch.context() as patch:
        some_counties(patch)
        yield


@pytest.fixture(autouse=True)
def _stated_sizes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """`few_counties` is for the small instances: full tests have the province as it is."""
    if request.node.get_closest_marker("full"):
        monkeypatch.setattr(Scenario, "load", loaded)
        monkeypatch.setattr(Scenario, "load_pair", loaded_pair)


@pytest.fixture
def blank_plots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty pictures, for tests of folders: drawing a dozen real ones takes seconds."""
    from matplotlib.figure import Figure

    from simulation.report.files import chart_files

    monkeypatch.setattr(chart_files, "drawn", lambda *_: Figure(figsize=(1, 1)))


def pytest_configure(config: pytest.Config) -> None:
    """Compile once, before the workers start: else each of them compiles the same kernels."""
    if hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", 0):
        return
    from simulation.simulate import precompile

    if precompile.is_cold():
        import simulation as sim

        sim.run("inner_mongolia", scale=0.0001, months=1, warm_up=0, threads=1)
