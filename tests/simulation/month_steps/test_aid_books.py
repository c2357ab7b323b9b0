"""Aid in kind: bounded by what the province has of it, each payer kept apart, nobody claims for services."""

import numpy as np
import pytest
from worlds import onward

from simulation.ledger import LEVELS, PAYERS, Aided, Flow, Ledger, Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.tables import PaidBy
from simulation.state import State
from simulation.units import FEN

OFFERED = (
    "care_actions", "care_service", "charity_aid", "home_improvement", "matched_service", "neighbour_service",
    "project_service", "purchased_service", "service_assistance",
)  # fmt: skip


@pytest.fixture(scope="module")
def year(base: Scenario, warm: State) -> Ledger:
    """Twelve months of the province as it ships."""
    return onward(warm, base, 12)[1]


def given(ledger: Ledger, scenario: Scenario, aid: str) -> float:
    """Yuan that an aid is worth over the months of a ledger."""
    return float(ledger.aids[:, :, scenario.rule_book().aids.index(aid), Aided.VALUE_FEN].sum()) / FEN


def budgets(scenario: Scenario) -> dict[str, float]:
    """Yuan a year that the files provide."""
    value = scenario.value
    return {
        "purchased_service": value("purchased_service.budget_year") * value("purchased_service.local_gain"),
        "charity_aid": value("charity_aid.reached_year") * value("charity_aid.value"),
        "home_improvement": value("home_improvement.quota") * value("home_improvement.unit_cost"),
    }


def test_what_is_given_does_not_exceed_the_budget_whatever_the_needs(base: Scenario, warm: State, year: Ledger) -> None:
    rounding = 1.001  # a share of an aid is in whole fen a month
    needier = base.change({"needs.service_share": 0.6, "needs.unfit_share": 0.1})
    more = onward(warm, needier, 12)[1]
    for aid, budget in budgets(base).items():
        spent, needed = given(year, base, aid), given(more, needier, aid)
        assert 0 < spent <= budget * rounding, aid
        assert needed <= budget * rounding, aid
    spent, needed = given(year, base, "purchased_service"), given(more, needier, "purchased_service")
    assert spent <= needed * rounding  # counties where nobody was in need spend their part now


def test_a_larger_budget_buys_more_and_none_buys_nothing(base: Scenario, warm: State, year: Ledger) -> None:
    double = base.change({"purchased_service.budget_year": 2 * base.value("purchased_service.budget_year")})
    none = base.change({"purchased_service.budget_year": 0})
    spent = given(year, base, "purchased_service")
    assert given(onward(warm, double, 12)[1], double, "purchased_service") == pytest.approx(2 * spent, rel=1e-3)
    assert given(onward(warm, none, 12)[1], none, "purchased_service") == 0


def test_aid_by_programme_sums_to_the_bundle_and_each_payer_is_kept_apart(base: Scenario, year: Ledger) -> None:
    bundle = year.money[:, :, year.programmes.index("bundle")]
    assert np.array_equal(bundle.sum(axis=2), year.aids[..., Aided.VALUE_FEN].sum(axis=2))
    rules = base.rules(0).programmes
    kinds = np.array([rules[base.rule_book().index(aid)]["paid_by"] for aid in base.rule_book().aids])
    by_aid = year.aids[:, :, : kinds.size, Aided.VALUE_FEN]
    for payer in (PaidBy.OTHER_DEPARTMENTS, PaidBy.CHARITY, PaidBy.SERVICES):
        column = PAYERS.index(payer.name.lower())
        assert column == LEVELS + payer - 1
        assert np.array_equal(bundle[:, :, column], by_aid[:, :, kinds == payer].sum(axis=2)), payer.name
        assert bundle[:, :, column].sum() > 0, payer.name
        assert not year.money[:, :, :-1, column].any(), payer.name  # civil affairs pay statuses and grants


def test_services_and_charity_change_no_claim_and_no_enrolment(base: Scenario, warm: State, year: Ledger) -> None:
    without = onward(warm, base.change({f"{aid}.enabled": 0 for aid in OFFERED}), 12)[1]
    assert without.money[..., PAYERS.index("services")].sum() == 0
    for flow in Flow:
        assert np.array_equal(without.flows[..., flow], year.flows[..., flow]), flow.name
    assert np.array_equal(without.measures[:, :, : Measure.NOTCH_UNITS], year.measures[:, :, : Measure.NOTCH_UNITS])


def test_aid_of_departments_does_not_lower_dibao(whole: Scenario, whole_warm: State) -> None:
    """In all counties: at a few, one case that an office did not come to is more than the difference."""
    aids = (*OFFERED, "medical_aid", "education_aid", "housing_aid", "employment_aid", "disease_treatment")
    offered, without = (
        onward(whole_warm, each, 12)[1].flow("dibao", Flow.STOCK_PERSONS)[-1]
        for each in (whole, whole.change({f"{aid}.enabled": 0 for aid in aids}))
    )
    assert offered >= without
