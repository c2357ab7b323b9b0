"""Switches: every declaration names a value, what ships sets nothing in vain, and check tells who does."""

from pathlib import Path

import numpy as np
import pytest
from folders import copy_of_data, edit
from typer.testing import CliRunner

from simulation.calculator import kernels
from simulation.cli.main import app
from simulation.parameters.files.names import MONEY
from simulation.parameters.files.reading import data_folder, names_in
from simulation.parameters.programmes.rule_tables import build_rules
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import set_in_vain
from simulation.parameters.scenario.switches import Switches, declared, of_rows, parsed
from simulation.parameters.schema.groups import all_fields
from simulation.rules.facts import Fact, Line
from simulation.rules.rows import decide_rows
from simulation.rules.tables import Rules
from simulation.sweeping.design.sweep_file import mistakes_of

PROVINCES = names_in(data_folder() / "provinces", "")
REFORMS = names_in(data_folder() / "reforms", ".toml")
PROVENANCE = 'status = "assumed"\nconfidence = "none"\nsource = "made up"\nyear = 2022\n'
REFORM = 'id = "vain"\nlabel = { zh = "空", en = "vain" }\n'


@pytest.fixture(scope="module")
def yunnan() -> Scenario:
    return Scenario.load("yunnan")


def test_every_declaration_names_values_and_leads_to_an_end() -> None:
    fields = all_fields()
    for path, switches in declared().items():
        todo, seen = [path], set()
        while todo:
            for each in declared().get(todo.pop(), ()):
                assert each.path in fields, path
                assert each.path != path, f"{path} would switch itself"
                if each.path not in seen:
                    seen.add(each.path)
                    todo.append(each.path)
        assert switches


def test_a_declaration_is_read_as_written() -> None:
    one, other, third = parsed("targeting = 2 | screening.items > 11 | contact_rate_year", "visit")
    assert (one.path, one.holds(2), one.holds(1)) == ("visit.targeting", True, False)
    assert (other.path, other.holds(12), other.holds(11)) == ("screening.items", True, False)
    assert (third.path, third.holds(0.1), third.holds(0)) == ("visit.contact_rate_year", True, False)


@pytest.mark.parametrize("province", PROVINCES)
def test_nothing_that_ships_sets_a_value_in_vain(province: str) -> None:
    base = Scenario.load(province)
    assert set_in_vain(base) == []
    for reform in REFORMS:
        assert set_in_vain(base.with_reform(reform)) == [], reform


def test_a_limit_that_nobody_uses_is_refused_in_a_practice(tmp_path: Path) -> None:
    """Inner Mongolia's twenty days, of which no case was decided sooner."""
    root = copy_of_data(tmp_path, "inner_mongolia")
    edit(
        root / "national" / "casework.toml",
        "[verification.uses_limit]\nvalue = 0.3",
        "[verification.uses_limit]\nvalue = 0",
    )
    practice = root / "practices" / "inner_mongolia.toml"
    edit(practice, "[verification.process_cv]\nvalue = 0.05", "[verification.process_cv]\nvalue = 0")
    (found,) = set_in_vain(Scenario.load("inner_mongolia", root=root))
    assert (found.file, found.key) == ("scenarios/practices/inner_mongolia.toml", "verification.limit_days")
    switch = "verification.uses_limit > 0 or verification.process_cv > 0"
    assert found.expected == f"{switch}, without which verification.limit_days changes nothing"
    assert found.found == "verification.uses_limit = 0"


@pytest.mark.parametrize("path", ["expenditure.trigger", "expansion_band.scale_power"])
@pytest.mark.parametrize("begins", [False, True])
def test_a_practice_says_how_a_programme_is_run_only_where_it_has_it(tmp_path: Path, path: str, begins: bool) -> None:
    """Also from a later date on: then it is read."""
    root, programme = copy_of_data(tmp_path, "hubei"), path.partition(".")[0]
    dated = "values = [{ from = 2021-01-01, value = 0 }, { from = 2025-01-01, value = 1 }]"
    tables = {f"{programme}.enabled": dated if begins else "value = 0"}
    tables[path] = f"value = {Scenario.load('hubei').value(path)}"
    with (root / "practices" / "hubei.toml").open("a", encoding="utf-8") as file:
        file.writelines(f"\n[{name}]\n{value}\n{PROVENANCE}" for name, value in tables.items())
    found = set_in_vain(Scenario.load("hubei", root=root))
    wrong = [] if begins else [("scenarios/practices/hubei.toml", path)]
    assert [(each.file, each.key) for each in found] == wrong
    assert all(each.found == f"{programme}.enabled = 0" for each in found)


