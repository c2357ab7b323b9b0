"""Rows of lines.csv by county, prefecture and area, with dates: which one holds in a month, in every table.

The other way of finding it asks one question after the other, of one cell, and knows no ranks.
"""

import itertools
import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.files.reading import data_folder
from simulation.parameters.lines.lines import AREAS, CHANGEABLE, UNITS, LineRow, later_dates
from simulation.parameters.scenario.scenario import Scenario

PROVINCE = "jiangxi"
COUNTY, PREFECTURE = 360102, "南昌市"
GROWTH = {"dibao": "line_growth", "dibao_mean": "line_growth", "tekun": "line_growth"}
AS_STATED = ("marginal_multiple", "band_ceiling")


@pytest.fixture(scope="module")
def base() -> Scenario:
    """Without spreads, so that a mean is a line."""
    return Scenario.load(PROVINCE).change({"lines.spread": 0.0, "lines.within_city_spread": 0.0}, start="2021-01")


def row(table: str, place: int | str, area: str, value: float, month: int) -> LineRow:
    """A row for a county, a prefecture or (0) the province."""
    county, prefecture = (0, place) if isinstance(place, str) else (place, "")
    return LineRow(county, area, table, value, month, "assumed", "none", "made up for this test", prefecture)


def under(base: Scenario, rows: Sequence[LineRow]) -> Scenario:
    """The province with rows in place of its own of the same tables."""
    made = {each.table for each in rows} | ({"dibao", "dibao_mean"} if any("dibao" in r.table for r in rows) else set())
    kept = tuple(each for each in base.sources.lines if each.table not in made)
    return Scenario("made up", replace(base.sources, lines=(*kept, *rows)), base.changes)


def holding(rows: Sequence[LineRow], county: int, prefecture: str, area: str, month: int) -> LineRow | None:
    """Question by question: what is in force, or else what is earliest; then stated, county, area, prefecture, date."""
    left = [r for r in rows if r.area in ("*", area)]
    left = [r for r in left if r.county == county or (r.county == 0 and r.prefecture in ("", prefecture))]
    if not left:
        return None
    if any(r.start <= month for r in left):
        left = [r for r in left if r.start <= month]
    else:
        left = [r for r in left if r.start == min(other.start for other in left)]
    for narrower in (
        lambda r: r.table != "dibao_mean", lambda r: r.county == county, lambda r: r.area == area,
        lambda r: r.prefecture == prefecture,
    ):  # fmt: skip
        left = [r for r in left if narrower(r)] or left
    return max(left, key=lambda r: r.start)


