"""Steps 2 and 3: luck of the month, income, and what is kept of it."""

import numpy as np

from simulation._numba import compiled, inlined
from simulation.draws import Kind, Process, happens, normal, words
from simulation.processes import behaviour, disability, disaster, earnings, illness, job
from simulation.rules.facts import Line
from simulation.steps.cases import Stage
from simulation.steps.place import Luck, Place, Policy, When
from simulation.units import FEN
from simulation.world.columns import NO_CASE, Flag, Health, Units

HIT_NONE, HIT_ILLNESS, HIT_JOB, HIT_DISASTER = 0, 1, 2, 3


@inlined
def trailing_fen_month(units: Units, i: int, month: int, assessment_months: int) -> int:
    """Income per month (fen) of unit i, averaged over the running and the past quarters that count."""
    full = assessment_months // 3 - 1
    total = np.int64(units.quarter[i, 0])
    for q in range(1, full + 1):
        total += units.quarter[i, q]
    return total // (month % 3 + 1 + 3 * full)  # type: ignore[no-any-return]


@inlined
def earned_yuan(units: Units, i: int, factor: float, business_part: float) -> float:
    """Earnings of the month (base-date yuan): wages of those in work, and business."""
    wage = units.wage[i] * job.working_share(units.jobless[i], units.workers[i])
    return factor * (wage + units.business[i] * business_part)


@compiled
def mark_health(place: Place, i: int, month: int, bit: int) -> bool:
    """Give the first member of unit i without it a health bit; False when every member has it."""
    units, persons = place.units, place.persons
    for j in range(units.first_person[i], np.int64(units.first_person[i]) + units.household_persons[i]):
        here = (persons.unit[j] >> 4 if persons.split[j] <= month else persons.unit[j] & 15) == units.position[i]
        if here and persons.birth[j] <= month < persons.death[j] and not persons.health[j] & bit:
            persons.health[j] |= bit
            return True
    return False


@compiled
def one_shock(place: Place, policy: Policy, luck: Luck, when: When, i: int, struck: bool) -> float:
    """Shocks of unit i in this month; returns its earnings factor. `units.hit` names fresh hardship."""
    units, p = place.units, policy.processes
    w0, w1, w2, w3 = words(luck.seed, luck.replication, Kind.UNIT, units.id[i], when.month, Process.MONTH_LUCK)
    shock = earnings.persistent_next(earnings.unpacked(units.persistent[i]), normal(w0), p.earnings)
    units.persistent[i] = earnings.packed(shock)
    was_jobless = units.jobless[i]
    units.jobless[i] = job.jobless_next(was_jobless, units.workers[i], w2, p.job)
    hit = HIT_JOB if units.jobless[i] == 1 else HIT_NONE
    if units.sick[i] > 0:
        units.sick[i] -= 1
        if units.sick[i] == 0:
            units.rigid[i] = 0
    elif happens(w3, illness.onset_probability(units.persons[i], units.elders[i], p.illness)):
        v0, v1, _, _ = words(
            luck.seed, luck.replication, Kind.UNIT, units.id[i], when.month, Process.ILLNESS_SIZE
        )
        units.sick[i] = int(p.illness.spell_months)
        units.rigid[i] = illness.rigid_yuan_month(v0, p.illness)
        if happens(v1, p.illness.lasting_share) and mark_health(place, i, when.month, Health.ILL):
            units.ill[i] += 1
        hit = HIT_ILLNESS
    if struck:
        word = words(luck.seed, luck.replication, Kind.UNIT, units.id[i], when.month, Process.DISASTER_HIT)[0]
        if disaster.hits(word, p.disaster):
            hit = HIT_DISASTER
    units.hit[i] = hit
    return earnings.earnings_factor(shock, normal(w1), p.earnings)


@compiled
def strike_disability(place: Place, policy: Policy, luck: Luck, when: When, i: int) -> None:
    """One more member of unit i may become severely disabled (looked at once a quarter: three months' hazard)."""
    units = place.units
    chance = 3.0 * disability.onset_probability(units.persons[i], units.severe[i], policy.processes.disability)
    word = words(luck.seed, luck.replication, Kind.UNIT, units.id[i], when.month, Process.DISABILITY)[0]
    if happens(word, chance) and mark_health(place, i, when.month, Health.SEVERE):
        units.severe[i] += 1
        if units.able[i] > 0:
            units.able[i] -= 1


