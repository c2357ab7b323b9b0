"""A household in plain words, checked and turned into facts: what the calculator is asked about."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.names import MONEY
from simulation.parameters.lines.lines import AREAS
from simulation.parameters.schema.shocks import SHOCK_CODES
from simulation.rules.facts import Fact
from simulation.units import FEN

_COUNTS = (
    "minors", "elders", "severe", "ill", "able", "workers", "dependent", "rigid_persons",
    "grade3", "frail_elders", "care_partial", "care_full", "students", "disabled", "job_seekers", "service_needs",
    "infants", "uninsured",
)  # fmt: skip
_MONEY = {Fact[name.upper()] for name in MONEY if name.upper() in Fact.__members__}
MOST_COUNT: Final = 1000  # of persons, and of anything else that is counted
MOST_YUAN: Final = 100_000_000  # sums of a household stay far inside whole numbers of 64 bits


@dataclass(frozen=True)
class Household:
    """An assessment unit in plain words.

    Args:
        persons: Members, at least 1. Every other count of members is at most this.
        minors: Members under 18.
        elders: Members of 60 and over.
        severe: Severely disabled members.
        ill: Seriously ill members.
        able: Members of 18 to 59 who are able to work and no students. None: all who are not `dependent`.
        workers: Members in the earnings base, who lost the job among them. None: all `able` if there is a wage or a
            business, else one if a job was lost.
        dependent: Members without ability to work by law. None: minors + elders + severe.
        jobless: Whether the main job is lost.
        wage: Yuan a month.
        business: Net business income, yuan a month.
        pension: Yuan a month.
        other: Property income and private transfers, yuan a month.
        rigid: Rigid expenditure on illness, disability and schooling, yuan a month.
        rigid_persons: Members who cause it. None: 1 if there is any.
        obligor_income: Of relatives outside the unit who owe support and live with it, yuan a month.
        obligor_own_income: What these have themselves, without others of their household, yuan a month. None:
            `obligor_income`.
        obligor_persons: Number of these relatives.
        obligor_able: Those of working age. None: all.
        assets: Monetary assets, yuan.
        car: Whether there is one.
        second_home: Whether there is one.
        registered: Whether registered in this province.
        institution: Whether in a care home.
        shock: Fresh hardship that temporary assistance looks at.
        shock_cost: One-off cost of that hardship, yuan.
        area: "urban" or "rural": whose lines apply.
        county: Code or Chinese name. None: the county whose line is nearest the province's mean.
        grade3: Members with a grade-3 intellectual or mental disability.
        frail_elders: Disabled or demented members of 60 and over.
        care_partial: Members who partly cannot care for themselves (1 to 3 of 6 items).
        care_full: Members who cannot care for themselves (4 items or more).
        students: Members in education.
        disabled: Members with a disability certificate.
        medical_cost: Eligible medical cost before medical assistance, yuan a month.
        rigid_education: The part of `rigid` that goes to schooling, yuan a month.
        rigid_disability: The part of `rigid` that goes to rehabilitation, yuan a month.
        disregarded: The part of `other` that the law does not count, yuan a month.
        rent: Of the dwelling, yuan a month.
        unfit_home: Whether the own dwelling is unsafe or unfit.
        job_seekers: Members registered for placement or training.
        service_needs: Members who need care, counselling or company and have nobody for it.
        infants: Members under 3.
        uninsured: Members who work for wages without social insurance, so that nobody can verify what they earn.
        obligor_youngest: Age of the youngest relative who owes support, years.
        obligor_disabled: Such relatives who are severely disabled, or grade 3 intellectual or mental.
        obligor_assets: Monetary assets of such relatives together, yuan.
        former_poor: Whether registered as lifted out of rural poverty.
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
    obligor_own_income: float | None = None
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
    county: int | str | None = None
    grade3: int = 0
    frail_elders: int = 0
    care_partial: int = 0
    care_full: int = 0
    students: int = 0
    disabled: int = 0
    medical_cost: float = 0.0
    rigid_education: float = 0.0
    rigid_disability: float = 0.0
    disregarded: float = 0.0
    rent: float = 0.0
    unfit_home: bool = False
    job_seekers: int = 0
    service_needs: int = 0
    infants: int = 0
    uninsured: int = 0
    obligor_youngest: int = 0
    obligor_disabled: int = 0
    obligor_assets: float = 0.0
    former_poor: bool = False

    def check(self, codes: set[int], names: Iterable[str] = ()) -> None:
        """Refuse impossible values.

        Args:
            codes: Codes of the counties of the province.
            names: Their names.

        Raises:
            ScenarioError: With every impossible value.
        """
        mistakes, place = Mistakes(), "household"
        for entry in fields(self):
            value = getattr(self, entry.name)
            if isinstance(value, bool) or value is None or isinstance(value, str):
                continue
            most = MOST_COUNT if "int" in str(entry.type) and entry.name != "county" else MOST_YUAN
            if not 0 <= value <= most:
                mistakes.add(place, entry.name, f"a number from 0 to {most:,}", value)
            elif entry.type in ("int", int, int | None) and value != int(value):
                mistakes.add(place, entry.name, "a whole number", value)
        if self.persons < 1:
            mistakes.add(place, "persons", "at least 1 person", self.persons)
        for name in _COUNTS:
            if (getattr(self, name) or 0) > self.persons:
                mistakes.add(place, name, f"at most {self.persons} persons", getattr(self, name))
        if self.area not in AREAS:
            mistakes.unknown(place, "area", "area", self.area, AREAS)
        if self.shock not in SHOCK_CODES:
            mistakes.unknown(place, "shock", "shock", self.shock, SHOCK_CODES)
        if self.county is not None and self.county not in codes:
            mistakes.unknown(place, "county", "county", str(self.county), [*map(str, codes), *names])
        for part, whole in (("rigid_education", "rigid"), ("rigid_disability", "rigid"), ("disregarded", "other")):
            if getattr(self, part) > getattr(self, whole):
                mistakes.add(place, part, f"a part of `{whole}`", getattr(self, part))
        mistakes.check()

    def facts(self) -> npt.NDArray[np.int64]:
        """The household as the rules take it.

        Returns:
            (`Fact`,) vector, money in whole fen.
        """
        dependent = self.dependent
        if dependent is None:
            dependent = min(self.persons, self.minors + self.elders + self.severe)
        able = self.persons - dependent if self.able is None else self.able
        working = able if self.wage + self.business > 0 else min(able, int(self.jobless))
        rigid_persons = int(self.rigid > 0) if self.rigid_persons is None else self.rigid_persons
        named = {
            "workers": working if self.workers is None else self.workers,
            "able": able,
            "dependent": dependent,
            "rigid_persons": rigid_persons,
            "obligor_able": self.obligor_persons if self.obligor_able is None else self.obligor_able,
            "obligor_own_income": self.obligor_income if self.obligor_own_income is None else self.obligor_own_income,
            "shock": SHOCK_CODES[self.shock],
            "urban": int(self.area == "urban"),
        }
        vector = np.zeros(len(Fact), np.int64)
        for fact in Fact:
            value = named.get(fact.name.lower(), getattr(self, fact.name.lower(), 0))
            vector[fact] = round(value * FEN) if fact in _MONEY else int(value)
        return vector
