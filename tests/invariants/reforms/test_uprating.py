"""An amount that a reform sets grows as the baseline's does, or stays; in both cases the reform says so."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pytest

from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.lines.line_moves import line_moves
from simulation.parameters.lines.lines import CHANGEABLE
from simulation.parameters.reforms.uprating import GROWTH
from simulation.parameters.scenario.points import point_of
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import load_scenario, mistakes_in, shipped
from simulation.rules.facts import Line

PROVINCES = shipped("provinces")
HEAD = 'id = "r"\nlabel = { zh = "试", en = "Trial" }\n[[change]]\n'
SET = 'path = "lines.dibao"\nvalue = 1200\nfrom = 2023-01-01\n'


def written(folder: Path, change: str) -> str:
    file = folder / "r.toml"
    file.write_text(HEAD + change, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("province", PROVINCES)
def test_what_the_baseline_uprates_is_declared(province: str) -> None:
    """The tables that grow from one January to the next with nothing dated between are those of `GROWTH`."""
    base = Scenario.load(province)
    grows = {
        f"lines.{table}"
        for table in CHANGEABLE
        if np.nanmax(base.line_table(table, 24), initial=0.0) > np.nanmax(base.line_table(table, 12), initial=0.0)
    }
    assert grows | {"lines.tekun"} == set(GROWTH)  # of tekun no province states a table: it follows the dibao line


@pytest.mark.parametrize("province", PROVINCES)
def test_a_line_that_is_set_grows_with_the_baseline(province: str) -> None:
    base = Scenario.load(province)
    rate = [Decimal(str(base.value("prices.line_growth", month))) for month in (0, 12, 24, 36)]
    reform, frozen = base.change({"lines.dibao": 1200}), base.change({"lines.dibao": 1200}, uprated=False)
    yuan = Decimal(1200)
    for year in range(4):
        yuan *= 1 + rate[year] if year else 1
        whole = int(yuan.quantize(Decimal(1), ROUND_HALF_UP)) * 100
        for month in (12 * year, 12 * year + 11):
            assert (reform.lines(month)[:, :, Line.DIBAO] == whole).all()
            assert (frozen.lines(month)[:, :, Line.DIBAO] == 120000).all()


@pytest.mark.parametrize(("path", "line"), [("lines.minimum_wage", Line.MINIMUM_WAGE), ("lines.tekun", Line.TEKUN)])
def test_each_table_grows_by_its_own_rate(path: str, line: Line) -> None:
    base = Scenario.load("hubei").change({"prices.line_growth": 0.02, "prices.income_growth": 0.1}, start="2021-01")
    reform = base.change({path: 2000.0}, start="2023-07")
    rate = {"lines.minimum_wage": "1.1", "lines.tekun": "1.02"}[path]
    for month, years in ((6, 0), (11, 0), (12, 1), (24, 2)):
        expected = (2000 * Decimal(rate) ** years).quantize(Decimal(1), ROUND_HALF_UP)
        assert (reform.lines(month)[:, :, line] == int(expected) * 100).all()


def test_the_income_of_the_year_before_grows_a_year_later() -> None:
    base = Scenario.load("hubei").change({"prices.income_growth": 0.1}, start="2024-01")
    reform = base.change({"lines.disposable_income": 36000.0})
    yearly = [float(reform.line_table("disposable_income", 12 * year)[0, 0]) for year in range(3)]
    old = base.value("prices.income_growth", 0)  # into 2023; the income known in 2024 is that of 2023
    assert yearly == pytest.approx([36000, 36000 * (1 + old), 36000 * (1 + old) * 1.1])


def test_an_addition_grows_too_and_so_does_a_bound() -> None:
    base = Scenario.load("zhejiang")
    rate = 1 + base.value("prices.line_growth", 12)
    more = base.change({"lines.dibao+": 100})
    assert np.allclose(more.line_table("dibao", 12) - base.line_table("dibao", 12), 100 * rate)
    same = base.change({"lines.dibao+": 100}, uprated=False)
    assert np.allclose(same.line_table("dibao", 12) - base.line_table("dibao", 12), 100)


def test_a_floor_that_grows_stays_a_floor(tmp_path: Path) -> None:
    base = Scenario.load("zhejiang")
    text = 'path = "lines.dibao"\nvalue = 1100\nfrom = 2023-01-01\nuprated = true\nwhere = { below = 1100 }\n'
    floor = base.with_reform(written(tmp_path, text))
    raised = [floor.lines(12 * y)[:, :, Line.DIBAO] > base.lines(12 * y)[:, :, Line.DIBAO] for y in range(3)]
    assert raised[0].any()
    assert all(np.array_equal(each, raised[0]) for each in raised)


def test_how_many_counties_a_frozen_line_cuts(tmp_path: Path) -> None:
    """1200 yuan from 2023: counted from the baseline's lines at 4.5% a year, and from what `diff` says."""
    base = Scenario.load("zhejiang").change({"prices.line_growth": 0.045}, start="2021-01")
    reform = base.with_reform(written(tmp_path, SET + "uprated = false\n"))
    counted = [int((base.lines(12 * year)[:, :, Line.DIBAO] > 120000).any(axis=1).sum()) for year in range(3)]
    assert counted == [13, 40, 53]
    assert [len(each.falling) for each in line_moves(base, reform, 36)] == counted
    told = base.diff(reform)
    assert "the same in every year, while the baseline grows (uprated = false)" in told[0]
    for year, falls in zip((2023, 2024, 2025), counted, strict=True):
        assert f"{year}: {91 - falls} rise" in told[1]
        assert f"{falls} fall" in told[1]
    chinese = base.diff(reform, "zh")
    assert "各年不变" in chinese[0]
    assert "2025 年，91 个县(市、区)中 38 个上调" in chinese[1]
    grows = base.with_reform(written(tmp_path, SET + "uprated = true\n"))
    assert "2023 to 2025: 78 rise, 13 fall" in base.diff(grows)[1]


