"""Every payment has a decision, every decision an application or a found case; the funnel holds each unit once."""

import numpy as np
from worlds import by_month, onward

from simulation.indicators.funnel import funnel_table, stages_of
from simulation.ledger import CHANNELS, WAIT_MONTHS, Event, Ledger, Measure, TakeUpStage
from simulation.month_steps.case_table import NO_MONTH, NO_PROGRAMME, Stage
from simulation.parameters.scenario.scenario import Scenario
from simulation.processes.information import Knowledge
from simulation.simulate.terms import terms_of
from simulation.state import State
from simulation.units import WORKING_DAYS

WAITING = (Stage.SURVEY, Stage.CONFIRM)


def cases_of(state: State) -> list[np.ndarray]:
    """A copy of the cases in use, by county."""
    return [table[: int(n)].copy() for table, n in zip(state.cases, state.n_cases, strict=True)]


def test_month_by_month_nobody_is_paid_without_a_decision_on_a_filing(whole: Scenario, whole_warm: State) -> None:
    before, entered, paid = cases_of(whole_warm), 0, 0
    for _, state in by_month(whole_warm, whole, 8):
        after = cases_of(state)
        for old, new in zip(before, after, strict=True):
            n = len(old)
            assert (new["programme"][new["stage"] == Stage.ENROLLED] != NO_PROGRAMME).all()
            joins = new["stage"] == Stage.ENROLLED
            joins[:n] &= old["stage"] != Stage.ENROLLED
            entered += int(joins.sum())
            assert (new["filings"][joins] > 0).all()  # decided on a filing, by itself or filed for it
            assert (new["channel"][joins] != Knowledge.NONE).all()  # and found or learned by some channel
            assert (new["paid"][joins] == 0).all()  # paid from the month after the decision at the earliest
            decided = np.isin(old["stage"], WAITING) & ~np.isin(new["stage"][:n], WAITING)
            assert (old["filings"][decided] > 0).all()
            gets = new["paid"] > 0
            held = np.zeros(len(new), bool)
            held[:n] = old["stage"] == Stage.ENROLLED
            paid += int(gets.sum())
            assert not (gets & ~held).any()
        before = after
    assert entered > 50
    assert paid > 1000


def test_filings_are_decided_given_up_or_still_wait(base: Scenario, warm: State) -> None:
    """County by county: waiting before + filed = decided + given up + waiting after, in units of the province."""

    def waiting(state: State) -> np.ndarray:
        found = []
        for county, table in enumerate(cases_of(state)):
            first = int(state.counties.first_village[county])
            weight = state.villages.weight[first + table["village"].astype(np.int64)]
            found.append(weight[np.isin(table["stage"], WAITING)].sum())
        return np.array(found, np.int64)

    state, books = onward(warm, base, 12)
    flow = {m: books.measures[:, :, Measure[m]].sum(axis=1) for m in ("FILED", "GRANTED", "REFUSED", "ABANDONED")}
    assert flow["GRANTED"].sum() > 0 < flow["REFUSED"].sum()
    decided = flow["GRANTED"] + flow["REFUSED"]
    assert np.array_equal(books.measures[:, :, Measure.DECISIONS].sum(axis=1), decided)
    assert np.array_equal(waiting(warm) + flow["FILED"], decided + flow["ABANDONED"] + waiting(state))
    by_channel, by_type = np.split(books.channels.sum(axis=(0, 1)), [CHANNELS])
    for event in (Event.GRANTED, Event.WAIT_DAYS):
        assert by_type[:, event].sum() == by_channel[:, event].sum() > 0
    assert by_channel[:, Event.FILED].sum() == flow["FILED"].sum()
    assert by_channel[:, Event.GRANTED].sum() == flow["GRANTED"].sum()
    assert by_channel[Knowledge.NONE, Event.FILED] == 0


def test_a_wait_is_counted_month_by_month_until_cash_arrives(base: Scenario, warm: State) -> None:
    """Whoever waits as a month begins is paid in it or waits on; nobody is paid who does not wait."""
    (_, before), (state, after) = (onward(warm, base, months) for months in (5, 6))
    paid, waited = after.waits.reshape(-1, WAIT_MONTHS, WORKING_DAYS).sum(axis=(0, 2)), after.unpaid.sum(axis=0)
    assert (paid <= waited).all()
    assert (paid > 0).sum() > 6
    still = 0
    for county, table in enumerate(cases_of(state)):
        waits = (table["since"] != NO_MONTH) & (table["reached"] == 0)
        first = int(state.counties.first_village[county])
        still += int(state.villages.weight[first + table["village"][waits].astype(np.int64)].sum())
        assert (table["entitled_amount"][waits] > 0).all()
    assert still + (after.waits - before.waits).sum() == (after.unpaid - before.unpaid).sum() > 0


def test_the_funnel_holds_every_entitled_unit_once(base: Scenario, warm: State) -> None:
    """By channel as by type, stage by stage; the units lost between stages and the units paid are the entitled."""
    books: Ledger = onward(warm, base, 12)[1]
    channels, types = books.funnel[:, :, :CHANNELS], books.funnel[:, :, CHANNELS:]
    assert channels[:, 2::3].sum() > 0
    assert np.array_equal(channels.sum(axis=2), types.sum(axis=2))
    stages = stages_of(channels.sum(axis=2))
    lost = -np.diff(stages, axis=-1)
    assert (lost >= 0).all()
    assert np.array_equal(lost.sum(axis=-1) + stages[..., -1], channels.sum(axis=(2, 3)))
    assert np.array_equal(stages[..., -1], channels[..., TakeUpStage.PAID].sum(axis=2))
    table = funnel_table(books, terms_of(base), list(base.counties["county"]))
    whole = table[table["group_kind"] == "all"].iloc[0]
    for kind in ("channel", "type", "county"):
        assert table[table["group_kind"] == kind]["paid"].sum() == whole["paid"] > 0
