"""Step 5, the lists: the register of low-income people and the anti-return list, drawn up as data are matched.

Who is in the case table is low in income now, or was. Whoever holds a status is on the register (低收入人口) by
definition; of the others it takes first whoever once filed, then units in hardship that leaves a trace in shared data,
then the rest, up to its size.
The anti-return list (防止返贫监测对象) takes rural units by type. Within a class a number fixed per unit says who
is on a list: a larger list contains all of a smaller one, and units come and go with their hardship.
"""

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader, lean
from simulation.draws import ALWAYS, Kind, Process, happens, words
from simulation.ledger import Measure
from simulation.month_steps.case_table import NO_PROGRAMME, Stage
from simulation.month_steps.county_tables import CountyTables, MonthContext, Policy, RandomKey
from simulation.month_steps.eligibility.needs import is_former_poor
from simulation.parameters.schema.shocks import Shock
from simulation.population.columns import Flag
from simulation.processes import screening

type Ranks = npt.NDArray[np.uint8]
type Draws = npt.NDArray[np.uint32]

KNOWN, TRACED, REST, HELD = 0, 1, 2, 3
WATCHABLE = 4  # added to the class of a case that the anti-return list may take


@inlined_reader
def visible(place: CountyTables, policy: Policy, i: int) -> float:
    """Share of units in the hardship of unit i that leaves a trace."""
    unit = place.units[i]
    ill, disabled = unit.ill > 0 or unit.sick > 0, unit.severe > 0
    return screening.visibility(ill, unit.jobless > 0, disabled, policy.processes[0].screening)


@inlined_reader
def has_recent_shock(place: CountyTables, i: int) -> bool:
    """Whether unit i had a shock this month, or is ill or out of work since."""
    return place.units[i].shock != Shock.NONE or place.units[i].sick > 0 or place.units[i].jobless > 0


@inlined_reader
def class_of(place: CountyTables, policy: Policy, c: int, word: np.uint32) -> int:
    """In which order the register takes case c; `word` says whether its hardship leaves a trace."""
    case, i = place.cases[c], np.int64(place.cases[c].unit)
    if case.stage == Stage.ENROLLED:
        return HELD
    if case.stage != Stage.LATENT or case.filings > 0:
        return KNOWN
    low = case.entitled != NO_PROGRAMME or has_recent_shock(place, i)
    return TRACED if low and screening.leaves_trace(word, visible(place, policy, i)) else REST


@inlined_reader
def may_be_watched(place: CountyTables, policy: Policy, c: int) -> bool:
    """Whether the unit of case c is of a type that the anti-return list takes."""
    i, p = np.int64(place.cases[c].unit), policy.processes[0]
    if place.units[i].flags & Flag.LINE_URBAN or p.screening.anti_return_share <= 0.0:
        return False
    low = place.cases[c].entitled != NO_PROGRAMME or place.units[i].rigid > 0
    # who was poor is drawn only where it makes a difference
    former = low and screening.tells_former_poor(p.screening) and is_former_poor(place.units, p, i)
    return screening.watched(former, low, has_recent_shock(place, i), p.screening)


@lean
def ranked(
    place: CountyTables, policy: Policy, rng_key: RandomKey, ranks: Ranks, drawn: Draws
) -> tuple[int, int, int, int, int]:
    """Persons in cases who hold a status, once filed, are in other traceable hardship, others; those the list may take.

    `ranks` (cases,) gets the class of each, `WATCHABLE` added where the list may take it; `drawn` (cases, 2) the
    numbers that decide who is on the register and on the list.
    """
    held, known, traced, rest, candidates = np.int64(0), np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    for c in range(place.n_cases[0]):
        i = np.int64(place.cases[c].unit)
        persons = np.int64(place.units[i].persons)
        w0, w1, w2, _ = words(
            rng_key.seed, rng_key.replication, Kind.UNIT, place.units[i].id, ALWAYS, Process.SCREENING
        )
        rank, watchable = class_of(place, policy, c, w0), may_be_watched(place, policy, c)
        held += persons if rank == HELD else 0
        known += persons if rank == KNOWN else 0
        traced += persons if rank == TRACED else 0
        rest += persons if rank == REST else 0
        candidates += persons if watchable else 0
        ranks[c], drawn[c, 0], drawn[c, 1] = rank + (WATCHABLE if watchable else 0), w1, w2
    return held, known, traced, rest, candidates


@lean
def draw_up(
    place: CountyTables,
    policy: Policy,
    rng_key: RandomKey,
    when: MonthContext,
    residents: int,
    ranks: Ranks,
    drawn: Draws,
) -> None:
    """Make both lists anew, and count who enters and leaves the register; `ranks`, `drawn`: room for `ranked`."""
    cases, p = place.cases, policy.processes[0].screening
    held, known, traced, rest, candidates = ranked(place, policy, rng_key, ranks, drawn)
    first, second, third = screening.register_shares(screening.register_room(residents, held, p), known, traced, rest)
    watched = screening.list_share(residents, candidates, p)
    for c in range(place.n_cases[0]):
        i, rank = np.int64(cases[c].unit), ranks[c] % WATCHABLE
        # the same numbers each month: a list changes with its size and with hardship, not by a new draw
        share = 1.0 if rank == HELD else first if rank == KNOWN else second if rank == TRACED else third
        on_register = place.units[i].persons > 0 and happens(drawn[c, 0], share)
        counted = place.weight[cases[c].village] * np.int64(place.units[i].persons)
        if on_register and not cases[c].monitored:
            place.books.measures[when.row, Measure.REGISTER_ENTRIES] += counted
        elif cases[c].monitored and not on_register:
            place.books.measures[when.row, Measure.REGISTER_EXITS] += counted
        cases[c].monitored = on_register
        cases[c].watched = ranks[c] >= WATCHABLE and happens(drawn[c, 1], watched)
