"""Step 4: who is entitled on the true facts, and who enters the case table."""

import numpy as np
import numpy.typing as npt

from simulation._numba import compiled, inlined, inlined_reader, lean
from simulation.draws import Kind, Process, words
from simulation.processes import application
from simulation.rules.facts import Fact
from simulation.rules.programme import counted_income, decide, income_ceiling
from simulation.rules.tables import Kind as RuleKind
from simulation.rules.tables import Rules
from simulation.steps.cases import NEVER, NO_PROGRAMME, Stage
from simulation.steps.living import HIT_DISASTER, HIT_ILLNESS, tariff, trailing_fen_month
from simulation.steps.place import Luck, Place, Policy, When
from simulation.units import FEN
from simulation.world.columns import NO_CASE, Flag, UnitTable

N_FACTS = len(Fact)
STATUS = int(RuleKind.STATUS)
type Params = np.void  # the record of `Processes`
LARGEST = 2_000_000_000  # facts are kept in int32
_WAGE, _BUSINESS, _PENSION, _OTHER = (int(f) for f in (Fact.WAGE, Fact.BUSINESS, Fact.PENSION, Fact.OTHER))
UNBOUNDED = 1_000_000_000  # fen/month: beyond every ceiling of a disregard


@lean
def obligors(
    units: UnitTable, p: Params, income_index: float, month: int, i: int, facts: npt.NDArray[np.int64]
) -> None:
    """Relatives outside the unit: co-resident, or elsewhere for units that cannot work."""
    period = int(p.earnings.assessment_months)
    root = i - np.int64(units[i].position)
    facts[Fact.OBLIGOR_INCOME], facts[Fact.OBLIGOR_PERSONS], facts[Fact.OBLIGOR_ABLE] = 0, 0, 0
    if units[i].able == 0 and units[i].kin_income > 0:
        persons = int(p.kin.child_persons)
        facts[Fact.OBLIGOR_INCOME] = int(units[i].kin_income * income_index * FEN) * persons
        facts[Fact.OBLIGOR_PERSONS], facts[Fact.OBLIGOR_ABLE] = persons, 1
    if units[i].units < 2:
        return
    for j in range(root, root + units[i].units):
        if j != i and units[j].persons > 0:
            facts[Fact.OBLIGOR_INCOME] += trailing_fen_month(units, j, month, period)
            facts[Fact.OBLIGOR_PERSONS] += units[j].persons
            facts[Fact.OBLIGOR_ABLE] += units[j].able


@lean
def fill_facts(
    units: UnitTable, p: Params, income_index: float, month: int, i: int,
    sees_hidden: bool, factor: float, facts: npt.NDArray[np.int64],
) -> None:  # fmt: skip
    """The facts of unit i: the true ones with `sees_hidden` and factor 1, else what is declared or believed."""
    pension = int(units[i].pension * income_index * FEN)
    other = int(units[i].other * income_index * FEN)
    earned = max(trailing_fen_month(units, i, month, int(p.earnings.assessment_months)) - pension - other, 0)
    if not sees_hidden:
        earned -= int(earned * (units[i].hides / 255.0))
    base = float(units[i].wage) + units[i].business
    wage = int(earned * (units[i].wage / base)) if base > 0.0 else earned
    facts[Fact.PERSONS] = units[i].persons
    facts[Fact.MINORS], facts[Fact.ELDERS] = units[i].minors, units[i].elders
    facts[Fact.SEVERE], facts[Fact.ILL] = units[i].severe, units[i].ill
    facts[Fact.ABLE], facts[Fact.WORKERS] = units[i].able, units[i].workers
    facts[Fact.JOBLESS] = 1 if units[i].jobless > 0 else 0
    facts[Fact.WAGE] = int(wage * factor)
    facts[Fact.BUSINESS] = int((earned - wage) * factor)
    facts[Fact.PENSION], facts[Fact.OTHER] = int(pension * factor), int(other * factor)
    facts[Fact.RIGID] = np.int64(units[i].rigid) * FEN
    facts[Fact.RIGID_PERSONS] = 1 if units[i].rigid > 0 else 0
    obligors(units, p, income_index, month, i, facts)
    facts[Fact.ASSETS] = min(np.int64(units[i].assets) * FEN, LARGEST)
    flags = units[i].flags
    facts[Fact.CAR] = 1 if flags & Flag.CAR else 0
    facts[Fact.SECOND_HOME] = 1 if flags & Flag.SECOND_HOME else 0
    facts[Fact.REGISTERED] = 0 if flags & Flag.OTHER_PROVINCE else 1
    facts[Fact.INSTITUTION] = 1 if flags & Flag.INSTITUTION else 0
    facts[Fact.DEPENDENT] = max(units[i].persons - units[i].able, 0)
    facts[Fact.SHOCK], facts[Fact.SHOCK_COST] = units[i].hit, 0
    if units[i].hit == HIT_ILLNESS:
        facts[Fact.SHOCK_COST] = facts[Fact.RIGID] * units[i].sick
    elif units[i].hit == HIT_DISASTER:
        facts[Fact.SHOCK_COST] = int(p.disaster.rebuild_yuan * FEN)
    facts[Fact.MONTHS_SINCE_RISE] = 0


