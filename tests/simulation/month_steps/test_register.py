"""The register of low-income people is a stock: it has a size, a larger one finds more, and offices triage."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from worlds import case_column, onward, place_of, total

from simulation.ledger import Ledger, Measure
from simulation.month_steps.case_table import Stage
from simulation.month_steps.outreach.outreach import residents
from simulation.parameters.scenario.scenario import Scenario
from simulation.state import State

EVERY_MONTH = {"screening.refresh_interval_months": 1.0}
SHARES = (0.11, 0.14, 0.2)  # between the share that holds a status and that of all cases


def screened(base: Scenario, warm: State, months: int = 1, **values: float) -> tuple[State, Ledger]:
    """Some months on, with values of the group `screening`."""
    changed = {f"screening.{name}": value for name, value in values.items()}
    return onward(warm, base.change(EVERY_MONTH | changed), months, base)


def listed(state: State, column: str) -> npt.NDArray[np.bool_]:
    return case_column(state, column) == 1


def test_the_register_has_the_size_that_is_set(whole: Scenario, whole_warm: State) -> None:
    """In each county: no fewer than hold a status, no more than are in the case table."""

    def monitored(share: float) -> npt.NDArray[np.int64]:
        return screened(whole, whole_warm, monitored_share=share)[1].measures[:, 0, Measure.MONITORED]

    residents_of = screened(whole, whole_warm)[1].measures[:, 0, Measure.PERSONS]
    held, everybody = monitored(0.0), monitored(1.0)
    for share in SHARES:
        expected = np.clip(share * residents_of, held, everybody).sum()
        assert held.sum() < 0.9 * expected, share
        assert expected < 0.95 * everybody.sum(), share
        assert monitored(share).sum() == pytest.approx(expected, rel=0.05), share


def test_holders_of_a_status_are_on_the_register_whatever_its_size(base: Scenario, warm: State) -> None:
    """Low-income population counts recipients by definition: a share below theirs left most of them out."""
    state = screened(base, warm, months=1, monitored_share=0.0)[0]
    monitored, stage = listed(state, "monitored"), case_column(state, "stage")
    held = (stage == Stage.ENROLLED) & (case_column(state, "paid") > 0)
    assert held.sum() > 100
    assert monitored[held].mean() > 0.98  # all but units whose last member died after this month's payment was made
    assert not monitored[(stage == Stage.LATENT) & (case_column(state, "filings") == 0)].any()


def test_a_larger_register_holds_all_of_a_smaller_one(base: Scenario, warm: State) -> None:
    lists = [listed(screened(base, warm, monitored_share=share)[0], "monitored") for share in SHARES]
    for smaller, larger in pairwise(lists):
        assert (larger >= smaller).all()
        assert larger.sum() > smaller.sum()


def test_a_larger_register_finds_more(whole: Scenario, whole_warm: State) -> None:
    """A reported register once hid people: a share of residents was a cap under a nation that watched everybody."""
    books = [screened(whole, whole_warm, 12, monitored_share=share)[1] for share in (0.0, 0.14, 0.2)]
    flags = [total(each, Measure.FLAGS) for each in books]
    assert flags[0] < flags[1] < flags[2]


def test_units_enter_and_leave(base: Scenario, warm: State) -> None:
    """What enters less what leaves is the change of the stock."""
    books = screened(base, warm, 12, monitored_share=0.02)[1]
    entries, exits = books.measure(Measure.REGISTER_ENTRIES), books.measure(Measure.REGISTER_EXITS)
    assert entries[1:].sum() > 0
    assert exits[1:].sum() > 0
    stock = books.measure(Measure.MONITORED)
    assert stock[-1] - stock[0] == pytest.approx((entries - exits)[1:].sum(), rel=0.05, abs=0.02 * stock[0])


def test_the_anti_return_list_holds_persons_of_three_types(base: Scenario, warm: State) -> None:
    """A match finds entitled persons of that list, not every rural household."""
    books = screened(base, warm, 12, anti_return_share=0.004, cross_match_interval_months=1.0)[1]
    found = total(books, Measure.WATCHED) / total(books, Measure.PERSONS)
    assert found == pytest.approx(0.004, rel=0.25)
    none = screened(
        base, warm, 12, anti_return_share=0.004, watch_former_poor=0.0, watch_marginal=0.0, watch_sudden=0.0
    )[1]
    assert total(none, Measure.WATCHED) == 0
    often, never = (
        total(screened(base, warm, 12, anti_return_share=0.02, cross_match_interval_months=every)[1], Measure.REPORTED)
        for every in (1.0, 0.0)
    )
    assert often > never


def test_offices_under_a_long_queue_take_up_urgent_flags_only(base: Scenario, warm: State) -> None:
    """With no minutes for cases the flags of a year wait on the lists; with plenty they are answered."""
    plenty = {"staff.bureau.persons_per_post": 1000.0, "staff.desk.persons_per_desk": 1000.0}
    flooded = {"staff.bureau.hours_month": 0.0}
    many = EVERY_MONTH | {"screening.false_alarm_month": 0.05, "visit.alert_guided_share": 1.0}
    free, full = (onward(warm, base.change(many | values), 12, base)[1] for values in (plenty, flooded))
    assert total(full, Measure.ALERTS_UNANSWERED) > 2 * total(free, Measure.ALERTS_UNANSWERED)
    assert total(full, Measure.VISITS_LISTED) < total(free, Measure.VISITS_LISTED)


def test_statements_handed_out_once_end(whole: Scenario, whole_warm: State) -> None:
    """Inner Mongolia handed out 456,000 copies from September 2022 to April 2023, and none since."""
    books = onward(whole_warm, whole.change({"information.statement_frequency": 0.0}), 12, whole)[1]
    copies = books.measure(Measure.STATEMENTS)
    handed_out, received = copies_by_hand(whole_warm, whole, 2.374)
    assert handed_out == pytest.approx(57_000, rel=0.01)  # 456,000 over eight months
    assert copies[:4].mean() == pytest.approx(received, rel=0.1)
    assert copies[4:].sum() == 0


def copies_by_hand(state: State, scenario: Scenario, per_thousand: float) -> tuple[float, float]:
    """(handed out, received) a month: each county's by its residents, of which a holder takes one at most."""
    handed_out = received = 0.0
    for county in range(state.counties.adcode.size):
        place = place_of(state, scenario, county)
        cases = place.cases[: place.n_cases[0]]
        holders = place.weight[cases["village"][cases["stage"] == Stage.ENROLLED]]
        sample = per_thousand / 1000.0 * residents.py_func(place)  # of all villages sampled
        handed_out += sample * place.weight.mean()
        received += min(sample / max(holders.size, 1), 1.0) * holders.sum()
    return handed_out, received
