"""Speed per run of a sweep against `run` called again and again in a warm process, and against `doudi run`.

uv run python -m benchmarks.sweep [--province zhejiang --households 20000 --points 200 --replications 4 --months 36]
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import simulation as sim

LINE, VISITS = "dibao.line_multiple", "visit.visits_per_grid_month"
COMMAND = "from simulation.cli import main; main()"


def design(points: int) -> dict[str, list[float]]:
    """A grid of about `points` points over the line and the visits."""
    side = max(1, round(points**0.5))
    return {
        LINE: np.linspace(0.9, 1.3, side).tolist(),
        VISITS: np.linspace(1.0, 12.0, max(1, points // side)).tolist(),
    }


def seconds_of(call: object, *args: object, **options: object) -> tuple[float, object]:
    """Wall-clock seconds of a call, and what it gave."""
    begun = time.perf_counter()
    found = call(*args, **options)  # type: ignore[operator]
    return time.perf_counter() - begun, found


def main() -> None:
    """Print seconds per run of the three ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--province", default="zhejiang")
    parser.add_argument("--households", type=int, default=20_000)
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--replications", type=int, default=4)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--repeats", type=int, default=3, help="runs of the two slower ways that are timed")
    asked = parser.parse_args()
    base = sim.Scenario.load(asked.province)
    scale = asked.households / float(base.counties["households"].sum())
    size = {"scale": scale, "months": asked.months}
    sim.run(base, **size)  # kernels compiled, raked province kept
    warm = np.mean([seconds_of(sim.run, base.change({LINE: 1.0 + i / 100}), **size)[0] for i in range(asked.repeats)])
    command = [sys.executable, "-c", COMMAND, "run", asked.province, "--scale", str(scale)]
    command += ["--months", str(asked.months)]
    cold = np.mean([
        seconds_of(subprocess.run, command, check=True, capture_output=True)[0] for _ in range(asked.repeats)
    ])  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        swept, done = seconds_of(
            sim.sweep, base, design(asked.points), store=Path(folder), replications=asked.replications, outputs=(),
            progress=True, **size,
        )  # fmt: skip
        assert isinstance(done, sim.Sweep)
        counts = done.status()
    each = swept / counts["ok"]
    print(f"{counts['ok']} of {counts['planned']} runs in {swept:.1f} s")
    rows = [("sweep", each, 1.0), ("sim.run, warm process", warm, warm / each), ("doudi run", cold, cold / each)]
    print(pd.DataFrame(rows, columns=["way", "seconds per run", "times the sweep's"]).round(3).to_string(index=False))


if __name__ == "__main__":
    main()
