"""The table of assumptions: every value of a scenario with what it rests on."""

from typing import Any, Final

import numpy as np
import pandas as pd

from simulation.messages.catalogues import labels_of
from simulation.parameters.lines.lines import CHANGEABLE, UNITS
from simulation.parameters.scenario.in_force import InForce
from simulation.parameters.values.fitted import fitted_for

LINE_LABELS: Final = labels_of("parameters", "lines")
COLUMNS = (
    "path",
    "value",
    "unit",
    "status",
    "confidence",
    "source",
    "year",
    "low",
    "high",
    "label_zh",
    "label_en",
    "changed",
    "fitted_for",
)


def assumption_table(scenario: InForce, month: int) -> pd.DataFrame:
    """One row per parameter and per line table, columns `COLUMNS`, sorted by path; incomes of own microdata apart."""
    changed = {change.path for change in scenario.changes}
    rows: list[tuple[Any, ...]] = []
    own = scenario.sources.microdata is not None
    for path, p in scenario.sources.parameters.items():
        if own and path.startswith("income."):
            continue  # the incomes are the file's
        value = scenario.value(path, month)
        names = (p.zh, p.en, path in changed, fitted_for(p, scenario.sources.fitted_for))
        rows.append((path, value, p.unit, p.status, p.confidence, p.source, p.year, p.range_low, p.range_high, *names))
    rows += [
        _line_row(scenario, table, month, f"lines.{table}" in changed)
        for table in CHANGEABLE
        if table != "band_ceiling" or not np.isnan(scenario.line_table(table, month)).all()
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["year"] = frame["year"].astype("Int64")
    return frame.sort_values("path", ignore_index=True)


def _line_row(scenario: InForce, table: str, month: int, changed: bool) -> tuple[Any, ...]:
    values = scenario.line_table(table, month)
    names = ("dibao", "dibao_mean") if table == "dibao" else (table,)
    rows = [row for row in scenario.sources.lines if row.table in names]
    statuses = sorted({row.status for row in rows}) or ["derived"]
    confidences = [c for c in ("none", "memory", "seen") if any(row.confidence == c for row in rows)] or ["none"]
    source = "; ".join(sorted({row.source for row in rows})) or "lines.tekun_ratio x dibao line"
    weakest = "assumed" if "assumed" in statuses else statuses[0]
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    mean = float(np.nanmean(values))
    zh, en = LINE_LABELS[table]
    label = (f"lines.{table}", round(mean, 2), UNITS[table], weakest, confidences[0], source, 2022)
    return (*label, low, high, zh, en, changed, "")
