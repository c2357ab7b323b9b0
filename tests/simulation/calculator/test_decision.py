"""The one-household calculator: the same rules, in words."""

import numpy as np
import pytest

from simulation.calculator import Household, assess, reference_county
from simulation.calculator.reading import read_household
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Fact, Line
from simulation.rules.programme import decide
from simulation.rules.tables import Kind

# hand-worked with these two values, whatever the files say now
BASE = Scenario.load("zhejiang", practice="national").change(
    {"dibao.imputed_wage_share": 0.7, "marginal.income_floor": 1.0}
)
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


def test_who_lost_the_job_counts_as_a_worker_unless_said_otherwise() -> None:
    """Else the household would be taken for idle, and a wage imputed to it."""
    for persons, workers in ((1, 1), (3, 1)):
        assert Household(persons=persons, jobless=True).facts()[Fact.WORKERS] == workers
    assert Household(persons=2, jobless=True, wage=900).facts()[Fact.WORKERS] == 2
    assert Household(persons=1, able=0, jobless=True).facts()[Fact.WORKERS] == 0
    assert Household(persons=2, jobless=True, workers=0).facts()[Fact.WORKERS] == 0


def test_reference_county_lies_nearest_the_mean() -> None:
    code = reference_county(BASE, "urban", -1)
    row = BASE.counties.index[BASE.counties["adcode"] == code][0]
    assert abs(BASE.lines(-1)[row, 1, Line.DIBAO] / 100 - 1084) <= 22


def test_assessment_is_the_kernel_s_decision_by_hand() -> None:
    aids_off = {f"{name}.enabled": 0.0 for name in BASE.rule_book().aids}
    found = assess(FAMILY, BASE.change(aids_off | {"dibao.bundle_household": 40.0, "dibao.bundle_person": 60.0}))
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
    in_force = [
        name for k, name in enumerate(BASE.rule_book().names) if BASE.rules(0).programmes["kind"][k] != Kind.OFF
    ]
    assert found.programmes["programme"].tolist() == in_force
    passed = found.programmes.set_index("programme")["passed"]
    assert passed["dibao"]
    assert not passed[["tekun", "single", "marginal"]].any()
    in_kind = found.programmes.set_index("programme")["bundle_yuan"]
    assert in_kind["dibao"] == found.bundle_yuan_month
    assert (in_kind[~passed] == 0).all()  # a programme that refuses gives nothing


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
        assess(Household(persons=0), BASE)


def test_a_county_may_be_named() -> None:
    base = Scenario.load("zhejiang")
    assert assess(Household(county="鹿城区"), base).county == assess(Household(county=330302), base).county == 330302
    with pytest.raises(ScenarioError, match="did you mean '鹿城区'"):
        assess(Household(county="鹿城"), base)
    assert read_household(["county=鹿城区"]).county == "鹿城区"
    assert read_household(["county=330302"]).county == 330302
