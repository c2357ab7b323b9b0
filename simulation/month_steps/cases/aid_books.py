"""Aid in kind of a month: what holders are offered, how far the province's supply of it goes, and whose money it is."""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader, lean
from simulation.draws import ALWAYS, Kind, Process, words
from simulation.ledger import LEVELS, MOST_AIDS, Aided, Measure
from simulation.month_steps.case_table import Stage
from simulation.month_steps.cases.casework import read_file
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.shocks.living import line_row
from simulation.population.people.traits import Trait
from simulation.processes import application
from simulation.rules.aid import aid_persons, offered_fen
from simulation.rules.programme import covered_persons, own_bundle_fen
from simulation.rules.tables import PaidBy, Shared
from simulation.units import share_of

type Counts = npt.NDArray[np.int64]

_CIVIL_AFFAIRS, _OTHER_DEPARTMENTS = int(PaidBy.CIVIL_AFFAIRS), int(PaidBy.OTHER_DEPARTMENTS)
_NOBODY, _HOUSEHOLDS = int(Shared.NOBODY), int(Shared.HOUSEHOLDS)
_PEOPLE = int(Trait.PEOPLE)
_OWN = MOST_AIDS - 1  # row of the [[bundle]] of status files
HERE, AWAY, UNITS, PERSONS, ASKING = 0, 1, 2, 3, 4  # rows of what a county's holders are offered, see `offer`


@inlined_reader
def part_drawn(place: CountyTables, policy: Policy, rng_key: RandomKey, i: int) -> float:
    """Share of the linked benefits that unit i draws; see `application.linked_share`."""
    p = policy.processes[0].application
    if p.bundled_items >= application.ITEMS:
        return 1.0
    word = words(rng_key.seed, rng_key.replication, Kind.UNIT, place.units[i].id, ALWAYS, Process.STATEMENT)[2]
    return application.linked_share(word, p)


@lean
def offer(place: CountyTables, policy: Policy, rng_key: RandomKey, when: MonthContext, c: int, offered: Counts) -> None:
    """Add what the holder of case c is offered to (5, MOST_AIDS): fen a month paid here and where it is registered.

    Then units and persons who get it, and those over whom a supply is shared out.

    A reach below 1 is the share of those entitled who get the aid, so that many of the units are counted. Services and
    charity need no application of their own.
    """
    rules, facts = policy.rules, place.scratch[0]
    first_aid = place.books.flows.shape[1] - 1  # statuses and grants, and the bundle, have rows of flows
    read_file(place, policy, c)
    i, k = np.int64(place.cases[c].unit), np.int64(place.cases[c].programme)
    lines, covered = policy.lines[line_row(place.units, i)], covered_persons(rules, k, facts)
    linked, weight, total, given = part_drawn(place, policy, rng_key, i), place.weight[place.cases[c].village], 0, 0
    payer = AWAY if place.units[i].registration != when.county else HERE
    offered[payer, _OWN] += weight * share_of(own_bundle_fen(rules, k, facts, lines), linked)
    for p in range(rules.programmes[k]["passport_first"], rules.programmes[k]["passport_end"]):
        row, aid = rules.programmes[rules.passports[p]["aid"]], rules.passports[p]["aid"] - first_aid
        value = 0 if row["excludes"] & given != 0 else offered_fen(rules, p, k, facts, lines, covered, total)
        if value <= 0:
            continue
        given |= row["bit"]
        total += value
        drawn = linked if row["paid_by"] <= _OTHER_DEPARTMENTS else 1.0
        persons = weight * aid_persons(rules, p, facts, covered)
        offered[payer, aid] += weight * share_of(value, drawn)
        offered[UNITS, aid] += share_of(weight, drawn * min(row["reach"], 1.0))
        offered[PERSONS, aid] += share_of(persons, drawn * min(row["reach"], 1.0))
        offered[ASKING, aid] += weight if row["shared"] == _HOUSEHOLDS else persons


@inlined_reader
def supplied(policy: Policy, county: int, aid: int, asking: int) -> float:
    """How often the county's part of the supply of programme `aid` serves each of those who ask in a year."""
    row = policy.rules.programmes[aid]
    if row["shared"] == _NOBODY:
        return 1.0
    share = row["supply"] * policy.traits[county, _PEOPLE] / max(asking, 1)
    # a household is served once at most, a person perhaps more than once a year
    return min(share, 1.0) if row["shared"] == _HOUSEHOLDS else share  # type: ignore[no-any-return]


@lean
def give_aids(
    place: CountyTables,
    policy: Policy,
    rng_key: RandomKey,
    when: MonthContext,
    local: Counts,
    away: Counts,
    offered: Counts,
) -> None:
    """Give what comes with a status to holders whose payment has begun; enter it by programme and as its payer's money.

    `local`, `away`: fen of the month by programme of the ledger, for the split over levels of government; `offered`:
    zeros, see `offer`.
    """
    books, cases = place.books, place.cases
    for c in range(place.n_cases[0]):
        if cases[c].stage == Stage.ENROLLED and cases[c].start <= when.month:
            offer(place, policy, rng_key, when, c, offered)
    first_aid, bundle = books.flows.shape[1] - 1, local.size - 1
    for aid in range(MOST_AIDS):
        row, payer, often = first_aid + aid, _CIVIL_AFFAIRS, 1.0
        if aid != _OWN:
            if row >= len(policy.rules.programmes):
                continue
            payer = policy.rules.programmes[row]["paid_by"]
            often = supplied(policy, when.county, row, offered[ASKING, aid])
        here, there = int(often * offered[HERE, aid]), int(often * offered[AWAY, aid])
        books.aids[when.row, aid, Aided.UNITS] += share_of(offered[UNITS, aid], min(often, 1.0))
        books.aids[when.row, aid, Aided.PERSONS] += share_of(offered[PERSONS, aid], min(often, 1.0))
        books.aids[when.row, aid, Aided.VALUE_FEN] += here + there
        books.measures[when.row, Measure.PAID_UNIT_SUM_FEN] += here + there
        if payer == _CIVIL_AFFAIRS:
            local[bundle] += here
            away[bundle] += there
        else:
            books.money[when.row, bundle, LEVELS + payer - 1] += here + there
