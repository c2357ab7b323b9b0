"""No parameter group is left out of what the compiled month takes, and no parameter is stated that nothing reads."""

import re
from pathlib import Path
from typing import get_args, get_type_hints

import numpy as np
import pytest

import simulation
from simulation.month_steps.shocks.apply_shocks import shock_cost_yuan
from simulation.parameters.household import Household
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.schema.bundle import MONTH_GROUPS, READ_ELSEWHERE, STAFF, processes_of
from simulation.parameters.schema.groups import GROUPS, fields_of
from simulation.parameters.schema.shocks import SHOCKS, Shock
from simulation.population.columns import new_units, unit_records

ROOT = Path(simulation.__file__).parent
READERS = [file.read_text("utf-8") for file in ROOT.rglob("*.py")
           if file.parent.name != "schema" or file.name == "effective.py"]  # fmt: skip


def test_every_group_is_of_the_month_or_named_as_read_elsewhere() -> None:
    assert set(GROUPS) >= READ_ELSEWHERE
    assert set(MONTH_GROUPS) == {name.removeprefix(STAFF) for name in set(GROUPS) - READ_ELSEWHERE}


@pytest.mark.parametrize("group", [name for name in GROUPS if name not in READ_ELSEWHERE])
def test_every_parameter_of_the_month_is_read(group: str) -> None:
    unread = [name for name in fields_of(group) if not any(re.search(rf"\.{name}\b", text) for text in READERS)]
    assert not unread, "a value that nothing reads changes nothing, whatever a reform makes of it"


def test_a_household_may_be_described_with_every_shock() -> None:
    assert get_args(get_type_hints(Household)["shock"]) == tuple(shock.name.lower() for shock in Shock)


def test_every_shock_has_a_cost_of_its_own() -> None:
    """Under values of which no two are equal, so that no shock can pass for another."""
    unit = unit_records(new_units(1)).view(np.recarray)
    unit["sick"], unit["rigid"], unit["wage"], unit["workers"] = 6, 1_000, 3_000, 1
    processes = processes_of(Scenario.load("fujian"), 0)[0]
    costs = []
    for shock in Shock:
        unit["shock"] = shock
        costs.append(float(shock_cost_yuan(unit, processes, 1.0, 0)))
    assert costs[0] == 0.0
    assert min(costs[1:]) > 0.0
    assert len(set(costs)) == len(costs)


def test_every_shock_says_what_follows_from_it() -> None:
    assert set(SHOCKS) == set(Shock)
