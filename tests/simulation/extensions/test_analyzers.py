"""Analyzers see every month read-only, change nothing, and record the same under any number of threads."""

import numpy as np
import pandas as pd
import pytest

import simulation as sim
from simulation.comparison.stored_results import Asked, load_runs, save_runs
from simulation.extensions.columns import Columns
from simulation.indicators.fiscal import cash_fen
from simulation.ledger import Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import Flag
from simulation.simulate.errors import ExperimentError
from simulation.simulate.terms import one_off_of

SMALL = {"scale": 0.0005, "months": 13, "warm_up": 12, "seed": 1}
REFORM = {"dibao.line_multiple": 1.2}


class Poor(sim.Analyzer):
    """The poor as households have them and as the books do, and how many months were seen."""

    def __init__(self) -> None:
        self.months = 0

    def step(self, month: Columns) -> dict[str, float]:
        self.months += 1
        h = month.households()
        people, books = h.weight * h.persons, month.ledger
        return {
            "poor": people[h.income < h.need].sum(), "booked": books.measure(Measure.POOR_BEFORE)[0],
            "after": people[h.income + h.paid < h.need].sum(), "booked_after": books.measure(Measure.POOR_AFTER)[0],
            "gap": (h.weight * np.maximum(h.need - h.income, 0)).sum(),
            "booked_gap": books.measure(Measure.GAP_BEFORE_FEN)[0],
            "persons": people.sum(), "booked_persons": books.measure(Measure.PERSONS)[0], "months": self.months,
        }  # fmt: skip


def towns(month: Columns) -> dict[str, float]:
    """Persons in towns and in the country, as households and as units have them."""
    h, units = month.households(), month.units
    persons, urban = units["persons"] * month.weight, (units["flags"] & Flag.URBAN) > 0
    return {
        "urban": (h.weight * h.persons)[h.urban].sum(), "urban_units": persons[urban].sum(),
        "rural": (h.weight * h.persons)[~h.urban].sum(), "rural_units": persons[~urban].sum(),
    }  # fmt: skip


def drawn(month: Columns) -> float:
    """Mean of a draw."""
    return float(month.uniform("a draw").mean())


@pytest.fixture(scope="module")
def compared(base: Scenario) -> sim.Comparison:
    return sim.compare(base, base.change(REFORM), replications=2, threads=2, analyzers=[Poor(), drawn], **SMALL)  # type: ignore[arg-type]


def test_households_are_those_that_the_books_count(compared: sim.Comparison) -> None:
    table = compared.analysis().set_index(["name", "replication", "month"]).sort_index()
    for own, end in (("poor", ""), ("after", "_after"), ("gap", "_gap"), ("persons", "_persons")):
        booked = f"booked{end}"
        for side in ("baseline", "reform"):
            assert (table.loc[own, side] == table.loc[booked, side]).all(), own
    assert (table.loc["poor", "baseline"] > 0).all()
    assert (table.loc["months", "baseline"].groupby("replication").max() == 13).all()  # none saw another's months


def test_they_change_nothing_and_do_not_depend_on_threads(base: Scenario, compared: sim.Comparison) -> None:
    again = sim.compare(base, base.change(REFORM), replications=2, threads=1, analyzers=[Poor(), drawn], **SMALL)  # type: ignore[arg-type]
    plain = sim.compare(base, base.change(REFORM), replications=2, **SMALL)  # type: ignore[arg-type]
    assert again.results_digest == compared.results_digest == plain.results_digest
    pd.testing.assert_frame_equal(again.analysis(), compared.analysis())
    assert plain.analysis().empty


def test_both_sides_draw_the_same_and_every_month_and_replication_its_own(compared: sim.Comparison) -> None:
    table = compared.analysis()
    draws = table[table["analyzer"] == "drawn"]
    assert (draws["difference"] == 0).all()
    assert draws["baseline"].nunique() == len(draws) == 26
    assert draws["baseline"].mean() == pytest.approx(0.5, abs=0.02)


