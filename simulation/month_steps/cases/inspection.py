"""What is looked at once a quarter: the audit view, cliffs, and the cascade from a low income to enrolment."""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined, inlined_reader, inner, lean, merged
from simulation.draws import Kind, Process, exp, happens, normal, words
from simulation.ledger import Measure
from simulation.month_steps.case_table import NO_PROGRAMME, Stage
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.eligibility.entitlement import fill_facts, is_waiting
from simulation.month_steps.eligibility.registered import is_registered
from simulation.month_steps.shocks.living import line_row, trailing_fen_month
from simulation.population.columns import NO_CASE
from simulation.processes.information import Knowledge
from simulation.rules.facts import Fact, Line
from simulation.rules.programme import bundle_fen, status
from simulation.units import MONTHS_PER_YEAR

CLIFF_STEP_FEN = 20_000  # 200 yuan


@lean
def audit(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """Assessors sample listed and unlisted units in hardship and judge them with a small error of income."""
    cases, m, p = place.cases, place.books.measures, policy.processes[0].observers
    facts = place.scratch[1]
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        w0, w1, _, _ = words(
            rng_key.seed, rng_key.replication, Kind.UNIT, place.units[i].id, when.month, Process.AUDIT_OBSERVER
        )
        listed = cases[c].paid > 0
        if not happens(w0, p.audit_sample_listed if listed else p.audit_sample_unlisted):
            continue
        amount, covered = 0, 0
        if place.units[i].persons > 0:
            fill_facts(
                place.units,
                policy.processes[0],
                policy.income_index,
                when.month,
                i,
                True,
                exp(p.audit_noise_sd * normal(w1)),
                facts,
            )
            _, amount, covered = status(policy.rules, facts, policy.lines[line_row(place.units, i)])
        weight = place.weight[cases[c].village]
        if listed:
            m[when.row, Measure.AUDIT_LISTED] += weight * np.int64(cases[c].covered)
            # who leaves gradually is paid as the rules say
            wrong = amount <= 0 and cases[c].exit_left == 0
            m[when.row, Measure.AUDIT_LISTED_NOT_ENTITLED] += weight * np.int64(cases[c].covered) * wrong
            m[when.row, Measure.AUDIT_LISTED_ENTITLED] += weight * covered * (amount > 0)
        else:
            m[when.row, Measure.AUDIT_UNLISTED_ENTITLED] += weight * covered * (amount > 0)


@merged
def worth_fen(policy: Policy, facts: npt.NDArray[np.int64], lines: npt.NDArray[np.int64]) -> int:
    """Cash and bundle (fen/month) of the status that the facts give."""
    k, amount, _ = status(policy.rules, facts, lines)
    return amount + bundle_fen(policy.rules, k, facts, lines)


@lean
def count_cliffs(place: CountyTables, policy: Policy, when: MonthContext) -> None:
    """Holders of a status who would lose more than 200 yuan of aid by earning 200 yuan more."""
    cases = place.cases
    facts = place.scratch[1]
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        if cases[c].stage != Stage.ENROLLED or cases[c].entitled == NO_PROGRAMME or place.units[i].persons == 0:
            continue
        lines = policy.lines[line_row(place.units, i)]
        fill_facts(place.units, policy.processes[0], policy.income_index, when.month, i, True, 1.0, facts)
        now = worth_fen(policy, facts, lines)
        facts[Fact.WAGE] += CLIFF_STEP_FEN
        if now - worth_fen(policy, facts, lines) > CLIFF_STEP_FEN:
            place.books.measures[when.row, Measure.NOTCH_UNITS] += place.weight[cases[c].village]


@merged
def cash(policy: Policy, facts: npt.NDArray[np.int64], lines: npt.NDArray[np.int64]) -> bool:
    """Whether the facts give a status with cash."""
    return status(policy.rules, facts, lines)[1] > 0


@merged
def barrier(place: CountyTables, policy: Policy, month: int, i: int, facts: npt.NDArray[np.int64]) -> int:
    """Which barrier of the rules stops unit i: relaxed one after the other, in the order of the cascade."""
    if not is_registered(place.units, policy.processes[0], i):
        return Measure.CASCADE_ELSEWHERE
    lines = policy.lines[line_row(place.units, i)]
    fill_facts(place.units, policy.processes[0], policy.income_index, month, i, True, 1.0, facts)
    facts[Fact.ASSETS], facts[Fact.CAR], facts[Fact.SECOND_HOME] = 0, 0, 0
    if cash(policy, facts, lines):
        return Measure.CASCADE_ASSETS
    facts[Fact.OBLIGOR_INCOME], facts[Fact.OBLIGOR_PERSONS], facts[Fact.OBLIGOR_ABLE] = 0, 0, 0
    if cash(policy, facts, lines):
        return Measure.CASCADE_OBLIGORS
    # with nobody able or uninsured no wage is imputed
    facts[Fact.ABLE], facts[Fact.UNINSURED] = 0, 0
    return Measure.CASCADE_IMPUTED if cash(policy, facts, lines) else Measure.CASCADE_OTHER


@inlined_reader
def progress(place: CountyTables, i: int, c: int) -> int:
    """How far an entitled unit got."""
    cases = place.cases
    if cases[c].stage == Stage.ENROLLED:
        return Measure.CASCADE_ENROLLED
    if is_waiting(cases[c].stage):
        return Measure.CASCADE_WAITING
    if cases[c].refused:
        return Measure.CASCADE_REFUSED
    return Measure.CASCADE_UNKNOWN if place.units[i].knows == Knowledge.NONE else Measure.CASCADE_NOT_FILED


@lean
def cascade(place: CountyTables, policy: Policy, when: MonthContext) -> None:
    """From units with an own income per head below the dibao line to those enrolled; the causes sum to all."""
    units, m = place.units, place.books.measures
    facts = place.scratch[1]
    period = int(policy.processes[0].earnings.assessment_months)
    for v in range(place.weight.size):
        for i in range(place.village[v], place.village[v + 1]):
            line = policy.lines[line_row(place.units, i)][Line.DIBAO]
            low = trailing_fen_month(units, i, when.month, period) < line * units[i].persons
            if units[i].persons == 0 or not low:
                continue
            persons = place.weight[v] * np.int64(units[i].persons)
            m[when.row, Measure.CASCADE_LOW] += persons
            c = units[i].case
            if c != NO_CASE and place.cases[c].entitled_amount > 0:
                m[when.row, progress(place, i, c)] += persons
            else:
                m[when.row, barrier(place, policy, when.month, i, facts)] += persons


@inlined
def shows_cascade(month: int) -> bool:
    """Whether the cascade is counted at the quarterly look of this month: in December, and throughout the first year.

    It asks the rules four times for every low unit that they refuse, and only its last look is shown.
    """
    return month >= 0 and (month < MONTHS_PER_YEAR or month % MONTHS_PER_YEAR == MONTHS_PER_YEAR - 1)


@inner
def inspect(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext) -> None:
    """The quarterly look."""
    audit(place, policy, rng_key, when)
    count_cliffs(place, policy, when)
    if shows_cascade(when.month):
        cascade(place, policy, when)
