"""Why a household gets what it gets, and why not."""

import json
import re

import pytest

from simulation.calculator import Household, assess, explain
from simulation.calculator.comparisons import LINES, QUANTITIES
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.place_names import english_name
from simulation.rules.facts import Fact, Line
from simulation.rules.tables import Quantity

# hand-worked with these two values, whatever the files say now
BASE = Scenario.load("zhejiang", practice="national").change({
    "dibao.imputed_wage_share": 0.7, "marginal.income_floor": 1.0, "expenditure.enabled": 0.0
})  # fmt: skip
FAMILY = Household(persons=3, minors=1, elders=1, wage=2600, pension=300, rigid=500, assets=30000)
RICH = Household(persons=1, able=0, dependent=0, other=900, assets=70000)


def test_explanation_ends_in_the_payment_and_names_every_rule() -> None:
    steps = explain(FAMILY, BASE).table()
    paid = steps[steps["rule"] == "dibao.benefit"]["value"].item()
    assert paid == assess(FAMILY, BASE).amount_yuan_month
    parts = steps[
        (steps["programme"] == "dibao")
        & steps["rule"].isin(["dibao.wage", "dibao.pension", "dibao.basic_pension", "dibao.rigid_expenditure"])
    ]
    assert parts["value"].sum() == steps[steps["rule"] == "dibao.income"]["value"].item()
    bundle = steps[steps["rule"].isin(["dibao.per_household", "dibao.per_person", *BASE.rule_book().aids])]["value"]
    assert bundle.sum() == assess(FAMILY, BASE).bundle_yuan_month
    assert (steps["reference"].str.len() > 0).all()
    assert (steps["unit"].str.len() > 0).all()


def test_both_languages_say_the_same() -> None:
    english, chinese = explain(FAMILY, BASE), explain(FAMILY, BASE, lang="zh")
    assert chinese.table()["value"].tolist() == english.table()["value"].tolist()
    assert "每月发放" in chinese.table()["step"].tolist()
    assert set(chinese.table()["unit"]) <= {"元/月", "元/人/月", "元", "人", "0 或 1"}
    assert chinese.verdict.startswith("最低生活保障：每月 ")
    assert english.verdict.startswith("Minimum living guarantee (dibao): ")
    county = BASE.counties.set_index("adcode")["county"][assess(FAMILY, BASE).county]
    for found, name in ((chinese, county), (english, english_name(county).full)):
        lines = found.table().query("rule.str.startswith('lines.')")["step"]
        assert len(lines) == 2
        assert lines.str.endswith(f"({name})").all()
    paid = english.table().set_index("rule").loc["dibao.benefit"]
    assert paid["passed"]  # what is paid is the end of what passed


def test_a_refusal_names_the_failing_rule_and_by_how_much() -> None:
    found = explain(RICH, BASE)
    assert found.status == ""
    failed = found.table().query("passed == False").set_index("rule")
    county = assess(RICH, BASE).county
    limit = BASE.value("dibao.asset_months") * BASE.lines(0)[BASE.counties["adcode"] == county][0, 1, Line.DIBAO] / 100
    assert failed.loc["dibao.assets", "missed_by"] == 70000 - limit
    assert f"fails by {70000 - limit:,.10g}" in failed.loc["dibao.assets", "step"]
    assert "dibao.assets" in found.verdict
    assert f"{70000 - limit:,.10g}" in found.verdict
    assert failed.index[-1] == "marginal.income_at_least_line"
    refused = found.why_not().set_index("programme")["reason"]
    assert refused["dibao"] == "dibao.assets"
    assert {"tekun", "single", "marginal", "temporary_emergency"} <= set(refused.index)  # the one-off ones too
    assert "expenditure" not in refused.index  # switched off here, so neither given nor refused
    assert not (found.table()["programme"] == "expenditure").any()


def test_a_test_tells_what_it_looks_at_and_how_its_limit_comes_about() -> None:
    """Totals of the household beside a rule about income per head: the product says so."""
    lines = BASE.lines(0)[BASE.counties["adcode"] == assess(FAMILY, BASE).county][0, 1] / 100
    steps = explain(FAMILY, BASE).table().set_index("rule")["step"]
    assert steps["tekun.no_labour_ability"].endswith("(members without ability to work 2, must be >= 3 persons)")
    line, limit = lines[Line.DIBAO], 3 * lines[Line.DIBAO]
    assert f", must be < {limit:,.10g} = dibao line {line:,.10g} x 3 persons)" in steps["dibao.income_below_line"]
    months = BASE.value("dibao.asset_months")
    assert f"= {months:,.10g} x dibao line {line:,.10g} x 3 persons)" in steps["dibao.assets"]
    chinese = explain(FAMILY, BASE, lang="zh").table().set_index("rule")["step"]
    assert f"= 低保标准 {line:,.10g} x 3 人)" in chinese["dibao.income_below_line"]
    band = Household(persons=4, wage=9000, county=330302)
    told = explain(band, BASE.with_reform("expansion_band")).table().set_index("rule")["step"]
    assert told["expansion_band.income_below_ceiling"].endswith("equivalence scale)")


