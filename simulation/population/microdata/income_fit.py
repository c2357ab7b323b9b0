"""Own incomes before and after: the file, the model's shocks laid on top, and around the permanent part."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.parameters.microdata.microdata_summary import weighted_quantiles
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.build.population import Inputs
from simulation.population.incomes.permanent import (
    KEY,
    Shocks,
    UnitRows,
    earned,
    permanent_factors,
    weights_of,
    years_of_shocks,
)
from simulation.population.microdata.microdata import households_by_county
from simulation.rules.facts import Line
from simulation.units import FEN, FIRST_MONTH

type Floats = npt.NDArray[np.float64]

QUANTILES: Final = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9)
BASE_MONTH: Final = -1  # December 2022: the year of the incomes
OTHER_KEY: Final = KEY + 1  # years that the calibration has not seen


def shocks_of(scenario: Scenario) -> Shocks:
    """What the model does to earnings from the first month of the warm-up on."""
    return Shocks(*(scenario.group(name, FIRST_MONTH) for name in Shocks._fields))


def income_fit(scenario: Scenario) -> pd.DataFrame:
    """Income per head and headcounts of own microdata: in the file, and expected in a run before and after.

    Columns: `measure, of` (counted by household, by person at the income of its household, or by unit), `unit, file`,
    `shocks_on_top` (incomes taken as permanent), `stationary` (around the permanent part) and `run`, the one of the two
    that this scenario uses. Incomes in yuan a month per head of 2022 before benefits, mean of an assessment period;
    quantiles by person; headcounts below the dibao line of 2022 (by residence where the file has no `line_area`).
    Raises ValueError without own microdata and ScenarioError as `raked` does.
    """
    own = scenario.sources.microdata
    if own is None:
        raise ValueError("income_fit: expected a scenario with own microdata, found the census population")
    given = Inputs(scenario.counties, scenario.group("population", 0), scenario.group("income", 0))
    counts = households_by_county(given, own)
    weight, shocks = weights_of(counts), shocks_of(scenario)
    rows, factor = permanent_factors(own, weight, shocks, always=True)
    on_top = earned(rows, years_of_shocks(shocks), shocks.disaster.loss_share, OTHER_KEY)
    stages = {"file": rows.earnings()[:, None], "shocks_on_top": on_top, "stationary": on_top * factor[:, None]}
    table = _measures(rows, weight, stages)
    table += _headcounts(rows, counts, _lines(scenario), _area(own.households), stages)
    frame = pd.DataFrame(table)
    return frame.assign(run=frame["stationary" if own.incomes == "surveyed" else "shocks_on_top"])


def _lines(scenario: Scenario) -> Floats:
    """(C, 2) dibao lines of 2022, rural and urban, yuan a person-month."""
    return np.asarray(scenario.lines(BASE_MONTH)[:, :, Line.DIBAO] / FEN)


def _area(households: pd.DataFrame) -> npt.NDArray[np.int64]:
    """(H,) whose line applies: 0 rural, 1 urban."""
    area = households["line_area"].where(households["line_area"] != "", households["residence"])
    return (area == "urban").to_numpy().astype(np.int64)


def _measures(rows: UnitRows, weight: Floats, stages: dict[str, Floats]) -> list[dict[str, Any]]:
    """Mean, quantiles and Gini coefficient of income per head, by person."""
    persons = weight * rows.size
    table: dict[str, dict[str, float]] = {}
    for stage, earnings in stages.items():
        income = rows.per_head(earnings)
        flat, each = income.ravel(), np.repeat(persons, income.shape[1])
        table.setdefault("mean_income", {})[stage] = float(np.average(flat, weights=each))
        for q, value in zip(QUANTILES, weighted_quantiles(flat, each, np.array(QUANTILES)), strict=True):
            table.setdefault(f"income_p{round(100 * q):02d}", {})[stage] = float(value)
        table.setdefault("gini", {})[stage] = _gini(flat, each)
    return [{"measure": name, "of": "persons", "unit": "1" if name == "gini" else "yuan/month", **found}
            for name, found in table.items()]  # fmt: skip


def _gini(values: Floats, weights: Floats) -> float:
    order = np.argsort(values, kind="stable")
    income = np.cumsum(values[order] * weights[order])
    share = weights[order] / weights.sum()
    if income[-1] <= 0:
        return float("nan")
    curve = np.append(0.0, income / income[-1])
    return float(1.0 - (share * (curve[1:] + curve[:-1])).sum())


def _headcounts(
    rows: UnitRows, counts: npt.NDArray[np.int64], lines: Floats, area: npt.NDArray[np.int64], stages: dict[str, Floats]
) -> list[dict[str, Any]]:  # fmt: skip
    """Shares below the line: of households, of persons (at the income of the household), of units (at their own)."""
    home, h = rows.home, len(rows.size)
    by_county = counts.reshape(len(counts), 2, h).sum(axis=1).astype(np.float64)  # (C, H)
    share = {stage: np.zeros(3) for stage in stages}
    for line in np.unique(lines):
        weight = _under(by_county, lines == line, area)
        if not weight.any():
            continue
        for stage, earnings in stages.items():
            low = (rows.per_head(earnings) < line).mean(axis=1)
            alone = ((earnings + rows.other[:, None]) / rows.members[:, None] < line).mean(axis=1)
            share[stage] += [low @ weight, low @ (weight * rows.size), alone @ weight[home]]
    whole = by_county.sum(axis=0)
    of = {"households": whole.sum(), "persons": whole @ rows.size, "units": whole[home].sum()}
    return [{"measure": "headcount", "of": name, "unit": "1", **{s: float(share[s][k] / all_) for s in stages}}
            for k, (name, all_) in enumerate(of.items())]  # fmt: skip


def _under(by_county: Floats, applies: npt.NDArray[np.bool_], area: npt.NDArray[np.int64]) -> Floats:
    """(H,) households of the population under one line; `applies` (C, 2): counties and areas that have it."""
    each = np.stack([applies[:, 0].astype(np.float64) @ by_county, applies[:, 1].astype(np.float64) @ by_county])
    return np.asarray(np.where(area == 1, each[1], each[0]))
