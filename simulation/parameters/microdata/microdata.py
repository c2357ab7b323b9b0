"""A researcher's own households and persons: the schema of the two tables, and what a checked file becomes.

The documentation page and the checks are both made from `HOUSEHOLDS` and `PERSONS`.
"""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import pandas as pd

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
    en: str
    zh: str
    required: bool = True
    low: float = 0.0
    high: float = float("inf")
    choices: tuple[str, ...] = ()
    default: str = ""


def _yes_no(name: str, en: str, zh: str, *, required: bool = False) -> Column:
    default = "" if required else "0"
    return Column(name, "choice", "0 or 1", en, zh, required, choices=("0", "1"), default=default)


def _yuan(name: str, en: str, zh: str) -> Column:
    return Column(name, "number", "yuan/month, 2022", en, zh, high=1e7)


HOUSEHOLDS: Final = (
    Column("household", "name", "-", "name of the household, once in this table", "住户编号，本表中唯一"),
    Column("weight", "number", "households", "households of the population that it stands for", "代表的总体户数",
           low=1e-9, high=1e8),
    Column("county", "whole", "adcode", "county it lives in; without this column the file is raked to the census",
           "居住县（区划代码）；缺此列则按普查数分配到县", required=False),
    Column("residence", "choice", "-", "where it lives", "居住地", choices=("urban", "rural")),
    Column("assets", "number", "yuan", "money it owns (deposits, securities)", "货币财产", high=2e9),
    _yes_no("car", "owns a car", "有机动车", required=True),
    _yes_no("second_home", "owns a second home", "有第二套住房"),
    _yes_no("renting", "rents its home", "租房"),
    Column("kind", "choice", "-", "a family, or one resident of a dormitory or care home", "家庭户，或集体户中的一人",
           required=False, choices=("family", "dormitory", "care_home"), default="family"),
    Column("registration", "choice", "-", "where it is registered", "户籍所在", required=False,
           choices=("here", "other_county", "other_province"), default="here"),
    Column("registration_county", "whole", "adcode", "that other county; empty = drawn", "户籍县；空则抽取",
           required=False),
    Column("line_area", "choice", "-", "whose standard applies; empty = drawn with the model's shares",
           "适用城镇或农村标准；空则按模型比例抽取", required=False, choices=("urban", "rural")),
)  # fmt: skip

PERSONS: Final = (
    Column("household", "name", "-", "name of the household", "住户编号"),
    Column("age", "whole", "years", "completed on 31 December 2022; under two counts as two", "2022年末周岁", high=110),
    Column("sex", "choice", "-", "sex", "性别", choices=("female", "male")),
    Column("unit", "whole", "-", "assessment unit in the household, from 0: spouses, minors and dependent adult "
           "children share one; parents and grown children have their own", "共同生活家庭成员单元，从0起编号",
           high=MOST_UNITS - 1),
    Column("generation", "whole", "-", "generation in the household, 0 = the youngest", "户内代次，0为最年轻", high=3),
    _yes_no("works", "earns, or looks for work", "就业或求职", required=True),
    _yuan("wage", "wages of the year over 12 (`incomes = \"permanent\"`: the wage when in work)", "工资，全年除以12"),
    _yuan("business", "net income of farm and own business", "经营净收入"),
    _yuan("pension", "pensions", "养老金"),
    _yuan("other", "property and private transfers, no public assistance", "财产性与转移性收入，不含救助金"),
    Column("disability", "choice", "-", "severe = grade 1 or 2, or grade 3 intellectual or mental",
           "残疾：无、其他、重度", required=False, choices=("none", "other", "severe"), default="none"),
    _yes_no("ill", "has a serious illness that the locality recognises", "患重病"),
    _yes_no("student", "full-time student", "在校学生"),
    _yes_no("married", "lives with a spouse; without the column no births follow", "有配偶；缺此列则不生育"),
)  # fmt: skip


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
