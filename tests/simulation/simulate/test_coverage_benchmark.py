"""`benchmarks.coverage`: what it counts, by hand, and that a folder keeps one experiment."""

from pathlib import Path

import numpy as np
import pytest

import simulation as sim
from benchmarks.coverage import Seed, books_of, ledgers_of, open_folder, table_of, verdict_on
from simulation.indicators import Row
from simulation.run_settings import Settings

HEADS = [
    Row("truth", "all", "exclusion_error_poor_share", "share", 0.0),
    Row("ledger", "all", "refusals_year", "count", 0.0),
]


def seed(low: float, high: float, few: bool) -> Seed:
    """Both scenarios are 0.5 and 10 in every replication; the reform's share has the interval given."""
    ends = [[0.4, 9.0], [low, 9.0], [-0.1, np.nan if few else -1.0]], [[0.6, 11.0], [high, 11.0], [0.1, 1.0]]
    runs = np.tile([0.5, 10.0], (4, 2, 1))
    told = np.zeros((3, 2), bool)
    told[2, 1] = few
    return Seed(np.array(ends[0]), np.array(ends[1]), np.full((3, 2), 0.1), told, runs)


def test_coverage_is_counted_by_hand() -> None:
    """Of 20 seeds 15 hold the truth (binomial chance at 90%: 0.043), one ends above 1, 5 have no refusals."""
    seeds = [seed(0.4, 0.6, few=i < 5) for i in range(14)] + [seed(0.4, 1.1, False)] + [seed(0.6, 0.7, False)] * 5
    table = table_of(HEADS, seeds).set_index(["side", "indicator"])
    share, refusals = table.loc[("reform", HEADS[0].indicator)], table.loc[("difference", HEADS[1].indicator)]
    assert (share["printed"], share["covered"], share["outside"]) == (20, 15, 1)
    assert share["p_below_90"] == pytest.approx(0.0432, abs=1e-4)
    assert share["width"] == pytest.approx(0.2)
    assert (refusals["printed"], refusals["covered"], refusals["too_few"]) == (15, 15, 0.25)
    assert table.loc[("baseline", HEADS[0].indicator), "coverage"] == 1.0
    lines = verdict_on(table_of(HEADS, seeds), seeds)
    assert "1 of 6 ['reform truth all exclusion_error_poor_share']" in lines[0]


def test_books_come_back_and_a_folder_keeps_one_experiment(tmp_path: Path) -> None:
    base = sim.Scenario.load("zhejiang")
    reform = base.with_reform("dibao_line_plus_10")
    change = sim.compare(base, reform, scale=0.0003, months=1, warm_up=0, replications=2, threads=1)
    back = ledgers_of(books_of(change), "reform", change.reform_ledgers[0].programmes)
    assert len(back) == 2
    assert np.array_equal(back[1].measures, change.reform_ledgers[1].measures)
    assert np.array_equal(back[0].after.sum(axis=0), change.reform_ledgers[0].after.sum(axis=0))
    settings = Settings(0.001, 12, 4)
    open_folder(tmp_path / "runs", base, reform, settings)
    open_folder(tmp_path / "runs", base, reform, settings)
    with pytest.raises(SystemExit, match="months: 12 there, 24 asked"):
        open_folder(tmp_path / "runs", base, reform, Settings(0.001, 24, 4))
