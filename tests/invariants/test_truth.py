"""Truth, what the office knows of it, and what observers see of it."""

import numpy as np
import pytest
from scan import decided_on_file, facts_of_cases, taken
from worlds import PERFECT, always, by_month, case_column, onward, place_of, policy_at, warmed

from simulation.ledger import Ledger, Measure
from simulation.month_steps.case_table import Stage
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import NO_CASE
from simulation.rules.facts import Fact
from simulation.state import State

CLEAR_SIGHT = {
    "observers.survey_noise_sd": 0.0, "observers.audit_noise_sd": 0.0, "observers.survey_reporting": 1.0,
    "observers.survey_sample": 1.0, "observers.audit_sample_listed": 1.0, "observers.audit_sample_unlisted": 1.0,
}  # fmt: skip
OBLIGOR = (Fact.OBLIGOR_INCOME, Fact.OBLIGOR_PERSONS, Fact.OBLIGOR_ABLE)


@pytest.fixture(scope="module")
def perfect(whole: Scenario) -> Scenario:
    """Nobody hides, nobody errs."""
    return always(whole, PERFECT)


@pytest.fixture(scope="module")
def perfect_world(perfect: Scenario) -> State:
    """The state at the policy month of that world."""
    return warmed(perfect)[0]


def files_and_truth(state: State, scenario: Scenario) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(true facts, declared facts, share hidden) of every case of the province."""
    policy, month = policy_at(scenario, state.month - 1), state.month - 1
    true, declared, hides = [], [], []
    for county in range(state.counties.adcode.size):
        place = place_of(state, scenario, county)
        true.append(facts_of_cases(place, policy, month, True))
        declared.append(facts_of_cases(place, policy, month, False))
        hides.append(place.units["hides"][place.cases["unit"][: int(place.n_cases[0])]])
    return np.concatenate(true), np.concatenate(declared), np.concatenate(hides)


def test_facts_on_file_are_the_true_facts_when_filed(perfect: Scenario, perfect_world: State) -> None:
    """Perfect data: for every unit in hardship the file the office would lay is the truth, fact by fact."""
    true, declared, hides = files_and_truth(perfect_world, perfect)
    assert len(true) > 3000
    assert not hides.any()
    assert np.array_equal(true, declared)


def test_hidden_income_is_what_parts_file_and_truth(base: Scenario, warm: State) -> None:
    """The control: in the baseline some hide, declare less, and their files differ from the truth."""
    true, declared, hides = files_and_truth(warm, base)
    hidden = (true - declared)[:, [Fact.WAGE, Fact.BUSINESS]].sum(axis=1)
    assert (hidden >= 0).all()
    assert (hides[hidden > 0] > 0).all()
    assert (hidden > 0).sum() > 50
    others = [fact for fact in Fact if fact not in (Fact.WAGE, Fact.BUSINESS, *OBLIGOR)]
    assert np.array_equal(true[:, others], declared[:, others])


def test_assessed_is_entitled_with_perfect_data(perfect: Scenario, perfect_world: State) -> None:
    """A case filed this month is decided on its file as the truth of this month would have it, unit by unit."""
    filed = 0
    for month, state in by_month(perfect_world, perfect, 4):
        policy = policy_at(perfect, month)
        for county in range(state.counties.adcode.size):
            place = place_of(state, perfect, county)
            cases = place.cases[: int(place.n_cases[0])]
            assessed = decided_on_file(place, policy)
            new = (cases["stage"] == Stage.SURVEY) & (cases["ready"] >= 21 * (month + 1)) & (cases["work"] > 0)
            assert np.array_equal(assessed[new, 0], cases["entitled"][new])
            assert np.array_equal(assessed[new, 1], cases["entitled_amount"][new])
            known = new & (cases["entitled"] >= 0)
            assert np.array_equal(assessed[known, 2], cases["entitled_covered"][known])
            filed += int(new.sum())
    assert filed >= 10


def test_holders_are_entitled_with_perfect_data_and_eyes_everywhere(perfect: Scenario, perfect_world: State) -> None:
    """Every change noticed at once: after a year all that is decided is what the truth entitles to."""
    seen = perfect.change({
        "review.report_prob_month": 1.0, "review.match_prob_month": 1.0, "review.deceased_prob_month": 1.0,
        "dibao.gradual_exit_months": 0.0, "review.adjustment_lag_months": 0.0, "review.home_visit_share": 1.0,
        "control.anomaly_days": 0.0, "control.anomaly_false": 0.0, "control.wrongful_exit": 0.0,
        "control.followup_share": 1.0, "visit.resolution_days": 0.0,
    })  # fmt: skip
    state, _ = onward(perfect_world, seen, 12, perfect)
    stage, alive = case_column(state, "stage"), state.units["persons"] > 0
    holders = (stage == Stage.ENROLLED) & alive
    assert holders.sum() > 500
    assert np.array_equal(case_column(state, "programme")[holders], case_column(state, "entitled")[holders])
    decided, due = (case_column(state, name)[holders] for name in ("amount", "entitled_amount"))
    assert (np.abs(decided - due) * 10 <= decided).all(), "smaller differences wait for the review"


@pytest.fixture(scope="module")
def clear(base: Scenario, warm: State) -> tuple[State, Ledger]:
    """Half a year seen by observers without noise, who ask everybody."""
    return onward(warm, base.change(CLEAR_SIGHT), 6, base)


def test_survey_without_noise_is_the_truth_of_the_poor(clear: tuple[State, Ledger]) -> None:
    m = clear[1].measures[:, 2::3]  # the months in which the survey asks
    pairs = [("SURVEY_PERSONS", "PERSONS"), ("SURVEY_POOR", "POOR_BEFORE"), ("SURVEY_PAID", "PAID"),
             ("SURVEY_POOR_PAID", "POOR_PAID"), ("SURVEY_PAID_POOR", "PAID_POOR")]  # fmt: skip
    for seen, true in pairs:
        assert np.array_equal(m[:, :, Measure[seen]], m[:, :, Measure[true]]), seen
    assert m[:, :, Measure.SURVEY_POOR_PAID].sum() > 0


def test_audit_without_noise_is_the_rule_view(clear: tuple[State, Ledger]) -> None:
    """In the months of the audit: listed and entitled, listed and not, unlisted and entitled."""
    m = clear[1].measures[:, 2::3]
    unpaid = m[:, :, Measure.ENTITLED] - m[:, :, Measure.ENTITLED_PAID]
    assert np.array_equal(m[:, :, Measure.AUDIT_LISTED_ENTITLED], m[:, :, Measure.ENTITLED_PAID])
    assert np.array_equal(m[:, :, Measure.AUDIT_UNLISTED_ENTITLED], unpaid)
    assert np.array_equal(m[:, :, Measure.AUDIT_LISTED], m[:, :, Measure.PAID_COVERED])
    assert np.array_equal(m[:, :, Measure.AUDIT_LISTED_NOT_ENTITLED], m[:, :, Measure.PAID_NOT_ENTITLED])


def test_observers_change_nothing_but_what_they_see(base: Scenario, warm: State, clear: tuple[State, Ledger]) -> None:
    state, books = onward(warm, base, 6)
    assert state.digest() == clear[0].digest()
    views = [m for m in Measure if m.name.startswith(("SURVEY", "AUDIT"))]
    differ = {m for m in Measure if not np.array_equal(books.measures[:, :, m], clear[1].measures[:, :, m])}
    assert differ
    assert differ <= set(views)


def missed(state: State, scenario: Scenario) -> tuple[int, int]:
    """(units that the rules would take and that have no case, units that they would take)."""
    policy, missing, takes = policy_at(scenario, state.month - 1), 0, 0
    for county in range(state.counties.adcode.size):
        place = place_of(state, scenario, county)
        would = taken(place, policy, state.month - 1)
        takes += int(would.sum())
        missing += int((would & (place.units["case"] == NO_CASE)).sum())
    return missing, takes


def test_the_cheap_search_never_misses_a_unit(base: Scenario, warm: State) -> None:
    """Every unit that a full run of the rules would take has a case: all units of the province."""
    for month, state in by_month(warm, base, 3):
        missing, takes = missed(state, base)
        assert missing == 0, (month, takes)
        assert takes > 1000


@pytest.mark.full
@pytest.mark.parametrize("province", ["zhejiang", "fujian", "yunnan", "jiangxi", "hubei"])
def test_the_cheap_search_never_misses_a_unit_of_a_province(province: str) -> None:
    scenario = Scenario.load(province)
    for reform in (scenario, always(scenario, {"dibao.work_cost_share": 0.5, "dibao.rigid_share": 1.0})):
        missing, takes = missed(warmed(reform, 24, 0.01)[0], reform)
        assert missing == 0
        assert takes > 10_000


def after_a_month(base: Scenario, warm: State, floor: float) -> tuple[State, State]:
    """Baseline and higher line a month on, with or without a floor under single and marginal status."""
    floored = base.change({"marginal.income_floor": floor})
    raised = floored.with_reform("dibao_line_plus_10")
    return onward(warm, floored, 1, base)[0], onward(warm, raised, 1, base)[0]


def test_raising_the_line_keeps_everybody_entitled(base: Scenario, warm: State) -> None:
    """With the same facts nobody is left without cash by a higher line, and no amount of the same status falls."""
    assert base.value("marginal.income_floor") == 0.0
    before, after = after_a_month(base, warm, 0.0)
    low, high = case_column(before, "entitled_amount"), case_column(after, "entitled_amount")
    assert (low > 0).sum() > 500
    assert not ((low > 0) & (high <= 0)).any()
    same = case_column(before, "entitled") == case_column(after, "entitled")
    assert (high >= low)[same & (low > 0)].all()


def test_a_floor_takes_entitlement_away(base: Scenario, warm: State) -> None:
    """The control: with the floor, units that fall below the new line but fail a test of dibao drop out."""
    before, after = after_a_month(base, warm, 1.0)
    lost = (case_column(before, "entitled_amount") > 0) & (case_column(after, "entitled_amount") <= 0)
    single = base.rule_book().names.index("single")
    assert lost.any()
    assert (case_column(before, "entitled")[lost] == single).all()


def test_every_decision_stands_on_its_file(base: Scenario, warm: State) -> None:
    """Mistaken grants included: what is paid is what the rules give on the facts on file, as last decided."""
    state, _ = onward(warm, base, 13)  # a New Year in between, at which all are decided anew
    policy, holders = policy_at(base, state.month - 1), 0
    for county in range(state.counties.adcode.size):
        place = place_of(state, base, county)
        cases = place.cases[: int(place.n_cases[0])]
        alive = place.units["persons"][cases["unit"]] > 0
        standing = (cases["stage"] == Stage.ENROLLED) & (cases["exit_left"] == 0) & alive
        decided = decided_on_file(place, policy)
        assert np.array_equal(decided[standing, 0], cases["programme"][standing])
        assert np.array_equal(decided[standing, 1], cases["amount"][standing])
        holders += int(standing.sum())
    assert holders > 500


def test_mistaken_grants_outlive_the_new_year(base: Scenario, warm: State) -> None:
    """Without reviews, reports and matches nobody looks again: mistakes stay on the register."""
    blind = base.change({
        "verification.grant_error": 1.0, "review.report_prob_month": 0.0, "review.match_prob_month": 0.0,
        "review.stable_months": 60.0, "review.unstable_months": 60.0,
    })  # fmt: skip
    wrong = [case_column(state, "amount") > 0 for _, state in by_month(warm, blind, 14)]
    due = case_column(onward(warm, blind, 12)[0], "entitled_amount")
    mistakes = wrong[11] & (due <= 0)
    assert mistakes.sum() > 10
    assert (wrong[13] & mistakes).sum() > 0.5 * mistakes.sum()
