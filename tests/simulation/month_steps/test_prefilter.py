"""Prefilter: its bounds for the shipped statuses, by household class (no unit is missed: invariants/test_truth)."""

from pathlib import Path

import numpy as np
import pytest

from simulation.cases.under import with_programmes
from simulation.month_steps.eligibility.prefilter import (
    SHARES,
    UNBOUNDED_FEN,
    Bound,
    prefilter_bounds,
)
from simulation.month_steps.household_class import HOUSEHOLD_CLASSES
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Line

BASE = Scenario.load("zhejiang", practice="national")  # no band, no residents served
LINES = BASE.lines(0).reshape(-1, len(Line))
CAR, HOME, ELSEWHERE, WORKS, SPENDS, OWED = 1, 2, 4, 8, 16, 32


@pytest.fixture(scope="module")
def table() -> np.ndarray:
    return prefilter_bounds(BASE.rules(0), np.ascontiguousarray(LINES))


def test_no_status_is_open_to_who_is_registered_elsewhere(table: np.ndarray) -> None:
    elsewhere = [h for h in range(HOUSEHOLD_CLASSES) if h & ELSEWHERE]
    assert (table[:, elsewhere, Bound.INCOME] == -UNBOUNDED_FEN).all()
    assert (table[:, 0, Bound.INCOME] > 0).all()


def test_the_widest_status_sets_the_income_bound(table: np.ndarray) -> None:
    assert np.array_equal(table[:, 0, Bound.INCOME], LINES[:, Line.MARGINAL])
    assert np.array_equal(table[:, WORKS, Bound.INCOME], LINES[:, Line.MARGINAL])


def test_wages_are_imputed_where_a_member_can_work_and_tekun_is_closed(table: np.ndarray) -> None:
    """Tekun imputes nothing and is open to units without ability to work alone."""
    share = BASE.value("dibao.imputed_idle_share", 0)
    assert (table[:, 0, Bound.IMPUTED] == 0).all()
    assert np.allclose(table[:, WORKS, Bound.IMPUTED], share * LINES[:, Line.MINIMUM_WAGE], atol=1)


def test_support_of_relatives_is_counted_beyond_their_allowance(table: np.ndarray) -> None:
    allowance = BASE.value("dibao.obligor_allowance", 0) * LINES[:, Line.DISPOSABLE_INCOME]
    assert np.allclose(table[:, OWED, Bound.SUPPORT_FREE], allowance, atol=5)
    share = BASE.value("dibao.obligor_share", 0)
    found = table[:, OWED, Bound.SUPPORT_SHARE] / SHARES
    assert ((found <= share) & (found > share - 0.01)).all()
    assert (table[:, 0, Bound.SUPPORT_FREE] >= 1_000_000_000).all()  # without them tekun is open and counts none


def test_what_the_law_may_leave_out_of_other_income_widens_its_bound(table: np.ndarray) -> None:
    """Only where the traits of units are known; else no unit has such income."""
    known = prefilter_bounds(BASE.rules(0), np.ascontiguousarray(LINES), known=True)
    most = 100 * BASE.value("dibao.disregard_cap", 0) * BASE.value("dibao.disregard_items", 0)
    assert (table[:, 0, Bound.OTHER] < 100).all()
    assert np.allclose(known[:, 0, Bound.OTHER], most, atol=10)


def test_an_income_test_bounds_the_filter_where_nothing_is_imputed() -> None:
    """The expenditure status tests income itself, of units with rigid cost: no other need be looked at for it."""
    changes = {"expenditure.enabled": 1, "expenditure.after_test": 0}
    on = prefilter_bounds(BASE.change(changes).rules(0), np.ascontiguousarray(LINES))
    assert np.array_equal(on[:, SPENDS, Bound.INCOME], LINES[:, Line.DISPOSABLE_INCOME])
    assert np.array_equal(on[:, 0, Bound.INCOME], LINES[:, Line.MARGINAL])


def test_assets_are_bounded_by_the_most_generous_limit(table: np.ndarray) -> None:
    months = max(BASE.value(f"{name}.asset_months", 0) for name in ("dibao", "marginal"))
    assert np.allclose(table[:, 0, Bound.ASSETS], months * LINES[:, Line.DIBAO], rtol=1e-9, atol=200)


def test_a_status_that_can_take_nobody_in_a_county_widens_nothing_there() -> None:
    """The band of Wenzhou and Huzhou has a line of nothing elsewhere; it imputes no wage and tests no savings."""
    scenario = Scenario.load("zhejiang")
    lines = np.ascontiguousarray(scenario.lines(0).reshape(-1, len(Line)))
    found = prefilter_bounds(scenario.rules(0), lines)
    without = lines[:, Line.BAND] == 0
    assert without.any()
    assert not without.all()
    assert (found[without, WORKS, Bound.IMPUTED] > 0).all()
    assert (found[without, WORKS, Bound.ASSETS] < UNBOUNDED_FEN).all()
    assert (found[~without, WORKS, Bound.IMPUTED] == 0).all()


NEEDING = """
schema = 1
id = "needing"
label = { zh = "试", en = "test" }
order = 5
period = "month"
reference = "r"
need = { yuan = 5000, per = "persons" }
income = [{ id = "income", field = "income", label = { zh = "试", en = "test" }, reference = "r" }]
[[eligibility]]
id = "below"
test = { field = "counted_income", op = "<", amount = { count = 1, per = "need" } }
why = { zh = "试", en = "test" }
notch = true
reference = "r"
[[assets]]
limit = { yuan = 9, per = "minors" }
why = { zh = "试", en = "test" }
notch = true
reference = "r"
[benefit]
kind = "top_up"
label = { zh = "试", en = "test" }
reference = "r"
[[supplement]]
id = "severe"
adds_to = "need"
field = "severe"
amount = { yuan = 200 }
label = { zh = "试", en = "test" }
reference = "r"
[[supplement]]
id = "minor"
adds_to = "need"
field = "minors"
amount = { yuan = 70 }
label = { zh = "试", en = "test" }
reference = "r"
"""


def test_a_test_on_the_need_bounds_by_every_supplement_inside_it(tmp_path: Path) -> None:
    """At most 5,000 + 200 + 70 a head; assets by minors set no bound, for a unit may have any number of them."""
    file = tmp_path / "needing.toml"
    file.write_text(NEEDING, encoding="utf-8")
    on = prefilter_bounds(with_programmes(BASE, [file], [str(file)]).rules(0), np.ascontiguousarray(LINES))
    assert (on[:, 0, Bound.INCOME] == 527000).all()
    assert (on[:, 0, Bound.ASSETS] == UNBOUNDED_FEN).all()
    per_need = NEEDING.replace('"persons" }\nincome', '"minors" }\nincome')
    file.write_text(per_need, encoding="utf-8")
    on = prefilter_bounds(with_programmes(BASE, [file], [str(file)]).rules(0), np.ascontiguousarray(LINES))
    assert (on[:, 0, Bound.INCOME] == UNBOUNDED_FEN).all()
