"""What keeps the entitled from payment, and what health costs, on a small world against the model's own counts."""

import numpy as np
import pytest
from worlds import PROVINCE, SCALE, always, onward

from calibration.observers import Province, observe
from calibration.observers.households import non_take_up_shares
from calibration.observers.take_up import Barrier, non_take_up_parts, unpaid_of
from calibration.statistics import band_of, statistic_of
from calibration.targets import Fact
from simulation.ledger import CHANNELS, Ledger, TakeUpStage
from simulation.parameters.scenario.scenario import Scenario
from simulation.processes.information import Knowledge
from simulation.run_settings import Settings
from simulation.simulate.health_spending import burden_of, part_of, year_of_health
from simulation.simulate.one_replication import warmed_up
from simulation.state import State

BELIEF = "application.misbelief_share"


def fact(statistic: str, date: str, area: str = "all") -> Fact:
    kind = statistic_of(statistic)
    assert kind is not None
    low, high = band_of(statistic, 1.0)
    return Fact(statistic, PROVINCE, statistic, 1.0, kind.unit, date, low, high, "made", "made", "seen", "calibrate",
                "A", "", area)  # fmt: skip


@pytest.fixture(scope="module")
def quarter(warm: State, base: Scenario) -> tuple[State, Ledger]:
    """The world at the end of a March, when the ledger counts its funnel."""
    return onward(warm, base, 3)


def reached(ledger: Ledger) -> np.ndarray:
    """(counties, channels, reached) of the last month."""
    return ledger.funnel[:, -1, :CHANNELS]


def test_the_unpaid_are_those_of_the_funnel(quarter: tuple[State, Ledger], base: Scenario) -> None:
    state, ledger = quarter
    counts, booked = unpaid_of(state, base).sum(axis=1), reached(ledger).sum(axis=1)
    assert np.array_equal(counts[:, Barrier.UNAWARE], booked[:, TakeUpStage.NOT_KNOWN])
    assert np.array_equal(counts[:, [Barrier.DISBELIEF, Barrier.BURDEN]].sum(axis=1), booked[:, TakeUpStage.KNOWN])
    assert np.array_equal(counts[:, Barrier.REFUSED], booked[:, TakeUpStage.REFUSED])
    waiting = booked[:, [TakeUpStage.FILED, TakeUpStage.VERIFIED, TakeUpStage.GRANTED]].sum(axis=1)
    assert np.array_equal(counts[:, Barrier.WAITING], waiting)
    assert (counts.sum(axis=0)[:3] > 0).all()


def test_planted_shares_of_disbelief(quarter: tuple[State, Ledger], base: Scenario) -> None:
    """None at 0; at 1 all who know and have not filed, but those who were told in person."""
    state, ledger = quarter
    known = reached(ledger)[:, :, TakeUpStage.KNOWN].sum(axis=0)
    nobody, everybody, half = (unpaid_of(state, always(base, {BELIEF: share})) for share in (0.0, 1.0, 0.5))
    assert nobody[..., Barrier.DISBELIEF].sum() == 0
    assert everybody[..., Barrier.DISBELIEF].sum() == known[: Knowledge.VISIT].sum() > 0
    assert everybody[..., Barrier.BURDEN].sum() == known[Knowledge.VISIT :].sum()
    assert np.array_equal(nobody[..., Barrier.UNAWARE], everybody[..., Barrier.UNAWARE])
    assert 0.3 < half[..., Barrier.DISBELIEF].sum() / known[: Knowledge.VISIT].sum() < 0.7


def test_looking_changes_nothing(quarter: tuple[State, Ledger], base: Scenario) -> None:
    state, _ = quarter
    before = state.digest()
    assert np.array_equal(unpaid_of(state, base), unpaid_of(state, base))
    assert state.digest() == before


def test_parts_sum_to_one_and_are_nan_without_anybody() -> None:
    assert sum(non_take_up_parts([np.arange(10).reshape(2, 5)]).values()) == pytest.approx(1.0)
    assert all(np.isnan(share) for share in non_take_up_parts([np.zeros((2, 5), int)]).values())
    assert all(np.isnan(share) for share in non_take_up_parts([]).values())


def test_observers_are_the_models_own_counts_on_the_same_run() -> None:
    """Health spending as `burden_of` has it of the December; the shares of the unpaid of the same run's funnel."""
    settings = Settings(SCALE, 1, 1, 1, 24, threads=1)
    areas = ("all", "urban", "rural")
    asked = [fact(name, "2022", area) for name in ("catastrophic_share", "impoverished_share") for area in areas]
    asked.append(fact("information_share_unpaid", "2022"))
    world = Province(PROVINCE, asked, settings)
    reading = world.read({}, 0)
    state, _ = warmed_up(Scenario.load(PROVINCE), settings, 0)
    year = year_of_health(state, Scenario.load(PROVINCE))
    parts = {"all": year, "urban": part_of(year, year.urban), "rural": part_of(year, ~year.urban)}
    for name in ("catastrophic_share", "impoverished_share"):
        for area in areas:
            assert observe(reading, fact(name, "2022", area)) == getattr(burden_of(parts[area]), name) > 0
    ledger = reading.ledger
    assert ledger is not None
    booked = ledger.funnel[:, 12:24, :CHANNELS].sum(axis=(0, 1, 2))
    shares = non_take_up_shares(reading, asked[-1])
    assert shares["unaware"] == booked[TakeUpStage.NOT_KNOWN] / (booked.sum() - booked[TakeUpStage.PAID])
    assert observe(reading, asked[-1]) == pytest.approx(shares["unaware"] + shares["disbelief"])
    assert shares["disbelief"] > 0.05
