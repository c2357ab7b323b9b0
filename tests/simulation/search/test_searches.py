"""Solving, frontiers, sensitivity and robustness, through the very sweep path, on functions whose answer is known."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from added import ADDED

import simulation as sim
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.search.frontier import of_sweep, searched, undominated
from simulation.search.robustness import Robustness, robustness
from simulation.search.sensitivity import analysed
from simulation.search.solve import solved
from simulation.search.surface import Surface, box_of
from simulation.simulate import executors
from simulation.simulate.answers import Answer
from simulation.simulate.errors import ExperimentError
from simulation.sweeping.results.sweep_results import Sweep
from simulation.sweeping.running.work import Task
from simulation.sweeping.sweep import Work

pytestmark = pytest.mark.usefixtures("few_counties")

NO_RULE = ("visit.visits_per_grid_month", "visit.contact_rate_year", "visit.detection")  # a change builds no rules
A, B, C = NO_RULE  # what is searched is a function of them, not the model
SMALL = {"scale": 0.0005, "months": 3, "replications": 2, "warm_up": 12}
AMOUNT = """
[change.row.param.amount]
value = 100
unit = "yuan/month"
status = "assumed"
confidence = "none"
source = "draft"
range = [50, 300]
label = { zh = "额", en = "amount" }
"""
HEADS = tuple(("ledger", "all", name, "yuan/year", "simulated") for name in ("f", "g"))


def analytic(
    base: Scenario, function: Callable[..., tuple[float, float]], noise: float = 0.0, paths: Sequence[str] = (A, B, C)
) -> Work:  # fmt: skip
    """Work that evaluates a function of the scenario's values, with noise that depends on the replication alone."""

    def work(task: Task) -> list[Answer]:
        answers = []
        for item in task.items:
            scenario = item.point.onto(item.draw.onto(base))
            deviation = noise * np.random.default_rng(item.replication).normal()
            values = np.array(function(*(scenario.value(path) for path in paths))) + deviation
            answers.append(Answer(item.id, values=values, heads=HEADS, population="p"))
        return answers

    return work


def surface(
    base: Scenario, folder: Path, function: Callable[..., tuple[float, float]], noise: float = 0.0,
    replications: int = 4, reform: str = "", seed: int = 1, paths: Sequence[str] = (A, B, C),
) -> Surface:  # fmt: skip
    settings = Settings(0.01, 12, replications, seed)
    work = analytic(base, function, noise, paths)
    return Surface(base, settings, folder, executors.serial(), work=work, reform=reform)


def test_a_sweep_holds_a_frontier(base: Scenario, tmp_path: Path) -> None:
    plane = surface(base, tmp_path, lambda a, b, c: (a, 2.0 - a + 10.0 * (c > 0.7)))
    points = [{A: a, C: c} for a in (1.2, 1.1) for c in (0.8, 0.5)]
    values = plane.at(points, ("f", "g"))
    found = of_sweep(Sweep(plane.store), ("f", "g"))
    assert found.points == [{}, *points]
    assert np.array_equal(found.values[1:], values)
    assert found.undominated[1:].tolist() == [False, True, False, True]


def test_a_search_starts_its_workers_once(base: Scenario, tmp_path: Path) -> None:
    """Each evaluation is a pass of its own through store and driver; starting workers takes seconds."""
    started: list[executors.InProcess] = []

    def start() -> executors.InProcess:
        started.append(executors.InProcess())
        return started[-1]

    plane = surface(base, tmp_path, lambda a, b, c: (a * a, b))
    plane.executor = executors.ExecutorFactory("counted", 1, 1, start, other_processes=False)
    found = solved(plane, box_of(base, {A: (1.0, 1.5)}, "test"), {"f": 1.21})
    plane.close()
    assert found.evaluations > 3
    assert len(started) == 1


def test_solve_finds_the_root_and_its_error(base: Scenario, tmp_path: Path) -> None:
    square = surface(base, tmp_path, lambda a, b, c: (a * a, b), noise=0.01)
    box = box_of(base, {A: (1.0, 1.5)}, "test")
    found = solved(square, box, {"f": 1.21})
    noise = 0.01 * np.array([np.random.default_rng(r).normal() for r in range(4)])
    assert found.values[A] == pytest.approx(np.sqrt(1.21 - noise.mean()), abs=1e-4)
    assert found.standard_errors[A] == pytest.approx(noise.std(ddof=1) / 2 / (2 * found.values[A]), rel=0.01)
    again = solved(square, box, {"f": 1.21})
    assert again.values == found.values
    assert again.sweep.status()["planned"] == found.sweep.status()["planned"]


def test_solve_carries_the_common_noise_of_several_targets_to_the_errors(base: Scenario, tmp_path: Path) -> None:
    """f = a + noise and g = a + b + noise: the noise moves a alone, and b not at all."""
    plane = surface(base, tmp_path, lambda a, b, c: (a, a + b), noise=0.01)
    found = solved(plane, box_of(base, {A: (1.0, 1.5), B: (1.0, 3.0)}, "test"), {"f": 1.2, "g": 3.2})
    noise = 0.01 * np.array([np.random.default_rng(r).normal() for r in range(4)])
    assert found.standard_errors[A] == pytest.approx(noise.std(ddof=1) / 2, rel=0.01)
    assert found.standard_errors[B] == pytest.approx(0.0, abs=1e-4)


