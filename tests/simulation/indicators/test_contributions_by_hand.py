"""What stands behind a row, on two counties and four months whose numbers are written down one by one."""

import math

import numpy as np
import pytest

from simulation.indicators import Row
from simulation.indicators.contributions import cases_beyond, contributions, limits_of
from simulation.indicators.sources import Totals, first_payments, flowing, measured, part
from simulation.ledger import Flow, Ledger, Measure

# `SOURCES` keeps what `measured` and its like made when the module was imported; the tests below make their own.


def small() -> Ledger:
    """Two counties, of which one in two and one in four households is simulated; four months."""
    return Ledger.empty(np.array([0.5, 0.25]), 0, 4, ("dibao", "grant"))


def row_of(indicator: str, unit: str = "share", group: str = "all", observer: str = "rule") -> Row:
    return Row(observer, group, indicator, unit, 0.0)


def covered(paid: list[int], entitled: list[int]) -> list[Totals]:
    """A replication in which `paid` of the `entitled` persons of each county are paid."""
    ledger = small()
    ledger.measures[:, 1, Measure.ENTITLED_PAID] = paid
    ledger.measures[:, 1, Measure.ENTITLED] = entitled
    return [Totals.of(ledger)]


def waiting(first: int, second: int) -> Totals:
    """First payments in both counties, half of them on the first day and half after a year."""
    ledger = small()
    ledger.waits[:, 0] = ledger.waits[:, 300] = [first // 2, second // 2]
    return Totals.of(ledger)


@pytest.mark.parametrize(
    ("indicator", "unit", "expected"),
    [
        ("poverty_headcount_share", "share", (0.0, 1.0)),
        ("targeting_differential_1", "1", (-1.0, 1.0)),
        ("filings_year", "filings/year", (0.0, math.inf)),  # neither unit nor indicator has a range of its own
        ("recoveries_yuan_year", "yuan/year", (-math.inf, 0.0)),
        ("adequacy_share", "share", (0.0, math.inf)),
    ],
)
def test_a_range_is_of_the_indicator_or_else_of_the_unit(
    indicator: str, unit: str, expected: tuple[float, float]
) -> None:
    assert limits_of(row_of(indicator, unit)) == expected


def test_measures_are_added_up_less_others() -> None:
    """Filed 10 + 2 and 30, reviews 1 and 4, refused 3 and 5; minutes at the desk grossed up, not assistants'."""
    ledger = small()
    ledger.measures[:, 0, Measure.FILED] = [10, 30]
    ledger.measures[0, 3, Measure.FILED] = 2
    ledger.measures[:, 2, Measure.REVIEWS] = [1, 4]
    ledger.measures[:, 1, Measure.REFUSED] = [3, 5]
    ledger.measures[:, 1, Measure.MINUTES_DESK] = ledger.measures[:, 1, Measure.MINUTES_ASSISTANT] = [60, 20]
    totals = Totals.of(ledger)
    assert measured(Measure.FILED)(totals, "").tolist() == [12, 30]
    assert measured(Measure.FILED, Measure.REVIEWS)(totals, "").tolist() == [13, 34]
    assert measured(Measure.FILED, Measure.REVIEWS, less=(Measure.REFUSED,))(totals, "").tolist() == [10, 29]
    assert measured(Measure.FILED, less=(Measure.REVIEWS, Measure.REFUSED))(totals, "").tolist() == [8, 21]
    assert measured(Measure.MINUTES_DESK)(totals, "").tolist() == [120, 80]
    assert measured(Measure.MINUTES_ASSISTANT)(totals, "").tolist() == [60, 20]


def test_flows_are_of_all_months_and_stocks_of_the_last() -> None:
    ledger = small()
    ledger.flows[:, :, 1, Flow.STOCK_PERSONS] = [[1, 2, 4, 8], [3, 5, 7, 9]]
    ledger.flows[:, :, 1, Flow.ENTRY_PERSONS] = [[10, 0, 0, 20], [0, 30, 0, 0]]
    ledger.flows[:, :, 0, :] = 1000  # another programme
    totals = Totals.of(ledger)
    assert flowing(Flow.STOCK_PERSONS)(totals, "grant").tolist() == [15, 24]
    assert flowing(Flow.STOCK_PERSONS, Flow.ENTRY_PERSONS)(totals, "grant").tolist() == [45, 54]
    assert flowing(Flow.STOCK_PERSONS, last=True)(totals, "grant").tolist() == [8, 9]
    assert flowing(Flow.STOCK_PERSONS, Flow.ENTRY_PERSONS, last=True)(totals, "grant").tolist() == [28, 9]


def test_first_payments_by_their_wait() -> None:
    ledger = small()
    ledger.waits[:, [0, 1, 2, 3]] = [[1, 2, 4, 8], [10, 20, 40, 80]]
    totals = Totals.of(ledger)
    assert first_payments()(totals, "").tolist() == [15, 150]
    assert first_payments(2)(totals, "").tolist() == [12, 120]
    assert first_payments(1, 3)(totals, "").tolist() == [6, 60]


def test_a_part_of_a_whole_is_a_share() -> None:
    paid, entitled = measured(Measure.ENTITLED_PAID), measured(Measure.ENTITLED)
    source = part(paid, entitled)
    assert (source.numerator, source.denominator, source.share, source.lumpy) == (paid, entitled, True, False)


@pytest.mark.parametrize(
    ("paid", "behind"),
    [
        ([1, 3], [1, 3]),  # 4 of 10: the part itself
        ([3, 2], [3, 2]),  # just one half: still the part
        ([3, 3], [1, 3]),  # 6 of 10: the rest
        ([4, 6], [0, 0]),
        ([0, 0], [0, 0]),
    ],
)
def test_the_rarer_of_part_and_rest_stands_behind_a_share(paid: list[int], behind: list[int]) -> None:
    """Of 4 entitled persons in one county and 6 in the other."""
    numerator, whole = contributions(covered(paid, [4, 6]), row_of("coverage_entitled_share"))
    assert numerator.tolist() == [behind]
    assert whole.tolist() == [[4, 6]]


def test_part_and_rest_are_weighed_over_all_replications() -> None:
    """4 of 10 and 9 of 10: 13 of 20 in all, so that the rest stands behind the share of both."""
    totals = covered([1, 3], [4, 6]) + covered([3, 6], [4, 6])
    numerator, whole = contributions(totals, row_of("coverage_entitled_share"))
    assert numerator.tolist() == [[3, 3], [1, 0]]
    assert whole.tolist() == [[4, 6], [4, 6]]


def test_a_ratio_that_is_no_share_keeps_its_numerator() -> None:
    """900 fen to 3 persons: more than half, but no part of them."""
    ledger = small()
    ledger.money[:, 1, 0, 0], ledger.money[:, 2, 1, 1] = [500, 300], [60, 40]
    ledger.measures[:, 2, Measure.PAID_COVERED] = [1, 2]
    totals = [Totals.of(ledger)]
    numerator, whole = contributions(totals, row_of("benefit_per_recipient_yuan_month", "yuan/month"))
    assert numerator.tolist() == [[560, 340]]
    assert whole.tolist() == [[1, 2]]
    one, _ = contributions(totals, row_of("benefits_yuan_year", "yuan/year", "programme:grant"))
    assert one.tolist() == [[60, 40]]


def test_a_total_has_no_denominator() -> None:
    ledger = small()
    ledger.measures[:, :, Measure.VISITS] = [[1, 2, 3, 4], [5, 6, 7, 8]]
    numerator, whole = contributions([Totals.of(ledger)] * 3, row_of("visits_year", "visits/year"))
    assert numerator.tolist() == [[10, 26]] * 3
    assert whole.shape == (3, 0)


def test_sampled_cases_beyond_a_quantile_are_those_of_the_poorest_replication() -> None:
    """80 and 40 payments are 80 / 2 + 40 / 4 = 50 sampled cases, 40 and 16 are 24, 8 and 400 are 104."""
    totals = [waiting(80, 40), waiting(40, 16), waiting(8, 400)]
    assert cases_beyond(totals, row_of("wait_days_median", "days")) == 12.0
    assert cases_beyond(totals, row_of("wait_days_p90", "days")) == pytest.approx(2.4)
    assert cases_beyond(totals[:1], row_of("wait_days_p90", "days")) == pytest.approx(5.0)
    assert cases_beyond(totals, row_of("visits_year", "visits/year")) == math.inf
