"""Speed per run of a sweep against `run` called again and again in a warm process, and against `doudi run`.

In wall-clock seconds and, because other work may be running, in CPU seconds of all processes together.

uv run python -m benchmarks.sweep [--province zhejiang --households 20000 --points 200 --replications 4 --months 36]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

import simulation as sim
from simulation.simulate.run_record import sampled_household_months

LINE, VISITS = "dibao.line_multiple", "visit.visits_per_grid_month"
COMMAND = "from simulation.cli.main import main; main()"


def design(points: int) -> dict[str, list[float]]:
    """A grid of about `points` points over the line and the visits."""
    side = max(1, round(points**0.5))
    return {
        LINE: np.linspace(0.9, 1.3, side).tolist(),
        VISITS: np.linspace(1.0, 12.0, max(1, points // side)).tolist(),
    }


class Spent(NamedTuple):
    """Seconds of some runs."""

    wall: float
    cpu: float  # of this process and the children that have ended
    runs: int


def spent_on(call: Callable[[], object], runs: int = 1) -> Spent:
    """What a call takes, which makes so many runs."""
    began, before = time.perf_counter(), _cpu()
    call()
    return Spent(time.perf_counter() - began, _cpu() - before, runs)


def _cpu() -> float:
    return sum(os.times()[:4])  # user and system, of this process and of its children


def table_of(ways: dict[str, list[Spent]]) -> pd.DataFrame:
    """A row per way: seconds per run, and how many times those of the first way."""
    rows = []
    for way, spent in ways.items():
        runs = sum(each.runs for each in spent)
        rows.append((way, runs, sum(each.wall for each in spent) / runs, sum(each.cpu for each in spent) / runs))
    frame = pd.DataFrame(rows, columns=["way", "runs", "wall s per run", "CPU s per run"])
    for kind in ("wall", "CPU"):
        frame[f"{kind}: times the sweep's"] = frame[f"{kind} s per run"] / frame[f"{kind} s per run"].iloc[0]
    return frame.round(3)


def main() -> None:
    """Print seconds per run of the three ways; the slower two are timed before and after the sweep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--province", default="zhejiang")
    parser.add_argument("--households", type=int, default=20_000)
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--replications", type=int, default=4)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--repeats", type=int, default=2, help="runs of the two slower ways, before and again after")
    asked = parser.parse_args()
    base = sim.Scenario.load(asked.province)
    scale = asked.households / float(base.counties["households"].sum())
    size = {"scale": scale, "months": asked.months}
    command = [sys.executable, "-c", COMMAND, "run", asked.province, "--scale", str(scale)]
    command += ["--months", str(asked.months)]
    # kernels are compiled here and the raked province kept; a sample contains at least a village of each county
    households = sampled_household_months(sim.run(base, **size).ledgers, 0) // asked.months
    ways: dict[str, list[Spent]] = {"sweep": [], "sim.run, warm process": [], "doudi run": []}

    def slower_ways() -> None:
        for i in range(asked.repeats):
            scenario = base.change({LINE: 1.0 + (i + len(ways["doudi run"])) / 100})
            ways["sim.run, warm process"].append(spent_on(lambda scenario=scenario: sim.run(scenario, **size)))  # type: ignore[misc]
            ways["doudi run"].append(spent_on(lambda: subprocess.run(command, check=True, capture_output=True)))

    slower_ways()
    with tempfile.TemporaryDirectory() as folder:
        swept = spent_on(
            lambda: sim.sweep(
                base, design(asked.points), store=Path(folder), replications=asked.replications, outputs=(),
                progress=True, **size,
            )
        )  # fmt: skip
        counts = sim.Sweep(folder).status()
    ways["sweep"].append(swept._replace(runs=counts["ok"]))
    slower_ways()
    print(f"{counts['ok']} of {counts['planned']} runs of {households:,} households in {swept.wall:.1f} s")
    print(table_of(ways).to_string(index=False))


if __name__ == "__main__":
    main()
