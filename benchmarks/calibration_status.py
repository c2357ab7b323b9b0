"""Measures `scenarios/calibration_status.csv` anew: published stocks and those that the baseline now simulates.

Published figures, bands and sources are those of the file, or of `--published FILE` (the same columns; what is measured
may be empty); only `simulated`, `verdict`, `scale`, `replications` and `baseline` are written. To be run after every
change of a value on which the register at the policy month rests.

nice -n 15 uv run python -m benchmarks.calibration_status [--scale 0.01 --replications 2 --published FILE]
"""

import argparse
import csv
import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import simulation as sim
from simulation.ledger import Flow
from simulation.parameters.values.calibration_status import COLUMNS, DIGITS, FILE, StatusRow, verdict_of, write
from simulation.units import month_of

PROGRAMMES: Final = {"dibao_persons": ("dibao", "single"), "tekun_persons": ("tekun",)}
SHIPPED: Final = Path(__file__).parents[1] / "scenarios" / FILE


def month_in(date: str) -> int:
    """Month index of `2023-09`; of a year its December, the month of year-end stocks."""
    year, _, month = date.partition("-")
    return month_of(datetime.date(int(year), int(month or 12), 1))


def stock(result: sim.Result, statistic: str, month: int) -> float:
    """Persons on the programmes of a statistic at the end of a month, mean over replications."""
    ledgers = result.ledgers if month >= 0 else result.warm_up
    flows = [sum(ledger.flow(name, Flow.STOCK_PERSONS) for name in PROGRAMMES[statistic]) for ledger in ledgers]
    return float(sum(int(each[month - ledgers[0].first_month]) for each in flows)) / len(flows)


def measured(row: Mapping[str, str], result: sim.Result) -> StatusRow:
    """A row of the file with what the runs of its province give. Raises ValueError for a part of a province."""
    if row["area"] != "all":
        raise ValueError(f"{row['province']} {row['statistic']}: stocks by area are not measured here")
    simulated, low, high = stock(result, row["statistic"], month_in(row["date"])), float(row["low"]), float(row["high"])
    return StatusRow(
        row["province"], row["statistic"], row["area"], row["date"], row["unit"], float(row["published"]),
        round(simulated), low, high, verdict_of(round(simulated), low, high), row["confidence"], row["source"],
        result.scale, result.replications, result.scenario.structural_digest[:DIGITS],
    )  # fmt: skip


def main() -> None:
    """Run the province of each row, write the file, print its rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.01)
    parser.add_argument("--replications", type=int, default=2)
    parser.add_argument("--published", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    with asked.published.open(encoding="utf-8-sig", newline="") as file:
        given = list(csv.DictReader(file))
    found, nan = list[StatusRow](), float("nan")
    for province in dict.fromkeys(row["province"] for row in given):
        own = [row for row in given if row["province"] == province]
        dated = [month_in(row["date"]) for row in own if row["verdict"] != "borrowed"]
        months = max([1, *(month + 1 for month in dated)])
        scale, n = asked.scale, asked.replications
        # of the central values: draws would be distributed over the replications
        result = sim.run(province, scale=scale, months=months, replications=n, draws=0) if dated else None
        for row in own:
            if result is None or row["verdict"] == "borrowed":
                words = [row[name] for name in COLUMNS[:5]]
                found.append(StatusRow(*words, nan, nan, nan, nan, "borrowed", "", "", nan, 0, ""))
            else:
                found.append(measured(row, result))
            print(found[-1])
    write(found, SHIPPED)


if __name__ == "__main__":
    main()