def test_a_switch_has_a_switch_of_its_own(yunnan: Scenario) -> None:
    """The gain of outside data needs the match of entrants, which needs the controls."""
    gain = {"control.external_gain": 0.5}
    on = {"control.external_data": 1.0, "control.fraud_match_interval_months": 1.0}
    assert [m.found for m in set_in_vain(yunnan.change(gain))] == ["control.external_data = 0"]
    assert set_in_vain(yunnan.change(gain | on)) == []
    half = yunnan.change(gain | {"control.external_data": 1.0})
    assert {m.found for m in set_in_vain(half)} == {"control.fraud_match_interval_months = 0"}
    off = yunnan.change(gain | on | {"control.enabled": 0.0})
    assert {m.found for m in set_in_vain(off)} == {"control.enabled = 0"}


def test_a_value_read_in_one_of_its_months_is_not_in_vain(yunnan: Scenario) -> None:
    later = yunnan.change({"credit.general_months": 12.0}).change({"credit.enabled": 1.0}, start="2025-01")
    assert set_in_vain(later) == []
    over = yunnan.change({"credit.general_months": 12.0}, end="2024-12").change(
        {"credit.enabled": 1.0}, start="2025-06"
    )
    assert [m.key for m in set_in_vain(over)] == ["credit.general_months"]


def test_rules_say_their_switches_themselves(yunnan: Scenario) -> None:
    yunnan = yunnan.change({"expenditure.enabled": 0.0})
    switches = Switches(yunnan)
    assert switches.off("expenditure.trigger", 0) == "expenditure.enabled = 1"
    assert switches.off("dibao.withdraw_rate", 0) == ""
    trigger = yunnan.change({"expenditure.trigger": 0.4})
    assert [m.found for m in set_in_vain(trigger)] == ["expenditure.enabled = 0"]
    assert set_in_vain(trigger.change({"expenditure.enabled": 1.0})) == []
    untested = trigger.change({"expenditure.enabled": 1.0, "expenditure.trigger_test": 0.0})
    assert [m.found for m in set_in_vain(untested)] == ["expenditure.trigger_test = 0"]


def made_up_facts(rows: int) -> np.ndarray:
    """(rows, Fact) of units of all kinds, many of them near the lines."""
    rng = np.random.default_rng(11)
    facts = rng.integers(0, 3, (rows, len(Fact)))
    facts[:, Fact.PERSONS] = rng.integers(1, 6, rows)
    money = [Fact[name.upper()] for name in MONEY if name.upper() in Fact.__members__]
    facts[:, money] = rng.integers(0, 200_000, (rows, len(money))) * rng.integers(0, 2, (rows, len(money)))
    facts[:, Fact.REGISTERED] = rng.integers(0, 5, rows) > 0
    return facts.astype(np.int64)


@pytest.mark.parametrize("province", PROVINCES)
def test_what_rules_have_switched_off_decides_nothing(province: str) -> None:
    """Status, payment, grants and aid in kind of four thousand units, at either end of all that is off."""
    base = Scenario.load(province).change({"matched_service.enabled": 0, "care_service.enabled": 0})
    switches, read = Switches(base), of_rows(base.programmes)
    off = {path for path in read if switches.off(path, 0)}
    off -= {flag for places in read.values() for flags in places for flag in flags}
    assert len(off) > 15
    facts = made_up_facts(4000)
    lines = base.lines(0).reshape(-1, len(Line))[np.arange(4000) % (2 * len(base.counties))]

    def rules_at(end: str) -> Rules:
        def value(programme: str, number: float | str) -> float:
            if not isinstance(number, str):
                return float(number)
            path = number[1:] if "." in number else f"{programme}.{number[1:]}"
            return float(getattr(base.sources.parameters[path], end)) if path in off else base.value(path)

        return build_rules(list(base.programmes), value)

    held = [
        np.column_stack([decide_rows(rules, facts, lines), kernels.standings(rules, facts, lines)])
        for rules in (base.rules(0), rules_at("range_low"), rules_at("range_high"))
    ]
    assert np.unique(held[0][:, 0]).size > 3  # several statuses, and none
    assert np.array_equal(held[1], held[0])
    assert np.array_equal(held[2], held[0])


def test_check_refuses_a_reform_that_does_nothing(tmp_path: Path) -> None:
    file = tmp_path / "vain.toml"
    file.write_text(REFORM + '[[change]]\npath = "burden.guide_gain"\nvalue = 0.25\n', encoding="utf-8")
    done = CliRunner().invoke(app, ["check", "yunnan", str(file)])
    assert done.exit_code == 2
    assert "change.0.path: expected burden.guide > 0" in " ".join(done.output.split())
    file.write_text(
        file.read_text(encoding="utf-8") + '[[change]]\npath = "burden.guide"\nvalue = 1\n', encoding="utf-8"
    )
    assert CliRunner().invoke(app, ["check", "yunnan", str(file)]).exit_code == 0


def test_check_refuses_a_scenario_file_that_does_nothing(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('base = "yunnan"\n[set]\n"information.hotline_call_prob" = 0.5\n', encoding="utf-8")
    (found,) = mistakes_of(file)
    assert (found.file, found.key) == (str(file), "information.hotline_call_prob")
    assert "information.hotline_enabled > 0" in found.expected
