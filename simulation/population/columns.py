"""The column tables: what the world knows of persons, assessment units, villages and counties.

Rows of units are sorted county -> township -> village (grid) -> household -> unit; persons are sorted by
household. `describe()` lists name, type, bytes, unit and meaning of every column; documentation and memory
estimates are generated from it.
"""

from enum import IntEnum
from typing import Annotated, NamedTuple, get_type_hints

import numpy as np
import numpy.typing as npt
import pandas as pd

TIES = 6  # neighbour ties (4) and kin ties (2) of a unit, inside its village
NO_TIE = 65535
NO_CASE = -1
NEVER = 32767  # a month that does not come


class Flag(IntEnum):
    """Bits of `Units.flags`."""

    URBAN = 1  # statistical residence: city or town
    LINE_URBAN = 2  # the urban standard applies (registration and land, not residence)
    COLLECTIVE = 4  # lives in a collective household (dormitory, barracks, care home)
    INSTITUTION = 8  # care home: institutional tekun is possible
    CAR = 16
    SECOND_HOME = 32
    RENTING = 64
    OTHER_COUNTY = 128  # registered in another county of the province
    OTHER_PROVINCE = 256
    STAFF_RELATIVE = 512
    BANNED = 1024  # may not receive any programme (counterfactual probes only)


class Health(IntEnum):
    """Bits of `Persons.health`."""

    SEVERE = 1  # disability grade 1-2 (any kind) or grade 3 intellectual or mental
    DISABLED = 2  # any certified disability
    ILL = 4  # serious illness that the locality recognises


class Work(IntEnum):
    """Bits of `Persons.work`."""

    FEMALE = 1
    STUDENT = 2
    WORKER = 4  # has (or looks for) earnings: contributes to the unit's wage or business base
    GENERATION = 24  # two bits: generation in the household, 0 = the youngest (children of elders are obligors)
    GENERATION_BIT = 3  # lowest bit of GENERATION


class Units(NamedTuple):
    """One row per assessment unit: field views of one table of records (a row is one or two cache lines).

    Kernels take the table itself, `unit_records(units)`, and read `table[i].persons`.
    """

    id: Annotated[npt.NDArray[np.uint32], np.uint32, "-", "permanent id; the same at every scale"]
    first_person: Annotated[npt.NDArray[np.uint32], np.uint32, "row", "first person of the household"]
    household_persons: Annotated[npt.NDArray[np.uint8], np.uint8, "rows", "person rows of the household"]
    position: Annotated[npt.NDArray[np.uint8], np.uint8, "-", "place of the unit in its household, from 0"]
    units: Annotated[npt.NDArray[np.uint8], np.uint8, "units", "unit rows of the household"]
    persons: Annotated[npt.NDArray[np.uint8], np.uint8, "persons", "members now; 0 = not yet or no longer"]
    minors: Annotated[npt.NDArray[np.uint8], np.uint8, "persons", "members under 18"]
    elders: Annotated[npt.NDArray[np.uint8], np.uint8, "persons", "members of 60 and over"]
    severe: Annotated[npt.NDArray[np.uint8], np.uint8, "persons", "severely disabled members"]
    ill: Annotated[npt.NDArray[np.uint8], np.uint8, "persons", "seriously ill members"]
    able: Annotated[npt.NDArray[np.uint8], np.uint8, "persons", "members 18-59 able to work, not students"]
    workers: Annotated[npt.NDArray[np.uint8], np.uint8, "persons", "members whose earnings form the base"]
    base_workers: Annotated[
        npt.NDArray[np.uint8], np.uint8, "persons", "workers whose earnings `wage` and `business` are"
    ]
    flags: Annotated[npt.NDArray[np.uint16], np.uint16, "bits", "see Flag"]
    registration: Annotated[npt.NDArray[np.uint16], np.uint16, "index", "county whose line and assistance budget apply"]
    wage: Annotated[npt.NDArray[np.uint16], np.uint16, "yuan/month", "wages when all workers have their jobs"]
    business: Annotated[npt.NDArray[np.uint16], np.uint16, "yuan/month", "farm and own business"]
    pension: Annotated[npt.NDArray[np.uint16], np.uint16, "yuan/month", "pensions"]
    other: Annotated[npt.NDArray[np.uint16], np.uint16, "yuan/month", "property and private transfers"]
    assets: Annotated[npt.NDArray[np.int32], np.int32, "yuan", "monetary assets"]
    persistent: Annotated[npt.NDArray[np.int16], np.int16, "1/4096 log points", "persistent earnings shock"]
    jobless: Annotated[npt.NDArray[np.uint8], np.uint8, "months", "since the main job was lost; 0 = in work"]
    sick: Annotated[npt.NDArray[np.uint8], np.uint8, "months", "illness with rigid spending still lasting"]
    rigid: Annotated[npt.NDArray[np.uint16], np.uint16, "yuan/month", "rigid expenditure while it lasts"]
    spent: Annotated[
        npt.NDArray[np.uint16], np.uint16, "yuan", "out of pocket on serious illness since January; at most 65,535"
    ]
    quarter: Annotated[npt.NDArray[np.int32], np.int32, "fen", "(unit, 4) income: running and three past quarters"]
    knows: Annotated[npt.NDArray[np.uint8], np.uint8, "channel", "how the unit learned; 0 = does not know"]
    hides: Annotated[npt.NDArray[np.uint8], np.uint8, "1/255", "share of unverifiable earnings kept from the office"]
    kin_income: Annotated[
        npt.NDArray[np.uint16], np.uint16, "yuan/month", "per head in the household of relatives elsewhere; 0 = none"
    ]
    shock: Annotated[npt.NDArray[np.uint8], np.uint8, "shock code", "shock of this month, see Fact.SHOCK"]
    decile: Annotated[npt.NDArray[np.uint8], np.uint8, "1-10", "baseline income decile; 0 = not yet set"]
    case: Annotated[npt.NDArray[np.int32], np.int32, "row", "row in the case table of the county; -1 = none"]


