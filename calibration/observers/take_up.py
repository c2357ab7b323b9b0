"""Why units entitled to cash are not paid, at the end of a month: counted from the state, as interviews ask for it."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from simulation import engine
from simulation.compile.kernel import compiled
from simulation.ledger import TakeUpStage
from simulation.month_steps.books.bookkeeping import take_up_stage_of
from simulation.month_steps.cases.filing import thinks_excluded
from simulation.month_steps.county_tables import CountyTables, Policy, RandomKey
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import Flag
from simulation.simulate import one_replication
from simulation.state import State

type Counts = npt.NDArray[np.int64]
AREAS: Final = 2  # the rural standard applies, the urban one


class Barrier(IntEnum):
    """What keeps an entitled unit from payment; each unpaid unit has one."""

    UNAWARE = 0  # does not know of the programme
    DISBELIEF = 1  # knows, takes itself for not entitled, and nobody who looked at its case said otherwise
    BURDEN = 2  # knows, believes, has not filed: papers, trips, stigma, too little to gain
    REFUSED = 3  # the last decision was a refusal
    WAITING = 4  # filed and not decided, or granted and not yet paid


INFORMATION: Final = (Barrier.UNAWARE, Barrier.DISBELIEF)


@compiled
def count_barriers(place: CountyTables, policy: Policy, rng_key: RandomKey, month: int, out: Counts) -> None:
    """Add the units of a county that are entitled to cash and not paid in `month` to `out`, (AREAS, Barrier)."""
    for c in range(place.n_cases[0]):
        if place.cases[c].entitled_amount <= 0:
            continue
        reached, i = take_up_stage_of(place, c, month), int(place.cases[c].unit)
        if reached == TakeUpStage.PAID:
            continue
        barrier = Barrier.WAITING
        if reached == TakeUpStage.NOT_KNOWN:
            barrier = Barrier.UNAWARE
        elif reached == TakeUpStage.KNOWN:
            barrier = Barrier.DISBELIEF if thinks_excluded(place, policy, rng_key, i, False) else Barrier.BURDEN
        elif reached == TakeUpStage.REFUSED:
            barrier = Barrier.REFUSED
        out[np.int64(place.units[i].flags & Flag.LINE_URBAN != 0), barrier] += place.weight[place.cases[c].village]


def unpaid_of(state: State, scenario: Scenario) -> Counts:
    """(counties, AREAS, Barrier) units, weighted, that are entitled to cash and not paid in month `state.month - 1`.

    The units are those of the ledger's funnel, which is counted at quarter ends; entitlement is by the true facts.
    """
    month = state.month - 1
    policy = engine.policy_in_force(scenario, scenario, month)
    unused = one_replication.empty_ledger(state, scenario, 1)  # a place has books; nothing is entered here
    out = np.zeros((len(state.cases), AREAS, len(Barrier)), np.int64)
    for county in range(len(state.cases)):
        count_barriers(state.county_tables(county, unused), policy, state.rng_key, month, out[county])
    return out


def non_take_up_parts(counts: Iterable[Counts]) -> dict[str, float]:
    """Shares of the entitled who are not paid by what keeps them, summed over (…, Barrier) counts; nan without any.

    Names are those of `Barrier` in lower case; the shares sum to 1.

    >>> non_take_up_parts([np.array([30, 20, 25, 5, 20])])["disbelief"]
    0.2
    """
    total = sum((each.reshape(-1, len(Barrier)).sum(axis=0) for each in counts), np.zeros(len(Barrier), np.int64))
    units = int(total.sum())
    return {one.name.lower(): float(total[one]) / units if units else float("nan") for one in Barrier}
