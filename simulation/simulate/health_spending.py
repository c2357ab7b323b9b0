"""Health spending of a simulated province in the year that has just ended: an observer of the state."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation import engine
from simulation.indicators.health import is_catastrophic, is_impoverished
from simulation.indicators.inequality import concentration_index
from simulation.month_steps.cases.hardship import ordinary_spending
from simulation.month_steps.county_tables import Policy
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import Flag, line_rows
from simulation.state import State
from simulation.units import FEN, MONTHS_PER_YEAR

type Numbers = npt.NDArray[np.float64]


class HealthBurden(NamedTuple):
    """Of all households, those in towns and those in the country; shares are of households."""

    households: float
    catastrophic_share: float  # out of pocket at least 40% of the capacity to pay, see `indicators.health`
    impoverished_share: float  # below the poverty line without what health costs, not with it
    serious_only_share: float  # catastrophic by serious illness alone
    concentration: float  # of catastrophic spending over households by income per head: below 0 = among the poor
    out_of_pocket_yuan_head: float


class YearOfHealth(NamedTuple):
    """(H,) households with members: yuan of the year, persons, and the households of the province each stands for."""

    serious: Numbers
    ordinary: Numbers
    income: Numbers  # benefits included, as paid at the end of the year
    line: Numbers  # poverty line of all members
    persons: Numbers
    weight: Numbers
    urban: npt.NDArray[np.bool_]  # where it lives
    county: npt.NDArray[np.int64]  # in which it lives: index


def year_of_health(state: State, scenario: Scenario) -> YearOfHealth:
    """What the households of a state paid for health in the year that ended with it.

    Raises ValueError if the state is not at the end of a December.
    """
    month = state.month - 1
    if state.month % MONTHS_PER_YEAR:
        raise ValueError(f"health spending is counted at the end of a December, not after month {month}")
    policy, units = engine.policy_in_force(scenario, scenario, month), state.units
    household, lives = np.cumsum(units["position"] == 0) - 1, units["persons"] > 0
    first = units["position"] == 0
    line = policy.poverty[line_rows(units)] * units["persons"] / FEN

    def summed(values: npt.NDArray[np.generic]) -> Numbers:
        return np.bincount(household, np.where(lives, values, 0))

    income = summed(units["quarter"].sum(axis=1) / FEN) + MONTHS_PER_YEAR * summed(state.case_column("paid") / FEN)
    found = YearOfHealth(
        summed(units["spent"]), summed(_ordinary(state, policy, month)), income, MONTHS_PER_YEAR * summed(line),
        summed(units["persons"]), state.unit_weights()[first].astype(np.float64),
        (units["flags"][first] & Flag.URBAN) > 0, state.unit_counties()[first],
    )  # fmt: skip
    return part_of(found, found.persons > 0)


def _ordinary(state: State, policy: Policy, month: int) -> Numbers:
    """(units,) ordinary health spending of the year of a month, yuan."""
    return ordinary_spending(state.units, policy.processes, state.rng_key, policy.income_index, month)


def part_of(year: YearOfHealth, those: npt.NDArray[np.bool_]) -> YearOfHealth:
    """Some of the households: `those` is a (H,) mask."""
    return YearOfHealth._make(column[those] for column in year)


def burden_of(year: YearOfHealth) -> HealthBurden:
    """What health costs the households of a year; shares are nan where there are none."""
    paid, households = year.serious + year.ordinary, float(year.weight.sum())

    def share(of: npt.NDArray[np.bool_]) -> float:
        return float(np.average(of, weights=year.weight)) if households else np.nan

    catastrophic = is_catastrophic(paid, year.income, year.line)
    return HealthBurden(
        households, share(catastrophic), share(is_impoverished(paid, year.income, year.line)),
        share(is_catastrophic(year.serious, year.income, year.line)),
        concentration_index(catastrophic.astype(np.float64), year.weight, year.income / year.persons),
        float((year.weight * paid).sum() / max((year.weight * year.persons).sum(), 1.0)),
    )  # fmt: skip
