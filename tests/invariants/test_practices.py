"""What a province reports of its practice does no harm: it finds at least as many of the entitled as the nation would.

The neutral nation (practice `national`) holds what national rules require and one assumed level where the texts are
silent. A reported strength that makes its province worse than that is a lever with the wrong meaning or direction. What
the practice claims, mechanism by mechanism (scenarios/mechanisms/as_reported/), also moves other people than its own.
"""

import numpy as np
import pytest

from simulation.ledger import Measure
from simulation.mechanisms.as_reported import ProvinceChecker
from simulation.mechanisms.as_reported_pairs import pair_in
from simulation.mechanisms.as_reported_rows import RowModel, load_rows
from simulation.mechanisms.registry import load_registry
from simulation.parameters.files.reading import data_folder, names_in
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.results import interval_of
from simulation.simulate.run import run

pytestmark = pytest.mark.usefixtures("few_counties")

PROVINCES = names_in(data_folder() / "provinces", "")
LOOKS = 6  # replications of the second look
MAJORITY = 0.9  # of the claims of a practice; three quarters would move as declared by chance at one of two looks


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
    _, high = found_more(province, province, 0.01, 4)
    assert high > 0.0, province


def claims(practice: str) -> list[RowModel]:
    """Rows of what a practice itself claims: not what national rules require, is only printed, or rests on lines."""
    rows = load_rows().items()
    return [row for (_, where), row in rows if where == practice and row.against == "nation" and not row.lines]


def moves_as_declared(checker: ProvinceChecker, row: RowModel, scale: float) -> bool:
    """Whether one replication at `scale` moves the outcome so, or else the mean of `LOOKS` at the row's own scale."""
    pair, sign = pair_in(checker.registry, row, checker.base, row.months), 1.0 if row.moves == "up" else -1.0

    def moved(tried: RowModel, replications: int) -> bool:
        both = [checker.both(tried, pair, replication) for replication in range(replications)]
        return sign * sum(own - neutral for neutral, own in both) > 0.0

    return moved(row.model_copy(update={"scale": min(row.scale, scale)}), 1) or moved(row, LOOKS)


def still_elsewhere(practice: str, province: str, scale: float) -> list[str]:
    """Mechanisms of a practice whose outcome does not move as declared on the people of `province`."""
    checker = ProvinceChecker(load_registry(), province, Scenario.load(province, practice=practice))
    return [row.id for row in claims(practice) if not moves_as_declared(checker, row, scale)]


def test_a_practice_claims_what_can_be_checked_anywhere() -> None:
    assert all(len(claims(practice)) >= 20 for practice in PROVINCES)


def test_what_a_practice_claims_moves_other_people_too() -> None:
    still = still_elsewhere("jiangxi", "yunnan", 0.001)
    assert len(still) <= (1.0 - MAJORITY) * len(claims("jiangxi")), still


@pytest.mark.full
@pytest.mark.parametrize(("practice", "province"), list(zip(PROVINCES, PROVINCES[1:] + PROVINCES[:1], strict=True)))
def test_what_every_practice_claims_moves_other_people_too(practice: str, province: str) -> None:
    still = still_elsewhere(practice, province, 0.003)
    assert len(still) <= (1.0 - MAJORITY) * len(claims(practice)), still