def test_solve_meets_a_scenario_whatever_the_draws(base: Scenario, tmp_path: Path) -> None:
    square = surface(base, tmp_path, lambda a, b, c: (a * a, b), noise=10.0)
    found = solved(square, box_of(base, {A: (1.0, 1.5)}, "test"), {"f": base.change({A: 1.3})})
    assert found.values[A] == pytest.approx(1.3, abs=1e-4)
    assert found.standard_errors[A] == pytest.approx(0.0, abs=1e-9)


def test_solve_searches_a_value_of_a_programme_that_a_reform_adds(base: Scenario, tmp_path: Path) -> None:
    """The reform holds with every value tried, and not in the baseline; a goal may add another programme."""
    file, other = tmp_path / "minors.toml", tmp_path / "elders.toml"
    text = ADDED.replace("yuan = 100", 'yuan = "$amount"') + AMOUNT
    file.write_text(text + f'[[change]]\npath = "{C}"\nvalue = 0.8\n', encoding="utf-8")
    other.write_text(ADDED.replace("minors", "elders").replace("900", "901"), encoding="utf-8")
    plane = surface(base, tmp_path / "store", lambda a, b, c: (a + c, b), reform=str(file))
    plane.work = analytic(plane.base, lambda amount, b, c: (amount / 100 + c, b), paths=("minors.amount", B, C))
    found = solved(plane, box_of(plane.base, ["minors.amount"], "test"), {"f": 2.0})
    assert found.values["minors.amount"] == pytest.approx(120.0, abs=0.05)
    goal = base.with_reform(other).change({C: 0.9})
    fresh = surface(base, tmp_path / "other", lambda a, b, c: (a + c, b), reform=str(file))
    fresh.know([goal])  # as `solved` does
    fresh.work = analytic(fresh.base, lambda n, b, c: (n / 100 + c, b), paths=("minors.amount", B, C))
    met = solved(fresh, box_of(fresh.base, {"minors.amount": (100.0, 200.0)}, "test"), {"f": goal})
    assert met.values["minors.amount"] == pytest.approx(110.0, abs=0.05)  # 1.0 of the goal is the file's 100 yuan
    trade = searched(plane, {"minors.amount": (60.0, 200.0)}, ("f", "g"), population=4, generations=1)
    assert trade.values[0, 0, 0] == pytest.approx(1.0 + base.value(C))  # the baseline is without the reform
    assert trade.values[1:, 0, 0] == pytest.approx([p["minors.amount"] / 100 + 0.8 for p in trade.points[1:]])


def test_solve_of_two_parameters_for_two_targets(base: Scenario, tmp_path: Path) -> None:
    plane = surface(base, tmp_path, lambda a, b, c: (a * c, a + c))
    found = solved(plane, box_of(base, {A: (0.9, 1.6), C: (0.1, 0.9)}, "test"), {"f": 0.6, "g": 1.7})
    assert found.values == {A: pytest.approx(1.2, abs=1e-3), C: pytest.approx(0.5, abs=1e-3)}


def test_unknown_paths_and_indicators_are_refused(base: Scenario, tmp_path: Path) -> None:
    square = surface(base, tmp_path, lambda a, b, c: (a * a, b))
    with pytest.raises(ScenarioError, match="did you mean"):
        box_of(base, ["dibao.line_multipel"], "test")
    with pytest.raises(ExperimentError, match="no indicator 'h'"):
        solved(square, box_of(base, {A: (1.0, 1.5)}, "test"), {"h": 9.0})


def test_frontier_holds_no_dominated_point_and_goes_on_where_it_stopped(base: Scenario, tmp_path: Path) -> None:
    trade = surface(base, tmp_path, lambda a, b, c: ((a - 1.0) ** 2 + c, (a - 1.5) ** 2 + c))
    box = box_of(base, {A: (0.9, 1.8), C: (0.1, 0.9)}, "test")
    found = searched(trade, box, ("f", "g"), population=12, generations=8)
    table, costs = found.table(), found.values.mean(axis=2)
    assert len(table) >= 5
    for row in table[["f", "g"]].to_numpy():
        assert not ((costs <= row).all(axis=1) & (costs < row).any(axis=1)).any()
    assert (table[C] < 0.4).all()  # the true frontier has the smallest c
    again = searched(trade, box, ("f", "g"), population=12, generations=8)
    assert again.points == found.points
    assert len(again.sweep.points()) == len(found.sweep.points())


def test_undominated_keeps_equal_points() -> None:
    assert undominated(np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 3.0]])).tolist() == [True, True, False]


def ishigami(a: float, b: float, c: float) -> tuple[float, float]:
    """Ishigami and Homma (1990) on boxes stretched to [-pi, pi]."""
    x = 2 * np.pi * np.array([(a - 0.9) / 0.9, (b - 1.2) / 1.0, (c - 0.1) / 0.8]) - np.pi
    return float(np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])), 0.0


