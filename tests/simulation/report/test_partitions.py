"""No file holds a part beside a sum that holds it: a plain sum over a file counts nothing twice."""

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

import simulation as sim
from simulation.parameters.scenario.scenario import Scenario
from simulation.report.tables.partitions import budget_frames, group_frames, indicator_frames, step_frames

SMALL = {"scale": 0.0005, "months": 6, "replications": 2, "warm_up": 12, "threads": 1}
IDS = ("scenario", "against", "observer", "group", "area", "indicator", "unit", "group_kind", "month", "label",
       "programme", "payer", "value_status", "step")  # fmt: skip


@pytest.fixture(scope="module")
def found(base: Scenario) -> sim.SideBySide:
    return sim.compare_all(base, ["dibao_line_plus_10", "expenditure_households"], **SMALL)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def files(found: sim.SideBySide) -> dict[str, pd.DataFrame]:
    """Every table with groups that a command writes."""
    change = found.comparisons[0]
    frames = indicator_frames("comparison", change.table()) | group_frames("winners", change.flips())
    frames |= group_frames("funnel", change.funnel()) | step_frames("waterfall", change.budget_steps())
    frames |= indicator_frames("pairwise", found.pairwise()) | group_frames("gainers_losers", found.flips())
    beside = {f"beside_{name}": frame for name, frame in budget_frames(found).items()}
    return frames | beside | budget_frames(change)


def test_every_row_stands_in_one_file(found: sim.SideBySide, files: dict[str, pd.DataFrame]) -> None:
    parts = [frame for name, frame in files.items() if name.startswith("comparison")]
    assert sum(map(len, parts)) == len(found.comparisons[0].table())
    assert {"comparison", "comparison_by_programme", "comparison_by_payer", "comparison_by_cause"} <= files.keys()


def test_no_column_names_a_whole_among_its_parts(files: dict[str, pd.DataFrame]) -> None:
    for name, frame in files.items():
        for column in ("programme", "payer"):
            assert column not in frame or "all" not in set(frame[column]), name
        for column in ("group", "group_kind"):
            kinds = set(frame[column].astype(str).str.partition(":")[0]) if column in frame else set()
            assert "all" not in kinds or kinds <= {"all", "line", "before", "with_staff"}, name


def test_parts_sum_to_the_wholes(files: dict[str, pd.DataFrame]) -> None:
    whole = files["comparison"].query("indicator == 'benefits_yuan_year'").iloc[0]
    for kind in ("programme", "payer"):
        parts = files[f"comparison_by_{kind}"].query("indicator == 'benefits_yuan_year'")
        for column in ("baseline", "reform", "difference"):
            assert parts[column].sum() == pytest.approx(whole[column], rel=1e-9, abs=1e-3)
    for kind in ("decile", "type", "county"):
        assert files[f"winners_by_{kind}"]["gainers"].sum() == pytest.approx(files["winners"]["gainers"].sum())
    steps = files["waterfall"]
    both = steps[["baseline_total_yuan_year", "reform_total_yuan_year"]].drop_duplicates()
    assert steps["yuan_year"].sum() == pytest.approx(both.iloc[0, 1] - both.iloc[0, 0], rel=1e-6)
    assert len(both) == 1
    sums = {name: files[f"budget_{name}"].groupby("scenario")["mean_yuan"].sum()
            for name in ("by_month", "by_programme", "by_payer", "totals")}  # fmt: skip
    for one, other in combinations(sums.values(), 2):
        assert one.to_numpy() == pytest.approx(other.to_numpy(), abs=10.0)  # each cell rounded to the fen


def test_no_row_is_the_sum_of_the_others(files: dict[str, pd.DataFrame]) -> None:
    for name, frame in files.items():
        number = next(
            c for c in ("mean_yuan", "reform", "gainers", "entitled", "yuan_year", "difference") if c in frame
        )
        keys = [c for c in ("scenario", "against", "observer", "indicator", "month", "group_kind") if c in frame]
        for _, part in frame.groupby(keys) if keys else [((), frame)]:
            values = part[number].to_numpy(float)
            if len(values) > 2 and abs(values).max() > 1.0:
                assert abs(2 * abs(values).max() - values.sum()) > 1e-6 * abs(values).max(), (name, part)


def test_files_are_those_frames(found: sim.SideBySide, tmp_path: Path) -> None:
    frames = group_frames("winners", found.comparisons[0].flips())
    assert list(frames) == ["winners", "winners_by_decile", "winners_by_type", "winners_by_county"]
    assert len(frames["winners"]) == 1
