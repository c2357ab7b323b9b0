"""The funnel: of the units entitled to cash, who is known, filed, was verified, was granted and is paid.

Each unit stands on one rung (`ledger.Rung`), so the stages are sums of rungs and fall from one to the next; the units
lost between two stages and the units paid sum to the entitled. By the channel through which a unit learned, by type
of household, by county.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.indicators.rows import Terms, ratio
from simulation.ledger import CHANNELS, Event, Ledger, Measure, Rung
from simulation.processes.information import Knowledge

STAGES: Final = ("entitled", "known", "filed", "verified", "granted", "paid")
_FIRST_RUNG: Final = (Rung.NOT_KNOWN, Rung.KNOWN, Rung.FILED, Rung.VERIFIED, Rung.GRANTED, Rung.PAID)
TYPES: Final = ("hardship", "elders", "children", "single", "other")  # in the order of `steps.gains.Kind`

type Counts = npt.NDArray[np.int64]


def stages_of(rungs: Counts) -> Counts:
    """(…, stage) units that reached each stage from (…, rung) units by where they stand.

    A refused unit was verified and not granted: its rung lies between the two.

    >>> stages_of(np.array([5, 4, 3, 2, 1, 1, 9])).tolist()
    [25, 20, 16, 13, 10, 9]
    """
    return np.stack([rungs[..., first:].sum(axis=-1) for first in _FIRST_RUNG], axis=-1)


def last_look(ledger: Ledger) -> Counts:
    """(counties, CHANNELS + types, rungs) at the last month in which the funnel was counted."""
    counted = np.nonzero(ledger.funnel.sum(axis=(0, 2, 3)))[0]
    return ledger.funnel[:, int(counted[-1]) if counted.size else 0]


def funnel_table(ledger: Ledger, terms: Terms, counties: list[str]) -> pd.DataFrame:
    """A row per group: units at each stage, mean working days from filing to grant, cost per found unit.

    `group_kind` is all, channel, type or county; days and cost stand with channels only. Cost: assistants' time on
    lists (screening) or on rounds (visit) at its assumed price over the units that learned so; channels without
    booked hours have none.
    """
    look = last_look(ledger)
    by_channel, by_type = look[:, :CHANNELS], look[:, CHANNELS:]
    frames = [
        _frame("all", ["all"], by_channel.sum(axis=(0, 1))[None]),
        _frame("channel", [each.name.lower() for each in Knowledge], by_channel.sum(axis=0)),
        _frame("type", list(TYPES), by_type.sum(axis=0)),
        _frame("county", counties, by_channel.sum(axis=1)),
    ]
    table = pd.concat(frames, ignore_index=True)
    channels = table["group_kind"] == "channel"
    table["wait_days"] = table["group"].map(waits_by_channel(ledger)).where(channels)
    table["cost_per_found_yuan"] = table["group"].map(costs_by_channel(ledger, terms)).where(channels)
    return table


def _frame(kind: str, groups: list[str], rungs: Counts) -> pd.DataFrame:
    stages = stages_of(rungs)
    return pd.DataFrame({"group_kind": kind, "group": groups} | {s: stages[:, i] for i, s in enumerate(STAGES)})


def waits_by_channel(ledger: Ledger) -> dict[str, float]:
    """Mean working days from filing to the grant over the window, by channel; NaN where nobody was granted."""
    events = ledger.channels.sum(axis=(0, 1))
    return {
        each.name.lower(): ratio(float(events[each, Event.WAIT_DAYS]), float(events[each, Event.GRANTED]))
        for each in Knowledge
    }


def costs_by_channel(ledger: Ledger, terms: Terms) -> dict[str, float]:
    """Yuan of assistants' time per unit found on rounds and by lists."""
    visits = float(ledger.measure(Measure.VISITS).sum())
    listed, care = (float(ledger.measure(m).sum()) for m in (Measure.VISITS_LISTED, Measure.VISITS_CARE))
    spent = float(ledger.measure(Measure.MINUTES_ASSISTANT).sum()) / 60.0 * terms.assistant_yuan_hour
    learned = ledger.channels.sum(axis=(0, 1))[:, Event.LEARNED]
    rounds = max(visits - listed - care, 0.0)
    return {
        "visit": ratio(spent * ratio(rounds, visits), float(learned[Knowledge.VISIT])),
        "screening": ratio(spent * ratio(listed, visits), float(learned[Knowledge.SCREENING])),
    }


def mean_funnel(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Mean over replications of tables with the same rows."""
    frame = tables[0].copy()
    for column in (*STAGES, "wait_days", "cost_per_found_yuan"):
        frame[column] = pd.concat([table[column] for table in tables], axis=1).mean(axis=1)
    return frame
