"""An explanation names the relief that waived a test or kept an income from counting, with its figures."""

from pathlib import Path

from simulation.calculator import Household, explain
from simulation.cases.under import with_programmes
from simulation.parameters.files.reading import data_folder
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Line

BASE = Scenario.load("zhejiang")
OLD = {"persons": 1, "elders": 1, "dependent": 1, "able": 0, "obligor_persons": 1, "obligor_able": 1}
EXAMPLE = Path(str(data_folder())) / "cases" / "programmes" / "example_within.toml"


def steps(household: Household, scenario: Scenario = BASE, lang: str = "en") -> dict[str, str]:
    table = explain(household, scenario, lang=lang).table()  # type: ignore[arg-type]
    return dict(zip(table["rule"], table["step"], strict=True))


def test_the_age_of_a_relative_waives_a_test_and_is_named() -> None:
    """A relative of 75 with 500 yuan, where relief begins at 70."""
    household = Household(**OLD, obligor_youngest=75, obligor_income=500)
    told = steps(household)["tekun.no_able_obligor"]
    assert "; waived: age of the youngest relative who owes support 75, must be >= 70; own income of relatives" in told
    assert " 500, must be < " in told
    assert "monetary assets of relatives who owe support 0, must be <= " in told
    assert "；豁免：最年轻义务人年龄 75，应 >= 70；" in steps(household, lang="zh")["tekun.no_able_obligor"]


def test_of_several_reliefs_the_one_that_holds_is_named() -> None:
    told = steps(Household(**OLD, obligor_youngest=45, obligor_disabled=1, obligor_income=500))["tekun.no_able_obligor"]
    assert "waived: disabled relatives who owe support 1, must be >= 1 = " in told
    assert "age of" not in told


def test_nothing_is_said_of_relief_where_a_test_holds_or_fails() -> None:
    assert "waived" not in steps(Household(**{**OLD, "obligor_able": 0}, obligor_youngest=75))["tekun.no_able_obligor"]
    assert "waived" not in steps(Household(**OLD, obligor_youngest=69, obligor_income=500))["tekun.no_able_obligor"]


def test_income_that_relief_keeps_from_counting_is_named_too() -> None:
    """Above the allowance (0.8 of mean income) and below the ceiling of the relief: counted without it."""
    mean = int(BASE.lines(0)[0, 1, Line.DISPOSABLE_INCOME]) / 100
    county = int(BASE.counties["adcode"].iloc[0])
    household = Household(persons=1, county=county, obligor_persons=1, obligor_able=1, obligor_youngest=75,
                          obligor_income=0.9 * mean)  # fmt: skip
    on, off = BASE.change({"dibao.obligor_relief": 1}), BASE.change({"dibao.obligor_relief": 0})
    told = steps(household, on)["dibao.obligor_support"]
    assert "; waived: age of the youngest relative who owes support 75, must be >= 70" in told
    assert "waived" not in steps(household, off)["dibao.obligor_support"]
    assert "dibao.obligor_support" not in steps(Household(persons=1, county=county), on)


def test_supplements_are_told_with_their_members_and_where_they_belong() -> None:
    scenario = with_programmes(BASE, [EXAMPLE], [str(EXAMPLE)])
    household = Household(persons=3, severe=2, elders=3, other=900)
    told = explain(household, scenario).table().set_index("rule")
    assert told.loc["example_within.severe", "step"].endswith("(for 2 members, part of the need)")
    assert told.loc["example_within.elder", "step"].endswith("(for 1 member)")
    assert told.loc["example_within.need", "value"] == 3 * 500 + 2 * 200
    assert told.loc["example_within.benefit", "value"] == 3 * 500 + 2 * 200 - 900 + 50
    assert told.loc["example_within.by_income", "value"] == 90
    assert "must be < 1,900 = need 1,900)" in told.loc["example_within.below_need", "step"]
    assert steps(household, scenario, "zh")["example_within.severe"].endswith("（2 人，计入标准）")
