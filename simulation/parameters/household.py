"""A household in plain words, checked and turned into facts: what the calculator is asked about."""

from dataclasses import dataclass, fields
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from simulation.parameters.lines import AREAS
from simulation.parameters.mistakes import Mistakes
from simulation.rules.facts import Fact
from simulation.units import FEN

SHOCKS: Final = ("none", "illness", "job_loss", "disaster")  # codes of Fact.SHOCK
_COUNTS = ("minors", "elders", "severe", "ill", "able", "workers", "dependent", "rigid_persons")
_MONEY = {Fact.WAGE, Fact.BUSINESS, Fact.PENSION, Fact.OTHER, Fact.RIGID, Fact.OBLIGOR_INCOME} | {
    Fact.ASSETS,
    Fact.SHOCK_COST,
}


@dataclass(frozen=True)
class Household:
    """An assessment unit in plain words; money in yuan per month (assets, shock_cost: yuan).

    Left out (None): `dependent` = minors + elders + severe, `able` = the others, `workers` = the able if
    there is labour income, `rigid_persons` = 1 if there is rigid expenditure, `obligor_able` = all obligors,
    `county` = the county whose line lies nearest the province's mean.
    """

    persons: int = 1
    minors: int = 0
    elders: int = 0
    severe: int = 0
    ill: int = 0
    able: int | None = None
    workers: int | None = None
    dependent: int | None = None
    jobless: bool = False
    wage: float = 0.0
    business: float = 0.0
    pension: float = 0.0
    other: float = 0.0
    rigid: float = 0.0
    rigid_persons: int | None = None
    obligor_income: float = 0.0
    obligor_persons: int = 0
    obligor_able: int | None = None
    assets: float = 0.0
    car: bool = False
    second_home: bool = False
    registered: bool = True
    institution: bool = False
    shock: Literal["none", "illness", "job_loss", "disaster"] = "none"
    shock_cost: float = 0.0
    area: Literal["urban", "rural"] = "urban"
    county: int | None = None

    def check(self, codes: set[int]) -> None:
        """Raise ScenarioError with every impossible value; `codes`: the counties of the province."""
        mistakes, place = Mistakes(), "household"
        for entry in fields(self):
            value = getattr(self, entry.name)
            if isinstance(value, bool) or value is None or isinstance(value, str):
                continue
            if not np.isfinite(value) or value < 0:
                mistakes.add(place, entry.name, "a finite number of at least 0", value)
            elif entry.type in ("int", int, int | None) and value != int(value):
                mistakes.add(place, entry.name, "a whole number", value)
        if self.persons < 1:
            mistakes.add(place, "persons", "at least 1 person", self.persons)
        for name in _COUNTS:
            if (getattr(self, name) or 0) > self.persons:
                mistakes.add(place, name, f"at most {self.persons} persons", getattr(self, name))
        if self.area not in AREAS:
            mistakes.unknown(place, "area", "area", self.area, AREAS)
        if self.shock not in SHOCKS:
            mistakes.unknown(place, "shock", "shock", self.shock, SHOCKS)
        if self.county is not None and self.county not in codes:
            mistakes.unknown(place, "county", "county", str(self.county), map(str, codes))
        mistakes.check()

    def facts(self) -> npt.NDArray[np.int64]:
        """The facts vector (see `Fact`), money in whole fen."""
        dependent = self.dependent
        if dependent is None:
            dependent = min(self.persons, self.minors + self.elders + self.severe)
        able = self.persons - dependent if self.able is None else self.able
        working = able if self.wage + self.business > 0 else 0
        rigid_persons = int(self.rigid > 0) if self.rigid_persons is None else self.rigid_persons
        named = {
            "workers": working if self.workers is None else self.workers,
            "able": able,
            "dependent": dependent,
            "rigid_persons": rigid_persons,
            "obligor_able": self.obligor_persons if self.obligor_able is None else self.obligor_able,
            "shock": SHOCKS.index(self.shock),
        }
        vector = np.zeros(len(Fact), np.int64)
        for fact in Fact:
            value = named.get(fact.name.lower(), getattr(self, fact.name.lower(), 0))
            vector[fact] = round(value * FEN) if fact in _MONEY else int(value)
        return vector
