"""The funnel: of the units entitled to cash, who is known, filed, was verified, was granted and is paid.

Each unit is at one take-up stage (`ledger.TakeUpStage`), so those that reached a stage are sums and fall from one to
the next; the units lost between two stages and the units paid sum to the entitled. By the channel through
which a unit learned, by type of household, by county.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.indicators.change import cost_per_result
from simulation.indicators.rows import Terms, ratio
from simulation.ledger import CHANNELS, Event, Ledger, Measure, TakeUpStage
from simulation.processes.information import Knowledge

STAGES: Final = ("entitled", "known", "filed", "verified", "granted", "paid")
_FIRST_STAGE: Final = (
    TakeUpStage.NOT_KNOWN, TakeUpStage.KNOWN, TakeUpStage.FILED, TakeUpStage.VERIFIED, TakeUpStage.GRANTED,
    TakeUpStage.PAID,
)  # fmt: skip
TYPES: Final = ("hardship", "elders", "children", "single", "other")  # in the order of `steps.gains.Kind`

FOUND_BY_VISITS: Final = (Knowledge.VISIT, Knowledge.SCREENING)  # the channels on which assistants' hours are booked

type Counts = npt.NDArray[np.int64]
type Part = Sequence[int] | None  # of the counties or channels; None = all


def stages_of(units: Counts) -> Counts:
    """(…, stage) units that reached each stage from (…, TakeUpStage) units by where they are.

    A refused unit was verified and not granted: its stage lies between the two.

    >>> stages_of(np.array([5, 4, 3, 2, 1, 1, 9])).tolist()
    [25, 20, 16, 13, 10, 9]
    """
    return np.stack([units[..., first:].sum(axis=-1) for first in _FIRST_STAGE], axis=-1)


def last_look(ledger: Ledger) -> Counts:
    """(counties, CHANNELS + types, TakeUpStage) at the last month in which the funnel was counted."""
    counted = np.nonzero(ledger.funnel.sum(axis=(0, 2, 3)))[0]
    return ledger.funnel[:, int(counted[-1]) if counted.size else 0]


def funnel_table(ledger: Ledger, terms: Terms, counties: list[str]) -> pd.DataFrame:
    """A row per group: units at each stage, mean working days from filing to grant, cost per found unit.

    `group_kind` is all, channel, type or county. Finds are not kept by type: the cost is NaN there. Cost: assistants'
    time on lists (screening) or on rounds (visit), or on both (all,
    county), at its assumed price over the units that learned so; channels without booked hours have none.
    """
    look = last_look(ledger)
    by_channel, by_type = look[:, :CHANNELS], look[:, CHANNELS:]
    each, types = list(range(len(counties))), range(CHANNELS, CHANNELS + len(TYPES))
    frames = [
        _frame("all", ["all"], by_channel.sum(axis=(0, 1))[None], [_wait(ledger)], [_cost(ledger, terms)]),
        _frame("channel", [channel.name.lower() for channel in Knowledge], by_channel.sum(axis=0),
               [_wait(ledger, channels=[channel]) for channel in Knowledge],
               [_cost(ledger, terms, [channel]) for channel in Knowledge]),
        _frame("type", list(TYPES), by_type.sum(axis=0), [_wait(ledger, channels=[row]) for row in types],
               [float("nan")] * len(TYPES)),
        _frame("county", counties, by_channel.sum(axis=1), [_wait(ledger, [i]) for i in each],
               [_cost(ledger, terms, counties=[i]) for i in each]),
    ]  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def _frame(kind: str, groups: list[str], units: Counts, waits: list[float], costs: list[float]) -> pd.DataFrame:
    stages = stages_of(units)
    columns = {"group_kind": kind, "group": groups} | {s: stages[:, i] for i, s in enumerate(STAGES)}
    return pd.DataFrame(columns | {"wait_days": waits, "cost_per_found_yuan": costs})


def _events(ledger: Ledger, counties: Part, channels: Part, event: Event) -> float:
    """Units, or days summed over units, in the window, of all channels or of some (rows of `Ledger.channels`)."""
    groups = slice(CHANNELS) if channels is None else list(channels)
    return float(ledger.channels[_rows(counties)][:, :, groups, event].sum())


def _wait(ledger: Ledger, counties: Part = None, channels: Part = None) -> float:
    """Mean working days from filing to the grant over the window; NaN where nobody was granted."""
    days, granted = (_events(ledger, counties, channels, event) for event in (Event.WAIT_DAYS, Event.GRANTED))
    return ratio(days, granted)


def _cost(ledger: Ledger, terms: Terms, channels: Part = FOUND_BY_VISITS, counties: Part = None) -> float:
    """Yuan of assistants' time per unit found on rounds, by lists, or by both; NaN for a channel without hours."""
    visits, listed, care, minutes = (
        float(ledger.measures[_rows(counties)][:, :, measure].sum())
        for measure in (Measure.VISITS, Measure.VISITS_LISTED, Measure.VISITS_CARE, Measure.MINUTES_ASSISTANT)
    )
    visits_of = {Knowledge.VISIT: max(visits - listed - care, 0.0), Knowledge.SCREENING: listed}
    part = ratio(sum(visits_of.get(Knowledge(channel), float("nan")) for channel in channels or ()), visits)
    spent = minutes / 60.0 * terms.assistant_yuan_hour * part
    return cost_per_result(spent, _events(ledger, counties, channels, Event.LEARNED))


def _rows(part: Part) -> slice | list[int]:
    return slice(None) if part is None else list(part)


def mean_funnel(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Mean over replications of tables with the same rows."""
    frame = tables[0].copy()
    for column in (*STAGES, "wait_days", "cost_per_found_yuan"):
        frame[column] = pd.concat([table[column] for table in tables], axis=1).mean(axis=1)
    return frame
