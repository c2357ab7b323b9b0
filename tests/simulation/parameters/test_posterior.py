"""Posterior draws: what a file gives in a province, how a draw lies beneath a scenario, and what is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
from folders import copy_of_data, loading

from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.reforms.posterior import Draw, Posterior
from simulation.parameters.scenario.scenario import Scenario


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_data(tmp_path_factory.mktemp("data") / "scenarios", "zhejiang")


@pytest.fixture
def write(folder: Path) -> Callable[[str], None]:
    """Writes the posterior file of the folder."""
    return lambda text: (folder / "posterior.csv").write_text(text, encoding="utf-8") and None


def held(folder: Path) -> Posterior:
    found = Scenario.load("zhejiang", root=folder).sources.posterior
    assert found is not None
    return found


def path_of(folder: Path) -> str:
    """A parameter that incomes are built from."""
    (folder / "posterior.csv").unlink(missing_ok=True)
    known = Scenario.load("zhejiang", root=folder).sources.parameters
    return next(p for p, v in known.items() if p.startswith("income.") and v.range_low < v.range_high)


def test_own_columns_take_the_place_of_national_ones(folder: Path, write: Callable[[str], None]) -> None:
    write(
        "draw,application.base_logit,application.base_logit@zhejiang,application.base_logit@fujian\n1,-2,-3,-1\n4,-2,0,1\n"
    )
    assert held(folder).draws == (
        Draw(1, (("application.base_logit", -3.0),)),
        Draw(4, (("application.base_logit", 0.0),)),
    )


def test_what_the_practice_states_is_not_drawn(folder: Path, write: Callable[[str], None]) -> None:
    known = Scenario.load("zhejiang", root=folder).sources.parameters
    stated = next(
        p for p, v in known.items() if v.file.startswith("scenarios/practices/") and v.range_low < v.range_high
    )
    write(f"draw,application.base_logit,{stated}\n1,-2,{known[stated].range_high!r}\n")
    assert held(folder).draws == (Draw(1, (("application.base_logit", -2.0),)),)


def test_no_file_no_draws(zhejiang: Scenario, folder: Path) -> None:
    (folder / "posterior.csv").unlink(missing_ok=True)
    assert Scenario.load("zhejiang", root=folder).sources.posterior is None
    assert zhejiang.sources.posterior is None or zhejiang.sources.posterior.draws


MISTAKEN = {
    "draw,application.base_logitt\n1,-2\n": ("application.base_logitt", "parameter", "application.base_logit"),
    "draw,application.base_logit@zhejang\n1,-2\n": ("application.base_logit@zhejang", "province", "zhejiang"),
    "draw,application.base_logit\n1,-99\n": ("line 2, application.base_logit", "a number in the stated range", ""),
    "draw,application.base_logit@fujian\n1,1e9\n": ("line 2, application.base_logit@fujian", "a number from", ""),
    "draw,application.base_logit\n1,-2\n2,low\n": ("line 3, application.base_logit", "a number", ""),
    "draw,application.base_logit\n1,nan\n": ("line 2, application.base_logit", "a number", ""),
    "draw,application.base_logit\n1,\n": ("line 2, application.base_logit", "a number", ""),
    "draw,application.base_logit\n2,-2\n1,-2\n": ("draw", "rise", ""),
    "draw,application.base_logit\n0,-2\n": ("line 2, draw", "a whole number from 1", ""),
    "draws,application.base_logit\n1,-2\n": ("header", "column 'draw'", "draws"),
    "draw\n1\n": ("header", "a column per parameter", ""),
    "draw,staff.desk.cost_yuan_hour\n1,30\n": ("staff.desk.cost_yuan_hour", "acts in the simulation", ""),
    "draw,application.base_logit\n": ("rows", "at least one row", ""),
    "draw,application.base_logit\n1,-2,7\n": ("line 2", "2 cells", ""),
}


@pytest.mark.parametrize("text", MISTAKEN)
def test_a_garbled_file_is_one_clear_error(folder: Path, write: Callable[[str], None], text: str) -> None:
    key, expected, near = MISTAKEN[text]
    write(text)
    found = loading(folder)
    told = [each for each in found if each.key == key and expected in each.expected]
    assert told, found
    assert all(each.file == "scenarios/posterior.csv" for each in found)
    assert told[0].nearest == near


def test_all_mistakes_stand_in_one_error(folder: Path, write: Callable[[str], None]) -> None:
    write("draw,application.base_logitt,application.base_logit\n1,0,low\n2,0,77\n")
    assert len(loading(folder)) == 3


def test_a_file_that_is_no_text(folder: Path) -> None:
    (folder / "posterior.csv").write_bytes(b"draw,\xff\n")
    assert any("UTF-8" in each.expected for each in loading(folder))


def test_what_a_scenario_sets_wins_over_a_draw(zhejiang: Scenario) -> None:
    path = "application.base_logit"
    draw = Draw(1, ((path, -1.5), ("kin.child_income_share", 1.0)))
    drawn = zhejiang.under(draw)
    assert [drawn.value(path, month) for month in (-24, 0, 30)] == [-1.5] * 3
    assert drawn.digest != zhejiang.digest
    assert drawn.structural_digest != zhejiang.structural_digest
    own = zhejiang.change({path: -2.0}, start="2024-01").under(draw)
    assert [own.value(path, month) for month in (-24, 11, 12, 30)] == [-1.5, -1.5, -2.0, -2.0]
    added = zhejiang.change({f"{path}+": 0.25}).under(draw)
    assert added.value(path) == -1.25
    structural = "information.base_awareness"
    set_ = zhejiang.change({structural: 0.9}).under(Draw(1, ((structural, 0.2),)))
    assert set_.value(structural, -24) == 0.9


def test_a_draw_that_does_not_go_with_a_scenario_is_refused(zhejiang: Scenario) -> None:
    added = zhejiang.change({"application.base_logit+": 1.0})
    high = zhejiang.sources.parameters["application.base_logit"].high
    with pytest.raises(ScenarioError, match=r"posterior\.csv, draw 3|application\.base_logit"):
        added.under(Draw(3, (("application.base_logit", high - 0.5),)))


def test_incomes_may_be_drawn(folder: Path, write: Callable[[str], None]) -> None:
    """They are read before the population is built."""
    path = path_of(folder)
    base = Scenario.load("zhejiang", root=folder)
    value = base.sources.parameters[path].range_high
    write(f"draw,{path}\n1,{value!r}\n")
    drawn = Scenario.load("zhejiang", root=folder)
    assert drawn.digest == base.digest  # a file of draws alone changes nothing
    assert getattr(drawn.under(held(folder).draws[0]).group("income", 0), path.partition(".")[2]) == value
