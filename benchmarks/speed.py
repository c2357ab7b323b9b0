"""Household-months per second of `run`, and bytes per household of every table.

uv run python -m benchmarks.speed [--province zhejiang --scale 0.01 --months 36]
"""

import argparse
import time

import numpy as np
import numpy.typing as npt
import pandas as pd

import simulation as sim
from simulation.population.columns import describe
from simulation.run_settings import Settings
from simulation.simulate.one_replication import warmed_up
from simulation.state import State


def seconds_by_part(scenario: sim.Scenario, scale: float, months: int) -> pd.DataFrame:
    """`run` with one and with two threads, population and warm-up included, kernels already compiled."""
    sim.run(scenario, scale=min(scale, 0.0005), months=1, warm_up=0)
    rows = []
    for threads in (1, 2):
        result = sim.run(scenario, scale=scale, months=months, threads=threads)
        record = result.run_record
        rows.append((threads, record["household_months"], record["seconds"], record["household_months_per_second"],
                     result.results_digest))  # fmt: skip
    return pd.DataFrame(rows, columns=["threads", "household-months", "seconds", "per second", "results"])


def tables_of(state: State) -> dict[str, tuple[int, list[npt.NDArray[np.generic]]]]:
    """Name of each table -> (rows in use, its arrays)."""
    used = int(state.n_cases.sum())
    cases = np.concatenate([table[: int(n)] for table, n in zip(state.cases, state.n_cases, strict=True)])
    return {
        "units": (len(state.units), [state.units]),
        "persons": (len(state.persons.birth), list(state.persons)),
        "ties": (len(state.ties), [state.ties]),
        "cases in use": (used, [cases]),
        "staff": (len(state.staff), [state.staff]),
        "villages": (state.villages.county.size, [*state.villages, state.round_position]),
        "counties": (state.counties.adcode.size, [*state.counties, state.backlog, state.assistance_budget]),
    }


def bytes_by_table(state: State) -> pd.DataFrame:
    """Bytes per row (from the types), bytes, and bytes per household (from the arrays)."""
    households = int((state.units["position"] == 0).sum())
    rows = []
    for name, (number, arrays) in tables_of(state).items():
        width = sum(a.dtype.itemsize * int(np.prod(a.shape[1:])) for a in arrays)
        size = sum(a.nbytes for a in arrays)
        rows.append((name, number, width, size, size / households))
    frame = pd.DataFrame(rows, columns=["table", "rows", "bytes per row", "bytes", "bytes per household"])
    total = frame["bytes"].sum()
    frame.loc[len(frame)] = ["all", households, 0, total, total / households]
    return frame


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--province", default="zhejiang")
    parser.add_argument("--scale", type=float, default=0.01)
    parser.add_argument("--months", type=int, default=36)
    asked = parser.parse_args()
    scenario = sim.Scenario.load(asked.province)
    print(seconds_by_part(scenario, asked.scale, asked.months).to_string(index=False))
    begun = time.perf_counter()
    state, _ = warmed_up(scenario, Settings(asked.scale, asked.months, 1), 0)
    print(f"\nto the policy month: {time.perf_counter() - begun:.1f} s; tables then (last row: households)")
    print(bytes_by_table(state).to_string(index=False, float_format="{:,.1f}".format))
    columns = describe(type(state.persons))
    print(f"\ncolumns of a person: {columns['bytes'].sum()} bytes")


if __name__ == "__main__":
    main()
