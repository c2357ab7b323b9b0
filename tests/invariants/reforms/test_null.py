"""A change by nothing changes nothing: x 1.0 and + 0 on everything, by every path, in all provinces, in every month.

Compiled lines, rules, process parameters and payers are those of the baseline; from there on nothing can differ.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from simulation import engine
from simulation.parameters.files.reading import data_folder, names_in
from simulation.parameters.lines.lines import CHANGEABLE
from simulation.parameters.reforms.reforms import Change
from simulation.parameters.reforms.uprating import asks
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.schema.bundle import processes_of
from simulation.rules.facts import Line

PROVINCES = names_in(data_folder() / "provinces", "")
TABLES = [f"lines.{table}" for table in CHANGEABLE]
MONTHS = range(-24, 60)
AROUND_NEW_YEARS = (-24, -13, -12, -1, 0, 1, 6, 11, 12, 24, 36)  # parameters are found anew for every month asked
NOTHING = (("scale", "*", 1.0), ("add", "+", 0.0))
DERIVED = (Line.TEKUN, Line.MARGINAL)


@cache
def loaded(province: str) -> Scenario:
    return Scenario.load(province)


def assert_same(null: Scenario, base: Scenario) -> None:
    """Everything that a run is given, month by month."""
    for month in MONTHS:
        assert np.array_equal(null.lines(month), base.lines(month)), month
        for table, other in zip(null.rules(month), base.rules(month), strict=True):
            assert np.array_equal(np.asarray(table), np.asarray(other)), month
    for month in AROUND_NEW_YEARS:
        assert processes_of(null, month).tobytes() == processes_of(base, month).tobytes(), month
        assert np.array_equal(engine.payers_of(null, month), engine.payers_of(base, month)), month
    for path in base.sources.parameters:
        assert all(null.value(path, month) == base.value(path, month) for month in (-24, 0, 12)), path


def written(path: Path, changes: list[tuple[str, str, float]], where: str = "") -> Path:
    """A reform file; `uprated` where a change has to say it."""
    text = 'id = "nothing"\nlabel = { zh = "无", en = "nothing" }\n'
    for name, op, value in changes:
        uprated = "uprated = true\n" if asks(name, op) else ""
        text += f'[[change]]\npath = "{name}"\nop = "{op}"\nvalue = {value}\n{where}{uprated}'
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize(("op", "mark", "value"), NOTHING)
class TestNothing:
    def test_by_hand(self, province: str, op: str, mark: str, value: float) -> None:
        base = loaded(province)
        assert_same(base.change({f"{path}{mark}": value for path in base.paths()}), base)

    def test_in_a_file(self, province: str, op: str, mark: str, value: float, tmp_path: Path) -> None:
        base = loaded(province)
        unread = {path for path, each in base.sources.parameters.items() if each.read == "never"}  # refused in files
        read = [path for path in base.paths() if path not in unread]
        file = written(tmp_path / "nothing.toml", [(path, op, value) for path in read])
        assert_same(base.with_reform(file), base)

    def test_by_changes_made_elsewhere(self, province: str, op: str, mark: str, value: float) -> None:
        base = loaded(province)
        made = [Change(path, op, value, month) for month in (-24, 12) for path in base.paths()]
        assert_same(base.with_changes(made, name="nothing"), base)

    def test_of_each_table_in_one_area(self, province: str, op: str, mark: str, value: float, tmp_path: Path) -> None:
        base = loaded(province)
        for table in TABLES:
            where = 'where = { area = "rural" }\n'
            null = base.with_reform(written(tmp_path / "n.toml", [(table, op, value)], where))
            assert all(np.array_equal(null.lines(month), base.lines(month)) for month in MONTHS), table


def test_tekun_is_the_ratio_of_the_dibao_line_that_is_paid() -> None:
    """182 of 182 cells moved by a yuan when an unrounded dibao line stood behind the tekun line."""
    base = loaded("zhejiang")
    null = base.change({"lines.tekun*": 1.0})
    assert (null.lines(0) != base.lines(0)).sum() == 0
    assert base.lines(0)[..., Line.TEKUN].size == 182


@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize("area", ["rural", "urban"])
def test_a_change_in_one_area_moves_no_cell_of_the_other(province: str, area: str, tmp_path: Path) -> None:
    base, column = loaded(province), int(area == "rural")  # the other one
    for table in TABLES:
        where = f'where = {{ area = "{area}" }}\n'
        reform = base.with_reform(written(tmp_path / "a.toml", [(table, "scale", 1.07)], where))
        for month in (0, 11, 12, 24):
            assert np.array_equal(reform.lines(month)[:, column], base.lines(month)[:, column]), (table, month)
        if table != "lines.band_ceiling":  # most provinces have no band
            assert not np.array_equal(reform.lines(0), base.lines(0)), table


@pytest.mark.parametrize("province", PROVINCES)
def test_a_change_in_one_county_moves_its_row_alone(province: str, tmp_path: Path) -> None:
    base = loaded(province)
    for table in TABLES:
        where = f"where = {{ county = {int(base.counties['adcode'].iloc[3])} }}\n"
        reform = base.with_reform(written(tmp_path / "c.toml", [(table, "scale", 1.07)], where))
        moved = (reform.lines(0) != base.lines(0)).any(axis=(1, 2))
        assert moved.tolist() == [i == 3 and table != "lines.band_ceiling" for i in range(moved.size)] or (
            table == "lines.band_ceiling" and moved.sum() <= 1
        )


@pytest.mark.parametrize("province", PROVINCES)
def test_derived_lines_follow_the_line_that_a_reform_puts_in_force(province: str) -> None:
    base = loaded(province)
    reform = base.change({"lines.dibao*": 1.1})
    for month in (0, 12, 24):
        yuan = reform.lines(month)[..., Line.DIBAO] // 100
        ratio = round(base.value("lines.tekun_ratio") * 1000)
        multiple = np.rint(base.line_table("marginal_multiple", month) * 1000).astype(np.int64)
        assert np.array_equal(reform.lines(month)[..., Line.TEKUN] // 100, (2 * ratio * yuan + 1000) // 2000)
        assert np.array_equal(reform.lines(month)[..., Line.MARGINAL] // 100, (2 * multiple * yuan + 1000) // 2000)
        others = [line for line in Line if line not in (Line.DIBAO, *DERIVED)]
        assert np.array_equal(reform.lines(month)[..., others], base.lines(month)[..., others])
