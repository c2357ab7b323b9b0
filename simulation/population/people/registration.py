"""Where people are registered, which standard applies, who is related to staff; cars, homes, rent."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader
from simulation.draws import happens, normal, uniform
from simulation.population.columns import Flag
from simulation.population.keys import ASSETS, REGISTRATION, ZERO, household_words

type Floats = npt.NDArray[np.float64]

_LINE_URBAN, _CAR, _SECOND_HOME, _RENTING = (
    int(Flag.LINE_URBAN),
    int(Flag.CAR),
    int(Flag.SECOND_HOME),
    int(Flag.RENTING),
)
_OTHER_COUNTY, _OTHER_PROVINCE, _STAFF = (
    int(Flag.OTHER_COUNTY),
    int(Flag.OTHER_PROVINCE),
    int(Flag.STAFF_RELATIVE),
)
MOVED: Final = _OTHER_COUNTY | _OTHER_PROVINCE


class RegistrationTables(NamedTuple):
    """Chances by stratum (S) and template (T)."""

    mover: Floats  # (S, T) registered in another county or province
    inside: Floats  # (C,) share of movers who are registered in this province
    origin: Floats  # (C + 1,) running shares of counties as origins of movers
    line_urban: Floats  # (C, 3) normal above which the urban standard applies: urban resident, rural resident, mover
    line_income: Floats  # (2,) weights of the income normal and of the own normal in it
    staff: float
    car: Floats  # (S, T) normal above which a household owns a car
    second_home: Floats  # (2,) normal above which it has a second home
    wealth: Floats  # (2,) weights of the income normal and of the own normal
    rent: Floats  # (S, 2) chance to rent: others, movers


@inlined_reader
def origin_of(u: float, county: int, origin: Floats) -> int:
    """County of registration of a mover inside the province: any other one, by its share."""
    own = origin[county + 1] - origin[county]
    at = u * (1.0 - own)
    if at >= origin[county]:
        at += own
    low, high = 0, origin.size - 2
    while low < high:
        middle = (low + high + 1) // 2
        if origin[middle] <= at:
            low = middle
        else:
            high = middle - 1
    return low


@inlined_reader
def has_urban_line(word: np.uint32, income: float, threshold: float, weights: Floats) -> bool:
    """Whether the urban standard applies to a household whose income normal is `income`.

    It goes with income: of those who live in town, the poorer are registered in the country. The share stays that of
    the threshold whatever the weights, for what is compared with it is a standard normal.
    """
    return weights[0] * income + weights[1] * normal(word) > threshold  # type: ignore[no-any-return]


@inlined_reader
def draw_registration(
    stratum: int, template: int, household: int, seed: int, income: float, tables: RegistrationTables
) -> tuple[int, int]:
    """(flags, county of registration) of a household or collective resident whose income normal is `income`."""
    county = stratum >> 1
    w = household_words(seed, household, ZERO, REGISTRATION, ZERO)
    u, chance = uniform(w[0]), tables.mover[stratum, template]
    flags, registered, kind = 0, county, stratum & 1
    if u < chance:
        kind = 2
        flags = _OTHER_PROVINCE
        if u < chance * tables.inside[county] and tables.origin.size > 2:
            flags, registered = _OTHER_COUNTY, origin_of(uniform(w[1]), county, tables.origin)
    if has_urban_line(w[2], income, tables.line_urban[county, kind], tables.line_income):
        flags |= _LINE_URBAN
    if happens(w[3], tables.staff):
        flags |= _STAFF
    return flags, registered


@inlined_reader
def draw_wealth(
    stratum: int,
    template: int,
    household: int,
    seed: int,
    income_normal: float,
    moved: bool,
    tables: RegistrationTables,
) -> int:
    """Flags of a family household: car and second home go with its `income_normal`, rent with moving."""
    w = household_words(seed, household, ZERO, ASSETS, ZERO)
    own = tables.wealth[0] * income_normal
    flags = 0
    if own + tables.wealth[1] * normal(w[0]) > tables.car[stratum, template]:
        flags |= _CAR
    if own + tables.wealth[1] * normal(w[1]) > tables.second_home[stratum & 1]:
        flags |= _SECOND_HOME
    if happens(w[2], tables.rent[stratum, 1 if moved else 0]):
        flags |= _RENTING
    return flags