class Persons(NamedTuple):
    """One row per person of the first horizon, the yet unborn included; sorted by household."""

    birth: Annotated[npt.NDArray[np.int16], np.int16, "month", "of birth; 0 = January 2023, > 0 = to be born"]
    death: Annotated[npt.NDArray[np.int16], np.int16, "month", "of death once drawn; 32767 = alive"]
    unit: Annotated[npt.NDArray[np.uint8], np.uint8, "position", "of the unit: low four bits now, high after the split"]
    split: Annotated[npt.NDArray[np.int16], np.int16, "month", "in which the person leaves to the second unit"]
    health: Annotated[npt.NDArray[np.uint8], np.uint8, "bits", "see Health"]
    work: Annotated[npt.NDArray[np.uint8], np.uint8, "bits", "see Work"]


class Villages(NamedTuple):
    """One row per village or grid of 300 to 500 households: the circle in which people meet."""

    first: Annotated[npt.NDArray[np.int64], np.int64, "row", "(villages + 1,) first unit row"]
    county: Annotated[npt.NDArray[np.int32], np.int32, "index", "county"]
    township: Annotated[npt.NDArray[np.int32], np.int32, "index", "township inside its county"]
    weight: Annotated[npt.NDArray[np.int64], np.int64, "villages", "villages of the province it stands for"]


class Counties(NamedTuple):
    """One row per county."""

    first: Annotated[npt.NDArray[np.int64], np.int64, "row", "(counties + 1,) first unit row"]
    first_village: Annotated[npt.NDArray[np.int64], np.int64, "row", "(counties + 1,) first village"]
    adcode: Annotated[npt.NDArray[np.int64], np.int64, "code", "administrative code"]
    townships: Annotated[npt.NDArray[np.int64], np.int64, "townships", "townships and streets"]
    share: Annotated[npt.NDArray[np.float64], np.float64, "1", "share of the county's households in the sample"]


def describe(table: type) -> pd.DataFrame:
    """Columns of a table: name, dtype, bytes per row, unit, meaning."""
    rows = []
    for name, hint in get_type_hints(table, include_extras=True).items():
        dtype, unit, meaning = hint.__metadata__
        width = 4 if name == "quarter" else 1
        rows.append((name, np.dtype(dtype).name, np.dtype(dtype).itemsize * width, unit, meaning))
    return pd.DataFrame(rows, columns=["column", "dtype", "bytes", "unit", "meaning"])


def _record_type(table: type) -> np.dtype[np.void]:
    """Record type of a column table: attribute access in Python as in compiled code."""
    fields = [
        (name, hint.__metadata__[0], (4,)) if name == "quarter" else (name, hint.__metadata__[0])
        for name, hint in get_type_hints(table, include_extras=True).items()
    ]
    return np.dtype((np.record, fields))


UNIT = _record_type(Units)
type UnitTable = npt.NDArray[np.void]  # of UNIT records


def new_units(rows: int) -> Units:
    """An empty unit table of `rows` rows (zeros; no case)."""
    table = np.zeros(rows, UNIT)
    table["case"] = NO_CASE
    return Units(*(table[name] for name in Units._fields))


def unit_records(units: Units) -> npt.NDArray[np.void]:
    """The table of records behind the field views of `new_units`."""
    table = units.id.base
    assert isinstance(table, np.ndarray)
    return table


def line_rows(units: UnitTable) -> npt.NDArray[np.int64]:
    """(units,) rows of the table of lines that apply: two a county of registration, the rural standard first.

    The same for all units of a household. What kernels ask for one unit is `living.line_row`.
    """
    return np.asarray(units["registration"].astype(np.int64) * 2 + ((units["flags"] & Flag.LINE_URBAN) > 0))
