"""Coverage of the intervals of every indicator row: how often does the 95% interval of one seed contain the truth?

Runs a comparison under many seeds, keeps the books of every run in a folder (a second call goes on where the first was
stopped, or calculates the intervals anew from the same books), and prints for each row, of the baseline, the reform and
their difference: the truth (mean over all seeds and replications), the share of seeds whose interval holds it among
those that print one, the share that says "too few events", the median width over that of a plain
Student interval.
A row is marked where coverage is significantly below 90%: one-sided binomial test at 5%, each row by itself.

nice -n 15 uv run python -m benchmarks.coverage [--seeds 200 --replications 4 --scale 0.001 --months 12]
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import binom

import simulation as sim
from simulation.comparison.comparison_result import Comparison
from simulation.compile.sources import reached_from, source_digest
from simulation.indicators import Row
from simulation.indicators.contributions import always_kept, limits_of
from simulation.ledger import Ledger
from simulation.run_settings import Settings
from simulation.simulate.intervals import TOO_FEW, Intervals, difference_intervals, value_intervals, values_of
from simulation.simulate.one_replication import programmes_of
from simulation.simulate.results import interval_of

type Floats = npt.NDArray[np.float64]

SUMMED: Final = ("before", "after")  # histograms, kept for the province
BY_COUNTY: Final = ("money", "flows", "measures", "waits", "unpaid")
WANTED: Final = 0.90
LEVEL: Final = 0.05
SIDES: Final = ("baseline", "reform", "difference")


class Seed(NamedTuple):
    """What one seed prints, (side, row); `runs` are the values by replication of both scenarios."""

    low: Floats
    high: Floats
    plain: Floats  # width of the plain Student interval
    few: npt.NDArray[np.bool_]
    runs: Floats  # (replications, 2, rows)


def books_of(change: Comparison) -> dict[str, npt.NDArray[Any]]:
    """Arrays of the ledgers that the indicators read."""
    kept = {"share": change.base_ledgers[0].share}
    for side, ledgers in (("base", change.base_ledgers), ("reform", change.reform_ledgers)):
        for r, ledger in enumerate(ledgers):
            kept |= {f"{r}.{side}.{name}": getattr(ledger, name) for name in BY_COUNTY}
            kept |= {f"{r}.{side}.{name}": getattr(ledger, name).sum(axis=0, keepdims=True) for name in SUMMED}
    return kept


def ledgers_of(kept: dict[str, npt.NDArray[Any]], side: str, programmes: tuple[str, ...]) -> list[Ledger]:
    """The ledgers of one side of a comparison, without the funnel and its channels."""
    nothing = np.zeros((1, 1, 1, 1), np.int64)
    count = sum(name.endswith(f".{side}.money") for name in kept)
    fields = (*BY_COUNTY, *SUMMED)
    return [
        Ledger(0, programmes, *(kept[f"{r}.{side}.{name}"] for name in fields), *[nothing] * 3, kept["share"])
        for r in range(count)
    ]


def open_folder(folder: Path, base: sim.Scenario, reform: sim.Scenario, settings: Settings) -> None:
    """Make the folder, or raise SystemExit if it contains the books of another experiment or another version."""
    folder.mkdir(parents=True, exist_ok=True)
    experiment = {
        "scale": settings.scale, "months": settings.months, "replications": settings.replications,
        "baseline": base.digest, "reform": reform.digest,
        "code": source_digest(reached_from(["simulate/one_replication.py"])),
    }  # fmt: skip
    file = folder / "experiment.json"
    if not file.exists():
        file.write_text(json.dumps(experiment, indent=2) + "\n", encoding="utf-8")
    held = json.loads(file.read_text(encoding="utf-8"))
    other = [
        f"{key}: {held.get(key)} there, {value} asked" for key, value in experiment.items() if held.get(key) != value
    ]
    if other:
        raise SystemExit(f"{folder} contains runs of another experiment ({'; '.join(other)}): choose another --folder")


def run_seeds(folder: Path, base: sim.Scenario, reform: sim.Scenario, settings: Settings, seeds: range) -> None:
    """Run the seeds whose books are not yet in the folder, each on one thread."""
    size = {"scale": settings.scale, "months": settings.months, "replications": settings.replications}
    for seed in seeds:
        file = folder / f"seed-{seed:04d}.npz"
        if not file.exists():
            change = sim.compare(base, reform, seed=seed, threads=1, **size)
            unfinished = file.with_suffix(".part")
            with unfinished.open("wb") as handle:
                np.savez_compressed(handle, **books_of(change))
            unfinished.replace(file)
            print(f"seed {seed} of {seeds.stop - 1}", end="\r", flush=True)


def printed_by(
    folder: Path, base: sim.Scenario, reform: sim.Scenario, settings: Settings, seeds: range
) -> Iterator[tuple[list[Row], Seed]]:
    """What each seed prints, from its books."""
    programmes = programmes_of(base)
    for seed in seeds:
        with np.load(folder / f"seed-{seed:04d}.npz", allow_pickle=False) as file:
            kept = dict(file)
        sides = [ledgers_of(kept, side, programmes) for side in ("base", "reform")]
        change = Comparison(settings, {}, base, reform, *sides, np.zeros(0, np.int64), ([], []))
        rows = change.rows()
        before, after = values_of(rows[0]), values_of(rows[1])
        found = [value_intervals(rows[0], sides[0]), value_intervals(rows[1], sides[1]),
                 difference_intervals(*rows, *sides)]  # fmt: skip
        yield rows[0][0], _seed(before, after, found)


def _seed(before: Floats, after: Floats, found: list[Intervals]) -> Seed:
    plain = np.array([np.subtract(*interval_of(x)[::-1]) for x in (before, after, after - before)])
    few = np.array([[note == TOO_FEW for note in each.notes] for each in found])
    low, high = (np.array([getattr(each, end) for each in found]) for end in ("low", "high"))
    return Seed(low, high, plain, few, np.stack([before, after], axis=1))


def table_of(heads: list[Row], seeds: list[Seed]) -> pd.DataFrame:
    """A line per side and indicator row, see `_side`."""
    return pd.concat([_side(i, heads, seeds) for i in range(len(SIDES))], ignore_index=True)


def _side(side: int, heads: list[Row], seeds: list[Seed]) -> pd.DataFrame:
    """Truth, seeds that print an interval, coverage and the chance of one as low at 90%, ends out of range, widths."""
    runs = np.concatenate([seed.runs for seed in seeds])
    each = runs[:, 1] - runs[:, 0] if SIDES[side] == "difference" else runs[:, side]
    known = np.isfinite(each).sum(axis=0)
    truth = np.divide(np.nansum(each, axis=0), known, out=np.full(known.shape, np.nan), where=known > 0)
    low, high, plain, few = (np.stack([part[side] for part in parts]) for parts in list(zip(*seeds, strict=True))[:4])
    printed, slack = np.isfinite(low), 1e-9 * np.abs(truth)
    n = printed.sum(axis=0)
    covered = (printed & (low <= truth + slack) & (truth - slack <= high)).sum(axis=0)
    lowest, highest = np.array([limits_of(head) for head in heads]).T
    if SIDES[side] == "difference":
        lowest, highest = lowest - highest, highest - lowest
    return pd.DataFrame({
        "side": SIDES[side], "observer": [h.observer for h in heads], "group": [h.group for h in heads],
        "indicator": [h.indicator for h in heads], "truth": truth, "printed": n, "covered": covered,
        "coverage": np.divide(covered, n, out=np.full(n.shape, np.nan), where=n > 0),
        "p_below_90": binom.cdf(covered, n, WANTED), "too_few": few.mean(axis=0),
        "outside": (printed & ((low < lowest - 1e-12) | (high > highest + 1e-12))).sum(axis=0),
        "width": _median(high - low, printed), "plain_width": _median(plain, printed),
        "headline": [always_kept(h) for h in heads],
    })  # fmt: skip


def _median(widths: Floats, printed: npt.NDArray[np.bool_]) -> Floats:
    return np.array([np.median(w[p]) if p.any() else np.nan for w, p in zip(widths.T, printed.T, strict=True)])


def verdict_on(table: pd.DataFrame, seeds: list[Seed]) -> list[str]:
    """What the benchmark is for, in a line each."""
    low = table[(table["p_below_90"] < LEVEL) & (table["printed"] > 0)]
    printed = table[table["printed"] > 0]
    with np.errstate(all="ignore"):
        wider = (printed["width"] / printed["plain_width"]).replace([np.inf, -np.inf], np.nan).dropna()
    few = np.array([seed.few[-1].mean() for seed in seeds])
    names = [" ".join(row) for row in low[["side", "observer", "group", "indicator"]].itertuples(index=False)]
    return [
        f"printed rows that cover significantly less than {WANTED:.0%}: {len(low)} of {len(printed)} {names or ''}",
        f"lowest coverage of a printed row: {printed['coverage'].min():.3f}; median {printed['coverage'].median():.3f}",
        f"ends outside the range of their row: {int(table['outside'].sum())}",
        f"difference rows with too few events: {few.mean():.1%} of a table (most: {few.max():.1%}); "
        f"of benefits, recipients and exclusion error: {int((table['too_few'] * table['headline']).sum())}",
        f"median width over the plain interval's: {wider.median():.3f} (row by row at most {wider.max():.3f})",
    ]


def main() -> None:
    """Run, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--province", default="zhejiang")
    parser.add_argument("--reform", default="dibao_line_plus_10")
    parser.add_argument("--scale", type=float, default=0.001)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--replications", type=int, default=4)
    parser.add_argument("--seeds", type=int, default=200, help="seeds 1 to this number")
    parser.add_argument("--folder", type=Path, default=Path("out/coverage"), help="books of the runs, 1 MB a seed")
    parser.add_argument("--csv", type=Path, help="also write the table to this file")
    asked = parser.parse_args()
    base = sim.Scenario.load(asked.province)
    reform = base.with_reform(asked.reform)
    base, reform = base.with_programmes_of(reform), reform.with_programmes_of(base)
    settings, seeds = Settings(asked.scale, asked.months, asked.replications), range(1, asked.seeds + 1)
    open_folder(asked.folder, base, reform, settings)
    run_seeds(asked.folder, base, reform, settings, seeds)
    found = list(printed_by(asked.folder, base, reform, settings, seeds))
    printed = [seed for _, seed in found]
    table = table_of(found[0][0], printed)
    if asked.csv:
        table.to_csv(asked.csv, index=False)
    with pd.option_context("display.width", 250, "display.max_rows", None, "display.max_colwidth", 36):
        print(table.to_string(index=False, float_format="{:,.4g}".format))
    print("\n".join(["", *verdict_on(table, printed)]))


if __name__ == "__main__":
    main()
