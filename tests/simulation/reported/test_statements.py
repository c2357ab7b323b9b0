"""The files of statements: whole, without mistakes, and all mistakes of a file told at once."""

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from simulation import engine
from simulation.cli.main import app
from simulation.mechanisms.registry import load_registry
from simulation.parameters.files.mistakes import Mistakes, ScenarioError
from simulation.parameters.files.reading import data_folder
from simulation.parameters.scenario.scenario import Scenario
from simulation.reported import statements
from simulation.reported.counterparts import inputs_of
from simulation.reported.expressions import Expression
from simulation.reported.statements import StatementModel, checked, load_statements, provinces

# figures of the source document by province, first and last of each stretch; those between are held out
FIGURES = {
    "zhejiang": [(4, 38), (40, 51), (53, 54), (57, 62)],
    "fujian": [(63, 63), (65, 65), (68, 85)],
    "jiangxi": [(86, 91), (94, 109)],
    "yunnan": [(110, 119), (121, 125), (128, 133)],
    "inner_mongolia": [(134, 145), (147, 154)],
    "hubei": [(155, 168), (170, 175)],
}
GOOD: dict[str, Any] = {
    "id": "dibao", "figure": "F166", "mechanism": ["XP-03"], "label": {"zh": "低保", "en": "Dibao"}, "value": 5,
    "unit": "persons", "period": "2022-12", "simulated": "stock:dibao",
}  # fmt: skip


@pytest.mark.parametrize("province", FIGURES)
def test_every_figure_is_compared_set_or_given_a_reason(province: str) -> None:
    wanted = {f"F{n:03d}" for first, last in FIGURES[province] for n in range(first, last + 1)}
    found = load_statements(province)
    assert {each.figure for each in found if each.figure} == wanted
    for each in found:
        assert bool(each.simulated or each.sets) != (each.reason is not None), each.id
        for text in filter(None, (each.label, each.note, each.reason)):
            assert text.zh.strip(), each.id
            assert text.en.strip(), each.id
            assert not [c for c in text.en if c > "\u2e7f"], each.id


def test_the_six_provinces_have_files() -> None:
    assert sorted(FIGURES) == provinces()


def test_about_sixty_outputs_are_printed() -> None:
    printed = [each for province in provinces() for each in load_statements(province) if each.simulated]
    assert len(printed) >= 60
    assert sum(each.compared for each in printed) >= 20


def test_mechanisms_are_those_of_the_registry_and_of_the_province() -> None:
    known = load_registry().mechanisms
    for province in provinces():
        for each in load_statements(province):
            for mechanism in each.mechanism:
                assert mechanism in known, (province, each.id)
                assert province in known[mechanism].provinces, (province, each.id, mechanism)


@pytest.mark.parametrize("province", FIGURES)
def test_an_input_set_from_an_exact_figure_equals_it(province: str) -> None:
    """But for what a note explains."""
    scenario = Scenario.load(province)
    inputs = inputs_of(scenario)
    for each in load_statements(province):
        if not each.sets or each.note is not None or each.bound != "exact":
            continue
        assert each.value is not None
        text = each.sets.replace("parameter:", "P").replace("line:", "L")
        value = _read(each, inputs)
        assert value == pytest.approx(each.value, rel=0.005), f"{province} {each.id} {text}"


def _read(each: StatementModel, inputs: Any) -> float:
    nothing: Any = None  # an input reads no books
    return Expression(each.sets).value(nothing, inputs).total


def mistakes_in(*changed: dict[str, Any], province: str = "hubei") -> list[str]:
    statements = [{key: value for key, value in (GOOD | each).items() if value is not None} for each in changed]
    mistakes = Mistakes()
    checked({"schema": 1, "province": "hubei", "statement": statements}, "reported.toml", province, mistakes)
    return [str(each) for each in mistakes.found]


def test_a_good_statement_has_no_mistake() -> None:
    assert mistakes_in({}) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"unit": "households"}, "expected a unit of persons"),  # the planted wrong unit
        ({"unit": "person"}, "did you mean 'persons'"),
        ({"unit": "yuan", "simulated": "measure:FILED", "period": "2022-01/2022-12"}, "a unit of households"),
        ({"period": "2022-01/2022-12"}, "one month, for a stock is a state"),
        ({"simulated": "entering:dibao"}, "two months, for a flow is a sum"),
        ({"period": "2022-13"}, "a month (2022-12)"),
        ({"period": "2022-12/2022-01"}, "two in order"),
        ({"simulated": "stock:dibau"}, "did you mean 'dibao'"),
        ({"simulated": "measure:HELD_CARD"}, "did you mean 'HELD_CARDS'"),
        ({"simulated": "stok:dibao"}, "did you mean 'stock'"),
        ({"simulated": "stock:dibao +"}, "quantities joined by"),
        ({"simulated": "stock:dibao + measure:FILED"}, "a sum of one unit"),
        ({"simulated": "parameter:payment.parties"}, "an input is no evidence"),
        ({"simulated": None, "period": None, "sets": "stock:dibao"}, "inputs alone"),
        ({"simulated": None, "period": None, "sets": "parameter:payment.partys"}, "did you mean 'payment.parties'"),
        ({"simulated": None}, "one of `simulated`, `sets`, `reason`"),
        ({"reason": {"zh": "无", "en": "none"}}, "one of `simulated`, `sets`, `reason`"),
        ({"period": None}, "`period` with `simulated`"),
        ({"value": None}, "`figure` and `value` together"),
        ({"bound": "about"}, "'exact', 'at least'"),
        ({"mechanism": []}, "at least 1 item"),
        ({"uint": "persons"}, "did you mean 'unit'"),
    ],
)
def test_each_mistake_names_its_place_and_what_was_expected(change: dict[str, Any], told: str) -> None:
    found = mistakes_in(change)
    assert any(told in each for each in found), found
    assert all(each.startswith("reported.toml") for each in found)


