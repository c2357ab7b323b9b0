"""County lines: means are met, prefectures are spread, January uprates, derived lines follow."""

from decimal import Decimal

import numpy as np
import pytest

from simulation.parameters.files.reading import data_folder, names_in
from simulation.parameters.lines.line_spread import Spreads
from simulation.parameters.lines.lines import grown
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Line

PROVINCES = names_in(data_folder() / "provinces", "")


def weights(scenario: Scenario) -> np.ndarray:
    """(county, area) residents."""
    urban = (scenario.counties["population"] * scenario.counties["share_urban"].fillna(0)).to_numpy()
    return np.column_stack([scenario.counties["population"].to_numpy() - urban, urban])


@pytest.mark.parametrize("province", PROVINCES)
def test_published_means_are_met_within_rounding(province: str) -> None:
    scenario = Scenario.load(province)
    lines, weight = scenario.lines(-1)[..., Line.DIBAO] / 100, weights(scenario)
    for area, column in (("rural", 0), ("urban", 1)):
        rows = [r for r in scenario.sources.lines if r.table == "dibao_mean" and r.area in (area, "*")]
        row = max((r for r in rows if r.start <= -1), key=lambda r: r.start)  # the last that holds by then
        used = weight.sum(axis=1) if row.area == "*" else weight[:, column]
        stated = {r.prefecture for r in scenario.sources.lines if r.table == "dibao" and r.area in (area, "*")}
        used = np.where(scenario.counties["prefecture"].isin(stated), 0.0, used)  # the mean is that of the others
        assert np.average(lines[:, column], weights=used) == pytest.approx(row.value, abs=0.5)
        assert (abs(lines[used > 0, column] / row.value - 1) < 0.25).all()
    assert (scenario.lines(-1)[..., : Line.BAND] % 100 == 0).all()


def test_zhejiang_has_one_line_per_prefecture_and_the_stated_levels() -> None:
    scenario = Scenario.load("zhejiang")
    lines = scenario.lines(-1)
    assert np.array_equal(lines[:, 0, Line.DIBAO], lines[:, 1, Line.DIBAO])
    by_prefecture = scenario.counties.assign(line=lines[:, 0, Line.DIBAO]).groupby("prefecture")["line"]
    assert (by_prefecture.nunique() == 1).all()
    assert by_prefecture.first().nunique() == 11
    people = scenario.counties["population"].to_numpy()
    assert np.average(lines[:, 0, Line.TEKUN], weights=people) / 100 == pytest.approx(1756, abs=1.5)


def test_lines_grow_each_january_and_shrink_backwards() -> None:
    """Where one mean is stated: that of 2022 in Zhejiang."""
    scenario = Scenario.load("zhejiang")
    growth = scenario.value("prices.line_growth")
    lines = {m: scenario.lines(m)[..., Line.DIBAO] / 100 for m in (-24, -13, -12, -1, 0, 11, 12)}
    for same in ((-24, -13), (-12, -1), (0, 11)):
        assert np.array_equal(lines[same[0]], lines[same[1]])
    assert np.allclose(lines[0], lines[-1] * (1 + growth), atol=0.51)
    assert np.allclose(lines[12], lines[-1] * (1 + growth) ** 2, atol=0.51)
    assert np.allclose(lines[-13], lines[-1] / (1 + growth), atol=0.51)


def test_a_stated_line_of_a_later_year_takes_the_place_of_growth() -> None:
    """Jiangxi states means of 2022 and 2023: 600 and 660 in the country, without spread the line of every county."""
    none = {"lines.spread": 0.0, "lines.within_city_spread": 0.0}
    scenario = Scenario.load("jiangxi").change(none, start="2021-01")
    assert [set(scenario.lines(month)[:, 0, Line.DIBAO]) for month in (-12, -1, 0, 11)] == [
        {60000}, {60000}, {66000}, {66000}
    ]  # fmt: skip


def test_prior_year_income_lags_one_year() -> None:
    scenario = Scenario.load("zhejiang")
    assert (scenario.lines(0)[:, 1, Line.DISPOSABLE_INCOME] == round(71268 / 12) * 100).all()
    growth = scenario.value("prices.income_growth")
    assert scenario.lines(-1)[0, 1, Line.DISPOSABLE_INCOME] == round(71268 / (1 + growth) / 12) * 100


