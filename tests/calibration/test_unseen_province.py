"""A province left out is predicted from the others: what the nation shares closely, its own deviations not at all."""

from pathlib import Path

import numpy as np
import pytest
from formula_toys import A, B, C, aims_of, fitted, noisy

from benchmarks.left_out import page
from calibration.search import Fit
from calibration.store import PointStore
from calibration.tasks import in_turn
from calibration.unseen_province import Predicted, predict, values_in
from calibration.waves import Design

TRUTH = {"north": {A.path: 1.8, B.path: 0.5, C.path: 0.5}, "south": {A.path: 1.2, B.path: 0.5, C.path: 0.5}}


def apart(province: str, values: dict[str, float]) -> list[float]:
    """A may deviate, B is the nation's."""
    return [1000 * values[A.path], 500 / values[B.path], 2e4 / (1 + np.exp(-values[C.path]))]


def of_both(folder: Path, south: list[float], waves: int = 2) -> Fit:
    """A fit of both provinces; what is published of the south is told."""
    aims = {"north": aims_of("north", apart("north", TRUTH["north"])), "south": aims_of("south", south)}
    return fitted(folder, (A, B, C), aims, noisy(apart), Design(waves, 32, 2, particles=200))


def south_of(found: Fit, folder: Path, draws: int = 40) -> tuple[Predicted, ...]:
    with PointStore(folder, {"made": "toy"}) as store:
        return predict(found.search, "south", in_turn(noisy(apart)), store, draws=draws, replications=2)


def test_what_the_nation_shares_is_predicted_and_what_deviates_is_open(tmp_path: Path) -> None:
    truth = apart("south", TRUTH["south"])
    own, shared, _ = south_of(of_both(tmp_path / "fit", truth), tmp_path / "left")
    assert shared.in_band
    assert shared.low > 0.9 * truth[1]
    assert shared.high < 1.1 * truth[1]
    assert own.held
    # between two provinces lies the root of two spreads, and the nation may lie on either side of the north
    assert 0.5 < np.log(own.high / own.low) / (3.29 * np.sqrt(2) * A.spread) < 1.3


def test_its_own_figures_do_not_reach_the_prediction(tmp_path: Path) -> None:
    """One wave asks everywhere whatever was published, so the points are the same: then all is, bit for bit."""
    truth = apart("south", TRUTH["south"])
    first = south_of(of_both(tmp_path / "a", truth, waves=1), tmp_path / "left a", 12)
    other = south_of(of_both(tmp_path / "b", [3.0 * value for value in truth], waves=1), tmp_path / "left b", 12)
    assert [(one.low, one.median, one.high) for one in first] == [(one.low, one.median, one.high) for one in other]
    assert not any(one.in_band for one in other[1:])


def test_what_nothing_searched_moves_is_no_prediction(tmp_path: Path) -> None:
    def with_a_line(province: str, values: dict[str, float]) -> list[float]:
        return [*apart(province, values), 700.0]

    simulate = noisy(with_a_line, sd=0.0)
    aims = {name: aims_of(name, with_a_line(name, values)) for name, values in TRUTH.items()}
    found = fitted(tmp_path / "fit", (A, B, C), aims, simulate, Design(1, 32, 2, particles=100))
    with PointStore(tmp_path / "left", {"made": "toy"}) as store:
        predicted = predict(found.search, "south", in_turn(simulate), store, draws=8, replications=2)
    assert [one.aim.id for one in predicted] == ["south-0", "south-1", "south-2"]


def test_points_that_are_stored_are_not_simulated_again(tmp_path: Path) -> None:
    found = of_both(tmp_path / "fit", apart("south", TRUTH["south"]), waves=1)
    first = south_of(found, tmp_path / "left", 12)

    def refuse(*_: object) -> np.ndarray:
        raise AssertionError

    with PointStore(tmp_path / "left", {"made": "toy"}) as store:
        again = predict(found.search, "south", in_turn(refuse), store, draws=12, replications=2)
    assert again == first


def test_a_fit_of_one_province_has_nobody_to_learn_from(tmp_path: Path) -> None:
    found = of_both(tmp_path / "fit", apart("south", TRUTH["south"]), waves=1)
    alone = found.search.without("north")
    with PointStore(tmp_path / "left", {"made": "toy"}) as store, pytest.raises(ValueError, match="at least two"):
        predict(alone, "south", in_turn(noisy(apart)), store, draws=4, replications=2)


def test_the_page_counts_what_it_lists(tmp_path: Path) -> None:
    found = of_both(tmp_path / "fit", [3.0, *apart("south", TRUTH["south"])[1:]], waves=1)
    text = page({"south": south_of(found, tmp_path / "left", 12)}, found.lines, "command", "settings", 12)
    rows = [line for line in text.splitlines() if line.startswith("| south-")]
    assert [row.split(" | ")[-2] for row in rows] == ["no", "yes", "yes"]
    assert "| south | 3 | 2 |" in text


def test_values_are_those_of_the_province() -> None:
    import pandas as pd

    table = pd.DataFrame({"a": [1.0], "a@north": [2.0], "a@south": [3.0], "b": [4.0], "borrowed": ["south"]})
    assert values_in(table, "south") == [{"a": 3.0, "b": 4.0}]
