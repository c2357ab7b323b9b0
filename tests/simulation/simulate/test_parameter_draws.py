"""Posterior draws over the replications of a result: paired, left out, dealt in turn, recorded, never mixed up."""

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from added import ADDED

import simulation as sim
from simulation.comparison.stored_results import Asked, load_runs, save_runs
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.reforms.posterior import Draw, Posterior
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.errors import ExperimentError

SMALL = {"scale": 0.0003, "months": 2, "warm_up": 12, "threads": 1}
REFORM = "dibao_line_plus_10"
LOGIT, AWARE = "application.base_logit", "information.base_awareness"
VALUES = [(-3.6, 0.2), (-2.0, 0.6), (-3.0, 0.4), (-1.0, 0.5)]


def drawing(base: Scenario, *values: tuple[float, float], digest: str = "d" * 64) -> Scenario:
    """The baseline with a posterior of these draws."""
    draws = tuple(Draw(i, ((LOGIT, a), (AWARE, b))) for i, (a, b) in enumerate(values, start=1))
    return dataclasses.replace(base, sources=dataclasses.replace(base.sources, posterior=Posterior(draws, digest)))


@pytest.fixture(scope="module")
def drawn(base: Scenario) -> Scenario:
    return drawing(base, *VALUES)


@pytest.fixture(scope="module")
def change(drawn: Scenario) -> sim.Comparison:
    """Three replications and a further cell."""
    return sim.compare(drawn, REFORM, replications=3, **SMALL)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def plain(base: Scenario) -> sim.Comparison:
    """Of a data package without a file of draws."""
    bare = dataclasses.replace(base, sources=dataclasses.replace(base.sources, posterior=None))
    return sim.compare(bare, REFORM, replications=3, **SMALL)  # type: ignore[arg-type]


def test_left_out_everything_is_as_without_a_file(drawn: Scenario, plain: sim.Comparison) -> None:
    """Bit for bit, tables and record alike."""
    left_out = sim.compare(drawn, REFORM, replications=3, draws=0, **SMALL)  # type: ignore[arg-type]
    assert left_out.results_digest == plain.results_digest
    pd.testing.assert_frame_equal(left_out.table(), plain.table())
    own = {"seconds", "household_months_per_second"}
    records = [{k: v for k, v in each.run_record.items() if k not in own} for each in (left_out, plain)]
    assert records[0] == records[1]
    assert not {"monte_carlo", "parameters", "draws"} & set(plain.table().columns)


def test_each_replication_is_what_its_draw_alone_gives(drawn: Scenario, change: sim.Comparison) -> None:
    """Baseline and reform of replication 2 on draw 2; the further cell on sample 1 and draw 2."""
    assert change.drawn is not None
    assert (change.drawn.numbers, change.drawn.sample_of, change.drawn.draw_of) == ((1, 2, 3), (0,), (1,))
    under = drawn.under(drawn.sources.posterior.draws[1])  # type: ignore[union-attr]
    alone = sim.compare(under, under.with_reform(REFORM), replications=2, draws=0, **SMALL)  # type: ignore[arg-type]
    for side in ("base_ledgers", "reform_ledgers"):
        np.testing.assert_array_equal(getattr(change, side)[1].money, getattr(alone, side)[1].money)
        cell = change.drawn.ledgers[side == "reform_ledgers"][0]
        np.testing.assert_array_equal(cell.money, getattr(alone, side)[0].money)


def test_tables_hold_both_parts(change: sim.Comparison, plain: sim.Comparison) -> None:
    table, told = change.table(), ("monte_carlo", "parameters")
    money = table.query("indicator == 'benefits_yuan_year' and group == 'all'").iloc[0]
    assert money["monte_carlo"] > 0 < money["parameters"]
    half = np.hypot(money["monte_carlo"], money["parameters"])
    assert [money["low"], money["high"]] == pytest.approx([money["difference"] - half, money["difference"] + half])
    assert (table["draws"] == 3).all()
    assert table.loc[table["note"] != "", list(told)].isna().all(axis=None)
    year = change.by_year(total=True).iloc[0]
    plain_year = plain.by_year(total=True).iloc[0]
    spread = (change.by_year(total=True)["high"] - change.by_year(total=True)["low"]).iloc[0]
    assert spread > 0
    assert year["difference"] != plain_year["difference"]
    steps = change.budget_steps()
    assert (steps["high"] >= steps["low"]).iloc[1:-1].all()


def test_a_null_reform_changes_nothing_under_draws(drawn: Scenario) -> None:
    table = sim.compare(drawn, "none", replications=3, **SMALL).table()  # type: ignore[arg-type]
    for column in ("difference", "low", "high", "monte_carlo", "parameters"):
        assert not table[column].fillna(0.0).any(), column
    assert table["baseline"].any()


