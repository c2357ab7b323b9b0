"""Steps 2 and 3: luck of the month, income, and what is kept of it."""

import numpy as np

from simulation._numba import inlined, inlined_reader, lean
from simulation.draws import Kind, Process, exp, happens, normal, words
from simulation.processes import behaviour, disability, disaster, earnings, illness, job
from simulation.rules.facts import Line
from simulation.steps.cases import Stage
from simulation.steps.monthly_luck import MonthlyLuck, draw
from simulation.steps.place import Luck, Place, Policy, When
from simulation.units import FEN
from simulation.world.columns import NO_CASE, Flag, Health, UnitTable
from simulation.world.people import FIRST_MONTH

HIT_NONE, HIT_ILLNESS, HIT_JOB, HIT_DISASTER = 0, 1, 2, 3


@inlined
def tariff(units: UnitTable, i: int) -> int:
    """Row of `Policy.lines` that applies to unit i: county of registration and urban or rural standard."""
    return np.int64(units[i].registration) * 2 + (1 if units[i].flags & Flag.LINE_URBAN else 0)  # type: ignore[no-any-return]


@inlined
def trailing_fen_month(units: UnitTable, i: int, month: int, assessment_months: int) -> int:
    """Income per month (fen) of unit i, averaged over the running and the past quarters that count."""
    full = assessment_months // 3 - 1
    total = np.int64(units[i].quarter[0])
    for q in range(1, full + 1):
        total += units[i].quarter[q]
    # divided as floats: exact for whole numbers of this size, and several times faster than as integers
    return int(total / (month % 3 + 1 + 3 * full))


@inlined
def earned_yuan(units: UnitTable, i: int, factor: float, business_part: float) -> float:
    """Earnings of the month (base-date yuan): wages of those in work, and business."""
    wage = units[i].wage * job.working_share(units[i].jobless, units[i].workers)
    # as workers come, go and come back, so do their earnings
    part = 1.0
    if units[i].workers != units[i].base_workers and units[i].base_workers > 0:
        part = units[i].workers / float(units[i].base_workers)
    return factor * part * (wage + units[i].business * business_part)


@lean
def mark_health(place: Place, i: int, month: int, bit: int) -> bool:
    """Give the first member of unit i without it a health bit; False when every member has it."""
    units, persons = place.units, place.persons
    for j in range(units[i].first_person, np.int64(units[i].first_person) + units[i].household_persons):
        here = (persons.unit[j] >> 4 if persons.split[j] <= month else persons.unit[j] & 15) == units[i].position
        if here and persons.birth[j] <= month < persons.death[j] and not persons.health[j] & bit:
            persons.health[j] |= bit
            return True
    return False


@inlined
def is_holder(place: Place, i: int) -> bool:
    """Whether unit i holds a status."""
    c = place.units[i].case
    return c != NO_CASE and place.cases[c].stage == Stage.ENROLLED  # type: ignore[no-any-return]


@inlined_reader
def strike(
    place: Place, policy: Policy, luck: Luck, when: When, i: int, drawn: MonthlyLuck, j: int, struck: bool
) -> None:  # fmt: skip
    """Shocks of unit i in this month; `units.hit` names fresh hardship."""
    units, p = place.units, policy.processes[0]
    units[i].persistent = earnings.packed(drawn.shock[j])
    units[i].jobless = job.jobless_next(units[i].jobless, units[i].workers, drawn.word[2, j], p.job)
    helped = units[i].jobless > 1 and p.job.activation_share > 0.0 and is_holder(place, i)
    if helped and job.finds_with_help(drawn.word[2, j], p.job):
        units[i].jobless = 0
    hit = HIT_JOB if units[i].jobless == 1 else HIT_NONE
    if units[i].sick > 0:
        units[i].sick -= 1
        if units[i].sick == 0:
            units[i].rigid = 0
    elif happens(drawn.word[3, j], illness.onset_probability(units[i].persons, units[i].elders, p.illness)):
        fall_ill(place, policy, luck, when, i)
        hit = HIT_ILLNESS
    if struck:
        word = words(luck.seed, luck.replication, Kind.UNIT, units[i].id, when.month, Process.DISASTER_HIT)[0]
        if disaster.hits(word, p.disaster):
            hit = HIT_DISASTER
    units[i].hit = hit


@lean
def fall_ill(place: Place, policy: Policy, luck: Luck, when: When, i: int) -> None:
    """A spell of serious illness begins in unit i; it may leave a member ill for good."""
    units, p = place.units, policy.processes[0].illness
    v0, v1, _, _ = words(luck.seed, luck.replication, Kind.UNIT, units[i].id, when.month, Process.ILLNESS_SIZE)
    units[i].sick = int(p.spell_months)
    units[i].rigid = illness.rigid_yuan_month(v0, p)
    lasts = when.month >= FIRST_MONTH and happens(v1, p.lasting_share)
    if lasts and mark_health(place, i, when.month, Health.ILL):
        units[i].ill += 1


@inlined_reader
def strike_disability(place: Place, policy: Policy, month: int, i: int, word: np.uint32) -> None:
    """One more member of unit i may become severely disabled (looked at once a quarter: three months' hazard)."""
    units = place.units
    chance = 3.0 * disability.onset_probability(units[i].persons, units[i].severe, policy.processes[0].disability)
    if happens(word, chance) and mark_health(place, i, month, Health.SEVERE):
        units[i].severe += 1
        if units[i].able > 0:
            units[i].able -= 1


