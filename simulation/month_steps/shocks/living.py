"""Steps 2 and 3: shocks of the month, income, and what is kept of it."""

import numpy as np

from simulation.compile.kernel import inlined_reader, lean
from simulation.month_steps.batch import Batch, gather
from simulation.month_steps.case_table import Stage
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.household_class import household_class
from simulation.month_steps.shocks.apply_shocks import (
    apply_disability_shock,
    apply_shocks,
    from_savings_yuan,
    no_shock_this_month,
)
from simulation.month_steps.shocks.monthly_shocks import draw
from simulation.parameters.schema.processes import Behaviour
from simulation.parameters.schema.shocks import Shock
from simulation.population.columns import NO_CASE, Flag, UnitTable
from simulation.processes import behaviour, disaster, illness, job
from simulation.units import FEN, FIRST_MONTH, LARGEST_FEN


@inlined_reader
def line_row(units: UnitTable, i: int) -> int:
    """Row of `Policy.lines` that applies to unit i: county of registration and urban or rural standard."""
    return np.int64(units[i].registration) * 2 + (1 if units[i].flags & Flag.LINE_URBAN else 0)  # type: ignore[no-any-return]


@inlined_reader
def quarters_fen(units: UnitTable, i: int, full: int) -> int:
    """Income (fen) of unit i in the running quarter and `full` (0 to 3) past ones."""
    # spelled out: a loop of three steps takes longer than all else that is done with its sum
    total = np.int64(units[i].quarter[0]) + (units[i].quarter[1] if full > 0 else 0)
    return total + (units[i].quarter[2] if full > 1 else 0) + (units[i].quarter[3] if full > 2 else 0)  # type: ignore[no-any-return]


@inlined_reader
def trailing_fen_month(units: UnitTable, i: int, month: int, assessment_months: int) -> int:
    """Income per month (fen) of unit i, averaged over the running and the past quarters that count."""
    full = assessment_months // 3 - 1
    total = quarters_fen(units, i, full)
    # divided as floats: exact for whole numbers of this size, and several times faster than as integers
    return int(total / (month % 3 + 1 + 3 * full))


@inlined_reader
def base_yuan(units: UnitTable, i: int, business_part: float) -> float:
    """Base-date earnings of unit i in a month: wages of those in work, and business."""
    wage = units[i].wage * job.working_share(units[i].jobless, units[i].workers)
    return wage + units[i].business * business_part  # type: ignore[no-any-return]


@inlined_reader
def workers_part(units: UnitTable, i: int) -> float:
    """As workers come, go and come back, so do their earnings."""
    if units[i].workers != units[i].base_workers and units[i].base_workers > 0:
        return units[i].workers / float(units[i].base_workers)  # type: ignore[no-any-return]
    return 1.0


@inlined_reader
def earned_yuan(units: UnitTable, i: int, factor: float, business_part: float) -> float:
    """Earnings of the month (base-date yuan) under the factor of its shocks."""
    return factor * workers_part(units, i) * base_yuan(units, i, business_part)


@inlined_reader
def start_quarter(units: UnitTable, i: int) -> None:
    """The running quarter of unit i is over."""
    units[i].quarter[3], units[i].quarter[2] = units[i].quarter[2], units[i].quarter[1]
    units[i].quarter[1], units[i].quarter[0] = units[i].quarter[0], 0


@inlined_reader
def ceiling_fen(policy: Policy, units: UnitTable, i: int) -> float:
    """Trailing income (fen a month) below which unit i may qualify: more than the widest status takes and leaves out.

    What is spent on rigid needs is deducted in full. Higher for who lives from a business, of whose income rules count
    a part; without bound where they count nothing of all there is.

    Cheap, and for most units enough to keep them away from the rules (`entitlement.passes_prefilter` is the next test).
    """
    column = household_class(units[i].flags, units[i].able > 0, units[i].rigid > 0)
    ceiling = policy.income_ceilings[line_row(units, i), column] * units[i].persons + float(units[i].rigid) * FEN
    part = policy.processes[0].verification.business_part
    if units[i].business == 0 or part == 1.0:
        return ceiling  # type: ignore[no-any-return]
    counted = 1.0 - (1.0 - part) * units[i].business / (float(units[i].wage) + units[i].business)
    return (ceiling + 1.0) / counted if counted > 0.0 else np.inf  # type: ignore[no-any-return]  # a fen for rounding


