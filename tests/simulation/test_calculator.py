"""The one-household calculator: the same rules, in words."""

import numpy as np
import pytest

from simulation.calculator import Household, assess, explain, reference_county
from simulation.parameters.mistakes import ScenarioError
from simulation.parameters.scenario import Scenario
from simulation.rules.facts import Fact, Line
from simulation.rules.programme import decide

# hand-worked with these two values, whatever the files say now
BASE = Scenario.load("zhejiang").change({"dibao.imputed_wage_share": 0.7, "marginal.income_floor": 1.0})
FAMILY = Household(persons=3, minors=1, elders=1, wage=2600, pension=300, rigid=500, assets=30000)


def test_defaults_fill_in_what_is_left_out() -> None:
    vector = FAMILY.facts()
    named = {fact.name.lower(): int(vector[fact]) for fact in Fact}
    assert named["dependent"] == 2
    assert named["able"] == named["workers"] == 1
    assert named["rigid_persons"] == 1
    assert named["wage"] == 260000
    assert named["assets"] == 3000000
    assert named["registered"] == 1


def test_reference_county_lies_nearest_the_mean() -> None:
    code = reference_county(BASE, "urban", -1)
    row = BASE.counties.index[BASE.counties["adcode"] == code][0]
    assert abs(BASE.lines(-1)[row, 1, Line.DIBAO] / 100 - 1084) <= 22


def test_assessment_is_the_kernel_s_decision_by_hand() -> None:
    found = assess(FAMILY, BASE)
    row = BASE.counties.index[BASE.counties["adcode"] == found.county][0]
    lines = BASE.lines(0)[row, 1]
    line = int(lines[Line.DIBAO])
    # wages 2,600 - 10%, pension 300 - 150, rigid 500 x 0.5 deducted: 2,340 + 150 - 250 = 2,240
    assert found.counted_yuan_month == 2240
    supplements = 2 * round(0.1 * line)  # an elder and a minor
    assert found.amount_yuan_month == np.ceil((3 * line - 224000 + supplements) / 100)
    assert found.bundle_yuan_month == 40 + 3 * 60
    assert (found.programme, found.reason, found.covered_persons) == ("dibao", "passed", 3)
    assert decide(BASE.rules(0), FAMILY.facts(), lines)[4] == found.amount_yuan_month * 100
    assert str(found).startswith("dibao")
    in_force = ["tekun", "dibao", "single", "marginal", "temporary_emergency", "temporary_expenditure"]
    assert found.programmes["programme"].tolist() == in_force
    assert found.programmes["passed"].tolist() == [False, True, False, False, False, False]


def test_explanation_ends_in_the_payment_and_names_every_rule() -> None:
    steps = explain(FAMILY, BASE)
    paid = steps[steps["rule"] == "dibao.benefit"]["value"].item()
    assert paid == assess(FAMILY, BASE).amount_yuan_month
    parts = steps[
        (steps["programme"] == "dibao")
        & steps["rule"].isin(["dibao.wage", "dibao.pension", "dibao.basic_pension", "dibao.rigid_expenditure"])
    ]
    assert parts["value"].sum() == steps[steps["rule"] == "dibao.income"]["value"].item()
    assert (steps["reference"].str.len() > 0).all()
    assert (steps["unit"].str.len() > 0).all()
    chinese = explain(FAMILY, BASE, lang="zh")
    assert chinese["value"].tolist() == steps["value"].tolist()
    assert "每月发放" in chinese["step"].tolist()


def test_a_refusal_names_the_failing_rule_and_by_how_much() -> None:
    rich = Household(persons=1, able=0, dependent=0, other=900, assets=70000)
    found = assess(rich, BASE)
    assert (found.programme, found.reason) == ("", "dibao.assets")
    failed = explain(rich, BASE).query("passed == False").set_index("rule")
    limit = 48 * BASE.lines(0)[BASE.counties["adcode"] == found.county][0, 1, Line.DIBAO] / 100
    assert f"fails by {70000 - limit:,.10g}" in failed.loc["dibao.assets", "step"]
    assert failed.index[-1] == "marginal.income_at_least_line"


def test_grant_after_a_disaster() -> None:
    found = assess(Household(persons=1, shock="disaster", shock_cost=5000), BASE)
    assert (found.grant_programme, found.grant_yuan) == ("temporary_emergency", 1500)


def test_county_area_and_month_choose_the_line() -> None:
    code = int(BASE.counties["adcode"].iloc[-1])
    unable = Household(able=0, dependent=0, other=100, county=code, area="rural")
    now, later = assess(unable, BASE), assess(unable, BASE, month=24)
    assert now.county == code
    assert later.amount_yuan_month > now.amount_yuan_month


def test_impossible_households_are_refused_with_every_mistake() -> None:
    wrong = Household(persons=1, minors=2, wage=-1, rigid=float("nan"), area="urbane", county=1)  # type: ignore[arg-type]
    with pytest.raises(ScenarioError) as caught:
        assess(wrong, BASE)
    assert [m.key for m in caught.value.mistakes] == ["wage", "rigid", "minors", "area", "county"]
    with pytest.raises(ScenarioError, match="at least 1 person"):
        explain(Household(persons=0), BASE)


def test_a_waived_rule_and_a_derived_supplement_are_explained() -> None:
    """Relatives of 75 with a low income do not bar tekun; the care payment of an ungraded member is shown."""
    base = Scenario.load("hubei")
    household = Household(elders=1, severe=1, obligor_persons=1, obligor_youngest=75, obligor_income=500)
    frame = explain(household, base)
    tekun = frame[frame["programme"] == "tekun"]
    assert tekun[tekun["rule"] == "tekun.no_able_obligor"]["passed"].tolist() == [True]
    assert "tekun.care" in tekun["rule"].tolist()
    assert assess(household, base).programme == "tekun"
