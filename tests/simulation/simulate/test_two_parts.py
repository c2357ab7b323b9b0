"""The two parts of an interval on made-up additive models whose variances are known by construction."""

import numpy as np
import numpy.typing as npt
import pytest

from simulation.simulate.two_parts import Crossed, components, crossed_cells, halves

ROWS = 20_000  # made-up rows, of a fixed seed
type Floats = npt.NDArray[np.float64]


def model(
    between: float, within: float, joint: float, replications: int, draws: int | None = None
) -> tuple[Floats, Crossed, list[int], Floats, Floats]:
    """x = A(draw) + B(sample) + C(draw, sample) with these standard deviations; and A of the draws, a true A."""
    rng = np.random.default_rng(7)
    numbers = [r % (draws or replications) for r in range(replications)]
    a = rng.standard_normal((max(numbers) + 1, ROWS)) * between
    b = rng.standard_normal((replications, ROWS)) * within
    cells = crossed_cells(replications)

    def cell(draw: int, sample: int) -> Floats:
        noise: Floats = rng.standard_normal(ROWS) * joint
        return a[draw] + b[sample] + noise

    values = np.array([cell(numbers[r], r) for r in range(replications)])
    crossed = np.array([cell(numbers[draw_of], sample) for sample, draw_of in cells])
    of = Crossed(crossed, tuple(s for s, _ in cells), tuple(d for _, d in cells))
    return values, of, numbers, a[numbers], rng.standard_normal(ROWS) * between


def test_a_tenth_of_the_cost_is_left_for_making_scenarios() -> None:
    """At most half as many runs again, and on two cores no further round than 1.5 times those without."""
    assert crossed_cells(1) == ()
    assert crossed_cells(10) == ((0, 1), (2, 3), (4, 5), (6, 7))
    for replications in range(2, 60):
        cells = crossed_cells(replications)
        assert len(cells) <= replications / 2
        assert all(0 <= sample < draw_of < replications for sample, draw_of in cells)
    for replications in range(4, 60, 2):
        rounds = (replications + len(crossed_cells(replications)) + 1) // 2
        assert rounds <= 1.5 * replications / 2, replications


@pytest.mark.parametrize(("between", "within"), [(0.0, 1.0), (1.0, 1.0), (3.0, 1.0), (10.0, 1.0), (1.0, 0.0)])
def test_variances_of_an_additive_model_are_found(between: float, within: float) -> None:
    """Within 10% of their sum on the mean over rows, where nothing but A and B act."""
    values, crossed, numbers, _, _ = model(between, within, 0.0, 20)
    found = components(values, crossed, numbers)
    size = between**2 + within**2
    assert found.parameters.mean() == pytest.approx(between**2, abs=0.05 * size)
    assert found.monte_carlo.mean() == pytest.approx(within**2, abs=0.05 * size)
    assert (found.parameters >= 0.0).all()
    assert (found.monte_carlo >= 0.0).all()


@pytest.mark.parametrize(
    ("between", "within", "joint", "least"),
    [
        (0.0, 1.0, 0.0, 0.94),
        (1.0, 1.0, 0.0, 0.87),
        (3.0, 1.0, 0.0, 0.92),
        (10.0, 1.0, 0.0, 0.94),
        (1.0, 0.7, 0.7, 0.86),
    ],
)
def test_intervals_hold_the_truth(between: float, within: float, joint: float, least: float) -> None:
    """The truth is a further draw of the parameters. A Student interval of the mean would hold it in 50 to 63%."""
    values, crossed, numbers, of_draws, true = model(between, within, joint, 10)
    found = halves(values, crossed, numbers)
    mean = values.mean(axis=0)
    assert (np.abs(mean - true) <= found.total).mean() >= least
    # the Monte Carlo part is of the mean over these very draws
    assert (np.abs(mean - of_draws.mean(axis=0)) <= found.monte_carlo).mean() >= 0.9
    naive = 2.2622 * values.std(axis=0, ddof=1) / np.sqrt(10)
    if between >= within:
        assert (np.abs(mean - true) <= naive).mean() < 0.65


def test_a_sample_that_acts_alike_under_all_draws_hides_no_spread() -> None:
    """Common random numbers: with B 30 times A the spread of A is still found, which variances alone would not show."""
    values, crossed, numbers, _, _ = model(0.1, 3.0, 0.0, 10)
    found = components(values, crossed, numbers)
    assert np.median(found.parameters) == pytest.approx(0.01, rel=0.6)
    alone = np.maximum(values.var(axis=0, ddof=1) - 9.0, 0.0)
    assert alone.mean() > 100 * 0.01


def test_draws_that_are_dealt_twice_count_once() -> None:
    """Two draws over 20 replications: their spread is not shrunk, and the mean of two draws is known less well."""
    values, crossed, numbers, _, true = model(3.0, 1.0, 0.0, 20, draws=2)
    found = components(values, crossed, numbers)
    assert found.parameters.mean() == pytest.approx(9.0, rel=0.1)
    wide = halves(values, crossed, numbers)
    assert wide.parameters == pytest.approx(2.0930 * np.sqrt(found.parameters * 1.5), rel=1e-4)
    assert (np.abs(values.mean(axis=0) - true) <= wide.total).mean() > 0.55  # of two draws no interval can promise more


def test_by_hand() -> None:
    """Two replications, one further cell (sample 0, draw 1): u = 3 - 1 = 2, v = 7 - 3 = 4, variance 18."""
    found = components(np.array([[1.0], [7.0]]), Crossed(np.array([[3.0]]), (0,), (1,)), [1, 2])
    large = 2.0 / (2.0 + 8.0)  # u^2 / 2 over u^2 / 2 + v^2 / 2
    between = (1 - large) * (2.0 + 8.0) + large * (18.0 - 8.0)
    assert found.parameters == pytest.approx(between)
    assert found.monte_carlo == pytest.approx((1 - large) * (18.0 - between) + large * 8.0)


def test_nothing_changes_and_nothing_is_known() -> None:
    """A null reform has no half-widths at all; one draw says nothing of the spread of draws."""
    still = halves(np.zeros((10, 3)), Crossed(np.zeros((4, 3)), (0, 2, 4, 6), (1, 3, 5, 7)), range(10))
    assert not still.total.any()
    values = np.array([[1.0], [2.0], [4.0]])
    alone = halves(values, Crossed(values[:0], (), ()), [1, 1, 1])
    assert alone.monte_carlo == pytest.approx(4.3027 * values.std(ddof=1) / np.sqrt(3), rel=1e-4)
    assert np.isnan(alone.parameters).all()
    assert np.isnan(halves(values[:1], Crossed(values[:0], (), ()), [1]).monte_carlo).all()
    wide = halves(values, Crossed(values[:1], (0,), (1,)), [1, 2, 3], least_half=100.0)
    assert (wide.monte_carlo >= 100.0).all()
