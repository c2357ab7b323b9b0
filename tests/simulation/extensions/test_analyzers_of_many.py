"""Analyzers of several reforms, of sweeps and of searches: the numbers of a single run, by scenario and replication."""

import threading

import pandas as pd
import pytest

import simulation as sim
from simulation.extensions.columns import Columns
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.errors import ExperimentError
from simulation.simulate.executors import processes, serial
from simulation.sweeping.running.watched import analysed_of, arrays_of

SMALL = {"scale": 0.0005, "months": 3, "warm_up": 12, "seed": 1}
PATH = "dibao.line_multiple"
COLUMNS = ["draw", "point", "replication", "analyzer", "name", "month", "label", "value"]


class Paid(sim.Analyzer):
    """Units paid, and how many months this copy has seen."""

    def __init__(self) -> None:
        self.months = 0

    def step(self, month: Columns) -> dict[str, float]:
        self.months += 1
        return {"units": float(month.weight[month.case("paid") > 0].sum()), "months": self.months}


def drawn(month: Columns) -> float:
    """Mean of a draw."""
    return float(month.uniform("a draw").mean())


def later(month: Columns) -> float | None:
    """A number in the last month alone."""
    return 1.0 if month.month == 2 else None


@pytest.fixture(scope="module")
def single(base: Scenario) -> pd.DataFrame:
    """The baseline and a higher line, compared alone and without posterior draws, which a sweep does not take."""
    reform, watching = base.change({PATH: 1.2}), [Paid(), drawn]
    return sim.compare(base, reform, replications=2, draws=0, analyzers=watching, **SMALL).analysis()  # type: ignore[arg-type]


def test_reforms_together_record_what_each_records_alone(base: Scenario) -> None:
    single = sim.compare(base, base.change({PATH: 1.2}), replications=2, analyzers=[Paid(), drawn], **SMALL).analysis()  # type: ignore[arg-type]
    reforms = [base.change({PATH: value}, name=name) for name, value in (("more", 1.2), ("less", 0.8))]
    plain = sim.compare_all(base, reforms, replications=2, **SMALL)  # type: ignore[arg-type]
    found = sim.compare_all(base, reforms, replications=2, analyzers=[Paid(), drawn], **SMALL)  # type: ignore[arg-type]
    assert [each.results_digest for each in found.comparisons] == [each.results_digest for each in plain.comparisons]
    table = found.analysis()
    assert list(table.columns) == ["scenario", *single.columns]
    more = table[table["scenario"] == "more"].drop(columns="scenario").reset_index(drop=True)
    pd.testing.assert_frame_equal(more, single)
    less = table[(table["scenario"] == "less") & (table["name"] == "units")]
    assert less["replication"].nunique() == 2
    assert less["difference"].min() < 0 <= more[more["name"] == "units"]["difference"].min()
    assert plain.analysis().empty


def test_they_see_the_replications_that_until_adds_and_own_parameter_sets(base: Scenario, monkeypatch) -> None:
    from simulation.comparison import several_reforms, several_runs

    monkeypatch.setattr(several_reforms, "FIRST_BATCH", 2)
    monkeypatch.setattr(several_runs, "BATCH", 1)
    monkeypatch.setattr(several_runs, "MOST", 3)
    reform = base.change({PATH: 1.2}, name="more")
    size = SMALL | {"months": 1}
    until = sim.compare_all(base, [reform], until="budget ±0.0001%", draws=0, analyzers=[drawn], **SMALL)  # type: ignore[arg-type]
    table = until.analysis()
    table = table[table["month"] == 0]
    assert sorted(table["replication"]) == [0, 1, 2]
    assert (table["difference"] == 0).all()
    sets = [{"application.online_share": 0.0}, {"application.online_share": 0.2}]
    under = sim.compare_all(base, [reform], replications=2, draws=sets, analyzers=[Paid()], **size).analysis()  # type: ignore[arg-type]
    assert under.set_index(["scenario", "draw", "name", "replication"]).index.is_unique
    assert set(under["draw"]) == {-1, 0, 1}


def test_a_sweep_records_what_single_runs_do(base: Scenario, single: pd.DataFrame, tmp_path) -> None:
    """In this process; `test_processes.py` has a sweep whose workers are others."""
    swept = sim.sweep(base, {PATH: [1.2]}, store=tmp_path, replications=2, executor=serial(), outputs=(),
                      analyzers=[Paid(), drawn, later], **SMALL)  # type: ignore[arg-type]  # fmt: skip
    table = sim.Sweep(tmp_path).analysis()
    assert list(table.columns) == COLUMNS
    assert (table["draw"] == 0).all()
    keys = ["analyzer", "name", "replication", "month"]
    expected = single.set_index(keys).sort_index()
    for point, side in ((0, "baseline"), (1, "reform")):
        found = table[(table["point"] == point) & (table["analyzer"] != "later")].set_index(keys).sort_index()
        pd.testing.assert_series_equal(found["value"], expected[side], check_names=False)
    last = table[table["analyzer"] == "later"]
    assert len(last) == 4
    assert set(last["month"]) == {2}
    assert not swept.holds_arrays  # no spending by month
    with pytest.raises(ExperimentError, match="spending by month"):
        swept.budget_by_month()


