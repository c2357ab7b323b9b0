"""Temporary assistance by need: who asks, what counts as sudden, whom the rules serve, whose time it takes."""

import numpy as np
import pytest
from worlds import always, onward, policy_at, settings, total

from simulation.ledger import Ledger, Measure
from simulation.month_steps.cases.hardship import ordinary_spending
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import Flag
from simulation.simulate import one_replication
from simulation.state import State

KEEN = {"temporary.seek_prob": 1.0, "hardship.unaware_share": 1.0, "hardship.large_months": 0.0}
NO_COSTS = {"hardship.schooling_prob_year": 0.0, "hardship.funeral_yuan": 0.0}


def year_of(state: State, scenario: Scenario) -> Ledger:
    return onward(state, scenario)[1]


def cases(state: State, scenario: Scenario) -> int:
    return total(year_of(state, scenario), Measure.TEMPORARY_CASES)


def test_each_kind_of_need_adds_cases(warm: State, base: Scenario) -> None:
    without = base.change(KEEN | NO_COSTS)
    few = cases(warm, without)
    assert cases(warm, without.change({"hardship.schooling_prob_year": 1.0, "hardship.schooling_yuan": 50_000.0})) > few
    assert cases(warm, without.change({"hardship.funeral_yuan": 50_000.0})) > few


def test_ordinary_care_makes_most_of_the_demand(base: Scenario) -> None:
    found = []
    for bill in (0.0, base.value("illness.ordinary_yuan_year")):
        scenario = always(base, {"illness.ordinary_yuan_year": bill})
        state, _ = one_replication.warmed_up(scenario, settings(), 0)
        found.append(cases(state, scenario))
    assert found[0] < 0.4 * found[1]


def test_need_is_what_makes_them_ask(warm: State, base: Scenario) -> None:
    levels = [cases(warm, base.change({"hardship.basic_yuan_month": amount})) for amount in (50.0, 500.0, 2000.0)]
    assert levels[0] < levels[1] < levels[2]
    assert cases(warm, base.change({"temporary.seek_prob": 0.0})) == 0


def test_outsiders_are_served_where_the_rules_ask_for_no_registration(warm: State, base: Scenario) -> None:
    state = warm.copy()
    state.units["flags"] |= np.uint16(Flag.OTHER_PROVINCE)
    both = {f"temporary_{kind}.registration_required": 1 for kind in ("emergency", "expenditure")}
    barred = year_of(state, base.change(KEEN | both | {"registration.residents_served": 0.0}))
    assert total(barred, Measure.TEMPORARY_CASES) == 0
    served = year_of(state, base.change(KEEN | dict.fromkeys(both, 0)))
    assert total(served, Measure.TEMPORARY_OUTSIDERS) == total(served, Measure.TEMPORARY_CASES) > 0


def test_sudden_hardship_goes_before_the_queue(warm: State, base: Scenario) -> None:
    slow = base.change(KEEN | {"temporary.minutes": 600.0})
    ledger, quick = year_of(warm, slow), year_of(warm, base.change(KEEN | {"temporary.minutes": 1.0}))
    booked, there = total(ledger, Measure.MINUTES_DESK), total(ledger, Measure.AVAILABLE_DESK)
    assert total(quick, Measure.MINUTES_DESK) < booked <= there
    assert total(ledger, Measure.TASK_DESK) == booked
    assert total(ledger, Measure.REVIEWS) < total(quick, Measure.REVIEWS)
    assert total(ledger, Measure.TEMPORARY_CASES) < total(quick, Measure.TEMPORARY_CASES)


@pytest.mark.parametrize("month", [0, 5, 11])
def test_ordinary_spending_is_the_same_all_year(warm: State, base: Scenario, month: int) -> None:
    policy = policy_at(base, month)
    found = ordinary_spending(warm.units, policy.processes, warm.rng_key, policy.income_index, month)
    january = ordinary_spending(warm.units, policy.processes, warm.rng_key, policy.income_index, 0)
    later = ordinary_spending(warm.units, policy.processes, warm.rng_key, policy.income_index, 12)
    assert np.array_equal(found, january)
    assert (found[warm.units["persons"] == 0] == 0).all()
    some = found > 0
    assert 0.2 < np.corrcoef(np.log(january[some]), np.log(later[some]))[0, 1] < 0.9