@inlined_reader
def fill_batch(place: CountyTables, policy: Policy, i: int, full: int, j: int, batch: Batch) -> None:
    """What the income of unit i in this month is made of, and what it lives on, into place j of the batch."""
    units, p = place.units, policy.processes[0]
    c, benefit = units[i].case, 0
    if c != NO_CASE and place.cases[c].stage == Stage.ENROLLED:
        benefit = place.cases[c].paid
        batch.factor[j] *= behaviour.earnings_response(benefit > 0, p.behaviour)
    if units[i].sick > 0:
        batch.factor[j] *= illness.earnings_left(units[i].sick, p.illness)
    if units[i].workers != units[i].base_workers:
        batch.factor[j] *= workers_part(units, i)
    # the usual case has no call: nine in ten units are in work and untouched
    by_disaster = units[i].shock == Shock.DISASTER
    batch.base[j] = (units[i].wage if units[i].workers > 0 else 0) + float(units[i].business)
    if by_disaster or units[i].jobless > 0:
        batch.base[j] = base_yuan(units, i, 1.0 - p.disaster.loss_share if by_disaster else 1.0)
    batch.pension[j], batch.other[j], batch.benefit[j] = units[i].pension, units[i].other, benefit
    batch.persons[j], batch.line[j] = units[i].persons, policy.poverty[line_row(units, i)]
    batch.rigid[j], batch.rebuild[j] = units[i].rigid, from_savings_yuan(units, p, i)
    batch.assets[j], batch.past[j] = units[i].assets, quarters_fen(units, i, full)
    # on what it declares a unit that hides income may qualify, whatever it truly has
    batch.ceiling[j] = np.inf if units[i].hides > 0 else ceiling_fen(policy, units, i)


@inlined_reader
def earn(policy: Policy, divisor: float, n: int, batch: Batch) -> None:
    """Income, trailing income and assets of the first `n` units of a batch; see `trailing_fen_month`."""
    index, record = policy.income_index, policy.processes[0].behaviour
    p = Behaviour(record.response, record.response_size, record.saving_rate, record.drawdown_month)
    # a loop for each result, so short that the processor works on several units at once
    for j in range(n):
        yuan = batch.factor[j] * batch.base[j] + batch.pension[j] + batch.other[j]
        batch.income[j] = np.floor(yuan * index * FEN + 0.5)
    for j in range(n):
        batch.trailing[j] = np.int32((batch.past[j] + min(batch.income[j], LARGEST_FEN)) / divisor)
    for j in range(n):
        batch.may_qualify[j] = batch.trailing[j] < batch.ceiling[j]
    for j in range(n):
        spare = (batch.income[j] + batch.benefit[j] - float(batch.line[j]) * batch.persons[j]) / 100.0
        batch.assets[j] = behaviour.assets_next(batch.assets[j], spare, batch.rigid[j] + batch.rebuild[j], p)


@lean
def live(
    place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, first: int, last: int, batch: Batch
) -> None:
    """Shocks, income, trailing income and assets of units first .. last - 1 (at most `batch.SIZE`).

    Assets stay constant before month -24, and nobody is disabled.
    """
    units, trailing, may_qualify, ages = place.units, place.trailing, place.may_qualify, when.month >= FIRST_MONTH
    county_shock = disaster.county_shock(
        rng_key.seed, rng_key.replication, when.county, when.month, policy.processes[0].disaster
    )
    full = int(policy.processes[0].earnings.assessment_months) // 3 - 1
    for i in range(max(first, 0), last):
        # rows where nobody lives too: who reads these columns later does not ask for persons first
        units[i].shock, trailing[i], may_qualify[i] = Shock.NONE, 0, False
        if when.month % 3 == 0:
            start_quarter(units, i)
        if when.month % 12 == 0:
            units[i].spent = 0
    n = gather(units, first, last, batch)
    draw(policy, rng_key, when.month, n, batch)
    for j in range(n):
        i = max(np.int64(batch.row[j]), 0)  # never below 0, as the compiler now knows: no look for counts from the end
        if when.month % 3 == 0 and ages:
            apply_disability_shock(place, policy, when.month, i, batch.disability[j])
        if county_shock or not no_shock_this_month(units, policy, i, batch.word[2, j], batch.word[3, j]):
            apply_shocks(place, policy, rng_key, when, i, batch.word[2, j], batch.word[3, j], county_shock)
        fill_batch(place, policy, i, full, j, batch)
    earn(policy, when.month % 3 + 1 + 3.0 * full, n, batch)
    for j in range(n):
        i = max(np.int64(batch.row[j]), 0)
        units[i].persistent, trailing[i], may_qualify[i] = batch.stored[j], batch.trailing[j], batch.may_qualify[j]
        units[i].quarter[0] += np.int32(min(batch.income[j], LARGEST_FEN))
        if ages:
            units[i].assets = batch.assets[j]


@lean
def look_back(place: CountyTables, policy: Policy, month: int) -> None:
    """Fill `CountyTables.trailing` and `CountyTables.may_qualify` for a month that is over."""
    units, period = place.units, int(policy.processes[0].earnings.assessment_months)
    for i in range(units.size):
        lives = units[i].persons > 0
        place.trailing[i] = trailing_fen_month(units, i, month, period) if lives else 0
        place.may_qualify[i] = lives and (place.trailing[i] < ceiling_fen(policy, units, i) or units[i].hides > 0)