@inlined_reader
def earn(place: Place, policy: Policy, i: int, factor: float) -> None:
    """Income of unit i in this month, and what is kept of it."""
    units, p = place.units, policy.processes[0]
    c = units[i].case
    benefit = 0
    if c != NO_CASE and place.cases[c].stage == Stage.ENROLLED:
        benefit = place.cases[c].paid
        factor *= behaviour.earnings_response(benefit > 0, p.behaviour)
    is_hit = units[i].hit == HIT_DISASTER
    business_part = 1.0 - p.disaster.loss_share if is_hit else 1.0
    yuan = earned_yuan(units, i, factor, business_part) + units[i].pension + units[i].other
    income = int(yuan * policy.income_index * FEN + 0.5)
    units[i].quarter[0] += min(income, 500_000_000)
    need = policy.poverty[tariff(units, i)] * units[i].persons
    rigid = units[i].rigid + (p.disaster.rebuild_yuan if is_hit else 0.0)
    spare = (income + benefit - need) / 100.0
    units[i].assets = behaviour.assets_next(units[i].assets, spare, rigid, p.behaviour)


@lean
def live(
    place: Place, policy: Policy, luck: Luck, when: When, first: int, last: int, drawn: MonthlyLuck
) -> None:  # fmt: skip
    """Shocks, income, trailing income and assets of units first .. last - 1 (at most BATCH)."""
    units = place.units
    struck = disaster.strikes(luck.seed, luck.replication, when.county, when.month, policy.processes[0].disaster)
    new_quarter = when.month % 3 == 0
    draw(units, policy, luck, when.month, first, last, drawn)
    for i in range(first, last):
        if new_quarter:
            units[i].quarter[3], units[i].quarter[2] = units[i].quarter[2], units[i].quarter[1]
            units[i].quarter[1], units[i].quarter[0] = units[i].quarter[0], 0
        units[i].hit = HIT_NONE
        if units[i].persons == 0:
            continue
        if new_quarter and when.month >= FIRST_MONTH:
            strike_disability(place, policy, when.month, i, drawn.disability[i - first])
        strike(place, policy, luck, when, i, drawn, i - first, struck)
        earn(place, policy, i, drawn.factor[i - first])


@lean
def begin(place: Place, policy: Policy, luck: Luck, month: int) -> None:
    """State at the start of a history: shocks from their stationary law, a year of past income, hiding."""
    units, p = place.units, policy.processes[0]
    for i in range(units.size):
        w0, _, w2, w3 = words(luck.seed, luck.replication, Kind.UNIT, units[i].id, month - 1, Process.MONTH_LUCK)
        shock = earnings.persistent_at_start(normal(w0), p.earnings)
        units[i].persistent = earnings.packed(shock)
        units[i].jobless = job.jobless_at_start(units[i].workers, w2, p.job)
        earns = float(units[i].wage) + units[i].business > 0.0
        units[i].base_workers = 1 if units[i].persons == 0 and earns else units[i].workers
        onset = illness.onset_probability(units[i].persons, units[i].elders, p.illness)
        if happens(w3, min(onset * p.illness.spell_months, 1.0)):
            v0, v1, _, _ = words(luck.seed, luck.replication, Kind.UNIT, units[i].id, month - 1, Process.ILLNESS_SIZE)
            units[i].sick = 1 + int(np.uint64(v1) * np.uint64(p.illness.spell_months) >> np.uint64(32))
            units[i].rigid = illness.rigid_yuan_month(v0, p.illness)
        # half a transitory sd of luck is the mean of the transitory factor: a past year averages it out
        factor = earnings.earnings_factor(shock, 0.5 * p.earnings.transitory_sd, p.earnings)
        yuan = earned_yuan(units, i, factor, 1.0) + units[i].pension + units[i].other
        quarter = min(int(yuan * policy.income_index * 3 * FEN), 1_500_000_000)
        for q in range(4):
            units[i].quarter[q] = quarter
        units[i].hides = hidden_part(units, i, luck, policy)
        units[i].kin_income = kin_income_yuan(place, policy, luck, i)


@inlined
def kin_income_yuan(place: Place, policy: Policy, luck: Luck, i: int) -> int:
    """Income per head (base-date yuan a month) of relatives of unit i who live elsewhere and owe support; 0 = none."""
    p = policy.processes[0].kin
    w0, w1, _, _ = words(luck.seed, luck.replication, Kind.UNIT, place.units[i].id, 0, Process.KIN)
    if happens(w0, p.childless_share):
        return 0
    mean = policy.lines[tariff(place.units, i)][Line.DISPOSABLE_INCOME] / 100.0
    return int(min(max(mean * p.child_income_share * exp(p.child_income_log_sd * normal(w1)), 1.0), 65000.0))


@inlined
def hidden_part(units: UnitTable, i: int, luck: Luck, policy: Policy) -> int:
    """Share (in 1/255) of earnings that unit i keeps from the office; fixed for the whole history."""
    p = policy.processes[0].verification
    honest = words(luck.seed, luck.replication, Kind.UNIT, units[i].id, 0, Process.HONESTY)[0]
    earned = float(units[i].wage) + units[i].business
    if earned <= 0.0 or not happens(honest, p.hiding_share):
        return 0
    # business cannot be checked, nor can wages outside towns; town wages stand in social insurance
    unseen = units[i].business + (0.0 if units[i].flags & Flag.URBAN else float(units[i].wage))
    return int(255.0 * p.hidden_part * unseen / earned)
