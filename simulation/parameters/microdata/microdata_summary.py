"""What came in: weighted totals, quantiles, maxima and shares at the cap of every column of own microdata."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.parameters.microdata.microdata import HOUSEHOLDS, PERSONS, Column

QUANTILES: Final = (0.1, 0.25, 0.5, 0.75, 0.9, 0.99)
CAP: Final = 65_535  # yuan a month of one source and unit that the model holds; more goes to the next source

type Floats = npt.NDArray[np.float64]


def weighted_quantiles(values: Floats, weights: Floats, at: Floats) -> Floats:
    """Quantiles of weighted values: the smallest value with at least that share of the weight at or below it."""
    if not len(values):
        return np.full(len(at), np.nan)
    order = np.argsort(values, kind="stable")
    running = np.cumsum(weights[order])
    place = np.searchsorted(running, at * running[-1], side="left")
    return np.asarray(values[order][np.minimum(place, len(values) - 1)], np.float64)


def summarised(households: pd.DataFrame, persons: pd.DataFrame, empty: dict[str, int]) -> pd.DataFrame:
    """One row per column of numbers and per answer of a choice, of the households or persons of the population.

    Columns: `table, column, answer, unit, rows, empty` (cells left empty or declared missing), `total` (weighted: in
    `unit`, or households or persons with the answer), `share` (of households or persons above 0, or with the answer),
    `mean, p10 ... p99, maximum, at_maximum` (weighted share that has the largest value: a top code shows here) and
    `beyond_cap` (share above what a source of a unit can hold). `empty`: (table.column) -> cells.
    """
    weight = households["weight"].to_numpy(np.float64)
    parts = (("households", HOUSEHOLDS, households, weight),
             ("persons", PERSONS, persons, weight[persons["home"].to_numpy()]))  # fmt: skip
    rows = []
    for table, schema, frame, each in parts:
        for column in schema:
            head = {"table": table, "column": column.name, "rows": len(frame)}
            head["empty"] = empty.get(f"{table}.{column.name}", 0)
            if column.kind == "choice":
                rows += [head | row for row in _choices(column, frame, each, table)]
            elif column.kind == "number" or column.name == "age":
                own = np.ones(len(frame)) if column.name == "weight" else each
                rows.append(head | _numbers(column, frame[column.name].to_numpy(np.float64), own))
            else:
                rows.append(head | {"answer": "", "unit": column.unit, "different": frame[column.name].nunique()})
    order = ["table", "column", "answer", "unit", "rows", "empty", "different", "total", "share", "mean",
             *(f"p{round(100 * q)}" for q in QUANTILES), "maximum", "at_maximum", "beyond_cap"]  # fmt: skip
    return pd.DataFrame(rows)[order]


def _choices(column: Column, frame: pd.DataFrame, weight: Floats, table: str) -> list[dict[str, object]]:
    values = frame[column.name].astype(str)
    totals = [(answer, float(weight[(values == answer).to_numpy()].sum())) for answer in column.choices]
    return [{"answer": answer, "unit": table, "total": total, "share": total / weight.sum()}
            for answer, total in totals]  # fmt: skip


def _numbers(column: Column, values: Floats, weight: Floats) -> dict[str, object]:
    whole = float(weight.sum())
    largest = float(values.max())
    found: dict[str, object] = {
        "answer": "", "unit": column.unit, "different": len(np.unique(values)), "total": float(values @ weight),
        "share": float(weight[values > 0].sum()) / whole, "mean": float(values @ weight) / whole, "maximum": largest,
        "at_maximum": float(weight[(values == largest) & (largest > 0)].sum()) / whole,
    }  # fmt: skip
    if column.unit.startswith("yuan/month"):
        found["beyond_cap"] = float(weight[values > CAP].sum()) / whole
    quantiles = weighted_quantiles(values, weight, np.array(QUANTILES))
    return found | {f"p{round(100 * q)}": float(v) for q, v in zip(QUANTILES, quantiles, strict=True)}