def test_what_ships_agrees_with_the_ledger(base: Scenario) -> None:
    result = sim.run(base, replications=1, analyzers=[sim.Distribution(range(1, 13))], **SMALL | {"months": 2})  # type: ignore[arg-type]
    table = result.analysis().set_index(["name", "month"])["value"]
    books = result.ledger
    for month in (0, 1):
        poor, persons, paid_poor, paid = (
            books.measure(each)[month]
            for each in (Measure.POOR_BEFORE, Measure.PERSONS, Measure.POOR_PAID, Measure.PAID)
        )
        assert table["exclusion_error", month] == pytest.approx(1 - paid_poor / poor)
        assert table["inclusion_error", month] == pytest.approx(1 - paid_poor / paid)
        after = books.measure(Measure.POOR_AFTER)[month]
        assert table["poverty_headcount_share", month] == pytest.approx(after / persons)
        before, rest = (books.measure(each)[month] for each in (Measure.GAP_BEFORE_FEN, Measure.GAP_AFTER_FEN))
        cash = cash_fen(books.within(month, month + 1), one_off_of(base))
        assert table["gap_closed_per_yuan", month] == pytest.approx((before - rest) / cash, rel=0.02)
        change = table["gini_before", month] - table["gini_after", month]
        assert change == pytest.approx(table["reynolds_smolensky", month] - table["reranking", month], abs=1e-12)
    for month in (0, 13):
        with pytest.raises(ValueError, match="months from 1 to 12"):
            sim.Distribution([month])


def test_households_know_whether_they_live_in_a_town(base: Scenario) -> None:
    result = sim.run(base, replications=1, analyzers=[towns], **SMALL | {"months": 1})  # type: ignore[arg-type]
    found = result.analysis().set_index("name")["value"]
    assert found["urban"] == found["urban_units"] > 0
    assert found["rural"] == found["rural_units"] != found["urban"]


def test_only_the_replications_of_the_result_are_watched(base: Scenario) -> None:
    """Draws of the parameters take further runs, which nobody analyses."""
    watched: list[tuple[int, int]] = []
    result = sim.run(
        base, replications=2, draws=2, threads=1, **SMALL | {"months": 2},  # type: ignore[arg-type]
        analyzers=[lambda month: watched.append((month.replication, month.month))],
    )  # fmt: skip
    assert result.drawn is not None
    assert sorted(watched) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_columns_cannot_be_written(base: Scenario) -> None:
    def writes(month: Columns) -> None:
        month.units["wage"][:] = 0

    with pytest.raises(ValueError, match="read-only") as raised:
        sim.run(base, replications=1, analyzers=[writes], **SMALL)  # type: ignore[arg-type]
    assert any("analyzer 'writes', month 2023-01" in note for note in raised.value.__notes__)


def test_what_is_no_analyzer_is_refused(base: Scenario) -> None:
    with pytest.raises(ValueError, match=r"objects of sim\.Analyzer"):
        sim.run(base, analyzers=[Poor])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="several of drawn"):
        sim.run(base, analyzers=[drawn, drawn])
    with pytest.raises(ExperimentError, match="run without `parts`"):
        sim.run(base, analyzers=[drawn], parts=2)
    with pytest.raises(KeyError, match="stage"):
        sim.run(base, analyzers=[lambda month: month.case("nothing")], replications=1, **SMALL)  # type: ignore[arg-type]


def test_finished_runs_keep_what_was_recorded(tmp_path, few_counties: None) -> None:
    result = sim.run("inner_mongolia", replications=1, analyzers=[Poor()], **SMALL | {"months": 2})  # type: ignore[arg-type]
    save_runs(result, Asked("inner_mongolia"), tmp_path)
    pd.testing.assert_frame_equal(load_runs(tmp_path).analysis(), result.analysis())  # type: ignore[union-attr]