def test_sobol_and_morris_on_a_known_function(base: Scenario, tmp_path: Path) -> None:
    box = box_of(base, {A: (0.9, 1.8), B: (1.2, 2.2), C: (0.1, 0.9)}, "test")
    known = surface(base, tmp_path, ishigami, replications=1)
    frame = analysed(known, box, "sobol", ("f",), 512).table().set_index("parameter")
    assert frame["S1"].to_numpy() == pytest.approx([0.3139, 0.4424, 0.0], abs=0.05)
    assert frame["ST"].to_numpy() == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.05)
    screened = analysed(known, box, "morris", ("f",), 30).table().set_index("parameter")
    assert screened["differs_from_0"].all()
    with pytest.warns(DeprecationWarning, match="the column told_from_0 is now differs_from_0"):
        assert screened["told_from_0"].all()
    assert screened["sigma"][C] > 0


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_a_parameter_without_effect_does_not_differ_from_0(base: Scenario, tmp_path: Path, method: str) -> None:
    box = box_of(base, {A: (0.9, 1.8), C: (0.1, 0.9)}, "test")
    known = surface(base, tmp_path, lambda a, b, c: (a, b), replications=1)
    frame = analysed(known, box, method, ("f",), 16).table().set_index("parameter")
    assert frame["differs_from_0"].to_dict() == {A: True, C: False}


def test_a_seed_of_zero_gives_the_same_intervals_again(base: Scenario, tmp_path: Path) -> None:
    box = box_of(base, {A: (0.9, 1.8), B: (1.2, 2.2), C: (0.1, 0.9)}, "test")
    known = surface(base, tmp_path, ishigami, replications=1, seed=0)
    first, second = (analysed(known, box, "sobol", ("f",), 32).table() for _ in range(2))
    assert first.equals(second)  # SALib by itself takes 0 as no seed: findings/salib_seed_of_zero.sh


def test_tornado_shows_both_ends(base: Scenario, tmp_path: Path) -> None:
    line = surface(base, tmp_path, lambda a, b, c: (10 * a + c, b), noise=5.0)
    frame = analysed(line, box_of(base, {A: (19.9, 20.1)}, "test"), "tornado", ("f",), 0).table()
    assert frame["low_effect"].item() == pytest.approx(-1.0)
    assert frame["high_effect"].item() == pytest.approx(1.0)
    assert frame["high_effect_to"].item() == pytest.approx(1.0)  # common random numbers: nothing left to doubt
    with pytest.raises(ExperimentError, match="no method 'x'"):
        analysed(line, box_of(base, {A: (19.9, 20.1)}, "test"), "x", ("f",), 0)


def test_ranks_and_regret_by_hand() -> None:
    found = Robustness("budget", ["baseline", "b", "c"], np.array([[1.0, 2.0, 4.0], [3.0, 2.0, 2.0]]), "draw")
    assert found.regret().tolist() == [[0.0, 1.0, 3.0], [1.0, 0.0, 0.0]]
    table = found.table().set_index("label")
    assert table["first"].to_dict() == {"baseline": 1, "b": 1, "c": 1}
    assert table["max_regret"].to_dict() == {"baseline": 1.0, "b": 1.0, "c": 3.0}
    assert table["mean_rank"].to_dict() == {"baseline": 2.0, "b": 1.5, "c": 2.0}


def test_a_line_that_must_be_one_tenth_higher_is_found(base: Scenario, tmp_path: Path) -> None:
    """Through the model: the budget of a line 1.10 times is met by a line 1.10 times, to 0.1%.

    Four replications: with two, Student's t is 12.7 and the slope of so small a world is not told from 0.
    """
    known, size = base.change({"lines.dibao*": 1.1}), SMALL | {"replications": 4}
    found = sim.solve(
        base, {"lines.dibao*": (1.0, 1.2)}, "budget", known, store=tmp_path, executor=executors.serial(), **size
    )  # type: ignore[arg-type]
    assert found.values["lines.dibao*"] == pytest.approx(1.1, rel=1e-3)
    assert found.standard_errors["lines.dibao*"] < 1e-3


def test_robustness_over_parameter_draws(base: Scenario, tmp_path: Path) -> None:
    draws = [{"visit.visits_per_grid_month": 2.0}, {"visit.visits_per_grid_month": 8.0}]
    done = sim.sweep(
        base, {"dibao.line_multiple": [0.9, 1.1]}, draws=draws, store=tmp_path, executor=executors.serial(), **SMALL
    )  # type: ignore[arg-type]
    found = robustness(done, "budget")
    assert found.values.shape == (2, 3)
    assert found.table().iloc[0]["label"] == "dibao.line_multiple=0.9"
    assert "dibao.line_multiple=0.9" in done._repr_html_()
    summary = done.summary(["budget"])
    assert summary["draw_low"].notna().all()
    assert (summary["draw_low"] <= summary["difference"]).all()
