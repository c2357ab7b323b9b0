"""Searches over several levers start from points spread evenly over the box, and know what leaves the targets as is."""

import numpy as np
import pytest

from simulation.search.levers import spread, weak_directions


@pytest.mark.parametrize(
    ("parameters", "count", "cells", "few", "many"), [(1, 64, 16, 3, 5), (2, 64, 4, 2, 6), (3, 512, 4, 4, 12)]
)
def test_every_part_of_the_box_has_its_share_of_starts(
    parameters: int, count: int, cells: int, few: int, many: int
) -> None:
    """Points among `cells` parts of each lever, the centre of the box first; drawn at random 1 to 8, and 3 to 18."""
    points = np.array(spread(parameters, count))
    assert points[0].tolist() == [0.5] * parameters
    assert points.min() >= 0.0
    assert points.max() < 1.0
    inside = np.zeros([cells] * parameters, int)
    np.add.at(inside, tuple((points * cells).astype(int).T), 1)
    assert few <= inside.min()
    assert inside.max() <= many


def test_directions_that_hardly_move_the_targets() -> None:
    """Two levers that only act as a sum leave one direction open; two that act apart leave none."""
    (open_direction,) = weak_directions(np.array([[1.0, 1.0], [2.0, 2.0]])).T
    assert open_direction[0] == pytest.approx(-open_direction[1])
    assert weak_directions(np.array([[1.0, 0.0], [0.0, 0.2]])).shape == (2, 0)
    assert pytest.approx(np.array([[0.0, 1.0]])) == weak_directions(np.array([[1.0, 0.0], [0.0, 0.05]])).T
    assert weak_directions(np.array([[3.0, 0.0]])).shape == (2, 1)
