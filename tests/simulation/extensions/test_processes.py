"""Own processes act at the beginning of every month in every scenario, and write what they declared; their identity."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

import simulation as sim
from simulation.extensions import identity
from simulation.extensions.processes import WRITABLE, OwnMonth
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import Units
from simulation.report.tables.tables import settings_line
from simulation.simulate.errors import ExperimentError
from simulation.simulate.executors import processes, serial
from simulation.state import State

SMALL = {"scale": 0.0005, "months": 4, "warm_up": 12, "seed": 1}
GIFT = 500.0


def windfall(month: OwnMonth) -> None:
    """A fifth of the units have 500 yuan a month more from the third month on."""
    if month.month == 2:
        gets = month.uniform("windfall") < 0.2
        month.set("other", np.minimum(month.units["other"] + GIFT, 65535), where=gets)


def nothing(month: OwnMonth) -> None:
    """Sees a month and leaves it."""
    assert month.label.startswith(("2021", "2022", "2023"))


def test_one_that_writes_nothing_changes_nothing_but_the_identity(base: Scenario) -> None:
    plain = sim.run(base, replications=1, **SMALL)  # type: ignore[arg-type]
    assert "own_code" not in plain.run_record
    sim.register_process("nothing", nothing, writes=["wage"], start=-12)
    same = sim.run(base, replications=1, **SMALL)  # type: ignore[arg-type]
    assert same.results_digest == plain.results_digest
    assert set(same.run_record["own_code"]) == {"process nothing"}
    assert "processes act in it: nothing. " in settings_line(same, "en")
    assert "自定义过程：nothing。" in settings_line(same, "zh")
    assert "processes act" not in settings_line(plain, "en")


def test_it_acts_from_its_month_in_both_scenarios_and_on_the_same_units(base: Scenario) -> None:
    def other(month: sim.extensions.columns.Columns) -> float:  # type: ignore[name-defined]
        return float((month.units["other"].astype(float) * month.weight).sum())

    plain = sim.compare(base, base.change({"dibao.line_multiple": 1.2}), replications=2, analyzers=[other], **SMALL)  # type: ignore[arg-type]
    sim.register_process("windfall", windfall, writes=["other"])
    one, two = (
        sim.compare(base, base.change({"dibao.line_multiple": 1.2}), replications=2, threads=threads,
                    analyzers=[other], **SMALL)  # type: ignore[arg-type]
        for threads in (1, 2)
    )  # fmt: skip
    assert one.results_digest == two.results_digest != plain.results_digest
    before, after = plain.analysis(), one.analysis()
    early = after["month"] < 2
    assert (before["baseline"][early] == after["baseline"][early]).all()
    assert (after["baseline"][~early] > before["baseline"][~early]).all()
    assert (after["difference"] == 0).all()  # draws do not depend on the scenario


def test_mesa_steps_have_it_too(base: Scenario) -> None:
    sim.register_process("windfall", windfall, writes=["other"])
    model = sim.ProvinceModel(base, scale=0.0005, warm_up=12, months=4)
    for _ in range(4):
        model.step()
    run = sim.run(base, replications=1, **SMALL)  # type: ignore[arg-type]
    assert (model.ledger.measures == run.ledger.measures).all()
    assert (model.ledger.money == run.ledger.money).all()


def others(month: OwnMonth) -> dict[str, float]:
    """Income of other kinds, and its draw: an analyzer."""
    return {"other": float(month.units["other"].sum(dtype=float)), "draw": float(month.uniform("windfall").sum())}


def test_workers_have_it_and_stores_do_not_mix(base: Scenario, tmp_path) -> None:
    values, size = {"dibao.line_multiple": [1.0, 1.1]}, SMALL | {"replications": 2, "analyzers": [others]}
    sim.register_indicator("gifts", lambda programmes: GIFT * len(programmes), unit="1", zh="甲", en="Gifts")
    sim.register_process("windfall", windfall, writes=["other"])
    one = sim.sweep(base, values, store=tmp_path / "one", executor=serial(), **size)  # type: ignore[arg-type]
    two = sim.sweep(base, values, store=tmp_path / "two", executor=processes(2, 1), **size)  # type: ignore[arg-type]
    assert one.record()["results_digest"] == two.record()["results_digest"]
    pd.testing.assert_frame_equal(one.analysis(), two.analysis())
    assert len(one.analysis()) == 3 * 2 * 4 * 2  # points, replications, months, numbers
    assert (two.values("gifts") == GIFT * (len(base.rule_book().names) + 1)).all()
    sim.unregister("windfall")
    with pytest.raises(ExperimentError, match="own_code"):
        sim.sweep(base, values, store=tmp_path / "one", executor=serial(), **size)  # type: ignore[arg-type]
    plain = sim.sweep(base, values, store=tmp_path / "three", executor=serial(), **size)  # type: ignore[arg-type]
    assert not np.array_equal(plain.values("cost"), one.values("cost"))


def test_the_identity_is_of_what_a_function_does() -> None:
    def made(size: float, name: str = "p", writes: tuple[str, ...] = ("other",), start: int = 0) -> str:
        sim.unregister()
        sim.register_process(name, lambda month: month.set("other", size), writes=writes, start=start)
        return identity.identity()

    first = made(1.0)
    assert first == made(1.0)
    others = {made(2.0), made(1.0, "q"), made(1.0, writes=("other", "wage")), made(1.0, start=-1)}
    assert len({first, *others}) == 5
    sim.unregister()
    assert identity.identity() == ""
    assert identity.packed() == b""


def test_a_function_typed_into_a_console_is_known_by_its_code() -> None:
    """There is no source of it: what it names, what it contains and its constants make it another."""

    def identity_of(text: str) -> str:
        typed: dict[str, Any] = {"np": np}
        exec(compile(text, "<console>", "exec"), typed)
        sim.unregister()
        sim.register_process("p", typed["p"], writes=["other"])
        return identity.identity()

    texts = [
        "def p(month): month.set('other', 1)", "def p(month): month.set('other', 2)",
        "def p(month): month.set('other', np.sin(1))", "def p(month): month.set('other', np.cos(1))",
        "def p(month): month.set('other', (lambda: 1)())", "def p(month): month.set('other', (lambda: 2)())",
    ]  # fmt: skip
    assert len({identity_of(text) for text in texts}) == len(texts)
    assert identity_of(texts[0]) == identity_of(texts[0])


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("wage", 1.0, "declared: other"),
        ("other", 70000.0, "from 0 to 65535"),
        ("other", -1.0, "from 0 to 65535"),
        ("other", np.nan, "from 0 to 65535"),
    ],
)
def test_what_a_column_cannot_hold_is_refused(warm: State, column: str, value: float, text: str) -> None:
    state = warm.copy()
    sim.register_process("odd", lambda month: month.set(column, value), writes=["other"])
    (process,) = sim.extensions.processes.processes()  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match=text) as raised:
        process.run(state, 0)
    assert any("registered process 'odd', month 0" in note for note in raised.value.__notes__)
    assert (state.units == warm.units).all()
    with pytest.raises(ValueError, match="read-only"):
        OwnMonth(state, 0, process).units["other"][:] = 0


@pytest.mark.parametrize("end", [0, 65535])
def test_a_column_takes_both_ends_of_its_range(warm: State, end: int) -> None:
    state = warm.copy()
    sim.register_process("ends", lambda month: month.set("other", end), writes=["other"])
    sim.extensions.processes.before_month(state, 0)  # type: ignore[attr-defined]
    assert (state.units["other"] == end).all()


def test_where_and_rounding(warm: State) -> None:
    state = warm.copy()
    sim.register_process(
        "some", lambda month: month.set("other", 7.6, where=month.units["pension"] > 0), writes=["other"]
    )
    sim.extensions.processes.before_month(state, -1)  # type: ignore[attr-defined]
    assert (state.units == warm.units).all()  # it begins with month 0
    sim.extensions.processes.before_month(state, 0)  # type: ignore[attr-defined]
    chosen = warm.units["pension"] > 0
    assert (state.units["other"][chosen] == 8).all()
    assert (state.units["other"][~chosen] == warm.units["other"][~chosen]).all()
    assert chosen.any()


@pytest.mark.parametrize("writes", ["wage", [], ()])
def test_what_it_writes_is_a_list_of_columns(writes: Sequence[str]) -> None:
    with pytest.raises(ScenarioError, match="a list of columns"):
        sim.register_process("nothing", nothing, writes=writes)


def test_mistakes_and_refusals(base: Scenario) -> None:
    with pytest.raises(ScenarioError) as raised:
        sim.register_process("Odd", 3, writes=["wages", "case"], start=0.5)  # type: ignore[arg-type]
    assert len(raised.value.mistakes) == 5
    assert "did you mean 'wage'" in str(raised.value)
    sim.register_process("nothing", nothing, writes=["wage"])
    with pytest.raises(ExperimentError, match="parts"):
        sim.run(base, parts=2)
    from calibration.joint import calibrate

    with pytest.raises(ExperimentError, match="a calibration does not take"):
        calibrate()
    assert set(WRITABLE) <= set(Units._fields)