def test_a_store_is_of_one_set_of_analyzers(base: Scenario, tmp_path) -> None:
    size = SMALL | {"months": 1, "replications": 1, "warm_up": 0}
    values = {PATH: [1.2]}
    plain = sim.sweep(base, values, store=tmp_path / "plain", **size)  # type: ignore[arg-type]
    assert list(plain.analysis().columns) == COLUMNS
    assert plain.analysis().empty
    with pytest.raises(ExperimentError, match="analyzers: stored None, asked"):
        sim.sweep(base, values, store=tmp_path / "plain", analyzers=[drawn], **size)  # type: ignore[arg-type]
    watched = sim.sweep(base, values, store=tmp_path / "watched", analyzers=[drawn], **size)  # type: ignore[arg-type]
    assert (watched.values("cost") == plain.values("cost")).all()
    assert watched.holds_arrays
    pd.testing.assert_frame_equal(watched.budget_by_month(), plain.budget_by_month())
    sim.sweep(base, values, store=tmp_path / "watched", analyzers=[drawn], **size)  # type: ignore[arg-type]

    class Wider(Paid):
        def __init__(self, width: float) -> None:
            super().__init__()
            self.width = width

    stores = {sim.sweep(base, values, store=tmp_path / f"{width}", analyzers=[Wider(width)], **size)  # type: ignore[arg-type]
              .record()["analyzers"]["wider"] for width in (1.0, 2.0)}  # fmt: skip
    assert len(stores) == 2


@pytest.mark.parametrize("factory", [serial(), processes(2, 1)], ids=["serial", "processes"])
def test_what_cannot_be_sent_is_refused_before_anything_is_made(base: Scenario, factory, tmp_path) -> None:
    lock = threading.Lock()

    def held(month: Columns) -> float:
        with lock:
            return 1.0

    with pytest.raises(ExperimentError, match="analyzer 'held' cannot be sent to another process"):
        sim.sweep(base, {PATH: [1.2]}, store=tmp_path / "store", executor=factory, analyzers=[drawn, held], **SMALL)  # type: ignore[arg-type]
    assert not (tmp_path / "store").exists()
    with pytest.raises(ValueError, match=r"objects of sim\.Analyzer"):
        sim.sweep(base, {PATH: [1.2]}, analyzers=[Paid])  # type: ignore[list-item]


def test_a_run_whose_analyzer_fails_says_so(base: Scenario, tmp_path) -> None:
    def odd(month: Columns) -> float:
        return float(month.case("nothing").sum())

    size = SMALL | {"months": 1, "replications": 1, "warm_up": 0}
    swept = sim.sweep(base, {PATH: [1.2]}, store=tmp_path, analyzers=[odd], **size)  # type: ignore[arg-type]
    assert swept.status()["failed"] == 2
    assert swept.troubles()["error"].str.contains("in the analyzer 'odd', month 2023-01").all()


def test_searches_keep_what_is_recorded_with_their_runs(base: Scenario, tmp_path) -> None:
    size = SMALL | {"months": 1, "replications": 1, "warm_up": 0}
    bounds = {PATH: (0.9, 1.1)}
    found = sim.sensitivity(base, bounds, executor=serial(), analyzers=[drawn], **size)  # type: ignore[arg-type]
    assert sorted(found.sweep.analysis()["point"]) == [0, 1, 2]
    solved = sim.solve(base, bounds, "budget", resolution=2, executor=serial(), analyzers=[drawn], **size)  # type: ignore[arg-type]
    assert set(solved.sweep.analysis()["point"]) == set(range(len(solved.sweep.points())))
    found = sim.frontier(base, bounds, population=2, generations=1, executor=serial(), analyzers=[drawn], **size)  # type: ignore[arg-type,assignment]
    assert found.sweep.analysis()["point"].nunique() == len(found.sweep.points())
    with pytest.raises(ValueError, match=r"objects of sim\.Analyzer"):
        sim.solve(base, bounds, "budget", store=tmp_path / "none", analyzers=[Paid], **size)  # type: ignore[list-item,arg-type]
    assert not (tmp_path / "none").exists()


def test_arrays_of_another_form_are_refused(base: Scenario) -> None:
    swept = sim.run(base, replications=1, analyzers=[Paid(), later], **SMALL)  # type: ignore[arg-type]
    arrays = arrays_of(swept.analysed)
    back = analysed_of(arrays, 0)
    assert [each.names for each in back] == [("units", "months"), ("value",)]
    for name, broken in (("names", arrays["analysis.0.months"]), ("values", arrays["analysis.1.values"])):
        with pytest.raises(ValueError, match="not what analyzers record"):
            analysed_of(arrays | {f"analysis.0.{name}": broken}, 0)
