"""Scenarios as values: from TOML, from Python, from a row of a spreadsheet; the same content is the same scenario."""

import json
from pathlib import Path

import openpyxl
import pytest

import simulation as sim
from simulation.parameters.files.mistakes import Mistakes, ScenarioError
from simulation.parameters.scenario.points import Point, early, point_of
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import load_scenario, load_scenarios, scenario_of_row
from simulation.parameters.scenario.table_rows import read_rows

pytestmark = pytest.mark.usefixtures("few_counties")

FILE = """
base = "inner_mongolia"
name = "mine"
reforms = ["dibao_line_plus_10"]
[set]
"dibao.withdraw_rate" = 0.8
"lines.marginal_multiple*" = 1.1
"""

RULES = """
id = "rules"
label = { zh = "规则", en = "Rules" }
author = "a test"
reference = "a draft"
[[change]]
path = "lines.dibao"
op = "scale"
value = 1.05
where = { area = "urban" }
[[change]]
path = "dibao.eligibility"
op = "insert"
from = 2023-07-01
row.id = "few_workers"
row.test = { field = "workers", op = "<=", value = 1.0 }
row.why = { zh = "劳力", en = "Workers" }
row.reference = "art. 3"
[[change]]
path = "dibao.supplement.elder"
op = "remove"
from = EARLY
"""


def test_toml_python_and_row_give_one_scenario(base: Scenario, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(FILE)
    values = {"dibao.withdraw_rate": 0.8, "lines.marginal_multiple*": 1.1}
    python = base.with_reform("dibao_line_plus_10").change(values)
    toml = load_scenario(tmp_path / "mine.toml")
    row = scenario_of_row({"province": "inner_mongolia", "reform": "dibao_line_plus_10", **values})
    assert {python, toml, row} == {python}
    assert toml.name == "mine"
    assert point_of(base, {"reform": "dibao_line_plus_10", **values}).onto(base) == python
    said = [("lines.dibao ", "multiply by 1.1"), ("dibao.withdraw_rate ", "set to 0.8"),
            ("lines.marginal_multiple ", "multiply by 1.1")]  # fmt: skip
    told = base.diff(toml)
    assert ["rise" in line for line in told] == [False, False, False, True, True]  # the two lines that move
    for line, (path, change) in zip(told[:3], said, strict=True):
        assert line.startswith(path)
        assert f": {change}" in line
        assert ", from 2023-01" in line


def test_a_scenario_file_may_build_on_another(base: Scenario, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(FILE)
    (tmp_path / "next.toml").write_text('base = "mine.toml"\n[set]\n"dibao.withdraw_rate" = 0.7\n')
    assert load_scenario(tmp_path / "next.toml").value("dibao.withdraw_rate") == 0.7


def test_a_file_is_taken_wherever_a_province_is(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(FILE)
    small = {"scale": 0.0005, "months": 2, "warm_up": 12, "replications": 1}
    mine = load_scenario(file)
    assert sim.run(str(file), **small).results_digest == sim.run(mine, **small).results_digest  # type: ignore[arg-type]
    change = sim.compare(str(file), "none", draws=0, **small)  # type: ignore[arg-type]
    assert change.base.digest == mine.digest
    with pytest.raises(ScenarioError, match=r"mnie\.toml"):
        sim.run(str(tmp_path / "mnie.toml"))


def test_a_workbook_and_a_csv_say_the_same(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["province", "name", "dibao.line_multiple"], ["inner_mongolia", "a", 1.1], ["fujian", "b", None]):
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    (tmp_path / "t.csv").write_text("\ufeffprovince,name,dibao.line_multiple\ninner_mongolia,a,1.1\nfujian,b,\n")
    from_book, from_csv = (load_scenarios(tmp_path / name) for name in ("t.xlsx", "t.csv"))
    assert from_book == from_csv
    assert [scenario.name for scenario in from_csv] == ["a", "b"]
    assert from_csv[0].value("dibao.line_multiple") == 1.1
    assert from_csv[1] == Scenario.load("fujian")


def test_all_mistakes_of_a_table_at_once(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "province,dibao.line_multipel,reform\ninner_mongolia,1.1,\nfujian,,dibao_line_plus_1\n"
    )
    with pytest.raises(ScenarioError) as raised:
        load_scenarios(tmp_path / "t.csv")
    assert "dibao.line_multiple" in str(raised.value)
    assert "dibao_line_plus_10" in str(raised.value)
    assert len(raised.value.mistakes) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "an empty table"),
        ("a,b\n", "a row per scenario"),
        ("a,a\n1,2\n", "the column twice"),
        ("a\nx\n", "row 2, a: expected a number, found x"),
        ("a\n1,2\n", "under a column name"),
    ],
)
def test_a_mistaken_table_is_told(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(text)
    mistakes = Mistakes()
    read_rows(tmp_path / "t.csv", mistakes)
    assert said in "\n".join(map(str, mistakes.found))


def test_a_formula_without_its_result_is_not_read_as_empty(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["dibao.line_multiple"])
    book.worksheets[0].append(["=1+0.1"])
    book.save(tmp_path / "t.xlsx")
    mistakes = Mistakes()
    read_rows(tmp_path / "t.xlsx", mistakes)
    assert "A2" in str(mistakes.found[0])
    (tmp_path / "broken.xlsx").write_bytes(b"PK no workbook")
    read_rows(tmp_path / "broken.xlsx", mistakes)
    assert "an Excel workbook" in str(mistakes.found[-1])


def test_operations_by_path(base: Scenario) -> None:
    up = base.change({"lines.dibao*": 1.1, "dibao.withdraw_rate+": -0.1})
    assert up.line_table("dibao") == pytest.approx(1.1 * base.line_table("dibao"))
    assert up.value("dibao.withdraw_rate") == pytest.approx(base.value("dibao.withdraw_rate") - 0.1)


@pytest.mark.parametrize("removed", ["2023-01-01", "2022-06-01"])
def test_a_point_holds_the_rules_that_its_reform_inserts_and_removes(
    base: Scenario, tmp_path: Path, removed: str
) -> None:
    (tmp_path / "rules.toml").write_text(RULES.replace("EARLY", removed))
    reform = base.with_reform(tmp_path / "rules.toml")
    assert len(reform.edits) == 2
    point = point_of(base, {"reform": str(tmp_path / "rules.toml")})
    assert point.onto(base) == reform
    record = point.record()
    kept = json.loads(json.dumps(record))
    assert kept == record  # else a store refuses the sweep that it holds
    assert Point.from_record(kept) == point
    assert Point.from_record(kept).onto(base) == reform
    own_warm_up = not early(base, point).changes_nothing
    assert own_warm_up == (reform.structural_digest != base.structural_digest) == (removed < "2023")
