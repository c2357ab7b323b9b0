"""One household: what it gets and why, its budget line, marginal rates and cliffs, before and after."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

import numpy as np

from simulation.calculator import budget_constraint, explain
from simulation.calculator.budget import BudgetConstraint
from simulation.calculator.explanation import cells, headings
from simulation.calculator.types import HOUSEHOLD_TYPES
from simulation.messages.catalogues import labels_of
from simulation.messages.labels import Lang
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.household import Household
from simulation.parameters.scenario.scenario import Scenario

# what the form asks; all else of a household keeps its default
COUNTS: Final = labels_of("page", "persons", order=("persons", "minors", "elders", "severe", "ill"))
MONEY: Final = labels_of("page", "money", order=("wage", "pension", "other", "rigid", "assets"))
TICKS: Final = labels_of("page", "ticks", order=("car", "second_home"))
AXES: Final = ("wage", "pension", "other", "line")
NOT_SOURCES: Final = ("at_yuan", "status")


def examples() -> list[dict[str, Any]]:
    """The household types of the cliff atlas, as the form is filled with them."""
    asked = (*COUNTS, *MONEY, *TICKS)
    return [
        {
            "id": each.id, "zh": each.zh, "en": each.en, "vary": each.vary,
            "values": {name: getattr(each.household, name) for name in asked},
        }
        for each in HOUSEHOLD_TYPES
    ]  # fmt: skip


def described(values: Mapping[str, str]) -> Household:
    """The household of a form. Raises ScenarioError for words that are no numbers and unknown fields."""
    mistakes = Mistakes()
    kept: dict[str, Any] = {}
    known = {entry.name for entry in fields(Household)}
    for name, value in values.items():
        if name == "area":
            kept[name] = value
        elif name not in known:
            mistakes.unknown("household", name, "field", name, known)
        elif name in TICKS:
            kept[name] = value in ("1", "true", "on")
        else:
            try:
                kept[name] = float(value or 0.0)
            except ValueError:
                mistakes.add("household", name, "a number", value)
    mistakes.check()
    whole = {name: int(value) for name, value in kept.items() if name in COUNTS and float(value).is_integer()}
    return Household(**{**kept, **whole})


def side(household: Household, scenario: Scenario, vary: str, upto: float | None, lang: Lang) -> dict[str, Any]:
    """All that is shown of a household under one scenario; also the end of its axis."""
    found = explain(household, scenario, lang)
    constraint = budget_constraint(household, scenario, vary, upto_yuan=upto)
    return {
        "verdict": found.verdict,
        "headings": headings(lang),
        "lines": [cells(line) for line in found.lines],
        "line": line_of(constraint, lang),
        "cliffs": cliffs_of(constraint, lang),
        "here": constraint.here_yuan,
        "top": constraint.top_fen / 100.0,
    }


def line_of(constraint: BudgetConstraint, lang: Lang) -> dict[str, Any]:
    """Net resources by source and the marginal rate along the axis; names of the sources."""
    table = constraint.table()
    names = {each.id: getattr(each, lang) for each in constraint.case.book.programmes}
    end = list(table.columns).index("net_yuan")
    sources = [name for name in table.columns[:end] if name not in NOT_SOURCES and table[name].any()]
    rates = table["emtr"].to_numpy(float) if "emtr" in table else np.array([])
    return {
        "at": table["at_yuan"].tolist(),
        "net": table["net_yuan"].round(2).tolist(),
        "sources": [{"id": name, "name": names.get(name, ""), "yuan": table[name].round(2).tolist()}
                    for name in sources],
        "emtr": [None if np.isnan(rate) else round(float(rate), 4) for rate in rates],
    }  # fmt: skip


def cliffs_of(constraint: BudgetConstraint, lang: Lang) -> list[dict[str, Any]]:
    """Each cliff: where, how deep with its range, the rule."""
    names = {"at": "at_yuan", "drop": "drop_yuan", "low": "drop_low_yuan", "high": "drop_high_yuan"}
    return [
        {short: round(float(row[name]), 2) for short, name in names.items()}
        | {"why": str(row[f"why_{lang}"]), "rule": str(row["rule"])}
        for _, row in constraint.cliffs().iterrows()
    ]
