"""The month with every mechanism against the month of the first end-to-end engine, side by side in one run.

uv run python -m benchmarks.first_engine [--province zhejiang --scale 0.01 --months 24 --rounds 3]

The first engine is taken from the history of this repository (`git archive`) into a folder of its own and run by the
same interpreter; so this needs a clone with history. Each side lives the same number of months from the policy date,
on one thread, kernels compiled before; rounds alternate between the sides, and CPU time is what is compared.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
FIRST = "4269eb7"  # the engine, run and compare of the first session, before rules, outreach and control were widened
ALLOWED = 2.5
SIDE = """
import json, sys, time
try:
    from simulation.parameters.scenario.scenario import Scenario
    from simulation.run_settings import Settings
    from simulation.simulate.one_replication import continued, warmed_up
except ImportError:  # the first engine
    from simulation.experiments.history import Settings, continued, warmed_up
    from simulation.parameters.scenario import Scenario

province, scale, months, rounds, everything = json.loads(sys.argv[1])
scenario = Scenario.load(province)
if everything:
    switches = {p: 1.0 for p in scenario.sources.parameters if p.endswith(".enabled")} | {"needs.known": 1.0}
    scenario = scenario.change(switches)
continued(warmed_up(scenario, Settings(0.0005, 1, 1, 1, 0, 1), 0)[0], scenario, Settings(0.0005, 1, 1, 1, 0, 1))
settings = Settings(scale, months, 1, 1, 12, 1)
state = warmed_up(scenario, settings, 0)[0]
households = int((state.units["position"] == 0).sum())
for _ in range(rounds):
    sys.stdin.readline()
    mine = state.copy()
    begun = time.process_time()
    continued(mine, scenario, settings)
    print(json.dumps((time.process_time() - begun) / (households * months)), flush=True)
"""


class Side:
    """A tree of the project in a process of its own, which times a round when it is asked to."""

    def __init__(self, folder: Path, asked: argparse.Namespace, everything: bool) -> None:
        text = json.dumps([asked.province, asked.scale, asked.months, asked.rounds, everything])
        self.process = subprocess.Popen(
            [sys.executable, "-c", SIDE, text], cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.seconds: list[float] = []

    def round(self) -> None:
        """Live the months once; CPU seconds per household-month."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.seconds.append(json.loads(self.process.stdout.readline()))


def first_engine(folder: Path) -> Path:
    """The tree of the first engine, unpacked."""
    packed = subprocess.run(["git", "archive", FIRST], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--province", default="zhejiang")
    parser.add_argument("--scale", type=float, default=0.01)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sides = {
            "first engine": Side(first_engine(Path(folder)), asked, everything=False),
            "now, as the province practises": Side(ROOT, asked, everything=False),
            "now, every switch on": Side(ROOT, asked, everything=True),
        }
        for _ in range(asked.rounds):
            for side in sides.values():
                side.round()
        for side in sides.values():
            side.process.wait()
    before = median(next(iter(sides.values())).seconds)
    for name, side in sides.items():
        each = median(side.seconds)
        print(f"{name:32} {1e9 * each:8.1f} ns of CPU per household-month   {each / before:5.2f} times the first")
    print(f"required: at most {ALLOWED} times")


if __name__ == "__main__":
    main()
