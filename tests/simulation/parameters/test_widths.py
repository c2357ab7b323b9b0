"""The door of the columns: lines, amounts, shares and reach whose payments could not be kept are refused."""

from dataclasses import replace

import numpy as np
import pytest

import simulation as sim
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.scenario.amount_widths import check_widths, largest_aids, largest_payment
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import shipped
from simulation.rules.facts import Fact, Line
from simulation.rules.rows import decide_rows
from simulation.rules.tables import Kind
from simulation.units import LARGEST_FEN


@pytest.fixture(scope="module")
def fujian() -> Scenario:
    return Scenario.load("fujian")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"lines.dibao": 1e7}, r"lines.dibao: .* at most 100,000 yuan a month, found 10,000,000 \(.*2023-01; 84"),
        ({"lines.dibao*": 1000.0}, "lines.dibao: .* at most 100,000 yuan a month"),
        ({"lines.dibao+": -1e5}, "lines.dibao: .*at most 100,000 yuan a month, found -99,"),
        ({"lines.dibao": 1e300}, "lines.dibao: .* at most 100,000 yuan a month"),
        ({"lines.tekun": 2e5}, "lines.tekun: .* at most 100,000 yuan a month, found 200,000"),
        ({"lines.marginal_multiple": 175.0}, "lines.marginal_multiple: .* at most 100,000 yuan a month"),
        ({"lines.minimum_wage": 1e6}, "lines.minimum_wage: .* at most 100,000 yuan a month"),
        ({"lines.disposable_income": 1e8}, "lines.disposable_income: .* at most 100,000 yuan a month"),
        ({"lines.band_ceiling": 1e9}, "lines.band_ceiling: .* at most 300,000 yuan a month"),
        ({"purchased_service.enabled": 1.0, "purchased_service.needs": 1.0, "needs.known": 1.0},
         r"purchased_service: expected a value in kind of at most 5,000,000 yuan a month .*reach, found up to 16,0"),
        ({"charity_aid.reached_year": 1e8, "charity_aid.needs": 1.0},
         "charity_aid: expected a value in kind of at most 5,000,000 yuan a month"),
    ],
)  # fmt: skip
def test_what_no_column_can_hold_is_refused(fujian: Scenario, values: dict[str, float], told: str) -> None:
    with pytest.raises(sim.ScenarioError, match=told):
        fujian.change(values, beyond_range="past every stated range")


def test_a_later_date_is_looked_at_too(fujian: Scenario) -> None:
    with pytest.raises(sim.ScenarioError, match=r"lines.dibao: .*2024-07"):
        fujian.change({"lines.dibao": 1e7}, start="2024-07", beyond_range="past every stated range")


@pytest.mark.parametrize("province", shipped("provinces"))
def test_the_bounds_are_above_every_payment_and_far_below_the_limit(province: str) -> None:
    """Against the rules themselves, over drawn units of up to 16 persons; the margin of what ships is fortyfold."""
    scenario = Scenario.load(province)
    rules, lines = scenario.rules(), scenario.lines().reshape(-1, len(Line))
    top, drawn = lines.max(axis=0).astype(np.float64), np.random.default_rng(3)
    facts = np.zeros((4000, len(Fact)), np.int64)
    facts[:, Fact.PERSONS] = drawn.integers(1, 17, len(facts))
    for fact in (Fact.ELDERS, Fact.SEVERE, Fact.ILL, Fact.MINORS, Fact.STUDENTS, Fact.DISABLED, Fact.CARE_FULL,
                 Fact.SERVICE_NEEDS, Fact.DEPENDENT):  # fmt: skip
        facts[:, fact] = drawn.integers(0, facts[:, Fact.PERSONS] + 1)
    facts[:, Fact.WAGE] = drawn.integers(0, 300_000, len(facts)) * drawn.integers(0, 2, len(facts))
    facts[:, Fact.RIGID] = drawn.integers(0, 65_535 * 100, len(facts))
    facts[:, Fact.SHOCK], facts[:, Fact.SHOCK_COST] = 1, facts[:, Fact.RIGID] * 12
    facts[:, Fact.REGISTERED], facts[:, Fact.URBAN] = 1, 1
    out = decide_rows(rules, facts, lines[drawn.integers(0, len(lines), len(facts))])
    for k in range(len(rules.programmes)):
        paid, given = out[out[:, 0] == k], out[out[:, 7] == k]
        kind = int(rules.programmes[k]["kind"])
        if kind in (Kind.STATUS, Kind.GRANT):
            bound = largest_payment(rules, k, top)
            assert max(paid[:, 4].max(initial=0), given[:, 8].max(initial=0)) <= bound <= LARGEST_FEN / 40
        if kind == Kind.STATUS:
            assert paid[:, 6].max(initial=0) <= sum(largest_aids(rules, k, top).values()) <= LARGEST_FEN / 20
    assert (out[:, 4] > 0).any()


def test_an_amount_beyond_every_column_is_refused_too(fujian: Scenario) -> None:
    """Constants of a programme have no stated limits: 1e300 yuan would end in a traceback."""
    spec = next(each for each in fujian.sources.programmes if each.id == "condolence_visit")
    large = spec.model_copy(update={"need": spec.need.model_copy(update={"yuan": 1e300, "yuan_year": None})})
    programmes = tuple(large if each is spec else each for each in fujian.sources.programmes)
    mistakes = Mistakes()
    check_widths(replace(fujian, sources=replace(fujian.sources, programmes=programmes), _kept={}), mistakes)
    assert "expected amounts of less than 2^63 fen, found one that is larger" in str(mistakes.found[0])
