"""Step 4: who is entitled on the true facts, and who enters the case table."""

import numpy as np
import numpy.typing as npt

from simulation._numba import compiled, inlined
from simulation.draws import Kind, Process, words
from simulation.processes import application
from simulation.rules.facts import Fact, Line
from simulation.rules.programme import counted_income, decide, income_ceiling
from simulation.rules.tables import Rules
from simulation.steps.cases import NEVER, NO_PROGRAMME, Stage
from simulation.steps.living import HIT_DISASTER, HIT_ILLNESS, trailing_fen_month
from simulation.steps.place import Luck, Place, Policy, When
from simulation.units import FEN
from simulation.world.columns import NO_CASE, Flag, Units

N_FACTS = len(Fact)
LARGEST = 2_000_000_000  # facts are kept in int32
_WAGE, _PENSION, _OTHER = int(Fact.WAGE), int(Fact.PENSION), int(Fact.OTHER)


@inlined
def area_of(units: Units, i: int) -> int:
    """1 where the urban standard applies to unit i, else 0."""
    return 1 if units.flags[i] & Flag.LINE_URBAN else 0


@inlined
def lines_of(place: Place, policy: Policy, i: int) -> npt.NDArray[np.int64]:
    """Lines (fen per person-month) of the county of registration and the area of unit i."""
    units = place.units
    return policy.lines[units.registration[i], area_of(units, i)]  # type: ignore[no-any-return]


@compiled
def obligors(place: Place, policy: Policy, month: int, i: int, facts: npt.NDArray[np.int64]) -> None:
    """Co-resident relatives outside the unit: income, persons, of working age."""
    units = place.units
    period = int(policy.processes.earnings.assessment_months)
    root = i - np.int64(units.position[i])
    facts[Fact.OBLIGOR_INCOME], facts[Fact.OBLIGOR_PERSONS], facts[Fact.OBLIGOR_ABLE] = 0, 0, 0
    if units.units[i] < 2:
        return
    for j in range(root, root + units.units[i]):
        if j != i and units.persons[j] > 0:
            facts[Fact.OBLIGOR_INCOME] += trailing_fen_month(units, j, month, period)
            facts[Fact.OBLIGOR_PERSONS] += units.persons[j]
            facts[Fact.OBLIGOR_ABLE] += units.able[j]


@compiled
def fill_facts(
    place: Place, policy: Policy, month: int, i: int, sees_hidden: bool, factor: float, facts: npt.NDArray[np.int64]
) -> None:
    """The facts of unit i: the true ones with `sees_hidden` and factor 1, else what is declared or believed."""
    units, p = place.units, policy.processes
    index = policy.income_index
    pension = int(units.pension[i] * index * FEN)
    other = int(units.other[i] * index * FEN)
    earned = max(trailing_fen_month(units, i, month, int(p.earnings.assessment_months)) - pension - other, 0)
    if not sees_hidden:
        earned -= int(earned * (units.hides[i] / 255.0))
    base = float(units.wage[i]) + units.business[i]
    wage = int(earned * (units.wage[i] / base)) if base > 0.0 else earned
    facts[Fact.PERSONS] = units.persons[i]
    facts[Fact.MINORS], facts[Fact.ELDERS] = units.minors[i], units.elders[i]
    facts[Fact.SEVERE], facts[Fact.ILL] = units.severe[i], units.ill[i]
    facts[Fact.ABLE], facts[Fact.WORKERS] = units.able[i], units.workers[i]
    facts[Fact.JOBLESS] = 1 if units.jobless[i] > 0 else 0
    facts[Fact.WAGE] = int(wage * factor)
    facts[Fact.BUSINESS] = int((earned - wage) * factor)
    facts[Fact.PENSION], facts[Fact.OTHER] = int(pension * factor), int(other * factor)
    facts[Fact.RIGID] = np.int64(units.rigid[i]) * FEN
    facts[Fact.RIGID_PERSONS] = 1 if units.rigid[i] > 0 else 0
    obligors(place, policy, month, i, facts)
    facts[Fact.ASSETS] = min(np.int64(units.assets[i]) * FEN, LARGEST)
    flags = units.flags[i]
    facts[Fact.CAR] = 1 if flags & Flag.CAR else 0
    facts[Fact.SECOND_HOME] = 1 if flags & Flag.SECOND_HOME else 0
    facts[Fact.REGISTERED] = 0 if flags & Flag.OTHER_PROVINCE else 1
    facts[Fact.INSTITUTION] = 1 if flags & Flag.INSTITUTION else 0
    facts[Fact.DEPENDENT] = max(units.persons[i] - units.able[i], 0)
    facts[Fact.SHOCK], facts[Fact.SHOCK_COST] = units.hit[i], 0
    if units.hit[i] == HIT_ILLNESS:
        facts[Fact.SHOCK_COST] = facts[Fact.RIGID] * units.sick[i]
    elif units.hit[i] == HIT_DISASTER:
        facts[Fact.SHOCK_COST] = int(p.disaster.rebuild_yuan * FEN)
    facts[Fact.MONTHS_SINCE_RISE] = 0


@compiled
def perceived_factor(place: Place, policy: Policy, luck: Luck, i: int) -> float:
    """Factor by which unit i misjudges its income, fixed per unit."""
    word = words(luck.seed, luck.replication, Kind.UNIT, place.units.id[i], 0, Process.PERCEPTION)[0]
    return application.perceived_factor(word, policy.processes.application)


