"""Half a yuan is half a yuan: lines, factors and shares are the decimals that were written, and halves go up.

The other way of working it out is in whole numbers: of line x factor / 10^n half up = (2 line factor + 10^n) // 2 10^n.
"""

import decimal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulation.calculator.case import AXES, Case
from simulation.parameters.files.reading import data_folder, names_in
from simulation.parameters.lines.lines import LineRow
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules import limits
from simulation.rules.facts import Fact, Line
from simulation.units import share_of

PROVINCES = names_in(data_folder() / "provinces", "")
FACTORS = tuple(range(51, 201, 2))  # per cent


def half_up(amount: np.ndarray | int, numerator: int, denominator: int) -> np.ndarray | int:
    """A whole amount times a fraction, to the nearest whole number, halves up."""
    return (2 * amount * numerator + denominator) // (2 * denominator)


def with_lines(base: Scenario, yuan: np.ndarray) -> Scenario:
    """The province under a stated dibao line (county, area) of the policy year."""
    rows = tuple(
        LineRow(int(code), area, "dibao", float(yuan[i, j]), 0, "assumed", "none", "made up for this test")
        for i, code in enumerate(base.counties["adcode"])
        for j, area in enumerate(("rural", "urban"))
    )
    others = tuple(row for row in base.sources.lines if row.table not in ("dibao", "dibao_mean"))
    return Scenario("made up", replace(base.sources, lines=(*others, *rows)))


def test_twelve_thousand_lines_and_factors() -> None:
    base = Scenario.load("zhejiang")
    cells = len(base.counties) * 2
    yuan = (400 + 5 * np.arange(cells)).reshape(-1, 2)
    stated = with_lines(base, yuan)
    multiple = np.rint(stated.line_table("marginal_multiple", 0) * 10).astype(np.int64)
    for factor in FACTORS:
        lines = stated.change({"lines.dibao*": factor / 100}).lines(0) // 100
        dibao = half_up(yuan, factor, 100)
        assert np.array_equal(lines[..., Line.DIBAO], dibao), factor
        assert np.array_equal(lines[..., Line.TEKUN], half_up(dibao, 162, 100)), factor
        assert np.array_equal(lines[..., Line.MARGINAL], half_up(dibao, multiple, 10)), factor
    assert cells * len(FACTORS) > 12_000
    assert stated.value("lines.tekun_ratio") == 1.62


def test_the_line_that_became_747() -> None:
    base = Scenario.load("yunnan").change({"lines.dibao": 650.0})
    lines = base.change({"lines.dibao*": 1.15}).lines(0)[..., [Line.DIBAO, Line.TEKUN, Line.MARGINAL]]
    # 747.5; 1.3 x 748 = 972.4; 1.5 x 748
    assert (lines == np.array([74800, 97200, 112200])).all()
    assert 650 * 1.15 < 747.5


@pytest.mark.parametrize("province", PROVINCES)
def test_ten_per_cent_is_ten_per_cent_of_the_line_that_is_paid(province: str) -> None:
    """Who multiplies the table of the baseline by hand gets the table of the reform, to the yuan."""
    base = Scenario.load(province)
    reform = base.with_reform("dibao_line_plus_10")
    for month in (0, 12, 24, 36):
        yuan = base.lines(month)[..., Line.DIBAO] // 100
        assert np.array_equal(reform.lines(month)[..., Line.DIBAO] // 100, half_up(yuan, 110, 100))


def test_a_value_that_is_scaled_is_a_decimal() -> None:
    base = Scenario.load("yunnan").change({"dibao.withdraw_rate": 0.7})
    assert base.change({"dibao.withdraw_rate*": 1.15}).value("dibao.withdraw_rate") == 0.805
    assert 0.7 * 1.15 < 0.805


def test_the_context_of_the_caller_does_not_matter() -> None:
    base = Scenario.load("jiangxi")
    expected = base.lines(24)
    with decimal.localcontext(prec=3, rounding=decimal.ROUND_DOWN, traps=[decimal.Inexact]):
        assert np.array_equal(Scenario.load("jiangxi").lines(24), expected)


@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize("table", ["dibao", "tekun", "minimum_wage"])
def test_filters_compare_what_is_paid(province: str, table: str, tmp_path: Path) -> None:
    """`above = 1218` leaves a county that is paid and shown at exactly 1,218, whatever lies behind it."""
    base, line = Scenario.load(province), Line[table.upper()]
    paid = base.lines(12)[..., line] // 100
    bound = int(np.sort(paid.ravel())[paid.size // 2])
    for side, meant in (("above", paid > bound), ("below", paid < bound)):
        file = tmp_path / f"{side}.toml"
        file.write_text(
            f'id = "f"\nlabel = {{ zh = "筛", en = "f" }}\n[[change]]\npath = "lines.{table}"\nop = "scale"\n'
            f"value = 1.5\nfrom = 2024-01-01\nwhere = {{ {side} = {bound} }}\n",
            encoding="utf-8",
        )
        moved = base.with_reform(file).lines(12)[..., line] != base.lines(12)[..., line]
        assert np.array_equal(moved, meant), side


def test_a_filter_sees_what_the_change_before_it_makes_of_the_line(tmp_path: Path) -> None:
    base = Scenario.load("yunnan").change({"lines.dibao": 650.0})
    file = tmp_path / "two.toml"
    change = '[[change]]\npath = "lines.dibao"\nop = "scale"\n'
    file.write_text(
        'id = "two"\nlabel = { zh = "二", en = "two" }\n'
        f"{change}value = 1.15\n{change}value = 2\nwhere = {{ above = 747.9 }}\n",
        encoding="utf-8",
    )
    # 747.5 is paid as 748, so the second change meets it; it doubles the exact 747.5
    assert (base.with_reform(file).lines(0)[..., Line.DIBAO] == 149_500).all()


@pytest.mark.parametrize("hundredths", range(1, 100, 7))
def test_kernels_round_the_half_fen_of_the_decimals_up(hundredths: int) -> None:
    share = hundredths / 100
    for fen in (*range(1_000, 2_200), *range(999_999_000, 1_000_000_000, 37)):
        expected = half_up(fen, hundredths, 100)
        assert share_of.py_func(fen, share) == expected
        assert limits.rounded.py_func(share * fen) == expected
        assert limits.rounded.py_func(-share * fen) == -expected


def test_kernels_leave_what_is_just_below_a_half() -> None:
    """Shares of five decimals: 0.49999 of a fen is none."""
    assert share_of.py_func(49_999, 0.00001) == 0
    assert share_of.py_func(50_000, 0.00001) == 1
    assert limits.rounded.py_func(0.49999) == 0


def test_lines_that_are_moved_for_a_curve_keep_the_half_yuan() -> None:
    lines = np.zeros(len(Line), np.int64)
    lines[[Line.DIBAO, Line.TEKUN, Line.MARGINAL]] = 65_000, 84_500, 97_500
    case = Case(Scenario.load("yunnan").rules(0), None, np.zeros(len(Fact), np.int64), lines, 0)  # type: ignore[arg-type]
    points = np.arange(30_000, 130_000, 100)
    moved = case.moved(AXES["line"], points)[1] // 100
    assert np.array_equal(moved[:, Line.DIBAO], points // 100)
    assert np.array_equal(moved[:, Line.TEKUN], half_up(points // 100, 13, 10))
    assert np.array_equal(moved[:, Line.MARGINAL], half_up(points // 100, 15, 10))
    in_floats = np.floor(lines[Line.TEKUN] * (points / 65_000) / 100 + 0.5)
    assert not np.array_equal(in_floats, moved[:, Line.TEKUN])
