"""What a province reports of its practice does no harm: it finds at least as many of the entitled as the nation would.

The neutral nation (practice `national`) holds what national rules require and one assumed level where the texts are
silent. A reported strength that makes its province worse than that is a lever with the wrong meaning or direction.
"""

import numpy as np
import pytest

from simulation.experiments.results import interval_of
from simulation.experiments.run import run
from simulation.ledger import Measure
from simulation.parameters.files import data_folder, names_in
from simulation.parameters.scenario import Scenario

PROVINCES = names_in(data_folder() / "provinces", "")


def found(scenario: Scenario, scale: float, replications: int) -> np.ndarray:
    """(replications,): persons with a true cash entitlement who are paid, mean over the months."""
    result = run(scenario, scale=scale, months=24, replications=replications, warm_up=24)
    return np.array([ledger.measure(Measure.ENTITLED_PAID).mean() for ledger in result.ledgers])


def found_more(province: str, practice: str, scale: float, replications: int) -> tuple[float, float]:
    """95% interval of the paired difference: the practice less the nation, on the people of `province`."""
    own, nation = (
        found(Scenario.load(province, practice=name), scale, replications) for name in (practice, "national")
    )
    low, high = interval_of((own - nation)[:, None], 0.95)
    return float(low[0]), float(high[0])


def test_a_practice_finds_at_least_as_many_as_the_nation_would() -> None:
    _, high = found_more("jiangxi", "jiangxi", 0.003, 4)
    assert high > 0.0


@pytest.mark.full
@pytest.mark.parametrize("province", PROVINCES)
def test_every_practice_finds_at_least_as_many_as_the_nation_would(province: str) -> None:
    _, high = found_more(province, province, 0.02, 8)
    assert high > 0.0, province


@pytest.mark.full
@pytest.mark.parametrize("practice", PROVINCES)
@pytest.mark.parametrize("province", PROVINCES)
def test_a_practice_moves_other_people_too(province: str, practice: str) -> None:
    if practice == province:
        pytest.skip("its own people")
    own, nation = (
        run(Scenario.load(province, practice=name), scale=0.003, months=12, replications=4, warm_up=12).ledgers
        for name in (practice, "national")
    )
    names = [each for each in Measure if each.name in ("FLAGS", "VISITS", "FILED", "REFUSED", "CHANGES_FOUND")]
    moved = []
    for each in names:
        difference = np.array(
            [[a.measure(each).sum() - b.measure(each).sum()] for a, b in zip(own, nation, strict=True)]
        )
        low, high = interval_of(difference, 0.95)
        moved.append(bool(low[0] > 0.0 or high[0] < 0.0))
    assert any(moved), (practice, province)
