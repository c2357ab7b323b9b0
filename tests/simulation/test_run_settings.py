"""One object holds how a scenario is run: functions, command line and sweep files have its defaults and ranges."""

import inspect
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import simulation as sim
from simulation.run_settings import DEFAULTS, LIMITS, Settings, SettingsError
from simulation.sweeping.design.sweep_file import SweepModel, read_sweep

FUNCTIONS = (sim.run, sim.compare, sim.compare_all, sim.sweep, sim.solve, sim.frontier, sim.sensitivity)
REPLICATIONS = {"run": 1, "compare": 10, "compare_all": None}  # of the others 4: they run many points
WRONG: dict[str, Any] = {"scale": 2.0, "months": 0, "replications": -1, "seed": 2**32, "warm_up": 13}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda each: each.__name__)
def test_every_function_has_the_same_defaults(function: Callable[..., Any]) -> None:
    given = {name: each.default for name, each in inspect.signature(function).parameters.items() if name in LIMITS}
    assert given.pop("replications") == REPLICATIONS.get(function.__name__, 4)
    assert given == {name: getattr(DEFAULTS, name) for name in given}
    assert {"scale", "months", "seed", "warm_up"} <= set(given)


@pytest.mark.parametrize("call", [
    lambda **wrong: sim.run("hubei", draws=-3, **wrong),
    lambda **wrong: sim.compare("hubei", "none", draws=-3, **wrong),
    lambda **wrong: sim.compare_all("hubei", ["none"], draws=-3, **wrong),
    lambda **wrong: sim.sweep("hubei", {"dibao.line_multiple": []}, **wrong),
    lambda **wrong: sim.solve("hubei", "dibao.line_multiple", "budget", 1.0, **wrong),
    lambda **wrong: sim.frontier("hubei", ["dibao.line_multiple"], **wrong),
    lambda **wrong: sim.sensitivity("hubei", ["dibao.line_multiple"], **wrong),
], ids=lambda each: each.__code__.co_names[1])  # fmt: skip
def test_all_that_is_out_of_range_is_in_one_message(call: Callable[..., Any]) -> None:
    with pytest.raises(sim.ScenarioError) as caught:
        call(**WRONG)
    for name, value in WRONG.items():
        assert f"settings: {name}: expected {LIMITS[name].expected}, found {value}" in str(caught.value)
    if call.__code__.co_names[1].startswith(("run", "compare")):
        assert "draws: expected None or a whole number of at least 0, found -3" in str(caught.value)
    if call.__code__.co_names[1] == "sweep":
        assert "a list of values" in str(caught.value)


def test_no_replication_is_not_taken_for_none_given() -> None:
    with pytest.raises(sim.ScenarioError, match="replications: expected a whole number of at least 1, found 0"):
        sim.compare_all("hubei", ["none"], replications=0)


def test_a_sweep_file_has_the_same_ranges(tmp_path: Path) -> None:
    lines = [f"{name} = {value}" for name, value in WRONG.items()]
    (tmp_path / "sweep.toml").write_text("\n".join(['base = "hubei"', *lines, "[grid]", '"dibao.line_multiple" = [1]']))
    with pytest.raises(sim.ScenarioError) as caught:
        read_sweep(tmp_path / "sweep.toml")
    assert {each.key for each in caught.value.mistakes} == set(WRONG)
    defaults = {name: SweepModel.model_fields[name].default for name in WRONG}
    assert defaults == {name: getattr(DEFAULTS, name) for name in WRONG} | {"replications": 4}


def test_limits_are_said_as_they_are_kept() -> None:
    assert LIMITS["scale"].expected == "a number above 0 and at most 1"
    assert LIMITS["seed"].expected == "a whole number of at least 0 and less than 2^32"
    assert LIMITS["threads"].expected == "None or a whole number of at least 1"
    assert [name for name in LIMITS if LIMITS[name].contain(None)] == ["threads"]
    assert [name for name in LIMITS if LIMITS[name].contain(1e-9)] == ["scale"]
    assert not any(limits.contain(True) or limits.contain("1") or limits.contain(-1) for limits in LIMITS.values())
    assert LIMITS["seed"].contain(2**32 - 1)
    assert not LIMITS["seed"].contain(2**32)


def test_mistakes_come_through_a_worker() -> None:
    with pytest.raises(SettingsError, match="1 mistake in the settings") as caught:
        Settings(threads=0).check()
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is SettingsError
    assert str(again) == str(caught.value)
