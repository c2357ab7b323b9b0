"""The initial state: the register before the first month that is kept, from the model's own hazards and a burn-in.

Receipt lasts for years, so a register cannot fill from nothing. What changes slowly - whom outreach has met, who
knows, who is enrolled - is drawn from the stationary distribution of the hazards; then `BURN_IN` months run without
books, in which queues, reviews, grants that have outlived their reason and a year of income come about.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import compiled, inlined, inlined_reader, lean
from simulation.draws import ALWAYS, Kind, Process, happens, normal, words
from simulation.month_steps.case_table import NO_PROGRAMME, Stage
from simulation.month_steps.cases import casework, filing
from simulation.month_steps.column_widths import kept_fen
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.eligibility import entitlement
from simulation.month_steps.initial_state import initial_units
from simulation.month_steps.outreach import register, visits
from simulation.month_steps.shocks import living
from simulation.parameters.schema.casework import Verification
from simulation.processes import (
    application,
    control,
    earnings,
    illness,
    information,
    job,
    review,
    screening,
    verification,
    visit,
)
from simulation.processes.information import Knowledge
from simulation.rules.programme import status
from simulation.units import WORKING_DAYS

STRETCHES: Final = 12  # of an earnings shock over which a spell of need is looked back on
BURN_IN: Final = 24  # months; whole years, so that the clock of reviews and quarters keeps its phase

type Facts = npt.NDArray[np.int64]


@compiled
def set_initial_state(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, block: int) -> None:
    """The state at the end of the month before `when`: shocks, knowledge, enrolment as in the long run."""
    before = MonthContext(when.month - 1, when.row, when.county, False, False)
    initial_units.set_initial_units(place, policy, rng_key)
    living.look_back(place, policy, before.month)
    n = place.units.size
    for first in range(0, n, block):
        entitlement.find_entitled(place, policy, before, first, min(first + block, n))
    entitlement.judge_truth(place, policy, before)
    know_by_themselves(place, policy, rng_key)
    facts = place.scratch[1]
    for c in range(place.n_cases[0]):
        learn(place, policy, rng_key, when.county, c)
        enrol(place, policy, rng_key, before, c, facts)


@inlined
def share_of_time(start: float, end: float) -> float:
    """Long-run share of units in a state which they enter and leave at these monthly hazards."""
    return start / (start + end) if start > 0.0 else 0.0


@lean
def know_by_themselves(place: CountyTables, policy: Policy, rng_key: RandomKey) -> None:
    """Units that know without outreach, for good."""
    units = place.units
    for i in range(units.size):
        word = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, ALWAYS, Process.CAMPAIGN)[2]
        if happens(word, policy.processes[0].information.base_awareness):
            units[i].knows = Knowledge.OWN


@lean
def contact_probability(
    place: CountyTables, policy: Policy, rng_key: RandomKey, county: int, c: int, cash: bool
) -> float:
    """Monthly probability that outreach meets the unit of case c and recognises its need of cash, or of a status."""
    cases, p = place.cases, policy.processes[0]
    if cases[c].entitled == NO_PROGRAMME:
        return 0.0
    visited = 0.0
    if p.visit.grid_enabled > 0.5:
        visited = visit.visits_possible(p.assistant.hours_month * 60.0, policy.traits[county, visits.TRAVEL], p.visit)
    v = np.int64(cases[c].village)
    identity = place.units[cases[c].unit].id
    fixed = words(rng_key.seed, rng_key.replication, Kind.UNIT, identity, ALWAYS, Process.SCREENING)[0]
    listed = 0.0
    if p.screening.enabled > 0.5 and visited > 0.0:
        listed = p.screening.false_alarm_month  # shared data look for need of cash
        if cash:
            visible = register.visible(place, policy, int(cases[c].unit))
            listed = p.screening.sensitivity_month if screening.leaves_trace(fixed, visible) else 0.0
        registered = min(p.screening.monitored_share * place.units.size / place.n_cases[0], 1.0)
        listed *= registered + (1.0 - registered) * screening.seen_part(False, p.screening)
        listed *= screening.followed_chance(p.visit.field_check_share, p.screening)
    passed = visit.passing_probability(visited, place.village[v + 1] - place.village[v])
    return min(visit.recognition(p.visit) * min(listed + passed, 1.0) + visit.contact_chance(p.visit), 1.0)


@lean
def learn(place: CountyTables, policy: Policy, rng_key: RandomKey, county: int, c: int) -> None:
    """What campaigns and visits have taught the unit of case c since it came into hardship."""
    units, p = place.units, policy.processes[0]
    i = int(place.cases[c].unit)
    word = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, -1, Process.REGISTER_AT_START)[0]
    meeting = contact_probability(place, policy, rng_key, county, c, place.cases[c].entitled_amount > 0)
    learning = information.campaign_probability(p.information) + meeting
    share = share_of_time(learning, p.register.turnover_prob_month)
    if units[i].knows == Knowledge.NONE and happens(word, share):
        units[i].knows = Knowledge.CAMPAIGN


@lean
def declared(place: CountyTables, policy: Policy, month: int, i: int, facts: Facts) -> tuple[int, int]:
    """(status or -1, fen a month) that the rules give unit i on what it declares."""
    units = place.units
    entitlement.fill_facts(units, policy.processes[0], policy.income_index, month, i, False, 1.0, facts)
    k, amount, _ = status(policy.rules, facts, policy.lines[living.line_row(units, i)])
    return k, amount


@lean
def may_file(place: CountyTables, policy: Policy, rng_key: RandomKey, i: int, met: bool) -> bool:
    """Whether unit i would file for the largest gain there is; what a claim asks of it does not change with time."""
    if not (met or place.units[i].knows != Knowledge.NONE):
        return False
    if filing.thinks_excluded(place, policy, rng_key, i, met):
        return False
    taste = filing.unit_taste(place, policy, rng_key, i)
    return application.files(np.inf, met, taste, policy.processes[0].application)


@lean
def claims(
    place: CountyTables, policy: Policy, rng_key: RandomKey, month: int, i: int, met: bool, facts: Facts
) -> bool:
    """Whether unit i would file as it is."""
    if not may_file(place, policy, rng_key, i, met):  # the rules cost twenty times as much
        return False
    gain = filing.believed_gain(place, policy, rng_key, month, i, facts)
    taste = filing.unit_taste(place, policy, rng_key, i)
    return gain >= 0.0 and application.files(gain, met, taste, policy.processes[0].application)


@lean
def claims_in_hardship(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, i: int, stretch: int, factor:
    float, meeting: float, facts: Facts,
) -> bool:  # fmt: skip
    """Whether a serious illness or the loss of the main job makes unit i file within the period looked back on."""
    units, p = place.units, policy.processes[0]
    fading = 1.0 - p.earnings.persistence
    ending = fading + p.register.turnover_prob_month
    w0, w1, w2, w3 = words(
        rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, -2 - stretch, Process.REGISTER_AT_START
    )  # fmt: skip
    onset = illness.onset_probability(units[i].persons, units[i].elders, p.illness)
    units[i].rigid, units[i].jobless = 0, 0
    if happens(w0, share_of_time(onset, fading)):
        units[i].rigid = illness.rigid_yuan_month(w1, p.illness)
        met = happens(w3, share_of_time(meeting, ending + 1.0 / p.illness.spell_months))
        if claims(place, policy, rng_key, when.month, i, met, facts):
            return True
        units[i].rigid = 0
    if units[i].workers > 0 and happens(w2, share_of_time(p.job.loss_prob_month, fading)):
        units[i].jobless = 1
        initial_units.fill_quarters(place, policy, i, factor, min(int(job.spell_months(p.job) / 3.0 + 0.5), 4))
        met = happens(w3, share_of_time(meeting, ending + p.job.find_prob_month))
        return claims(place, policy, rng_key, when.month, i, met, facts)
    return False


@inlined
def months_to_enrolment(p: Verification) -> float:
    """Mean months from need to enrolment: until the unit thinks of claiming, until the case is worked and decided."""
    return 0.5 * filing.CONSIDER_EVERY + 1.0 + (p.start_days + p.delay_days + p.notice_days) / WORKING_DAYS


@inlined
def ending_of_now(place: CountyTables, policy: Policy, i: int) -> float:
    """Monthly hazard with which what unit i lives through now passes."""
    units, p = place.units, policy.processes[0]
    ending = 1.0 - p.earnings.persistence + p.register.turnover_prob_month
    if units[i].sick > 0:
        ending += 1.0 / p.illness.spell_months
    if units[i].jobless > 0:
        ending += p.job.find_prob_month
    return ending  # type: ignore[no-any-return]


@inlined_reader
def refusal_chance(policy: Policy, county: int) -> float:
    """Share of claims that an office of the county refuses by mistake."""
    delegated, p = policy.traits[county, filing.DELEGATED] > 0.5, policy.processes[0]
    return verification.refusal_chance(delegated, False, control.supervision(p.control), p.verification)


@inlined_reader
def live_as_in(place: CountyTables, policy: Policy, key: RandomKey, i: int, stretch: int) -> float:
    """Let unit i live as it did in an earlier stretch, without hardship; returns the factor on its earnings then."""
    units, p = place.units, policy.processes[0].earnings
    w1 = words(key.seed, key.replication, Kind.UNIT, units[i].id, stretch, Process.REGISTER_AT_START)[1]
    factor = earnings.earnings_factor(earnings.persistent_at_start(normal(w1), p), 0.5 * p.transitory_sd, p)
    units[i].rigid, units[i].jobless = 0, 0
    initial_units.fill_quarters(place, policy, i, factor, 4)
    return factor


@lean
def need_has_lasted(
    place: CountyTables, policy: Policy, key: RandomKey, month: int, i: int, stretch: int, facts: Facts
) -> bool:
    """Whether some status was open to unit i on what it declares in every stretch from the second to this one."""
    for earlier in range(1, stretch + 1):
        live_as_in(place, policy, key, i, earlier)
        if declared(place, policy, month, i, facts)[0] < 0:
            return False
    return True


@lean
def has_claimed(place: CountyTables, policy: Policy, key: RandomKey, when: MonthContext, c: int, facts: Facts) -> bool:
    """Whether the unit of case c has been enrolled in this spell of need, looking back over `STRETCHES`.

    In each of them (the time in which an earnings shock fades) the unit files by its gain at the time, and may be
    refused by mistake; the spell began with the turnover of units, or when earnings were too high for need. Of who
    would file with help alone that is asked last: it takes the rules for every stretch, and hardly any is helped.
    """
    units, p, i = place.units, policy.processes[0], int(place.cases[c].unit)
    alone = may_file(place, policy, key, i, False)
    if not (alone or may_file(place, policy, key, i, True)):
        return False
    fading, turnover = 1.0 - p.earnings.persistence, p.register.turnover_prob_month
    ending, shock = ending_of_now(place, policy, i), earnings.unpacked(units[i].persistent)
    factor = earnings.earnings_factor(shock, 0.5 * p.earnings.transitory_sd, p.earnings)
    in_need = contact_probability(place, policy, key, when.county, c, True)
    for_status = contact_probability(place, policy, key, when.county, c, False)
    amount = place.cases[c].entitled_amount
    refusal = refusal_chance(policy, when.county)
    for stretch in range(STRETCHES):
        w0, _, w2, w3 = words(key.seed, key.replication, Kind.UNIT, units[i].id, stretch, Process.REGISTER_AT_START)
        if stretch > 0:
            if happens(w0, share_of_time(turnover, fading)):
                return False
            ending, factor = fading + turnover, live_as_in(place, policy, key, i, stretch)
            if alone:
                k, amount = declared(place, policy, when.month, i, facts)
                if k < 0:
                    return False
        elif happens(w0, share_of_time(ending, 1.0 / months_to_enrolment(p.verification))):
            continue  # too recent
        if happens(w3, refusal):
            continue
        met, unpaid = happens(w2, share_of_time(in_need, ending)), happens(w2, share_of_time(for_status, ending))
        if met != unpaid and not alone and stretch > 0:
            amount = declared(place, policy, when.month, i, facts)[1]
        if claims(place, policy, key, when.month, i, met if amount > 0 else unpaid, facts) or (
            claims_in_hardship(place, policy, key, when, i, stretch, factor, in_need, facts)
        ):
            return alone or need_has_lasted(place, policy, key, when.month, i, stretch, facts)
    return False


@lean
def enrol(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int, facts: Facts) -> None:
    """Put case c on the register at the start if it has claimed since its need began and is taken now."""
    cases, units, p = place.cases, place.units, policy.processes[0]
    i = int(cases[c].unit)
    # to look back is to try other incomes and hardships on the unit itself: its own are put back after
    a, b, d, e = units[i].quarter[0], units[i].quarter[1], units[i].quarter[2], units[i].quarter[3]
    rigid, jobless = units[i].rigid, units[i].jobless
    claimed = has_claimed(place, policy, rng_key, when, c, facts)
    units[i].quarter[0], units[i].quarter[1], units[i].quarter[2], units[i].quarter[3] = a, b, d, e
    units[i].rigid, units[i].jobless = rigid, jobless
    if not claimed:
        return
    cases[c].filings = 1
    filing.assess_and_record(place, policy, rng_key, when.month, c, facts)
    casework.read_file(place, policy, c)
    k, amount, covered = status(policy.rules, place.scratch[0], policy.lines[living.line_row(units, i)])
    if k < 0:
        return
    amount = kept_fen(place, when.month, k, amount)
    cases[c].stage, cases[c].programme, cases[c].amount, cases[c].covered = Stage.ENROLLED, k, amount, covered
    if units[i].knows == Knowledge.NONE:
        units[i].knows = Knowledge.VISIT
    # the reviews of a register that was not built up in time are spread over it, else all fall due at once
    interval = review.interval_months(units[i].able, p.review)
    word = words(rng_key.seed, rng_key.replication, Kind.UNIT, units[i].id, ALWAYS, Process.REGISTER_AT_START)[3]
    cases[c].start, cases[c].reached = when.month, amount > 0
    cases[c].review = when.month + 1 + int(np.uint64(word) * np.uint64(interval) >> np.uint64(32))
