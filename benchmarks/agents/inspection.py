"""What is looked at once a quarter: the audit view, cliffs, and the cascade."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from benchmarks.agents.scalars import shows_cascade
from simulation.draws import Process, happens
from simulation.ledger import Measure
from simulation.month_steps.case_table import NO_PROGRAMME, Stage
from simulation.month_steps.cases.inspection import CLIFF_STEP_FEN
from simulation.processes.information import Knowledge
from simulation.rules.facts import Fact
from simulation.rules.programme import bundle_fen

if TYPE_CHECKING:
    from benchmarks.agents.case import Case
    from benchmarks.agents.county import County
    from benchmarks.agents.unit import Unit


def audit(case: "Case") -> None:
    """Assessors judge a sampled unit with a small error of income."""
    unit, p = case.unit, case.unit.model.p.observers
    w, listed = unit.words(Process.AUDIT_OBSERVER), case.paid > 0
    if not happens(w[0], p.audit_sample_listed if listed else p.audit_sample_unlisted):
        return
    amount = covered = 0
    if unit.persons > 0:
        noise = unit.seen_with_noise(p.audit_noise_sd, w[1])
        _, amount, covered = unit.decide(unit.facts(factor=noise))
    if listed:
        case.add(Measure.AUDIT_LISTED, case.covered)
        case.add(Measure.AUDIT_LISTED_NOT_ENTITLED, case.covered * (amount <= 0 and case.exit_left == 0))
        case.add(Measure.AUDIT_LISTED_ENTITLED, covered * (amount > 0))
    else:
        case.add(Measure.AUDIT_UNLISTED_ENTITLED, covered * (amount > 0))


def worth(unit: "Unit", facts: npt.NDArray[np.int64]) -> int:
    """Cash and bundle (fen/month) of the status that the facts give."""
    k, amount, _ = unit.decide(facts)
    return amount + bundle_fen(unit.model.rules, k, facts, unit.model.lines[unit.line_row])


def look_for_cliff(case: "Case") -> None:
    """A holder who would lose more than 200 yuan of aid by earning 200 yuan more."""
    if case.stage != Stage.ENROLLED or case.entitled == NO_PROGRAMME or case.unit.persons == 0:
        return
    facts = case.unit.facts()
    now = worth(case.unit, facts)
    facts[Fact.WAGE] += CLIFF_STEP_FEN
    if now - worth(case.unit, facts) > CLIFF_STEP_FEN:
        case.add(Measure.NOTCH_UNITS)


def barrier(unit: "Unit") -> int:
    """Which barrier of the rules stops a unit, relaxed one after the other."""
    facts = unit.facts()
    if facts[Fact.REGISTERED] == 0:
        return Measure.CASCADE_ELSEWHERE
    for relaxed, measure in (
        ((Fact.ASSETS, Fact.CAR, Fact.SECOND_HOME), Measure.CASCADE_ASSETS),
        ((Fact.OBLIGOR_INCOME, Fact.OBLIGOR_PERSONS, Fact.OBLIGOR_ABLE), Measure.CASCADE_OBLIGORS),
        ((Fact.ABLE, Fact.UNINSURED), Measure.CASCADE_IMPUTED),
    ):
        for fact in relaxed:
            facts[fact] = 0
        if unit.decide(facts)[1] > 0:
            return measure
    return Measure.CASCADE_OTHER


def progress(case: "Case") -> int:
    """How far an entitled unit got."""
    if case.stage == Stage.ENROLLED:
        return Measure.CASCADE_ENROLLED
    if case.waits:
        return Measure.CASCADE_WAITING
    if case.refused:
        return Measure.CASCADE_REFUSED
    return Measure.CASCADE_UNKNOWN if case.unit.knows == Knowledge.NONE else Measure.CASCADE_NOT_FILED


def inspect(county: "County") -> None:
    """The quarterly look."""
    for case in county.cases:
        audit(case)
        look_for_cliff(case)
    if not shows_cascade(county.model.month):
        return
    m = county.books.measures
    for unit in county.units:
        if unit.persons == 0 or unit.trailing() >= unit.poverty_line() * unit.persons:
            continue
        people = unit.village.weight * unit.persons
        entitled = unit.case is not None and unit.case.entitled_amount > 0
        m[Measure.CASCADE_LOW] += people
        m[progress(unit.case) if entitled and unit.case else barrier(unit)] += people