@compiled
def live(place: Place, policy: Policy, luck: Luck, when: When, first: int, last: int) -> None:
    """Shocks, income, trailing income and assets of the units of one block."""
    units, p = place.units, policy.processes
    struck = disaster.strikes(luck.seed, luck.replication, when.county, when.month, p.disaster)
    new_quarter = when.month % 3 == 0
    for i in range(first, last):
        if new_quarter:
            units.quarter[i, 3], units.quarter[i, 2] = units.quarter[i, 2], units.quarter[i, 1]
            units.quarter[i, 1], units.quarter[i, 0] = units.quarter[i, 0], 0
        units.hit[i] = HIT_NONE
        if units.persons[i] == 0:
            continue
        if new_quarter:
            strike_disability(place, policy, luck, when, i)
        factor = one_shock(place, policy, luck, when, i, struck)
        c = units.case[i]
        benefit = 0
        if c != NO_CASE and place.cases.stage[c] == Stage.ENROLLED:
            benefit = place.cases.paid[c]
            factor *= behaviour.earnings_response(benefit > 0, p.behaviour)
        is_hit = units.hit[i] == HIT_DISASTER
        business_part = 1.0 - p.disaster.loss_share if is_hit else 1.0
        yuan = earned_yuan(units, i, factor, business_part) + units.pension[i] + units.other[i]
        income = int(yuan * policy.income_index * FEN + 0.5)
        units.quarter[i, 0] += min(income, 500_000_000)
        area = 1 if units.flags[i] & Flag.LINE_URBAN else 0
        need = policy.lines[when.county, area, Line.DIBAO] * units.persons[i]
        rigid = units.rigid[i] + (p.disaster.rebuild_yuan if is_hit else 0.0)
        spare = (income + benefit - need) / 100.0
        units.assets[i] = behaviour.assets_next(units.assets[i], spare, rigid, p.behaviour)


@compiled
def begin(place: Place, policy: Policy, luck: Luck, month: int) -> None:
    """State at the start of a history: shocks from their stationary law, a year of past income, hiding."""
    units, p = place.units, policy.processes
    for i in range(units.id.size):
        w0, w1, w2, w3 = words(luck.seed, luck.replication, Kind.UNIT, units.id[i], month - 1, Process.MONTH_LUCK)
        shock = earnings.persistent_at_start(normal(w0), p.earnings)
        units.persistent[i] = earnings.packed(shock)
        units.jobless[i] = job.jobless_at_start(units.workers[i], w2, p.job)
        onset = illness.onset_probability(units.persons[i], units.elders[i], p.illness)
        if happens(w3, min(onset * p.illness.spell_months, 1.0)):
            v0, v1, _, _ = words(luck.seed, luck.replication, Kind.UNIT, units.id[i], month - 1, Process.ILLNESS_SIZE)
            units.sick[i] = 1 + int(np.uint64(v1) * np.uint64(p.illness.spell_months) >> np.uint64(32))
            units.rigid[i] = illness.rigid_yuan_month(v0, p.illness)
        # half a transitory sd of luck is the mean of the transitory factor: a past year averages it out
        factor = earnings.earnings_factor(shock, 0.5 * p.earnings.transitory_sd, p.earnings)
        yuan = earned_yuan(units, i, factor, 1.0) + units.pension[i] + units.other[i]
        quarter = min(int(yuan * policy.income_index * 3 * FEN), 1_500_000_000)
        for q in range(4):
            units.quarter[i, q] = quarter
        units.hides[i] = hidden_part(units, i, w1, luck, policy)


@inlined
def hidden_part(units: Units, i: int, word: np.uint32, luck: Luck, policy: Policy) -> int:
    """Share (in 1/255) of earnings that unit i keeps from the office; fixed for the whole history."""
    p = policy.processes.verification
    honest = words(luck.seed, luck.replication, Kind.UNIT, units.id[i], 0, Process.HONESTY)[0]
    earned = float(units.wage[i]) + units.business[i]
    if earned <= 0.0 or not happens(honest, p.hiding_share):
        return 0
    # business cannot be checked, nor can wages outside towns; town wages stand in social insurance
    unseen = units.business[i] + (0.0 if units.flags[i] & Flag.URBAN else float(units.wage[i]))
    return int(255.0 * p.hidden_part * unseen / earned)
