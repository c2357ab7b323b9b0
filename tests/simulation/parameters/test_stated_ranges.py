"""A value outside its stated range is refused with a guess at what was meant, unless the file says why."""

from pathlib import Path

import pytest
from worlds import PROVINCE

from simulation.app.settings import LEVERS, reform
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.lines.lines import CHANGEABLE, UNITS
from simulation.parameters.reforms.stated_ranges import FACTORS, LEVELS
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import mistakes_in, shipped
from simulation.search.surface import box_of
from simulation.sweeping.design.sweep_file import mistakes_of, read_sweep

HEAD = 'id = "r"\nlabel = { zh = "试", en = "Trial" }\n[[change]]\n'
SLIPS = [  # (path, op, value, what was meant)
    ("lines.dibao", "scale", 0.08, "× 1.08"),
    ("lines.dibao", "scale", 8, "× 1.08"),
    ("lines.dibao", "scale", 108, "× 1.08"),
    ("lines.dibao", "set", 1.08, "× 1.08"),
    ("lines.dibao", "set", 120000, "1200"),
    ("lines.dibao", "set", 14400, "1200"),
    ("lines.marginal_multiple", "set", 175, "1.75"),
    ("lines.minimum_wage", "set", 24840, "2070"),
    ("lines.tekun", "scale", 30, "× 1.3"),
    ("dibao.work_cost_share", "set", 20, ""),
    ("dibao.gradual_exit_months", "set", 24, ""),
]


def written(folder: Path, text: str) -> str:
    file = folder / "r.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def change(path: str, op: str, value: float) -> str:
    uprated = "uprated = true\n" if op == "set" and path.startswith("lines.") and "multiple" not in path else ""
    return f'{HEAD}path = "{path}"\nop = "{op}"\nvalue = {value}\nfrom = 2023-01-01\n{uprated}'


@pytest.mark.parametrize(("path", "op", "value", "meant"), SLIPS)
def test_a_slip_is_refused_with_what_was_meant(path: str, op: str, value: float, meant: str, tmp_path: Path) -> None:
    for province in shipped("provinces"):
        found = [str(each) for each in mistakes_in([province], [written(tmp_path, change(path, op, value))])]
        if meant:
            assert len(found) == 1, found
            assert found[0].endswith(f"(did you mean {meant}?)"), found
            assert '`beyond_range = "why"`' in found[0]
            assert "change.0.value" in found[0]
        else:
            assert found


def test_a_reason_lifts_it_and_is_said(tmp_path: Path) -> None:
    file = written(tmp_path, change("lines.marginal_multiple", "set", 3.5) + 'beyond_range = "a thought experiment"\n')
    assert mistakes_in(["zhejiang"], [file]) == []
    base = Scenario.load("zhejiang")
    reformed = base.with_reform(file)
    assert "beyond its stated range 1 to 3 (a thought experiment)" in base.diff(reformed)[0]
    assert "超出所列区间 1 至 3" in base.diff(reformed, "zh")[0]
    empty = written(tmp_path, change("lines.marginal_multiple", "set", 3.5) + 'beyond_range = " "\n')
    assert mistakes_in(["zhejiang"], [empty])


def test_a_reason_does_not_lift_what_is_inadmissible(tmp_path: Path) -> None:
    file = written(tmp_path, change("dibao.withdraw_rate", "set", 80) + 'beyond_range = "no"\n')
    assert "from 0 to 1" in str(mistakes_in(["zhejiang"], [file])[0])


SWEEPS = [
    ('"lines.dibao" = [1.0, 1.08]', ['(did you mean × 1.08, written "lines.dibao*"?)']),
    ('"lines.dibao*" = [1.0, 8]', ["a factor from 0.5 to 2", "(did you mean × 1.08?)"]),
    ('"dibao.gradual_exit_months" = [6, 24]', ["from 0 to 12 months"]),
]


@pytest.mark.parametrize(("grid", "words"), SWEEPS)
def test_a_sweep_file_is_checked_alike(grid: str, words: list[str], tmp_path: Path) -> None:
    text = f'base = "zhejiang"\n%s[grid]\n{grid}\n'
    found = [str(each) for each in mistakes_of(Path(written(tmp_path, text % "")))]
    assert any(all(word in each for word in words) for each in found), found
    assert all("r.toml" in each for each in found)
    assert len(read_sweep(Path(written(tmp_path, text % 'beyond_range = "a wide sweep"\n'))).points) == 2


def test_a_line_in_python_is_checked_alike() -> None:
    base = Scenario.load("zhejiang")
    with pytest.raises(ScenarioError, match=r"did you mean × 1\.08, written \"lines\.dibao\*\""):
        base.change({"lines.dibao": 1.08})
    assert base.change({"lines.dibao": 1.08}, beyond_range="nearly nothing") != base
    assert base.change({"dibao.gradual_exit_months": 24}) != base  # by hand the admissible bounds hold


def test_an_addition_is_checked_by_what_it_makes(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="from 200 to 3000"):
        Scenario.load("zhejiang").change({"lines.dibao+": 2500})
    text = change("lines.dibao", "add", 2500) + 'uprated = true\nwhere = { county = "杭州市" }\n'
    assert "from 200 to 3000" in str(mistakes_in(["zhejiang"], [written(tmp_path, text)])[0])


def test_each_change_is_judged_on_top_of_those_above_it(tmp_path: Path) -> None:
    first = '[[change]]\npath = "lines.dibao"\nop = "scale"\nvalue = 1.1\n'
    text = first + first.replace("1.1", "1.5") + '[[change]]\npath = "lines.dibao"\nvalue = 1.08\nuprated = true\n'
    found = mistakes_in(["zhejiang"], [written(tmp_path, HEAD.replace("[[change]]\n", "") + text)])
    assert [each.key for each in found] == ["change.2.value"]


@pytest.mark.parametrize("province", shipped("provinces"))
def test_the_lines_of_every_province_lie_in_their_ranges(province: str) -> None:
    base = Scenario.load(province)
    assert set(LEVELS) == {f"lines.{table}" for table in CHANGEABLE} <= {f"lines.{table}" for table in UNITS}
    for month in (0, 35):
        for path, (low, high) in LEVELS.items():
            cells = base.line_table(path.removeprefix("lines."), month)
            assert ((cells >= low) & (cells <= high) | (cells != cells)).all(), path


def test_a_search_takes_the_stated_range_of_a_line() -> None:
    base = Scenario.load(PROVINCE)
    assert box_of(base, ["lines.dibao*", "lines.dibao"], "x") == {
        "lines.dibao*": FACTORS,
        "lines.dibao": LEVELS["lines.dibao"],
    }


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.id)
def test_every_slider_of_the_page_may_be_drawn_to_its_ends(lever: object) -> None:
    base = Scenario.load("zhejiang")
    for end in (lever.least, lever.most):  # type: ignore[attr-defined]
        reform(base, {lever.id: end})  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", shipped("reforms"))
def test_what_ships_lies_in_its_ranges(name: str) -> None:
    assert mistakes_in(["zhejiang", "yunnan"], [name]) == []