def test_derived_lines_follow_the_dibao_line() -> None:
    scenario = Scenario.load("yunnan").change({"lines.dibao": 1000})
    lines = scenario.lines(0)
    assert (lines[..., Line.DIBAO] == 100000).all()
    assert (lines[..., Line.TEKUN] == 130000).all()
    assert (lines[..., Line.MARGINAL] == 150000).all()
    assert (Scenario.load("yunnan").change({"lines.tekun": 900}).lines(0)[..., Line.TEKUN] == 90000).all()


def test_counties_of_a_city_lie_around_its_mean_by_hand() -> None:
    """Two cities. In the first three counties of 300, 200 and 100 rural residents and as many urban ones as make
    them 0%, 50% and 75% urban: places -1, 0, 1. In the second one county alone: place 0.

    All residents: 300, 400, 400; mean place (-300 + 0 + 400) / 1100 = 1/11. At a half-width of 0.1 the factors are
    1 + 0.1 x (-12/11), 1 - 0.1/11, 1 + 0.1 x 10/11. Rural residents: (-300 + 100) / 600 = -1/3.
    """
    residents = np.array([[300.0, 0.0], [200.0, 200.0], [100.0, 300.0], [70.0, 30.0]])
    spreads = Spreads(["first", "first", "first", "second"], residents, np.zeros(residents.shape, bool))
    nothing, tenth = Decimal(0), Decimal("0.1")
    both = [float(spreads.factor(county, "*", nothing, tenth)) for county in range(4)]
    assert both == pytest.approx([1 - 1.2 / 11, 1 - 0.1 / 11, 1 + 1 / 11, 1.0])
    rural = [float(spreads.factor(county, "rural", nothing, tenth)) for county in range(4)]
    assert rural == pytest.approx([1 - 0.1 * 2 / 3, 1 + 0.1 / 3, 1 + 0.1 * 4 / 3, 1.0])
    assert np.average(rural[:3], weights=residents[:3, 0]) == pytest.approx(1.0)
    # the first city is 500 / 1100 urban, the second 30 / 100: places 1 and -1, mean (1100 - 100) / 1200 = 5/6
    assert float(spreads.factor(3, "*", tenth, tenth)) == pytest.approx(1 + 0.1 * (-1 - 5 / 6))
    assert float(spreads.factor(0, "*", tenth, tenth)) == pytest.approx((1 + 0.1 / 6) * (1 - 1.2 / 11))


@pytest.mark.parametrize("province", PROVINCES)
def test_a_spread_inside_cities_moves_no_mean_of_a_city(province: str) -> None:
    one, apart = (
        Scenario.load(province).change({"lines.within_city_spread": width}, start="2021-01") for width in (0.0, 0.1)
    )
    weight, changed = weights(one), 0
    for name in set(one.counties["prefecture"]):
        rows = (one.counties["prefecture"] == name).to_numpy()
        for column in range(2):
            before, after = (s.lines(-1)[rows, column, Line.DIBAO] / 100 for s in (one, apart))
            common = {row.area for row in one.sources.lines if row.table == "dibao_mean"} == {"*"}
            people = weight[rows].sum(axis=1) if common else weight[rows, column]
            if people.sum() > 0:
                assert np.average(after, weights=people) == pytest.approx(np.average(before, weights=people), abs=1.0)
            changed += int((before != after).sum())
    assert changed > len(one.counties) / 2


def test_lines_differ_inside_cities_but_in_zhejiang() -> None:
    for province in PROVINCES:
        scenario = Scenario.load(province)
        lines = scenario.counties.assign(line=scenario.lines(0)[:, 0, Line.DIBAO])
        assert (lines.groupby("prefecture")["line"].nunique().max() == 1) == (province == "zhejiang"), province


def test_no_spread_means_one_line_everywhere() -> None:
    none = {"lines.spread": 0.0, "lines.within_city_spread": 0.0}
    scenario = Scenario.load("jiangxi").change(none, start="2021-01")
    lines = scenario.lines(-1)[..., Line.DIBAO]
    assert set(lines[:, 0]) == {60000}
    assert set(lines[:, 1]) == {82500}


def test_growth_between_years() -> None:
    assert grown(100.0, 0, 2, lambda year: 0.1) == pytest.approx(121.0)
    assert grown(121.0, 2, 0, lambda year: 0.1) == pytest.approx(100.0)
    assert grown(7.0, 3, 3, lambda year: 0.1) == 7.0
