"""Stages of the funnel against numbers worked out by hand."""

import numpy as np

from simulation.indicators.funnel import STAGES, funnel_table, mean_funnel, stages_of
from simulation.indicators.rows import Terms
from simulation.ledger import CHANNELS, Event, Ledger, Measure, TakeUpStage
from simulation.processes.information import Knowledge

TERMS = Terms(15.0, 45.0, 55.0, 0.3, 0.1, 0.8)


def a_ledger() -> Ledger:
    """Two counties, three months, the funnel counted in the last: 10 unknown, 3 filed, 1 refused, 6 paid."""
    ledger = Ledger.empty(np.ones(2), 0, 3, ("dibao", "bundle"))
    look = ledger.funnel[:, 2]
    look[0, Knowledge.NONE, TakeUpStage.NOT_KNOWN] = 10
    look[0, Knowledge.VISIT, TakeUpStage.FILED] = 3
    look[1, Knowledge.VISIT, TakeUpStage.REFUSED] = 1
    look[1, Knowledge.OWN, TakeUpStage.PAID] = 6
    look[0, CHANNELS, TakeUpStage.NOT_KNOWN], look[0, CHANNELS, TakeUpStage.FILED] = 10, 3
    look[1, CHANNELS + 1, TakeUpStage.REFUSED], look[1, CHANNELS + 1, TakeUpStage.PAID] = 1, 6
    ledger.channels[0, :, Knowledge.VISIT, Event.LEARNED] = 2
    ledger.channels[0, :, Knowledge.VISIT, Event.GRANTED] = 1
    ledger.channels[0, :, Knowledge.VISIT, Event.WAIT_DAYS] = 20
    ledger.measures[0, :, Measure.VISITS] = 10
    ledger.measures[0, :, Measure.VISITS_LISTED] = 5
    ledger.measures[0, :, Measure.MINUTES_ASSISTANT] = 600
    return ledger


def test_stages_fall_and_hold_everybody() -> None:
    table = funnel_table(a_ledger(), TERMS, ["A", "B"]).set_index("group")
    assert table.loc["all", list(STAGES)].tolist() == [20, 10, 10, 7, 6, 6]
    assert table.loc["visit", list(STAGES)].tolist() == [4, 4, 4, 1, 0, 0]
    assert table.loc["B", list(STAGES)].tolist() == [7, 7, 7, 7, 6, 6]
    assert table.loc["hardship", "entitled"] == 13


def test_groups_sum_to_the_whole() -> None:
    table = funnel_table(a_ledger(), TERMS, ["A", "B"])
    sums = table.groupby("group_kind")[list(STAGES)].sum()
    for kind in ("channel", "type", "county"):
        assert sums.loc[kind].tolist() == sums.loc["all"].tolist()


def test_days_and_cost_by_channel() -> None:
    table = funnel_table(a_ledger(), TERMS, ["A", "B"]).set_index("group")
    assert table.loc["visit", "wait_days"] == 20.0
    # 30 hours at 15 yuan, half of the visits on rounds, 6 units found on them
    assert table.loc["visit", "cost_per_found_yuan"] == 450 * 0.5 / 6
    assert np.isnan(table.loc["campaign", "cost_per_found_yuan"])
    assert np.isnan(table.loc["screening", "cost_per_found_yuan"])  # half of the visits found nobody


def test_days_and_cost_of_all_and_of_each_county() -> None:
    ledger = a_ledger()
    ledger.channels[1, :, Knowledge.OWN, Event.GRANTED] = 2
    ledger.channels[1, :, Knowledge.OWN, Event.WAIT_DAYS] = 20
    table = funnel_table(ledger, TERMS, ["A", "B"]).set_index("group")
    assert table.loc[["A", "B", "all"], "wait_days"].tolist() == [20.0, 10.0, (60 + 60) / 9]
    assert table.loc["A", "cost_per_found_yuan"] == table.loc["all", "cost_per_found_yuan"] == 450 / 6
    assert np.isnan(table.loc["B", "cost_per_found_yuan"])  # nobody was visited there
    assert np.isnan(table.loc["elders", ["wait_days", "cost_per_found_yuan"]].to_numpy(float)).all()


def test_days_by_type_of_household() -> None:
    ledger = a_ledger()
    ledger.channels[:, 1, CHANNELS + 1, Event.GRANTED] = 2
    ledger.channels[:, 1, CHANNELS + 1, Event.WAIT_DAYS] = [10, 50]
    table = funnel_table(ledger, TERMS, ["A", "B"]).set_index("group")
    assert table.loc["elders", "wait_days"] == 15.0
    assert table.loc["all", "wait_days"] == 20.0  # of the channels alone: nobody twice


def test_means_keep_the_rows() -> None:
    table = funnel_table(a_ledger(), TERMS, ["A", "B"])
    assert mean_funnel([table, table]).equals(table.astype(mean_funnel([table, table]).dtypes.to_dict()))


def test_a_refused_unit_was_verified() -> None:
    reached = np.zeros(len(TakeUpStage), np.int64)
    reached[TakeUpStage.REFUSED] = 1
    assert stages_of(reached).tolist() == [1, 1, 1, 1, 0, 0]
