"""What a household template is, and all templates as the arrays that raking and the loops read.

A template names the persons of a household by age range and tie to each other (`compositions.py` lists what
exists); the census decides how many households of each template a county holds (`raking.py`).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

LARGEST = 8  # persons of the largest template
BANDS = (0, 15, 60, 65, 80)  # first ages of the census bands
NO_TIE, PARENT_OF, CHILD_OF, SPOUSE_OF, YOUNGER_SIBLING_OF = range(5)
MALE, FEMALE, EITHER, USUALLY_FEMALE, USUALLY_MALE = range(5)
FAMILY, STUDENT_DORM, WORKER_DORM, BARRACKS, BOARDING, CARE_HOME = range(6)


class Slot(NamedTuple):
    """One person of a template; ages in completed years on the base date."""

    low: int
    high: int
    unit: int = 0
    tie: int = NO_TIE
    to: int = -1  # index of the person the tie points to (always an earlier slot)
    sex: int = EITHER


class Household(NamedTuple):
    """One template: its persons, generations, kind (FAMILY or a collective one) and a name for its odds."""

    persons: tuple[Slot, ...]
    generations: int
    kind: int = FAMILY
    odds: tuple[str, ...] = ()  # names of the factors that multiply its prior weight


class Templates(NamedTuple):
    """Templates as arrays: T templates by LARGEST persons (padded)."""

    size: npt.NDArray[np.int64]
    units: npt.NDArray[np.int64]  # unit rows, the one kept for a leaving child included
    spare: npt.NDArray[np.bool_]  # a unit row is kept for the eldest dependent child (always slot 0)
    mother: npt.NDArray[np.int64]  # slot of the woman who may bear children, or -1
    children: npt.NDArray[np.int64]  # dependent children now
    generations: npt.NDArray[np.int64]
    kind: npt.NDArray[np.int64]
    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]
    unit: npt.NDArray[np.int64]
    tie: npt.NDArray[np.int64]
    to: npt.NDArray[np.int64]
    sex: npt.NDArray[np.int64]
    band: npt.NDArray[np.int64]  # census age band 0-4 of each slot, -1 where empty
    generation: npt.NDArray[np.int64]  # 0 = the youngest generation of the household

    @property
    def bands(self) -> npt.NDArray[np.int64]:
        """(T, 5) persons by census age band."""
        return np.stack([(self.band == b).sum(axis=1) for b in range(5)], axis=1)


CHILD, TEEN, STUDENT = (2, 14), (15, 17), (18, 22)  # children under 2 are born in the months of the model
YOUNG, ADULT, MIDDLE, SIXTY, OLD, OLDEST = (20, 29), (30, 44), (45, 59), (60, 64), (65, 79), (80, 95)


def _mother(home: Household) -> int:
    """Slot of the wife of a couple whose age range touches 20 to 44, else -1."""
    for i, slot in enumerate(home.persons):
        if slot.tie == SPOUSE_OF and slot.sex == FEMALE and slot.low < 45 and slot.high >= 20:
            return i
    return -1


def _generations(homes: list[Household]) -> npt.NDArray[np.int64]:
    """(T, LARGEST) generation of each person, 0 = the youngest one of the household; from the ties."""
    step = {PARENT_OF: 1, CHILD_OF: -1}
    result = np.full((len(homes), LARGEST), -1, np.int64)
    for t, home in enumerate(homes):
        level: list[int] = []
        for slot in home.persons:
            level.append(level[slot.to] + step.get(slot.tie, 0) if slot.tie != NO_TIE else 0)
        lowest = min(level)
        if len(set(level)) != home.generations:
            raise ValueError(f"template {t}: its ties give {len(set(level))} generations, not {home.generations}")
        result[t, : len(level)] = np.array(level) - lowest
    return result


def tabulate(homes: list[Household]) -> Templates:
    """Templates as arrays.

    Raises ValueError when a template has more than LARGEST persons.
    """
    rows = len(homes)
    grid = {
        name: np.full((rows, LARGEST), -1, np.int64) for name in ("low", "high", "unit", "tie", "to", "sex", "band")
    }
    for t, home in enumerate(homes):
        if len(home.persons) > LARGEST:
            raise ValueError(f"template {t} has {len(home.persons)} persons; at most {LARGEST} are possible")
        for i, slot in enumerate(home.persons):
            for name in ("low", "high", "unit", "tie", "to", "sex"):
                grid[name][t, i] = getattr(slot, name)
            grid["band"][t, i] = np.searchsorted(BANDS, slot.low, side="right") - 1
    dependants = [[s for s in h.persons if s[:2] in (CHILD, TEEN, STUDENT) and s.unit == 0] for h in homes]
    grid["generation"] = _generations(homes)
    spare = np.array([h.kind == FAMILY and h.persons[0][:2] in (TEEN, STUDENT) for h in homes])
    units = np.array([1 + max(s.unit for s in h.persons) for h in homes]) + spare
    return Templates(
        size=np.array([len(h.persons) for h in homes]),
        units=units,
        spare=spare,
        mother=np.array([_mother(h) for h in homes]),
        children=np.array([len(d) for d in dependants]),
        generations=np.array([h.generations for h in homes]),
        kind=np.array([h.kind for h in homes]),
        **grid,
    )


# columns of `KernelTemplates.frame` and `.slot`
SIZE, UNITS, SPARE, MOTHER, CHILDREN, KIND = range(6)
LOW, HIGH, UNIT, TIE, TO, SEX, BAND, GENERATION = range(8)


class KernelTemplates(NamedTuple):
    """Templates in two tables, because a compiled call pays for every array it is handed."""

    frame: npt.NDArray[np.int64]  # (T, 6) size, units, spare, mother, children, kind
    slot: npt.NDArray[np.int64]  # (T, LARGEST, 8) low, high, unit, tie, to, sex, band, generation


def for_kernels(templates: Templates) -> KernelTemplates:
    """The tables the loops read."""
    frame = (templates.size, templates.units, templates.spare, templates.mother, templates.children)
    slot = (templates.low, templates.high, templates.unit, templates.tie, templates.to, templates.sex)
    return KernelTemplates(
        frame=np.ascontiguousarray(np.stack([*frame, templates.kind], axis=1), np.int64),
        slot=np.ascontiguousarray(np.stack([*slot, templates.band, templates.generation], axis=2), np.int64),
    )
