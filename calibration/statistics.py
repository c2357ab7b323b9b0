"""What is published about a province, by name: unit, band, and which dates can be read from a run.

The bands were set before anything was fitted to the table: stocks 10% (tekun 15%), flows 25%, shares 20%, payments
10% of the published value. A band or standard error that the source states takes its place (`low`, `high`).
"""

from dataclasses import dataclass
from typing import Final

STOCK, TEKUN, FLOW, SHARE, PAYMENT = 0.10, 0.15, 0.25, 0.20, 0.10
LAST_MONTH: Final = 35  # December 2025
PERIOD_BEFORE: Final = (-12, -1)  # 2022, in which a rate of an earlier period is read


@dataclass(frozen=True)
class Statistic:
    """One name of the table."""

    unit: str
    band: float  # share of the published value
    level: bool = False  # moves with the years: only dates that a run covers; others keep their value and may be older
    spans: bool = False  # of all months of its date; others of the last of them
    programmes: bool = False  # names programmes after a colon


def _of_holders(unit: str, band: float, *, level: bool = False, spans: bool = False) -> Statistic:
    return Statistic(unit, band, level, spans, programmes=True)


_SHARES_OF_HOLDERS: Final = ("urban_share", "share_old", "share_minor", "share_disabled", "share_women")
_SHARES_OF_HOUSEHOLDS: Final = (
    "catastrophic_share", "impoverished_share", "information_share_unpaid", "non_take_up", "survey_low_income_share",
)  # fmt: skip
_OTHER_SHARES: Final = ("survey_poor_less_register", "found_per_check", "assisted_per_check")
STATISTICS: Final[dict[str, Statistic]] = {
    "stock_persons": _of_holders("persons", STOCK, level=True),
    "stock_units": _of_holders("units", STOCK, level=True),
    "persons_per_case": _of_holders("persons/unit", STOCK),
    **dict.fromkeys(_SHARES_OF_HOLDERS, _of_holders("1", SHARE)),
    "payment_person_month": _of_holders("yuan/person/month", PAYMENT, level=True, spans=True),
    "spending_year": _of_holders("yuan/year", PAYMENT, level=True, spans=True),
    **dict.fromkeys(("entry_share_month", "exit_share_month"), _of_holders("1/month", FLOW, spans=True)),
    "line_mean": _of_holders("yuan/person/month", PAYMENT, level=True),
    "monitored_persons": Statistic("persons", STOCK, level=True),
    **dict.fromkeys(("marginal_to_dibao", "tekun_to_dibao"), Statistic("1", SHARE)),
    "temporary_per_1000_year": Statistic("person-times/1000 residents/year", FLOW, level=True, spans=True),
    "temporary_grant": Statistic("yuan/person-time", PAYMENT, level=True, spans=True),
    "income_mean": Statistic("yuan/person/year", PAYMENT, level=True, spans=True),
    **{f"income_fifth_{n}": Statistic("yuan/person/year", PAYMENT, level=True, spans=True) for n in range(1, 6)},
    **dict.fromkeys(_SHARES_OF_HOUSEHOLDS, Statistic("1", SHARE, spans=True)),
    **dict.fromkeys(("survey_coverage", "survey_leakage"), _of_holders("1", SHARE, spans=True)),
    **dict.fromkeys(_OTHER_SHARES, Statistic("1", SHARE, spans=True)),
}
EXPERIMENT: Final = "experiment"  # of two runs: listed, read by `doudi trial` and not from a baseline
NO_PROGRAMME_FILE: Final = ("temporary", "cash")  # names other than those of `scenarios/programmes`


def statistic_of(name: str) -> Statistic | None:
    """The statistic that a name such as `stock_persons:dibao+single` begins with, or None."""
    head = name.partition(":")[0]
    return Statistic("1", SHARE) if head == EXPERIMENT else STATISTICS.get(head)


def band_of(name: str, value: float) -> tuple[float, float]:
    """(low, high) around a published value by the rule; raises KeyError for a name that is not known."""
    kind = statistic_of(name)
    if kind is None:
        raise KeyError(name)
    width = TEKUN if name in ("stock_persons:tekun", "stock_units:tekun") else kind.band
    return value * (1.0 - width), value * (1.0 + width)
