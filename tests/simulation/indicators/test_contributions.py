"""Intervals of means: by hand, inside their range, and how often they hold a known truth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from simulation.indicators import Row, Terms, all_rows, effective_number, mean_interval, stratified_half_width
from simulation.indicators.contributions import always_kept, contributions, limits_of, source_of
from simulation.indicators.sources import Totals
from simulation.ledger import Flow, Ledger

PROGRAMMES = ("dibao", "tekun", "emergency", "bundle")
TERMS = Terms(30.0, 40.0, 50.0, 0.1, 0.02, 0.8)


def filled(seed: int, counties: int = 5, months: int = 12) -> Ledger:
    """A ledger of random counts, in which parts are below their wholes as in a run."""
    rng = np.random.default_rng(seed)
    ledger = Ledger.empty(rng.uniform(0.1, 0.9, counties), 0, months, PROGRAMMES)
    for name in ("money", "flows", "measures", "waits", "unpaid", "before", "after"):
        array = getattr(ledger, name)
        array[:] = rng.integers(1, 50, array.shape)
    ledger.flows[:, :, PROGRAMMES.index("emergency"), [Flow.STOCK_PERSONS, Flow.STOCK_UNITS]] = 0  # one-off
    return ledger


def rows_of(ledger: Ledger) -> list[Row]:
    return all_rows(ledger, TERMS, ("emergency",))


def test_effective_number_counts_equal_cells() -> None:
    assert effective_number(np.full((4, 25, 1), 3.0)) == pytest.approx([100.0])
    assert effective_number(np.zeros((4, 25, 2))).tolist() == [0.0, 0.0]
    one = np.zeros((2, 3, 1))
    one[1, 2] = -7.0
    assert effective_number(one) == pytest.approx([1.0])


@given(st.lists(st.floats(0.001, 1000.0), min_size=2, max_size=30), st.floats(0.01, 100.0))
def test_effective_number_is_between_one_and_all(sizes: list[float], factor: float) -> None:
    cells = np.array(sizes)[None, :, None]
    number = effective_number(cells)[0]
    assert 1.0 - 1e-9 <= number <= len(sizes) + 1e-9
    assert effective_number(-factor * cells)[0] == pytest.approx(number)


def test_unlimited_interval_is_students() -> None:
    """Mean 2, sd 1, n 3: 2 +- 4.3027 / sqrt 3; one replication has none."""
    low, high = mean_interval([[1.0], [2.0], [3.0]])
    assert (low[0], high[0]) == pytest.approx((2 - 4.302653 / np.sqrt(3), 2 + 4.302653 / np.sqrt(3)))
    assert np.isnan(mean_interval(np.ones((1, 4)))).all()


def test_share_on_the_logit_scale_by_hand() -> None:
    """Mean 0.2, standard error 0.02 / sqrt 3: logit(0.2) +- t se / (0.2 * 0.8), and back."""
    half = t.ppf(0.975, 2) * 0.02 / np.sqrt(3) / 0.16
    odds = 0.25 * np.exp([-half, half])
    ends = mean_interval([[0.18], [0.2], [0.22]], (0.0, 1.0))
    assert np.ravel(ends) == pytest.approx(odds / (1 + odds))


def test_difference_of_shares_between_its_two_limits_by_hand() -> None:
    """Mean 0.2 between -1 and 1: 1.2 above the one and 0.8 below the other, odds of 1.5."""
    half = t.ppf(0.975, 2) * 0.1 / np.sqrt(3)
    odds = 1.5 * np.exp(np.array([-1, 1]) * (half / 1.2 + half / 0.8))
    ends = mean_interval([[0.1], [0.2], [0.3]], (-1.0, 1.0))
    assert np.ravel(ends) == pytest.approx(-1 + 2 * odds / (1 + odds))


def test_every_row_has_its_own_limits() -> None:
    """The same three replications of an amount from 5 on, of one without limits, and of one that ends at 12."""
    half = t.ppf(0.975, 2) / np.sqrt(3)
    values = np.repeat([[9.0], [10.0], [11.0]], 3, axis=1)
    low, high = mean_interval(values, [[5.0, -np.inf, -np.inf], [np.inf, np.inf, 12.0]])
    assert low == pytest.approx([5 + 5 * np.exp(-half / 5), 10 - half, 10 - half])
    assert high == pytest.approx([5 + 5 * np.exp(half / 5), 10 + half, 12.0])


def test_amount_on_the_log_scale_by_hand() -> None:
    """Mean 10, standard error 1 / sqrt 3: 10 exp(+- t se / 10); a row that is never above 0 is its mirror image."""
    half = t.ppf(0.975, 2) / np.sqrt(3) / 10
    values = np.array([[9.0], [10.0], [11.0]])
    ends = np.ravel(mean_interval(values, (0.0, np.inf)))
    assert ends == pytest.approx(10 * np.exp([-half, half]))
    assert np.ravel(mean_interval(-values, (-np.inf, 0.0))) == pytest.approx(-ends[::-1])


@given(st.lists(st.floats(0.0, 1.0), min_size=2, max_size=10))
def test_shares_stay_in_their_range_and_mirror(shares: list[float]) -> None:
    values = np.array(shares)[:, None]
    (low,), (high,) = mean_interval(values, (0.0, 1.0))
    assert 0.0 <= low <= values.mean() + 1e-12
    assert values.mean() - 1e-12 <= high <= 1.0
    (rest_low,), (rest_high,) = mean_interval(1.0 - values, (0.0, 1.0))
    assert (rest_low, rest_high) == pytest.approx((1.0 - high, 1.0 - low), abs=1e-9)


def test_least_half_width_is_kept() -> None:
    low, high = mean_interval(np.full((4, 2), 5.0), least_half=[0.0, 2.0])
    assert low.tolist() == [5.0, 3.0]
    assert high.tolist() == [5.0, 7.0]


def test_stratified_half_width_by_hand() -> None:
    """Variances 2 and 8 over 2 replications: se^2 = 10 / 2, degrees of freedom 10^2 / (4 + 64)."""
    cells = np.array([[1.0, 10.0, 3.0], [3.0, 14.0, 3.0]])
    assert stratified_half_width(cells) == pytest.approx(t.ppf(0.975, 100 / 68) * np.sqrt(5))
    assert stratified_half_width(np.ones((3, 4))) == 0.0


def test_stratified_half_width_of_three_replications_by_hand() -> None:
    """Variances 1 and 4 over 3 replications: se^2 = 5 / 3, degrees of freedom 5^2 / (1 + 16) x 2."""
    cells = np.array([[1.0, 10.0], [2.0, 12.0], [3.0, 14.0]])
    assert stratified_half_width(cells) == pytest.approx(t.ppf(0.975, 50 / 17) * np.sqrt(5 / 3))


@pytest.mark.parametrize("replications", [4, 10])
def test_coverage_of_a_small_share_and_a_skewed_amount(replications: int) -> None:
    """2,000 fixed draws each: binomial shares of 30 in 1,000, gamma amounts of coefficient of variation 0.5.

    Nominal 95%, of which 2,000 draws miss 1.5 points at most (three standard errors) beside the skewness; plain
    intervals of the amount fall below 0, these do not.
    """
    rng = np.random.default_rng(14)
    shares = rng.binomial(1000, 0.03, (replications, 2000)) / 1000
    amounts = rng.gamma(4.0, 2.5, (replications, 2000))
    for values, limits, truth in ((shares, (0.0, 1.0), 0.03), (amounts, (0.0, np.inf), 10.0)):
        low, high = mean_interval(values, limits)
        assert ((low <= truth) & (truth <= high)).mean() > 0.93
        assert (low >= limits[0]).all()
        assert (high <= limits[1]).all()
        half = t.ppf(0.975, replications - 1) * values.std(axis=0, ddof=1) / np.sqrt(replications)
        assert np.median(high - low) <= 1.3 * np.median(2 * half)


def test_coverage_where_whole_pieces_come_and_go() -> None:
    """4 of 40 counties have one office or two, by chance; the others never vary: half as many again miss as should."""
    rng = np.random.default_rng(7)
    offices = rng.integers(1, 3, (1000, 4, 4)).astype(float)
    held = missed = 0
    for cells in offices:
        half = stratified_half_width(cells)
        held += abs(cells.sum(axis=1).mean() - 6.0) <= half
        plain = t.ppf(0.975, 3) * cells.sum(axis=1).std(ddof=1) / 2
        missed += abs(cells.sum(axis=1).mean() - 6.0) > max(plain, half)
    assert held / 1000 > 0.93
    assert missed / 1000 < 0.05


def test_every_row_has_a_source_and_a_range() -> None:
    """A new indicator without an entry in `SOURCES` fails here, as does one whose range excludes what it can be."""
    ledger = filled(1)
    for row in rows_of(ledger):
        assert source_of(row)
        low, high = limits_of(row)
        assert low < high
        numerator, _ = contributions([Totals.of(ledger)], row)
        assert numerator.shape == (1, 5), row.indicator


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "name",
    [
        "rule/all/coverage_entitled_share", "rule/all/exclusion_error_entitled_share",
        "survey/all/exclusion_error_poor_share", "truth/cause:not_covered/exclusion_error_poor_share",
        "truth/cause:not_known/exclusion_error_poor_share", "truth/cause:not_claimed/exclusion_error_poor_share",
        "truth/cause:refused/exclusion_error_poor_share", "truth/cause:waiting/exclusion_error_poor_share",
        "truth/cause:underpaid/exclusion_error_poor_share", "truth/all/poor_not_paid_share",
        "rule/all/inclusion_error_share", "audit/all/inclusion_error_share", "survey/all/inclusion_error_share",
        "truth/all/inclusion_error_share", "truth/line:z/poverty_headcount_share",
        "truth/line:z_1_5/poverty_headcount_share", "truth/before/poverty_headcount_share",
        "truth/line:z/poverty_gap_share", "truth/before/poverty_gap_share", "truth/all/leakage_rate_share",
        "truth/line:z/poverty_headcount_cut_share", "truth/line:z/poverty_gap_cut_share",
        "ledger/all/wait_over_year_share",
    ],
)  # fmt: skip
def test_a_share_is_its_source(name: str, seed: int) -> None:
    """Numerator over denominator of the whole province is the row, or one less it where the rest is the rarer part."""
    ledger = filled(seed)
    row = next(row for row in rows_of(ledger) if f"{row.observer}/{row.group}/{row.indicator}" == name)
    numerator, whole = contributions([Totals.of(ledger)], row)
    share = numerator.sum() / whole.sum()
    assert share == pytest.approx(row.value) or share == pytest.approx(1.0 - row.value)


@pytest.mark.parametrize(
    "name",
    [
        "benefits_yuan_year", "recipients_persons", "recipients_units", "entitled_units", "entries_persons_year",
        "exits_persons_year", "recoveries_yuan_year", "staff_hours_year", "staff_hours_available_year",
        "poverty_gap_yuan_year", "visits_year", "filings_year", "refusals_year",
    ],
)  # fmt: skip
def test_a_total_is_in_proportion_to_its_source(name: str) -> None:
    """One unit of the source is worth the same in every ledger: fen, minutes or persons of the province."""
    ledgers = [filled(seed) for seed in range(4)]
    places = [
        place
        for place, row in enumerate(rows_of(ledgers[0]))
        if row.indicator == name and not row.group.startswith("payer:")
    ]  # payers split the money
    assert places
    for place in places:
        rows = [rows_of(ledger)[place] for ledger in ledgers]
        sums = contributions([Totals.of(ledger) for ledger in ledgers], rows[0])[0].sum(axis=1)
        worth = np.array([row.value for row in rows]) / sums
        assert worth == pytest.approx(worth[0])


def test_benefits_recipients_and_exclusion_error_are_always_kept() -> None:
    kept = {(row.indicator, row.group) for row in rows_of(filled(2)) if always_kept(row)}
    assert ("benefits_yuan_year", "programme:dibao") in kept
    assert ("recipients_units", "programme:tekun") in kept
    assert ("exclusion_error_poor_share", "all") in kept
    assert ("exclusion_error_poor_share", "cause:refused") not in kept