@compiled
def open_case(place: Place, i: int, village: int) -> int:
    """Row of unit i in the case table, made if it has none."""
    units, cases = place.units, place.cases
    if units.case[i] != NO_CASE:
        return units.case[i]  # type: ignore[no-any-return]
    c = place.n_cases[0]
    place.n_cases[0] += 1
    units.case[i] = c
    cases.unit[c], cases.village[c] = i, village
    cases.programme[c], cases.entitled[c] = NO_PROGRAMME, NO_PROGRAMME
    cases.since[c], cases.retry[c] = NEVER, NEVER
    return c  # type: ignore[no-any-return]


@inlined
def may_be_low(place: Place, policy: Policy, month: int, i: int) -> bool:
    """Cheap test that keeps most units away from the rules; never excludes one that a status could take."""
    units = place.units
    trailing = trailing_fen_month(units, i, month, int(policy.processes.earnings.assessment_months))
    declared = trailing - int(trailing * (units.hides[i] / 255.0)) - np.int64(units.rigid[i]) * FEN
    return declared <= policy.ceiling[units.registration[i], area_of(units, i)] * units.persons[i]  # type: ignore[no-any-return]


@compiled
def largest_passing_fen(rules: Rules, fact: int, facts: npt.NDArray[np.int64], lines: npt.NDArray[np.int64]) -> int:
    """Largest income from one source (fen/month) at which some status still passes its income test."""
    low, high = 0, 1_000_000_000
    while high - low > 1:
        middle = (low + high) // 2
        facts[fact] = middle
        passes = False
        for k in range(len(rules.programmes)):
            if rules.programmes[k]["monthly"] == 1:
                passes = passes or counted_income(rules, k, facts, lines) < income_ceiling(rules, facts, lines)
        low, high = (middle, high) if passes else (low, middle)
    facts[fact] = 0
    return low


@compiled
def ceilings(rules: Rules, lines: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """(counties, area) income per head (fen/month) above which no status can pass, whatever is disregarded.

    A source's disregard never falls as it grows, so counted income is at least the income less the disregards
    at the ceiling; rigid expenditure is deducted by the caller.
    """
    out = np.empty(lines.shape[:2], np.int64)
    for county in range(lines.shape[0]):
        for area in range(2):
            facts = np.zeros(N_FACTS, np.int64)
            for one in (Fact.PERSONS, Fact.ELDERS, Fact.WORKERS, Fact.SEVERE, Fact.ILL, Fact.REGISTERED, Fact.DEPENDENT):
                facts[one] = 1
            base = income_ceiling(rules, facts, lines[county, area])
            wage = largest_passing_fen(rules, _WAGE, facts, lines[county, area])
            pension = largest_passing_fen(rules, _PENSION, facts, lines[county, area])
            other = largest_passing_fen(rules, _OTHER, facts, lines[county, area])
            out[county, area] = base + max(wage - base, 0) + max(pension - base, 0) + max(other - base, 0)
    return out


@compiled
def find_low(place: Place, policy: Policy, luck: Luck, when: When, first: int, last: int) -> None:
    """Units of a block which the rules would take, on true, declared or believed facts, enter the case table."""
    units = place.units
    facts = np.zeros(N_FACTS, np.int64)
    village = np.searchsorted(place.village, first, side="right") - 1
    for i in range(first, last):
        while i >= place.village[village + 1]:
            village += 1
        if units.case[i] != NO_CASE or units.persons[i] == 0 or not may_be_low(place, policy, when.month, i):
            continue
        lines = lines_of(place, policy, i)
        fill_facts(place, policy, when.month, i, True, 1.0, facts)
        found = decide(policy.rules, facts, lines)[0] >= 0
        if not found and units.hides[i] > 0:
            fill_facts(place, policy, when.month, i, False, 1.0, facts)
            found = decide(policy.rules, facts, lines)[0] >= 0
        if found:
            open_case(place, i, village)


@compiled
def judge_truth(place: Place, policy: Policy, when: When) -> None:
    """True entitlement of every case in this month, and since when its unit is entitled to cash."""
    cases, facts = place.cases, np.zeros(N_FACTS, np.int64)
    for c in range(place.n_cases[0]):
        i = cases.unit[c]
        k, amount, covered = NO_PROGRAMME, 0, 0
        if place.units.persons[i] > 0:
            fill_facts(place, policy, when.month, i, True, 1.0, facts)
            k, _, _, _, amount, covered = decide(policy.rules, facts, lines_of(place, policy, i))
        cases.entitled[c], cases.entitled_amount[c], cases.entitled_covered[c] = k, amount, covered
        if amount <= 0:
            cases.since[c] = NEVER
        elif cases.since[c] == NEVER:
            cases.since[c] = when.month
        cases.paid[c] = 0


@inlined
def is_waiting(stage: int) -> bool:
    """Whether an application is under way."""
    return stage == Stage.SURVEY or stage == Stage.CONFIRM


@inlined
def dibao_line(place: Place, policy: Policy, i: int) -> int:
    """The dibao line (fen per person-month) of unit i."""
    return lines_of(place, policy, i)[Line.DIBAO]  # type: ignore[no-any-return]
