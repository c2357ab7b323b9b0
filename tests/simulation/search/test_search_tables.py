"""Tables of searches by hand: efficient reforms and their paired change, regret by future, points of a method."""

import numpy as np
import pytest

from simulation.search.frontier import Frontier
from simulation.search.robustness import Robustness
from simulation.search.sensitivity import cost
from simulation.simulate.errors import ExperimentError


def test_efficient_reforms_with_their_change_from_the_baseline() -> None:
    """Three points, two objectives, two replications; the third costs more than the baseline and reaches no more."""
    values = np.array([[[10.0, 12.0], [5.0, 5.0]], [[12.0, 16.0], [1.0, 3.0]], [[20.0, 20.0], [5.0, 5.0]]])
    found = Frontier([{}, {"line": 1.1}, {"line": 1.2}], ("cost", "error"), values, None)  # type: ignore[arg-type]
    table = found.table()
    assert found.undominated.tolist() == [True, True, False]
    assert table["baseline"].tolist() == [True, False]
    assert table["cost"].tolist() == [11, 14]
    assert table["cost_change"].tolist() == [0, 3]
    assert table["error_change"].tolist() == [0, -3]
    assert table["line"].tolist()[1] == 1.1
    half = 12.706204736432095 * np.std([2, 4], ddof=1) / np.sqrt(2)  # Student's t of one degree of freedom
    assert table[["cost_low", "cost_high"]].iloc[1].tolist() == pytest.approx([3 - half, 3 + half])
    assert table[["cost_low", "cost_high"]].iloc[0].tolist() == [0, 0]


def test_regret_by_future_and_point() -> None:
    found = Robustness("budget", ["baseline", "b"], np.array([[1.0, 2.5], [3.0, 2.0]]), "draw")
    table = found.regret_table()
    assert list(table.columns) == ["draw", "baseline", "b"]
    assert table.to_numpy().tolist() == [[0, 0, 1.5], [1, 1, 0]]
    summary = found.table().set_index("label")
    assert summary["mean_regret"].to_dict() == {"baseline": 0.5, "b": 0.75}
    assert summary["first_share"].to_dict() == {"baseline": 0.5, "b": 0.5}


def test_how_many_points_a_method_takes() -> None:
    """Both ends of 3 parameters; 8 trajectories of a start and 3 steps; 8 rows of two samples and 3 mixed ones."""
    assert [cost(method, 3, 8) for method in ("tornado", "morris", "sobol")] == [6, 32, 40]
    with pytest.raises(ExperimentError, match="no method 'guess'; known are tornado, morris, sobol"):
        cost("guess", 3, 8)