@inlined_reader
def perceived_factor(place: Place, policy: Policy, luck: Luck, i: int) -> float:
    """Factor by which unit i misjudges its income, fixed per unit."""
    word = words(luck.seed, luck.replication, Kind.UNIT, place.units[i].id, 0, Process.PERCEPTION)[0]
    return application.perceived_factor(word, policy.processes[0].application)


@lean
def open_case(place: Place, i: int, village: int) -> int:
    """Row of unit i in the case table, made if it has none."""
    units, cases = place.units, place.cases
    if units[i].case != NO_CASE:
        return units[i].case  # type: ignore[no-any-return]
    c = place.n_cases[0]
    place.n_cases[0] += 1
    units[i].case = c
    cases[c].unit, cases[c].village = i, village
    cases[c].programme, cases[c].entitled = NO_PROGRAMME, NO_PROGRAMME
    cases[c].since, cases[c].retry = NEVER, NEVER
    return c  # type: ignore[no-any-return]


@inlined
def may_be_low(place: Place, policy: Policy, month: int, i: int) -> bool:
    """Cheap test that keeps most units away from the rules; never excludes one that a status could take."""
    units = place.units
    trailing = trailing_fen_month(units, i, month, int(policy.processes[0].earnings.assessment_months))
    declared = trailing - int(trailing * (units[i].hides / 255.0)) - np.int64(units[i].rigid) * FEN
    return declared <= policy.ceiling[tariff(units, i)] * units[i].persons  # type: ignore[no-any-return]


@compiled
def disregard_fen(rules: Rules, fact: int, facts: npt.NDArray[np.int64], lines: npt.NDArray[np.int64]) -> int:
    """Most (fen/month) that any status leaves out of an income from one source, however large it is."""
    most = np.int64(0)
    facts[fact] = UNBOUNDED
    for k in range(len(rules.programmes)):
        if rules.programmes[k]["kind"] == STATUS:
            most = max(most, UNBOUNDED - counted_income(rules, k, facts, lines))
    facts[fact] = 0
    return most  # type: ignore[no-any-return]


@compiled
def ceilings(rules: Rules, lines: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """(rows of lines,) income per head (fen/month) above which no status can pass, whatever is disregarded.

    The income test of the widest status and the largest disregard of every source together: an upper bound;
    rigid expenditure is deducted by the caller.
    """
    out = np.empty(len(lines), np.int64)
    facts = np.zeros(N_FACTS, np.int64)
    for one in (Fact.PERSONS, Fact.ELDERS, Fact.WORKERS, Fact.SEVERE, Fact.ILL, Fact.REGISTERED, Fact.DEPENDENT):
        facts[one] = 1
    for row in range(len(lines)):
        out[row] = income_ceiling(rules, facts, lines[row])
        for source in (_WAGE, _BUSINESS, _PENSION, _OTHER):
            out[row] += disregard_fen(rules, source, facts, lines[row])
    return out


@lean
def find_low(place: Place, policy: Policy, when: When, first: int, last: int) -> None:
    """Units of a block which the rules would take, on true or declared facts, enter the case table."""
    units = place.units
    facts = place.scratch[1]
    village = np.searchsorted(place.village, first, side="right") - 1
    for i in range(first, last):
        while i >= place.village[village + 1]:
            village += 1
        if units[i].case != NO_CASE or units[i].persons == 0 or not may_be_low(place, policy, when.month, i):
            continue
        lines = policy.lines[tariff(place.units, i)]
        fill_facts(place.units, policy.processes[0], policy.income_index, when.month, i, True, 1.0, facts)
        found = decide(policy.rules, facts, lines)[0] >= 0
        if not found and units[i].hides > 0:
            fill_facts(place.units, policy.processes[0], policy.income_index, when.month, i, False, 1.0, facts)
            found = decide(policy.rules, facts, lines)[0] >= 0
        if found:
            open_case(place, i, village)


@lean
def judge_truth(place: Place, policy: Policy, when: When) -> None:
    """True entitlement of every case in this month, and since when its unit is entitled to cash."""
    cases, facts = place.cases, place.scratch[1]
    for c in range(place.n_cases[0]):
        i = np.int64(cases[c].unit)
        k, amount, covered = NO_PROGRAMME, 0, 0
        if place.units[i].persons > 0 and may_be_low(place, policy, when.month, i):
            fill_facts(place.units, policy.processes[0], policy.income_index, when.month, i, True, 1.0, facts)
            k, _, _, _, amount, covered = decide(policy.rules, facts, policy.lines[tariff(place.units, i)])
        cases[c].entitled, cases[c].entitled_amount, cases[c].entitled_covered = k, amount, covered
        if amount <= 0:
            cases[c].since = NEVER
        elif cases[c].since == NEVER:
            cases[c].since = when.month
        cases[c].paid = 0


@inlined
def is_waiting(stage: int) -> bool:
    """Whether an application is under way."""
    return stage in (Stage.SURVEY, Stage.CONFIRM)