def carried(base: Scenario, found: LineRow, table: str, month: int) -> Fraction:
    """The row's value in the year of a month."""
    value = Fraction(repr(found.value))
    if table in AS_STATED:
        return value
    kind = GROWTH.get(table, "income_growth")
    since, year = found.start // 12, month // 12 - (table == "disposable_income")
    for each in range(since + 1, year + 1):
        value *= 1 + Fraction(repr(base.value(f"prices.{kind}", each * 12)))
    for each in range(year + 1, since + 1):
        value /= 1 + Fraction(repr(base.value(f"prices.{kind}", each * 12)))
    return (
        value
        if table == "marginal_multiple"
        else Fraction((2 * value.numerator + value.denominator) // (2 * value.denominator))
    )


@pytest.mark.parametrize("table", CHANGEABLE)
@pytest.mark.parametrize("seed", range(6))
def test_the_row_that_holds_in_every_month(base: Scenario, table: str, seed: int) -> None:
    rng = random.Random(f"{table}{seed}")
    tables = ("dibao", "dibao_mean") if table == "dibao" else (table,)
    places = [0, 0, PREFECTURE, "赣州市", COUNTY, 360103, 360702]
    dates = [-24, -12, -5, 0, 6, 12, 18]
    keys = list(itertools.product(tables, places, ("*", *AREAS), dates))
    chosen = dict.fromkeys(rng.sample(keys, 14))
    chosen[tables[-1], 0, "*", rng.choice(dates)] = None  # every county has one
    whole = {"marginal_multiple": 0.01, "disposable_income": 30.0, "band_ceiling": 100.0}.get(table, 1.0)
    rows = [row(*key[:3], round((100 + 7 * i) * whole, 2), key[3]) for i, key in enumerate(chosen)]
    made = under(base, rows)
    for month in (-24, -13, -5, -1, 0, 5, 6, 11, 12, 18, 30):
        shown = made.line_table(table, month)
        for i, (code, prefecture) in enumerate(zip(base.counties["adcode"], base.counties["prefecture"], strict=True)):
            for j, area in enumerate(AREAS):
                found = holding(rows, int(code), prefecture, area, month)
                assert found is not None
                assert shown[i, j] == float(carried(base, found, table, month)), (code, area, month, found)


@pytest.mark.parametrize("table", CHANGEABLE)
@pytest.mark.parametrize(("place", "area"), [(COUNTY, "*"), (COUNTY, "urban"), (PREFECTURE, "*"), (0, "rural")])
def test_a_later_row_acts_from_its_date(base: Scenario, table: str, place: int | str, area: str) -> None:
    """Seen: a county's own row from July 2024 beat the province's in force from 2021 on."""
    value = {"marginal_multiple": 2.5, "disposable_income": 99_996.0, "band_ceiling": 120_000.0}.get(table, 999.0)
    common = "dibao_mean" if table == "dibao" else table
    before = under(base, [row(common, 0, "*", value / 2, -24)])
    after = under(base, [row(common, 0, "*", value / 2, -24), row(table, place, area, value, 18)])
    for month in (-24, -1, 0, 12, 17):
        assert np.array_equal(after.lines(month), before.lines(month)), month
    cells = np.array([
        [place in (0, code, prefecture) and area in ("*", name) for name in AREAS]
        for code, prefecture in zip(base.counties["adcode"], base.counties["prefecture"], strict=True)
    ])  # fmt: skip
    own = after.sources.lines[-1]
    assert (after.line_table(table, 18)[cells] == float(carried(base, own, table, 18))).all()
    assert np.array_equal((after.lines(18) != before.lines(18)).any(axis=2), cells)
    assert 18 in after.change_months()
    assert 18 not in before.change_months()


def test_every_month_at_which_anything_changes_is_seen(base: Scenario) -> None:
    """Between two dates of change, and two Januaries, the lines stand still."""
    rng = random.Random(5)
    for _ in range(20):
        rows = [row("dibao_mean", 0, "*", 600.0, -24)]
        for table in ("dibao", "marginal_multiple", "tekun"):
            for i in range(3):
                place = rng.choice([0, PREFECTURE, COUNTY])
                rows.append(
                    row(
                        table,
                        place,
                        rng.choice(("*", *AREAS)),
                        2.0 if "multiple" in table else 700.0 + i,
                        rng.randrange(-20, 30),
                    )
                )
        rows.append(row("marginal_multiple", 0, "*", 1.5, -24))
        unique = {(r.place, r.area, r.table, r.start): r for r in rows}
        made = under(base, list(unique.values()))
        marks = {*made.change_months(), *range(-24, 36, 12)}
        for month in range(-23, 36):
            fresh = under(base, list(unique.values()))  # nothing kept from another month
            if month not in marks:
                assert np.array_equal(fresh.lines(month), made.lines(month - 1)), month


def test_dates_of_rows_that_replace_none_are_no_dates_of_change(base: Scenario) -> None:
    shipped = base.sources.lines
    assert later_dates(shipped) == {0}  # the means of 2023 replace those of 2022
    assert later_dates([each for each in shipped if each.table != "dibao_mean"]) == set()
    assert later_dates([row("dibao_mean", 0, "*", 600.0, -12), row("dibao", COUNTY, "*", 700.0, 6)]) == {6}
    assert later_dates([row("tekun", COUNTY, "*", 900.0, 6), row("tekun", PREFECTURE, "*", 800.0, 9)]) == {9}


def test_a_later_row_that_alone_holds_before_its_date_makes_another_opening_state(base: Scenario) -> None:
    one, other = (under(base, [row("tekun", 0, "*", value, 6)]) for value in (700.0, 900.0))
    assert not np.array_equal(one.lines(-24), other.lines(-24))
    assert one.structural_digest != other.structural_digest


def test_the_mean_of_a_prefecture_is_its_line(base: Scenario) -> None:
    """Only the province's mean is spread: what is published for a prefecture is its line."""
    spread = Scenario("made up", base.sources)  # with the spread that ships
    rows = [row("dibao_mean", 0, "*", 600.0, -24), row("dibao_mean", PREFECTURE, "*", 777.0, -24)]
    shown = under(spread, rows).line_table("dibao", -24)
    inside = (base.counties["prefecture"] == PREFECTURE).to_numpy()
    assert set(shown[inside].ravel()) == {777.0}
    assert len(set(shown[~inside].ravel())) > 5


def province_with(tmp_path: Path, *lines: str) -> Scenario:
    """The province with further rows in its file."""
    source = Path(str(data_folder()))
    for name in ("national", "programmes", "practices"):
        shutil.copytree(source / name, tmp_path / name)
    shutil.copytree(source / "provinces" / PROVINCE, tmp_path / "provinces" / PROVINCE)
    file = tmp_path / "provinces" / PROVINCE / "lines.csv"
    file.write_text(file.read_text(encoding="utf-8").rstrip() + "\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return Scenario.load(PROVINCE, root=tmp_path)


def test_a_file_states_lines_by_prefecture(tmp_path: Path) -> None:
    made = province_with(tmp_path, f"{PREFECTURE},urban,dibao,905,{UNITS['dibao']},2023-07-01,assumed,none,made up")
    inside = (made.counties["prefecture"] == PREFECTURE).to_numpy()
    before = Scenario.load(PROVINCE)
    assert np.array_equal(made.lines(5), before.lines(5))
    assert (made.lines(6)[inside, 1, 0] == 90_500).all()
    assert np.array_equal(made.lines(6)[~inside], before.lines(6)[~inside])
    assert np.array_equal(made.lines(6)[:, 0], before.lines(6)[:, 0])


def test_a_prefecture_that_is_none_and_a_row_twice_are_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        province_with(
            tmp_path,
            f"南昌,urban,dibao,905,{UNITS['dibao']},2023-07-01,assumed,none,made up",
            f"{PREFECTURE},*,tekun,905,{UNITS['tekun']},2023-07-01,assumed,none,made up",
            f"{PREFECTURE},*,tekun,906,{UNITS['tekun']},2023-07-01,assumed,none,made up",
        )
    first, second = error.value.mistakes
    assert (first.key, first.found, first.nearest) == ("line 11, county", "南昌", PREFECTURE)
    assert "prefecture" in first.expected
    assert (second.key, second.found) == ("line 13", "as line 12")


def test_counties_without_a_line_are_told_though_their_prefecture_has_one_for_an_area(tmp_path: Path) -> None:
    made = province_with(tmp_path)
    file = tmp_path / "provinces" / PROVINCE / "lines.csv"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if ",minimum_wage," not in line]
    kept += [
        f"{p},rural,minimum_wage,1700,{UNITS['minimum_wage']},2022-01-01,assumed,none,made up" for p in {PREFECTURE}
    ]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        Scenario.load(PROVINCE, root=tmp_path)
    assert [m.key for m in error.value.mistakes] == ["minimum_wage, rural", "minimum_wage, urban"]
    inside = int((made.counties["prefecture"] == PREFECTURE).sum())
    assert f"none for {len(made.counties) - inside} counties" in error.value.mistakes[0].found
