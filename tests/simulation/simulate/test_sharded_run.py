"""A province split by county over workers gives the very bits of one piece, also where the counties share a budget."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import simulation as sim
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate import executors, one_replication
from simulation.simulate.run_record import ledger_digest
from simulation.simulate.sharded_run import run_in_shards

CAP = "temporary.cap_yuan_person_year"
SETTINGS = Settings(0.0005, 14, 1, 1, 12, threads=1)


@pytest.mark.parametrize("cap", [0.0, 0.5])
@pytest.mark.parametrize("parts", [2, 5])
def test_split_by_county_is_the_same(base: Scenario, parts: int, cap: float) -> None:
    scenario = base.change({CAP: cap}, start="2021-01")
    state, before = one_replication.warmed_up(scenario, SETTINGS, 0)
    after = one_replication.continued(state, scenario, SETTINGS)
    apart = run_in_shards(scenario, SETTINGS, executors.serial(1), parts)
    assert ledger_digest(list(apart[:2])) == ledger_digest([after, before])
    assert apart[2] == state.population_digest


def test_the_cap_binds(base: Scenario) -> None:
    """Else the test above would not see the province's step."""
    free, bound = (
        run_in_shards(base.change({CAP: cap}, start="2021-01"), SETTINGS, executors.serial(1), 2) for cap in (0.0, 0.5)
    )
    assert ledger_digest([free[0]]) != ledger_digest([bound[0]])


@pytest.mark.full
@pytest.mark.parametrize("parts", [2, 5])
def test_split_over_processes(base: Scenario, parts: int) -> None:
    state, before = one_replication.warmed_up(base, SETTINGS, 0)
    after = one_replication.continued(state, base, SETTINGS)
    apart = run_in_shards(base, SETTINGS, executors.processes(2), parts)
    assert ledger_digest(list(apart[:2])) == ledger_digest([after, before])
    assert apart[2] == state.population_digest


def test_run_in_parts_has_the_digest_of_run(base: Scenario) -> None:
    small = {"scale": 0.0005, "months": 3, "warm_up": 12}
    whole = sim.run(base, **small)  # type: ignore[arg-type]
    parts = sim.run(base, parts=3, executor=executors.serial(1), **small)  # type: ignore[arg-type]
    assert parts.results_digest == whole.results_digest
    assert parts.run_record["population_digest"] == whole.run_record["population_digest"]


CHECKED = """
import simulation as sim
from simulation.simulate import executors
base = sim.Scenario.load("inner_mongolia").with_reform("gradual_exit_12_months")
whole = sim.run(base, scale=0.0005, months=14, warm_up=12, threads=1)
parts = sim.run(base, scale=0.0005, months=14, warm_up=12, parts=3, executor=executors.serial(1))
assert whole.results_digest == parts.results_digest
"""


@pytest.mark.full
def test_no_kernel_looks_beyond_its_tables(tmp_path: Path) -> None:
    """Compiled with bounds checks, where a wrong row is an error and not somebody else's memory."""
    checked = os.environ | {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", CHECKED], env=checked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