def test_imputed_wages_are_told_with_their_figures() -> None:
    """Of three members able to work one works without insurance and two are idle; a carer is asked for nothing."""
    base = BASE.change({"dibao.imputed_idle_share": 0.9})
    household = Household(persons=4, minors=1, able=3, workers=1, uninsured=1, wage=800)
    wage = base.lines(0)[base.counties["adcode"] == assess(household, base).county][0, 1, Line.MINIMUM_WAGE] / 100
    told = explain(household, base).table().query("programme == 'dibao'").set_index("rule")
    assert told.loc["dibao.imputed_wage", "value"] == pytest.approx(0.7 * wage - 800)
    floor = (
        f"labour income 800 raised to {0.7 * wage:,.10g} = 0.7 x minimum wage {wage:,.10g} x members working for wages"
    )
    assert told.loc["dibao.imputed_wage", "step"].endswith(f" ({floor} without social insurance 1)")
    assert told.loc["dibao.imputed_idle", "value"] == pytest.approx(2 * 0.9 * wage)
    idle = f"0.9 x minimum wage {wage:,.10g} x members able to work who do not, without care duties 2"
    assert told.loc["dibao.imputed_idle", "step"].endswith(f" ({idle})")
    chinese = explain(household, base, lang="zh").table().query("programme == 'dibao'").set_index("rule")["step"]
    assert (
        f" (劳动收入 800，补足至 {0.7 * wage:,.10g} = 0.7 x 最低工资 {wage:,.10g} x " in chinese["dibao.imputed_wage"]
    )
    assert chinese["dibao.imputed_idle"].endswith(f" (0.9 x 最低工资 {wage:,.10g} x 有劳动能力未就业成员 2)")
    carer = explain(Household(persons=2, severe=1, able=1), base).table()["rule"].tolist()
    assert not {"dibao.imputed_wage", "dibao.imputed_idle"} & set(carer)


def test_everything_a_rule_may_look_at_has_its_words_and_unit() -> None:
    assert set(QUANTITIES) == {*Fact, *Quantity}
    assert set(LINES) == set(Line)
    assert QUANTITIES[Fact.MEDICAL_COST].unit == "yuan/month"


def test_a_programme_that_passes_is_not_among_the_refused() -> None:
    assert "dibao" not in explain(FAMILY, BASE).why_not()["programme"].tolist()


def test_grants_are_explained_after_a_shock() -> None:
    hit = explain(Household(persons=1, shock="disaster", shock_cost=5000), BASE).table()
    assert hit[hit["rule"] == "temporary_emergency.benefit"]["value"].item() == 1500
    assert hit[hit["rule"] == "temporary_emergency.benefit"]["unit"].item() == "yuan"
    assert "temporary_emergency" not in explain(Household(persons=1), BASE).table()["programme"].tolist()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_json_and_html_hold_every_line(lang) -> None:
    found = explain(RICH, BASE, lang=lang)
    read = json.loads(found.to_json())
    assert read["verdict"] == found.verdict
    assert len(read["lines"]) == len(found.lines)
    page = found._repr_html_()
    assert page.count("<tr>") == len(found.lines) + 1
    assert "✗" in page
    assert not re.search("<(?!/?(p|b|table|tr|th|td)>)", page)  # what stands in a text is escaped
    assert str(found).count("\n") == len(found.lines)


def test_impossible_households_are_refused() -> None:
    with pytest.raises(ScenarioError, match="at least 1 person"):
        explain(Household(persons=0), BASE)


def test_once_compiled_an_explanation_compiles_nothing() -> None:
    """What takes long is the first call of a process; another household is a few calls of the same kernels."""
    from simulation.rules import programme as kernels

    def signatures() -> int:
        names = ("decide", "assess", "income_row", "condition_sides", "payment_fen", "bundle_fen", "counted_income")
        return sum(len(getattr(getattr(kernels, name), "signatures", ())) for name in names)

    explain(FAMILY, BASE)
    explain(RICH, BASE)
    before = signatures()
    explain(Household(persons=2, severe=1, wage=1.0, area="rural"), BASE.change({"dibao.withdraw_rate": 0.5}))
    assert signatures() == before


def test_a_supplement_by_a_derived_number_of_members_is_explained() -> None:
    """Severely disabled members without a known grade are counted, not looked up: the care payment is named."""
    household = Household(elders=1, severe=1, obligor_persons=1, obligor_youngest=75, obligor_income=500)
    found = explain(household, Scenario.load("hubei")).table()
    assert "tekun.care" in found["rule"].tolist()
