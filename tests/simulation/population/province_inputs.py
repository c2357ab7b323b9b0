"""Inputs of the population tests, read from the files of the repository without the scenario loader."""

import tomllib
from importlib import resources
from typing import Any

import pandas as pd

from simulation.parameters.schema.population import IncomeParameters, PopulationParameters

PROVINCES = ("zhejiang", "fujian", "jiangxi", "yunnan", "inner_mongolia", "hubei")


def read_inputs(province: str, **changes: float) -> tuple[pd.DataFrame, Any, Any]:
    """Counties, population and income parameters of a province; `changes` replaces single values."""
    root = resources.files("scenarios")
    values: dict[str, dict[str, float]] = {"population": {}, "income": {}}
    for file in (root / "national" / "population.toml", root / "provinces" / province / "province.toml"):
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
        for group, known in values.items():
            known.update({name: float(entry["value"]) for name, entry in tree.get(group, {}).items()})
    for known in values.values():
        known.update({name: value for name, value in changes.items() if name in known})
    with (root / "provinces" / province / "counties.csv").open(encoding="utf-8") as lines:
        counties = pd.read_csv(lines)
    return counties, PopulationParameters(**values["population"]), IncomeParameters(**values["income"])


def few_counties(province: str, rows: int, **changes: float) -> tuple[pd.DataFrame, Any, Any]:
    """The first `rows` counties of a province as a small province of their own, at their census counts."""
    counties, population, income = read_inputs(province, reweight=0, **changes)
    return counties.head(rows).reset_index(drop=True), population, income