def test_all_mistakes_are_told_at_once() -> None:
    found = mistakes_in({"unit": "households"}, {"period": "2022-01/2022-12"}, {"id": "other", "figure": "F001"},
                        province="fujian")  # fmt: skip
    assert len(found) == 5  # unit, period, id and figure twice, province
    assert any("each id and each figure once" in each for each in found)


def test_mistakes_of_form_hide_no_others() -> None:
    found = mistakes_in({"uint": "persons"}, {"id": "b", "figure": "F001", "unit": "person", "period": "2022-13"},
                        {"id": "c", "figure": "F002", "simulated": "stock:dibau"})  # fmt: skip
    told = ("statement.0.uint", "b.unit", "b.period", "c.simulated")
    assert [each.partition(": ")[2].partition(":")[0] for each in found] == list(told)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A copy of the files, which is read in their place; a month that is simulated fails."""
    left_out = shutil.ignore_patterns("*.csv", "cases", "mechanisms")
    shutil.copytree(Path(str(data_folder())), tmp_path / "data", ignore=left_out)
    monkeypatch.setattr(engine, "advance", None)
    monkeypatch.setattr(statements, "data_folder", lambda: tmp_path / "data")
    load_statements.cache_clear()
    yield tmp_path / "data" / "reported"
    load_statements.cache_clear()


# province, what stands there, the fault, key and words of the one mistake; {0} and {1} are its first ids
FAULTS = {
    "unknown key": ("hubei", 'figure = "F166"', 'figure = "F166"\nfigur = "F166"', ".figur", "a known field"),
    "unknown parameter": ("yunnan", "plan.coordination_units", "plan.coordination_unit", "joint_units.sets",
                          "did you mean 'plan.coordination_units'"),
    "unknown quantity": ("zhejiang", "measure:HOLDERS_VISITED", "measure:HOLDER_VISITED",
                         "households_visited.simulated", "did you mean 'HOLDERS_VISITED'"),
    "wrong unit": ("jiangxi", 'unit = "persons"', 'unit = "households"', ".unit", "a unit of persons"),
    "id twice": ("fujian", 'id = "{1}"', 'id = "{0}"', "{0}", "each id and each figure once"),
}  # fmt: skip


def planted(folder: Path, fault: str) -> tuple[str, ...]:
    """What must be told of a fault, once it stands in a file."""
    province, *words = FAULTS[fault]
    ids = [each.id for each in load_statements(province)[:2]]
    load_statements.cache_clear()
    old, new, key, expected = (each.format(*ids) for each in words)
    file = folder / f"{province}.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return f"scenarios/reported/{province}.toml: ", f"{key}: expected", expected


@pytest.mark.parametrize("fault", FAULTS)
def test_check_of_a_province_names_a_mistake_in_what_it_reported(copied: Path, fault: str) -> None:
    told = planted(copied, fault)
    done = CliRunner().invoke(app, ["check", FAULTS[fault][0]])
    assert done.exit_code == 2, done.output
    assert all(each in done.output for each in told), done.output


def test_check_tells_the_mistakes_of_all_files_at_once(copied: Path) -> None:
    told = [word for fault in FAULTS for word in planted(copied, fault)]
    (copied / "hubey.toml").write_text((copied / "hubei.toml").read_text(encoding="utf-8"), encoding="utf-8")
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code == 2
    assert all(each in done.output for each in (*told, "scenarios/reported/hubey.toml", "did you mean 'hubei'"))


def test_check_of_one_province_reads_no_file_of_another(copied: Path) -> None:
    planted(copied, "id twice")
    assert CliRunner().invoke(app, ["check", "hubei"]).exit_code == 0


def test_an_unknown_province_is_told_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="did you mean 'hubei'"):
        load_statements("hubey")


def test_files_hold_their_source_rows() -> None:
    for province in provinces():
        data = tomllib.loads((data_folder() / "reported" / f"{province}.toml").read_text(encoding="utf-8"))
        assert all("text_line" in each for each in data["statement"] if "figure" in each)
