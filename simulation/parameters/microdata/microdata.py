"""A researcher's own households and persons: the schema of the two tables, and what a checked file becomes.

The documentation page and the checks are both made from `HOUSEHOLDS` and `PERSONS`.
"""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import pandas as pd

from simulation.messages.catalogues import labels_of

MOST_PERSONS: Final = 16  # of a household: draws of deaths number them in four bits
MOST_UNITS: Final = 8  # of a household: ids of the largest province then fit 28 bits
MOST_HOUSEHOLDS: Final = 30_000_000  # weights sum to at most so many, for the same reason

type KindOfColumn = Literal["name", "number", "whole", "choice"]
type Incomes = Literal["surveyed", "permanent"]


class Column(NamedTuple):
    """One column: what may be in it. `default` fills an optional column that is absent or a cell that is empty."""

    name: str
    kind: KindOfColumn
    unit: str
    required: bool = True
    low: float = 0.0
    high: float = float("inf")
    choices: tuple[str, ...] = ()
    default: str = ""
    en: str = ""  # what it is, from the catalogues
    zh: str = ""


def _yes_no(name: str, *, required: bool = False) -> Column:
    default = "" if required else "0"
    return Column(name, "choice", "0 or 1", required, choices=("0", "1"), default=default)


def _yuan(name: str) -> Column:
    return Column(name, "number", "yuan/month, 2022", high=1e7)


def _described(table: str, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns with what each is in both languages: `table` of the catalogues `parameters.po`."""
    words = labels_of("parameters", table, order=[each.name for each in columns])
    return tuple(each._replace(en=words[each.name].en, zh=words[each.name].zh) for each in columns)


HOUSEHOLDS: Final = _described("microdata_households", (
    Column("household", "name", "-"),
    Column("weight", "number", "households", low=1e-9, high=1e8),
    Column("county", "whole", "adcode", required=False),
    Column("residence", "choice", "-", choices=("urban", "rural")),
    Column("assets", "number", "yuan", high=2e9),
    _yes_no("car", required=True),
    _yes_no("second_home"),
    _yes_no("renting"),
    Column("kind", "choice", "-", required=False, choices=("family", "dormitory", "care_home"), default="family"),
    Column("registration", "choice", "-", required=False,
           choices=("here", "other_county", "other_province"), default="here"),
    Column("registration_county", "whole", "adcode", required=False),
    Column("line_area", "choice", "-", required=False, choices=("urban", "rural")),
))  # fmt: skip

PERSONS: Final = _described("microdata_persons", (
    Column("household", "name", "-"),
    Column("age", "whole", "years", high=110),
    Column("sex", "choice", "-", choices=("female", "male")),
    Column("unit", "whole", "-", high=MOST_UNITS - 1),
    Column("generation", "whole", "-", high=3),
    _yes_no("works", required=True),
    _yuan("wage"),
    _yuan("business"),
    _yuan("pension"),
    _yuan("other"),
    Column("disability", "choice", "-", required=False, choices=("none", "other", "severe"), default="none"),
    _yes_no("ill"),
    _yes_no("student"),
    _yes_no("married"),
))  # fmt: skip


@dataclass(frozen=True, eq=False)
class Microdata:
    """A checked file: equal and hashable by its content. Row i of `households` owns the `persons` with `home` i.

    Columns as in the schema, filled with defaults; yes and no as 0 and 1; `county` and `registration_county` as
    codes, 0 where empty; `persons` sorted by household. `incomes`: "surveyed" = those of a year, which contain its
    shocks; "permanent" = those of a normal month, on which the model lays shocks. `summary`: see
    `microdata_summary.summarised`; `left_out`: households without a required answer, and their share of the weights.
    """

    name: str
    households: pd.DataFrame
    persons: pd.DataFrame
    has_county: bool
    digest: str
    summary: pd.DataFrame
    incomes: Incomes = "surveyed"
    left_out: tuple[int, float] = (0, 0.0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Microdata) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)
