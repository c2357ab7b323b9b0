"""The eligibility prefilter over random units: whom the rules would take passes, and who passes may qualify."""

import numpy as np
import numpy.typing as npt
import pytest
from scan import taken
from worlds import place_of, policy_at

from simulation.compile.kernel import compiled
from simulation.month_steps.county_tables import CountyTables, Policy
from simulation.month_steps.eligibility.entitlement import WIDEST, fill_facts, how_far, passes_prefilter
from simulation.month_steps.eligibility.prefilter import CLASSES, Bound
from simulation.month_steps.shocks.living import look_back
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import Flag
from simulation.rules.facts import Fact
from simulation.state import State

MONTH, COUNTIES = 2, 3
NO_ROOM = {"dibao.imputed_idle_share": 0.6, "dibao.work_cost_share": 0.0, "dibao.obligor_allowance": 1.0}
EVERY_PART = {"work_cost_share": 0.3, "imputed_idle_share": 0.6, "imputed_wage_share": 1.0}


@compiled
def low_units(place: CountyTables, policy: Policy, month: int) -> npt.NDArray[np.bool_]:
    """(units,) whether the bounds let a living unit pass, its trailing income and nearness found anew."""
    look_back(place, policy, month)
    out = np.zeros(place.units.size, np.bool_)
    for i in range(out.size):
        out[i] = place.units[i].persons > 0 and passes_prefilter(place, policy, month, i)
    return out


@compiled
def near_units(place: CountyTables, policy: Policy, month: int) -> npt.NDArray[np.bool_]:
    """(units,) whether a living unit passes the bounds of the widest status that could be, and those of no other."""
    out = np.zeros(place.units.size, np.bool_)
    for i in range(out.size):
        out[i] = place.units[i].persons > 0 and how_far(place, policy, month, i) == WIDEST
    return out


@compiled
def facts_of_units(place: CountyTables, policy: Policy, month: int, facts: npt.NDArray[np.int64]) -> None:
    """True facts of every unit into `facts` (units, facts)."""
    for i in range(place.units.size):
        fill_facts(place.units, policy.processes[0], policy.income_index, month, i, True, 1.0, facts[i])


def shuffle(place: CountyTables, seed: int) -> None:
    """Give every unit earnings from wages, business, both or neither, work, care and cost at random, near the lines."""
    draw, units, n = np.random.default_rng(seed), place.units, place.units.size
    for name, most, odds in (("wage", 3000, 0.5), ("business", 3000, 0.5), ("pension", 400, 0.3), ("other", 300, 0.4)):
        units[name] = draw.integers(0, most, n) * (draw.random(n) < odds)
    units["rigid"] = draw.integers(0, 2500, n) * (draw.random(n) < 0.4)
    units["hides"] = draw.integers(0, 256, n) * (draw.random(n) < 0.3)
    units["able"] = draw.integers(0, units["persons"].astype(int) + 1)
    units["workers"] = draw.integers(0, units["able"].astype(int) + 1)
    units["base_workers"] = units["workers"]
    units["jobless"] = (units["workers"] > 0) & (draw.random(n) < 0.2)
    units["severe"], units["ill"] = draw.random(n) < 0.2, draw.random(n) < 0.2
    units["minors"] = np.minimum(draw.random(n) < 0.3, units["persons"])
    units["assets"] = draw.integers(0, 60_000, n)
    income = sum(units[name].astype(np.int64) for name in ("wage", "business", "pension", "other"))
    for quarter in range(4):
        units["quarter"][:, quarter] = income * 300 * draw.uniform(0.3, 1.2, n)


@pytest.mark.parametrize("part", [1.0, 0.5, 0.0])
@pytest.mark.parametrize("known", [1.0, 0.0])
@pytest.mark.parametrize("changes", [{}, EVERY_PART], ids=["as shipped", "other shares"])
def test_no_unit_that_the_rules_would_take_is_left_out(
    base: Scenario, warm: State, part: float, known: float, changes: dict[str, float]
) -> None:
    """With farm income counted in part, idle members, carers and workers without insurance: taken, low, near."""
    values = {f"dibao.{name}": value for name, value in changes.items()}
    scenario = base.change(
        values | {"verification.business_part": part, "needs.known": known}, beyond_range="to try the ends"
    )
    policy, state, found = policy_at(scenario, MONTH), warm.copy(), np.zeros(3, int)
    for county in range(COUNTIES):
        place = place_of(state, scenario, county)
        shuffle(place, county)
        low = low_units(place, policy, MONTH)
        would = taken(place, policy, MONTH)
        assert not (would & ~low).any()
        assert not (low & ~place.may_qualify & (place.units["hides"] == 0)).any()
        assert not (would & ~place.may_qualify).any()
        living = int((place.units["persons"] > 0).sum())
        found += [int(would.sum()), int((would & (place.units["business"] > place.units["wage"])).sum()), living]
    assert 0.02 < found[0] / found[2] < 0.95  # the lines lie among them
    assert found[1] > 20


