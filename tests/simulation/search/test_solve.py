"""`solve` through the very sweep path: what it says of functions whose answer is known, and of one run of the model."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from test_searches import NO_RULE, SMALL, surface

import simulation as sim
from simulation.parameters.scenario.scenario import Scenario
from simulation.report.tables.solution_tables import solution_tables
from simulation.search.solution import Solution
from simulation.search.solve import solved
from simulation.search.surface import box_of
from simulation.simulate import executors
from simulation.simulate.errors import ExperimentError
from simulation.simulate.indicator_names import check_names, heads_of

pytestmark = pytest.mark.usefixtures("few_counties")

A, _, C = NO_RULE  # what is solved is a function of them, not the model
LINE = {A: (1.0, 1.5)}
PLANE = {A: (1.0, 1.5), C: (0.1, 0.9)}


@pytest.fixture
def answer(base: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Solution]:
    """The solution for `f` and `g` of levers between 0 and 1."""

    def solve(
        function: Callable[..., tuple[float, float]], box: dict[str, tuple[float, float]], goals: dict[str, float],
        noise: float = 0.0, replications: int = 4, **more: object,
    ) -> Solution:  # fmt: skip
        def of_values(a: float, _: float, c: float) -> tuple[float, float]:
            return function((a - 1) * 2, (c - 0.1) / 0.8)

        plane = surface(base, tmp_path_factory.mktemp("store"), of_values, noise, replications, paths=NO_RULE)
        return solved(plane, box_of(base, box, "test"), goals, **more)  # type: ignore[arg-type]

    return solve


def test_all_values_that_meet_the_target_are_listed(answer: Callable[..., Solution]) -> None:
    found = answer(lambda a, c: (4 * a * (1 - a), c), LINE, {"f": 0.75}, noise=0.001)
    assert [root.values[A] for root in found.roots] == pytest.approx([1.125, 1.375], abs=1e-3)
    assert found.found
    assert found.identified
    assert found.values == found.roots[0].values
    noise = 0.001 * np.array([np.random.default_rng(r).normal() for r in range(4)])
    slope = 4 * (1 - 2 * 0.25) * 2
    for root in found.roots:
        assert root.standard_errors[A] == pytest.approx(noise.std(ddof=1) / 2 / slope, rel=0.01)
    table = found.table()
    assert table["root"].tolist() == [1, 2]
    assert (table["low"] < table["value"]).all()
    assert table["resolution"].tolist() == [0.5 / 16] * 2
    assert found.targets["met"].all()


def test_a_flat_response_is_not_identified(answer: Callable[..., Solution]) -> None:
    found = answer(lambda a, c: (1.0, c), LINE, {"f": 1.0})
    (root,) = found.roots
    assert found.found
    assert not found.identified
    assert root.parameters[A].fits == root.parameters[A].interval == (1.0, 1.5)
    assert np.isnan(root.standard_errors[A])
    assert found.evaluations == 17
    assert not found.table()["identified"].any()


def test_a_plateau_near_the_goal_has_no_certain_value(answer: Callable[..., Solution]) -> None:
    """Flat from 0.4 to 0.7, where it misses the goal by less than the replications tell."""
    found = answer(lambda a, c: (max(0.0, a - 0.7) - max(0.0, 0.4 - a), c), LINE, {"f": 0.0}, noise=0.001)
    (root,) = found.roots
    assert not root.identified
    assert root.parameters[A].fits == pytest.approx((1.2, 1.35), abs=0.01)


def test_one_replication_has_no_interval_but_says_what_fits(answer: Callable[..., Solution]) -> None:
    found = answer(lambda a, c: (np.floor(10 * a), c), LINE, {"f": 3.0}, replications=1)
    value = found.roots[0].parameters[A]
    assert np.isnan(value.interval).all()
    assert value.fits == pytest.approx((1.15, 1.2), abs=0.005)
    assert not value.identified


def test_not_found_is_no_proof_that_there_is_none(answer: Callable[..., Solution]) -> None:
    found = answer(lambda a, c: (1.0 + a, c), LINE, {"f": 9.0})
    assert not found.found
    assert found.roots == ()
    assert found.closest.values == {A: 1.5}
    assert found.unmet == ["f"]
    with pytest.raises(ExperimentError, match=r"not found after 17 evaluations: .* meet f; .* = 1\.5 comes closest"):
        _ = found.values


def test_a_step_over_the_goal_is_listed_as_missed(answer: Callable[..., Solution]) -> None:
    found = answer(lambda a, c: (np.floor(2 * a), c), LINE, {"f": 0.4})
    (root,) = found.roots
    assert root.unmet == ["f"]
    assert not found.found


def test_goals_of_zero_small_goals_and_ends(answer: Callable[..., Solution]) -> None:
    assert answer(lambda a, c: (a - 0.3, c), LINE, {"f": 0.0}).values[A] == pytest.approx(1.15, abs=1e-4)
    touching = answer(lambda a, c: ((a - 0.53) ** 2, a), LINE, {"f": 0.0})
    assert touching.values[A] == pytest.approx(1.265, abs=0.01)
    assert touching.targets["allowed"].item() == pytest.approx(0.001 * 0.53**2, rel=1e-3)
    assert answer(lambda a, c: (100 * (1 + a), c), LINE, {"f": 99.9}).values == {A: 1.0}


def test_how_far_a_goal_may_be_missed_can_be_said(answer: Callable[..., Solution]) -> None:
    shifted = (lambda a, c: (100 * (1 + a), c), LINE, {"f": 99.0})
    assert not answer(*shifted).found
    assert answer(*shifted, within={"f": 2.0}).values == {A: 1.0}
    with pytest.raises(ExperimentError, match=r"within g: no target of that name; resolution: expected .* at least 2"):
        answer(*shifted, within={"g": 2.0}, resolution=1)


def test_nan_is_told_where_it_is(answer: Callable[..., Solution]) -> None:
    found = answer(lambda a, c: (np.nan if a < 0.1 else a, c), LINE, {"f": 0.5})
    assert found.values == {A: 1.25}
    assert [(values[A], names) for values, names in found.undefined] == [(1.0, ["f"]), (1.03125, ["f"])]
    with pytest.raises(ExperimentError, match=r"f: undefined \(NaN\) at all 17 points"):
        answer(lambda a, c: (np.nan, c), LINE, {"f": 0.6})


def test_two_unknowns_and_one_target_are_not_identified(answer: Callable[..., Solution]) -> None:
    found = answer(lambda a, c: (a**2 + c**2, c), PLANE, {"f": 0.5})
    (root,) = found.roots
    assert found.found
    assert not found.identified
    assert root.parameters[A].fits == pytest.approx((1.0, 1 + np.sqrt(0.5) / 2), abs=0.02)
    assert root.parameters[C].fits == pytest.approx((0.1, 0.1 + np.sqrt(0.5) * 0.8), abs=0.03)


def test_targets_that_say_the_same_twice_identify_nothing(answer: Callable[..., Solution]) -> None:
    """a c = 1/4 and its square: a runs from 1/4 to 1."""
    found = answer(lambda a, c: (a * c, (a * c) ** 2), PLANE, {"f": 0.25, "g": 0.0625})
    assert not found.identified
    assert found.roots[0].parameters[A].fits == pytest.approx((1.125, 1.5), abs=0.01)


def test_a_lever_that_moves_nothing_is_told_from_one_that_does(answer: Callable[..., Solution]) -> None:
    (root,) = answer(lambda a, c: (a, a**2), PLANE, {"f": 0.3, "g": 0.09}, resolution=8).roots
    assert root.parameters[A].identified
    assert root.values[A] == pytest.approx(1.15, abs=1e-3)
    assert root.parameters[C].fits == pytest.approx((0.1, 0.9))
    assert not root.parameters[C].identified


def test_a_local_minimum_in_two_levers_is_left_for_the_solutions(answer: Callable[..., Solution]) -> None:
    """Himmelblau's equations have four solutions in the square, and other points where descent can end or turn."""

    def himmelblau(a: float, c: float) -> tuple[float, float]:
        x, y = 10 * a - 5, 10 * c - 5
        return x * x + y, x + y * y

    found = answer(himmelblau, PLANE, {"f": 11.0, "g": 7.0})
    solutions = [(10 * (r.values[A] - 1) * 2 - 5, 10 * (r.values[C] - 0.1) / 0.8 - 5) for r in found.roots]
    known = [(-3.779310, -3.283186), (-2.805118, 3.131312), (3.0, 2.0), (3.584428, -1.848127)]
    assert np.array(solutions) == pytest.approx(np.array(known), abs=1e-3)
    assert found.starts == 16