def test_a_year_is_counted_over_its_months_in_force() -> None:
    base = Scenario.load("zhejiang")
    reform = base.change({"lines.dibao*": 0.9}, "2023-07", "2024-06")
    assert [(each.year, len(each.rising), len(each.falling)) for each in line_moves(base, reform, 36)] == [
        (2023, 0, 91), (2024, 0, 91),
    ]  # fmt: skip
    assert line_moves(base, reform, 6) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (SET, ["change.0.uprated", "1200 grows each January", "missing"]),
        (SET.replace("value", 'op = "add"\nvalue'), ["change.0.uprated", "the addition grows"]),
        (SET.replace("value = 1200", 'op = "scale"\nvalue = 1.1\nuprated = true'), ["no `uprated`", "scale"]),
        ('path = "lines.marginal_multiple"\nvalue = 2\nuprated = false', ["no `uprated`", "marginal_multiple"]),
        (f"{SET}uprated = 1.5", ["change.0.uprated", "boolean"]),
    ],
)
def test_a_file_says_whether_its_line_grows(change: str, words: list[str], tmp_path: Path) -> None:
    found = [str(each) for each in mistakes_in(["zhejiang"], [written(tmp_path, change)])]
    assert any(all(word in each for word in words) for each in found), found


def test_a_scenario_file_says_it_too(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text('base = "zhejiang"\n[set]\n"lines.dibao" = 1200\n', encoding="utf-8")
    with pytest.raises(ScenarioError, match="uprated = true"):
        load_scenario(file)
    for said, yuan in (("true", 1260), ("false", 1200)):  # lines of Zhejiang grow by 5% a year
        file.write_text(f'base = "zhejiang"\nuprated = {said}\n[set]\n"lines.dibao" = 1200\n', encoding="utf-8")
        assert load_scenario(file).lines(12)[0, 0, Line.DIBAO] == yuan * 100


def test_in_a_sweep_it_grows_unless_said() -> None:
    base = Scenario.load("zhejiang")
    grows, stays = (point_of(base, {"lines.dibao": 1200, **said}) for said in ({}, {"uprated": False}))
    assert grows.onto(base).lines(12)[0, 0, Line.DIBAO] == 126000
    assert stays.onto(base).lines(12)[0, 0, Line.DIBAO] == 120000
    assert (grows.uprating[True], stays.uprating[False]) == (("lines.dibao",), ("lines.dibao",))
    assert (grows.label, stays.label) == ("lines.dibao=1200", "lines.dibao=1200, uprated=false")
    for point in (grows, stays):
        again = type(point).from_record(point.record())
        assert (again, again.digest) == (point, point.digest)
    assert grows.digest != stays.digest
    with pytest.raises(ScenarioError, match="true or false"):
        point_of(base, {"lines.dibao": 1200, "uprated": "perhaps"})
