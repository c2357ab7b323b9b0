"""Every mechanism of the source document that is a rule has a lever, and the lever acts."""

import csv
from pathlib import Path

import numpy as np
import pytest
from households import described_facts
from places import LINES

from simulation.parameters.files.reading import data_folder
from simulation.parameters.lines.lines import CHANGEABLE
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Fact
from simulation.rules.programme import exit_terms
from simulation.rules.rows import assess_rows, decide_rows

ROWS = list(csv.DictReader((Path(str(data_folder())) / "rule_levers.csv").read_text(encoding="utf-8").splitlines()))
# every programme in force, and the switches that hide a lever turned
OPEN = {
    "expenditure.enabled": 1.0, "expansion_band.enabled": 1.0, "disease_treatment.enabled": 1.0,
    "temporary_large.enabled": 1.0, "home_improvement.enabled": 1.0, "purchased_service.enabled": 1.0,
    "project_service.enabled": 1.0, "neighbour_service.enabled": 1.0, "charity_aid.enabled": 1.0,
    "care_actions.enabled": 1.0, "rural_package.extended": 1.0, "dibao.obligor_relief": 1.0,
    "dibao.rigid_share_education": 0.5, "matched_service.consortium_coverage": 0.5,
    "service_assistance.pilot_counties": 40.0, "single.group_expenditure": 1.0, "single.group_frail_elders": 1.0,
    "condolence_visit.near_poor_share": 0.5, "temporary_expenditure.stages": 3.0, "temporary_emergency.stages": 3.0,
    "dibao.obligor_allowance": 0.5, "temporary_large.trigger": 10_000.0,
    "disease_treatment.cap_year": 9000.0, "medical_aid.cap_year": 9000.0,
}  # fmt: skip
BASE = Scenario.load("hubei").change(OPEN)
TABLE = described_facts(1500)
TABLE[: len(TABLE) // 3, Fact.ASSETS] //= 50
TABLE[::7, Fact.DEPENDENT] = TABLE[::7, Fact.PERSONS]
TABLE[::7, [Fact.OBLIGOR_ABLE, Fact.OBLIGOR_INCOME, Fact.OBLIGOR_PERSONS]] = 0
PLACE = np.tile(LINES, (len(TABLE), 1))
ELSEWHERE = ("earnings.", "prices.", "screening.", "temporary.", "verification.")  # tested with their processes


def results(scenario: Scenario) -> list[object]:
    """All that the rules of a scenario give the units: statuses, grants, aid, each grant alone, exits."""
    rules, book = scenario.rules(0), scenario.rule_book()
    statuses = range(len(book.names))
    grants = [assess_rows(rules, k, TABLE, PLACE).tolist() for k in statuses if "temporary" in book.names[k]]
    return [decide_rows(rules, TABLE, PLACE).tolist(), grants, [exit_terms(rules, k) for k in statuses]]


BEFORE = results(BASE)


def test_all_sixty_two_mechanisms_have_a_lever() -> None:
    assert len({row["mechanism"] for row in ROWS}) == 62
    assert {row["part"] for row in ROWS} == {
        "rules/eligibility", "rules/benefit amount", "rules/phase-out", "services/in-kind",
    }  # fmt: skip


@pytest.mark.parametrize("path", sorted({row["path"] for row in ROWS}))
def test_every_lever_resolves_and_acts(path: str) -> None:
    if path.removeprefix("lines.") in CHANGEABLE:
        other = BASE.change({path: 2.5 if "multiple" in path else 1234.0}, beyond_range="any amount will do")
        assert not np.array_equal(other.lines(0), BASE.lines(0))
        return
    parameter = BASE.sources.parameters[path]
    if path.startswith(ELSEWHERE):
        return
    ends = [value for value in (parameter.range_low, parameter.range_high) if value != BASE.value(path)]
    assert ends, "a range to sweep"
    if path.startswith("lines."):
        assert any(not np.array_equal(BASE.change({path: value}).lines(0), BASE.lines(0)) for value in ends)
        return
    assert any(results(BASE.change({path: value})) != BEFORE for value in ends)
