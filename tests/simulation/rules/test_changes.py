"""What a decision rests on: unchanged means the same decision on any file; nothing is missed or taken too widely."""

import numpy as np
import pytest
from households import described_facts
from places import LINES

from simulation import engine
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules import changes, tables
from simulation.rules.changes import changed_decisions
from simulation.rules.facts import Line
from simulation.rules.rows import DECISION, decide_rows
from simulation.rules.tables import Rules

START = "2023-07"
FACTS = described_facts(400)
TABLES = ("PROGRAMME", "AMOUNT", "CONDITION", "INCOME", "WAIVER", "BRACKET", "EXTRA", "GROUP", "PASSPORT")
STATUS = [DECISION.index(name) for name in ("programme", "amount", "covered")]


@pytest.fixture(scope="module")
def yunnan() -> Scenario:
    """The province with the most programmes in force."""
    return Scenario.load("yunnan")


def moved(scenario: Scenario, path: str) -> Scenario | None:
    """The scenario with one parameter of a rule moved inside its range; None where it can only be what it is."""
    parameter = scenario.sources.parameters[path]
    value = scenario.value(path)
    low, high = parameter.low, parameter.high
    other = value * 1.25 + (0.25 if high <= 1 else 1.0)
    other = other if other <= high else max(low, value * 0.6 - 0.05)
    if parameter.unit in ("1", "variant") and {low, high} == {0, 1} and value in (0, 1):
        other = 1.0 - value
    return None if other == value else scenario.change({path: other}, start=START)


def decisions(rules: Rules, lines: np.ndarray) -> np.ndarray:
    """Decisions on all households, one line_row after the other."""
    return np.concatenate([decide_rows(rules, FACTS, np.tile(row, (len(FACTS), 1))) for row in lines])


def check(old: Rules, new: Rules, old_lines: np.ndarray, new_lines: np.ndarray) -> None:
    """Every decision that differs is marked as changed."""
    changed = changed_decisions(old, new, old_lines, new_lines)
    before, after = decisions(old, old_lines), decisions(new, new_lines)
    line_row = np.repeat(np.arange(len(old_lines)), len(FACTS))
    status = before[:, 0]
    differs = (before[:, STATUS] != after[:, STATUS]).any(axis=1)
    assert (changed[line_row, status] >= differs).all()


def of_rules(scenario: Scenario) -> list[str]:
    """Paths of all parameters of programmes."""
    programmes = {spec.id for spec in scenario.programmes}
    return sorted(path for path in scenario.sources.parameters if path.partition(".")[0] in programmes)


def check_paths(scenario: Scenario, paths: list[str]) -> None:
    lines = np.array([LINES, LINES * 2])
    for path in paths:
        reform = moved(scenario, path)
        if reform is not None:
            check(reform.rules(5), reform.rules(6), lines, lines)


def test_what_is_unchanged_is_decided_the_same(yunnan: Scenario) -> None:
    check_paths(yunnan, of_rules(yunnan)[::9])


@pytest.mark.full
def test_what_is_unchanged_is_decided_the_same_for_every_parameter(yunnan: Scenario) -> None:
    check_paths(yunnan, of_rules(yunnan))


@pytest.mark.parametrize("line", list(Line))
def test_a_line_changes_its_own_tariff_and_who_reads_it(yunnan: Scenario, line: Line) -> None:
    rules = yunnan.rules(0)
    lines = np.array([LINES, LINES])
    other = lines.copy()
    other[1, line] = other[1, line] * 5 // 4
    check(rules, rules, lines, other)
    changed = changed_decisions(rules, rules, lines, other)
    assert not changed[0].any()
    assert changed[1].any() == (line != Line.BAND or yunnan.value("expansion_band.enabled") > 0)


def test_aid_changes_no_decision_and_a_status_no_earlier_one(yunnan: Scenario) -> None:
    order = [spec.id for spec in yunnan.programmes]
    lines = np.array([LINES])
    dearer = yunnan.change({"condolence_visit.value_year": 66}, start=START)
    assert not changed_decisions(dearer.rules(5), dearer.rules(6), lines, lines).any()

    slower = yunnan.change({"dibao.withdraw_rate": 0.8}, start=START)
    changed = changed_decisions(slower.rules(5), slower.rules(6), lines, lines)[0]
    assert changed.nonzero()[0].tolist() == [order.index("dibao")]  # who failed it, failed its tests

    laxer = yunnan.change({"marginal.cars_allowed": 1 - yunnan.value("marginal.cars_allowed")}, start=START)
    changed = changed_decisions(laxer.rules(5), laxer.rules(6), lines, lines)[0]
    assert not changed[: order.index("single")].any()
    assert changed[order.index("marginal")]
    assert changed[-1]

    longer = yunnan.change({"dibao.gradual_exit_months": 12}, start=START)
    assert not changed_decisions(longer.rules(5), longer.rules(6), lines, lines).any()


def test_every_reference_between_tables_is_followed() -> None:
    """A new field that points to rows of another table has to be declared, else its content would go unseen."""
    names = {name for table in TABLES for name in getattr(tables, table).names}
    assert {name for name in names if name.endswith("_first")} == set(changes.RUNS)
    assert {end for end, _ in changes.RUNS.values()} <= names
    for end, table in changes.RUNS.values():
        assert end in names
        assert table in Rules._fields
    assert set(changes.AMOUNTS) <= names
    assert set(changes.QUANTITIES) <= names
    whole = {name for t in TABLES for name, (kind, *_) in getattr(tables, t).fields.items() if kind == np.int64}
    plain = {"kind", "whole", "paid_by", "shared",
             "benefit", "round_to", "rounding", "bit", "excludes", "constant", "fen", "op", "item",
             "when_least", "in_need", "bundle_counts", "group", "start", "taper", "aid",
             "line"} | set(changes.OF_EXIT)  # fmt: skip
    declared = {*changes.RUNS, *changes.AMOUNTS, *changes.QUANTITIES, *changes.PLACES}
    assert whole - plain <= declared


def test_what_the_office_knows_of_needs_counts_where_rules_read_it(yunnan: Scenario) -> None:
    """Nothing is known of needs until July: decisions that read such facts are made anew then, and no others."""
    known = yunnan.change({"needs.known": 1 - yunnan.value("needs.known")}, start=START)
    changed = engine.changed_since(known, 6)
    assert changed.any()
    assert not engine.changed_since(known, 7).any()