def test_names_of_targets_are_looked_up_before_anything_runs(base: Scenario, tmp_path: Path) -> None:
    small = {**SMALL, "store": tmp_path / "store"}
    with pytest.raises(ExperimentError) as error:
        sim.solve(base, dict(LINE), {"recipients_units": 1000.0, "bugdet": 1.0}, **small)  # type: ignore[arg-type]
    message = str(error.value)
    assert "no indicator 'recipients_units': recipients_units is reported for groups; write one of" in message
    assert "ledger/programme:dibao/recipients_units" in message
    assert "no indicator 'bugdet'; did you mean 'budget'?" in message
    assert not (tmp_path / "store").exists()
    with pytest.raises(ExperimentError, match="did you mean 'cost'"):
        sim.frontier(base, dict(LINE), objectives=("costs",), **small)  # type: ignore[arg-type]
    with pytest.raises(ExperimentError, match="did you mean 'budget'"):
        sim.sensitivity(base, dict(LINE), indicators=("budgett",), **small)  # type: ignore[arg-type]
    with pytest.raises(ExperimentError, match="did you mean 'budget'"):
        sim.compare_all(base, ["dibao_line_plus_10"], until="budgett ±1%", scale=0.0005, months=3)
    check_names(base, ["budget", "ledger/programme:dibao/recipients_units", "wait_days_median"])


def test_a_parameter_of_a_programme_that_is_off_is_not_identified(base: Scenario, tmp_path: Path) -> None:
    """Through the model: nothing reads the trigger of expenditure-based hardship while that test is off."""
    found = sim.solve(
        base, {"expenditure.trigger": (0.1, 0.8)}, "budget", base, store=tmp_path / "store", resolution=2,
        executor=executors.serial(), **SMALL,
    )  # type: ignore[arg-type]  # fmt: skip
    (root,) = found.roots
    assert not found.identified
    assert found.unread == {"expenditure.trigger": "expenditure.enabled = 1"}
    assert any("that takes expenditure.enabled = 1" in table.note for table in solution_tables(found, "en"))
    assert root.parameters["expenditure.trigger"].fits == (0.1, 0.8)
    assert np.isnan(root.standard_errors["expenditure.trigger"])
    frame = found.sweep.frame()
    names = frame[["observer", "group", "indicator"]].drop_duplicates().agg("/".join, axis=1)
    assert set(names) == {"/".join(head[:3]) for head in heads_of(base)}  # what a run reports is known before it