@pytest.mark.parametrize(("bound", "factor"), [(Bound.INCOME, 0.95), (Bound.IMPUTED, 1.5), (Bound.PENSION, 0.0)])
def test_a_tighter_bound_would_leave_units_out(whole: Scenario, whole_warm: State, bound: Bound, factor: float) -> None:
    """The control: the random units lie so near the bounds that a slightly wrong one is found out."""
    scenario = whole.change(NO_ROOM, beyond_range="so that idle members may be paid, and no cost gives room")
    policy, state, missed = policy_at(scenario, MONTH), whole_warm.copy(), 0
    wrong = policy.prefilter.copy()
    wrong[:, :, bound] = (wrong[:, :, bound] * factor).astype(np.int64)
    for county in range(COUNTIES):
        place = place_of(state, scenario, county)
        shuffle(place, county)
        low = low_units(place, policy._replace(prefilter=wrong), MONTH)
        missed += int((taken(place, policy, MONTH) & ~low).sum())
    assert missed > 0


def outsiders(place: CountyTables, seed: int) -> npt.NDArray[np.bool_]:
    """(units,) who is registered in another province: a third of all, by lot."""
    drawn = np.random.default_rng(seed).random(place.units.size) < 1 / 3
    here = place.units["flags"].astype(int) & ~int(Flag.OTHER_PROVINCE)
    place.units["flags"] = here + drawn * int(Flag.OTHER_PROVINCE)
    return drawn


@pytest.mark.parametrize("served", [0.0, 0.3, 1.0])
def test_each_status_by_itself_leaves_out_nobody_whom_it_would_take(
    whole: Scenario, whole_warm: State, served: float
) -> None:
    """Those whom only a mixture of statuses could take are left out, and so is who does not count as registered."""
    scenario = whole.change({"registration.residents_served": served, "expansion_band.enabled": 1.0})
    policy, state, found = policy_at(scenario, MONTH), whole_warm.copy(), np.zeros(3, int)
    for county in range(2 * COUNTIES):
        place = place_of(state, scenario, county)
        shuffle(place, county)
        away = outsiders(place, county)
        low, near, would = (
            low_units(place, policy, MONTH), near_units(place, policy, MONTH), taken(place, policy, MONTH)
        )  # fmt: skip
        assert not (would & ~low).any()
        assert not (low & near).any()
        found += [(would & away).sum(), (low & away).sum(), near.sum()]
    assert (found[0] > 0) == (found[1] > 0) == (served > 0.0)
    assert found[2] > 100


@pytest.mark.parametrize("bound", [Bound.INCOME, Bound.SUPPORT_SHARE, CLASSES])
def test_a_wrong_bound_of_a_status_would_leave_units_out(whole: Scenario, whole_warm: State, bound: int) -> None:
    """The control: bounds a little too tight, more support than is counted, a status closed to half of its classes."""
    scenario = whole.change(NO_ROOM, beyond_range="so that idle members may be paid, and no cost gives room")
    policy, state, missed = policy_at(scenario, MONTH), whole_warm.copy(), 0
    wrong = policy.status_bounds.copy()
    change = {
        Bound.INCOME: lambda a: a * 95 // 100,
        Bound.SUPPORT_SHARE: lambda a: a * 4 + 400,
        CLASSES: lambda a: a >> 32,
    }
    wrong[:, :, bound] = change[bound](wrong[:, :, bound])
    for county in range(2 * COUNTIES):
        place = place_of(state, scenario, county)
        shuffle(place, county)
        low = low_units(place, policy._replace(status_bounds=wrong), MONTH)
        missed += int((taken(place, policy, MONTH) & ~low).sum())
    assert missed > 0


def test_business_income_stands_in_the_facts_in_part(base: Scenario, warm: State) -> None:
    """Half of what a farm brings is counted, all of a wage; together they are what is earned."""
    facts = []
    for part in (1.0, 0.5, 0.0):
        scenario, state = base.change({"verification.business_part": part}, beyond_range="to try the ends"), warm.copy()
        policy, place = policy_at(scenario, MONTH), place_of(state, scenario, 0)
        shuffle(place, 1)
        low_units(place, policy, MONTH)
        facts.append(np.zeros((place.units.size, len(Fact)), np.int64))
        facts_of_units(place, policy, MONTH, facts[-1])
    whole, half, none = facts
    assert (whole[:, Fact.BUSINESS] > 0).mean() > 0.2
    assert np.array_equal(half[:, Fact.BUSINESS], whole[:, Fact.BUSINESS] // 2)
    assert not none[:, Fact.BUSINESS].any()
    earned = place.units["wage"].astype(float) + place.units["business"]
    share = np.divide(place.units["business"], earned, out=np.zeros(earned.size), where=earned > 0)
    total = whole[:, Fact.WAGE] + whole[:, Fact.BUSINESS]
    assert (np.abs(whole[:, Fact.BUSINESS] - total * share) <= 1).all()
    for fact in (Fact.WAGE, Fact.PENSION, Fact.OTHER):
        assert np.array_equal(whole[:, fact], none[:, fact])