def test_draws_are_dealt_in_turn(drawn: Scenario) -> None:
    many = sim.run(drawn, replications=3, draws=2, **SMALL)  # type: ignore[arg-type]
    assert many.run_record["draws"] == {"file_digest": "d" * 16, "numbers": [1, 2, 1], "further_runs": 1}
    assert {"monte_carlo", "parameters"} < set(many.table().columns)
    assert sim.run(drawn, **SMALL).drawn is None  # type: ignore[arg-type] # one run has no interval
    one = sim.run(drawn, draws=1, **SMALL)  # type: ignore[arg-type]
    assert one.run_record["draws"]["numbers"] == [1]
    apart = sim.run(drawn, draws=1, parts=1, executor=sim_serial(), **SMALL)  # type: ignore[arg-type]
    assert apart.results_digest == one.results_digest


def sim_serial() -> object:
    from simulation.simulate import executors

    return executors.serial()


@pytest.mark.parametrize("wrong", [5, -1, 1.5, True])
def test_draws_that_are_not_there_are_refused(drawn: Scenario, wrong: object) -> None:
    with pytest.raises(ScenarioError, match="draws"):
        sim.compare(drawn, REFORM, replications=2, draws=wrong, **SMALL)  # type: ignore[arg-type]
    with pytest.raises(ScenarioError, match=r"at most 4, the draws in scenarios/posterior\.csv"):
        sim.run(drawn, draws=5, **SMALL)  # type: ignore[arg-type]


def test_several_reforms_share_the_draws(drawn: Scenario, change: sim.Comparison) -> None:
    found = sim.compare_all(drawn, [REFORM, "none"], replications=3, **SMALL)  # type: ignore[arg-type]
    assert found.comparisons[0].results_digest == change.results_digest
    pd.testing.assert_frame_equal(found.comparisons[0].table(), change.table())
    pairs = found.pairwise().query("indicator == 'benefits_yuan_year' and group == 'all'").iloc[0]
    money = change.table().query("indicator == 'benefits_yuan_year' and group == 'all'").iloc[0]
    assert pairs["parameters"] == pytest.approx(money["parameters"])
    rows = [{"dibao.withdraw_rate": 0.9}]
    own = sim.compare_all(drawn, [REFORM], replications=2, draws=rows, **SMALL)  # type: ignore[arg-type]
    assert own.comparisons[0].drawn is None  # sets of one's own take the place of the posterior's
    assert len(own.draws) == 1


def test_until_looks_at_the_part_that_narrows(drawn: Scenario, change: sim.Comparison) -> None:
    found = sim.compare_all(drawn, [REFORM], replications=3, until="budget ±900%", **SMALL)  # type: ignore[arg-type]
    money = change.table().query("indicator == 'benefits_yuan_year' and group == 'all'").iloc[0]
    assert found.reached is not None
    assert found.reached.half_width == pytest.approx(money["monte_carlo"] / money["baseline"])


def test_results_of_other_draws_are_not_mixed_up(
    base: Scenario, drawn: Scenario, change: sim.Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept runs come back with the draws that they were made with, and not beside another file of draws."""
    load = Scenario.load
    monkeypatch.setattr(Scenario, "load", lambda *_args, **_named: drawn)
    save_runs(change, Asked.of("inner_mongolia", [REFORM], None), tmp_path)
    again = load_runs(tmp_path)
    assert isinstance(again, sim.Comparison)
    pd.testing.assert_frame_equal(again.table(), change.table())
    assert again.run_record == change.run_record
    monkeypatch.setattr(Scenario, "load", lambda *_args, **_named: drawing(base, *VALUES, digest="e" * 64))
    with pytest.raises(ExperimentError, match="posterior draws, have changed"):
        load_runs(tmp_path)
    monkeypatch.setattr(Scenario, "load", load)
    with pytest.raises(ExperimentError, match="posterior draws, have changed"):
        load_runs(tmp_path)


def test_the_record_tells_draws_apart(drawn: Scenario, change: sim.Comparison) -> None:
    assert change.run_record["draws"] == {"file_digest": "d" * 16, "numbers": [1, 2, 3], "further_runs": 1}
    assert change.run_record["scenario_digest"] == drawn.with_reform(REFORM).digest
    assert change.run_record["calibration"]["en"] == change.calibration
    assert f"calibration={change.calibration!r}" in repr(change)


def test_programmes_of_one_order_in_two_reforms_go_together_under_draws(drawn: Scenario, tmp_path: Path) -> None:
    """Each is known to the other's scenario for the axes of ledgers alone: no mistake of either file."""
    second = ADDED.replace('id = "minors"', 'id = "infants"').replace("minors_grant", "infants_grant")
    for name, text in (("minors", ADDED), ("infants", second)):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    one, other = (drawn.with_reform(tmp_path / f"{name}.toml") for name in ("minors", "infants"))
    draw = drawn.sources.posterior.draws[1]  # type: ignore[union-attr]
    both = one.with_programmes_of(other).under(draw)
    assert both.value(LOGIT, 0) == VALUES[1][0]
    assert {"minors", "infants"} <= {spec.id for spec in both.sources.programmes}
    with pytest.raises(ScenarioError, match="order of its own"):
        one.with_reform(tmp_path / "infants.toml")  # in one scenario they do collide
