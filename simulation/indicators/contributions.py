"""What is behind an indicator row, county by county, and the range in which the row can lie.

A row is a total, or a ratio of two totals over counties. Its interval asks in how many counties and replications the
total arises (`uncertainty.effective_number`): one case in one county is no basis for an interval, whatever its weight.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.indicators import registered
from simulation.indicators.rows import Row
from simulation.ledger import LEVELS, Flow, Ledger, Measure
from simulation.units import MONTHS_PER_YEAR, WORKING_DAYS

type Floats = npt.NDArray[np.float64]
type Total = Callable[["Totals", str], Floats]  # of the ledger's totals and a programme: (counties,)

LIMITS: Final = {"share": (0.0, 1.0), "1": (-1.0, 1.0)}  # by unit; all other units start at 0 and have no end
LIMITS_OF: Final = {  # indicators whose range is not that of their unit
    "recoveries_yuan_year": (-np.inf, 0.0),
    "total_cost_yuan_year": (-np.inf, np.inf),  # recoveries may exceed what is spent
    "civil_affairs_cost_yuan_year": (-np.inf, np.inf),
    "spill_over_share": (-np.inf, 1.0),
    "benefit_cost_ratio": (-np.inf, np.inf),
    "poverty_headcount_cut_share": (-np.inf, 1.0),
    "poverty_gap_cut_share": (-np.inf, 1.0),
    "adequacy_share": (0.0, np.inf),
    "churn_share_year": (0.0, np.inf),
}
# Rows that always keep their interval: with few events it is widened, see `experiments.intervals`.
ALWAYS: Final = (
    "benefits_yuan_year", "recipients_persons", "recipients_units", "recipients_persons_year", "recipients_units_year",
)  # fmt: skip
ALWAYS_ALL: Final = "exclusion_error"  # and the exclusion errors as a whole, not their parts by cause


def limits_of(row: Row) -> tuple[float, float]:
    """Lowest and highest value that the row can take in any run."""
    own = registered.found(row.indicator)
    if own is not None:
        return own.limits
    return LIMITS_OF.get(row.indicator, LIMITS.get(row.unit, (0.0, np.inf)))


def always_kept(row: Row) -> bool:
    """Whether the row keeps its interval however few events it rests on: benefits, recipients, exclusion error."""
    return row.indicator in ALWAYS or (row.indicator.startswith(ALWAYS_ALL) and row.group == "all")


# Quantiles of the waits, and the share of all waits on the thinner side of each.
BEYOND_QUANTILE: Final = {"wait_days_median": 0.5, "wait_days_p90": 0.1}


# Measures that the ledger keeps in units of the sample.
_OF_THE_SAMPLE: Final = [
    Measure.MINUTES_DESK, Measure.MINUTES_BUREAU, Measure.AVAILABLE_DESK, Measure.AVAILABLE_BUREAU,
]  # fmt: skip


class Totals(NamedTuple):
    """A ledger added up over its months, by county."""

    ledger: Ledger
    measures: Floats  # (counties, Measure)
    flows: Floats  # (counties, programmes, Flow)
    money: Floats  # (counties, programmes)

    @classmethod
    def of(cls, ledger: Ledger) -> "Totals":
        """Sums over the months of the ledger, all grossed up."""
        measures = ledger.measures.sum(axis=1).astype(float)
        measures[:, _OF_THE_SAMPLE] /= ledger.share[:, None]
        return cls(
            ledger, measures, ledger.flows.sum(axis=1).astype(float),
            ledger.money.sum(axis=(1, 3)).astype(float),
        )  # fmt: skip


class Source(NamedTuple):
    """Numerator of a row, and its denominator where it is a ratio."""

    numerator: Total
    denominator: Total | None = None
    share: bool = False  # the numerator is a part of the denominator: the rarer of part and rest counts
    lumpy: bool = False  # arises in whole pieces (offices) in a few counties: replications differ by jumps


def _sum(*measures: Measure, less: Sequence[Measure] = ()) -> Total:
    def total(totals: Totals, _: str) -> Floats:
        gone = totals.measures[:, list(less)].sum(axis=1)
        return np.asarray(totals.measures[:, list(measures)].sum(axis=1) - gone)

    return total


def _flow(*flows: Flow, last: bool = False) -> Total:
    def total(totals: Totals, programme: str) -> Floats:
        k = totals.ledger.programmes.index(programme)
        if last:
            return np.asarray(totals.ledger.flows[:, -1, k, list(flows)].sum(axis=1), float)
        return np.asarray(totals.flows[:, k, list(flows)].sum(axis=1))

    return total


def _money(totals: Totals, programme: str) -> Floats:
    if not programme:
        return np.asarray(totals.money.sum(axis=1))
    return totals.money[:, totals.ledger.programmes.index(programme)]


def _of_civil_affairs(totals: Totals, _: str) -> Floats:
    return totals.ledger.money[..., :LEVELS].sum(axis=(1, 2, 3)).astype(float)


def _first_payments(first: int = 0, end: int | None = None) -> Total:
    return lambda totals, _: totals.ledger.waits[:, first:end].sum(axis=1).astype(float)


def _part(part: Total, whole: Total) -> Source:
    return Source(part, whole, share=True)


_YEAR: Final = MONTHS_PER_YEAR * WORKING_DAYS
_POOR, _ENTITLED = _sum(Measure.POOR_BEFORE), _sum(Measure.ENTITLED)
_CUT: Final = _sum(Measure.GAP_BEFORE_FEN, less=(Measure.GAP_AFTER_FEN,))
_STAFF: Final = Source(_sum(Measure.MINUTES_DESK, Measure.MINUTES_BUREAU))
_ASSISTANTS: Final = Source(_sum(Measure.MINUTES_ASSISTANT))

# By indicator, observer/indicator or group/indicator: the last that is found holds.
SOURCES: Final[dict[str, Source]] = {
    "benefits_yuan_year": Source(_money),
    "recoveries_yuan_year": Source(_sum(Measure.RECOVERED_FEN)),
    "staff_cost_yuan_year": _STAFF,
    "outreach_cost_yuan_year": _ASSISTANTS,
    "total_cost_yuan_year": Source(_money),
    "civil_affairs_cost_yuan_year": Source(_of_civil_affairs),
    "staff_hours_available_year": Source(
        _sum(Measure.AVAILABLE_ASSISTANT, Measure.AVAILABLE_DESK, Measure.AVAILABLE_BUREAU), lumpy=True
    ),
    "staff_hours_year": Source(_sum(Measure.MINUTES_ASSISTANT, Measure.MINUTES_DESK, Measure.MINUTES_BUREAU)),
    "staff:assistant/staff_hours_year": _ASSISTANTS,
    "staff:desk/staff_hours_year": Source(_sum(Measure.MINUTES_DESK)),
    "staff:bureau/staff_hours_year": Source(_sum(Measure.MINUTES_BUREAU)),
    "recipients_persons": Source(_flow(Flow.STOCK_PERSONS, last=True)),
    "recipients_units": Source(_flow(Flow.STOCK_UNITS, last=True)),
    "recipients_persons_year": Source(_flow(Flow.PAID_PERSONS)),
    "recipients_units_year": Source(_flow(Flow.PAID_UNITS)),
    "entitled_persons": Source(_flow(Flow.ENTITLED_PERSONS, last=True)),
    "entitled_units": Source(_flow(Flow.ENTITLED_UNITS, last=True)),
    "entries_persons_year": Source(_flow(Flow.ENTRY_PERSONS)),
    "exits_persons_year": Source(_flow(Flow.EXIT_PERSONS)),
    "coverage_entitled_share": _part(_sum(Measure.ENTITLED_PAID), _ENTITLED),
    "rule/exclusion_error_entitled_share": _part(_sum(Measure.ENTITLED_PAID), _ENTITLED),
    "audit/exclusion_error_entitled_share": _part(
        _sum(Measure.AUDIT_UNLISTED_ENTITLED), _sum(Measure.AUDIT_UNLISTED_ENTITLED, Measure.AUDIT_LISTED_ENTITLED)
    ),
    "truth/exclusion_error_poor_share": _part(_sum(Measure.POOR_PAID), _POOR),
    "survey/exclusion_error_poor_share": _part(_sum(Measure.SURVEY_POOR_PAID), _sum(Measure.SURVEY_POOR)),
    "cause:not_covered/exclusion_error_poor_share": _part(_sum(Measure.POOR_NOT_COVERED), _POOR),
    "cause:not_known/exclusion_error_poor_share": _part(_sum(Measure.POOR_NOT_KNOWN), _POOR),
    "cause:not_claimed/exclusion_error_poor_share": _part(_sum(Measure.POOR_NOT_CLAIMED), _POOR),
    "cause:refused/exclusion_error_poor_share": _part(_sum(Measure.POOR_REFUSED), _POOR),
    "cause:waiting/exclusion_error_poor_share": _part(_sum(Measure.POOR_WAITING), _POOR),
    "cause:underpaid/exclusion_error_poor_share": _part(_sum(Measure.POOR_UNDERPAID), _POOR),
    "cause:lost/exclusion_error_poor_share": _part(_sum(Measure.POOR_LOST), _POOR),
    "poor_not_paid_share": _part(_sum(Measure.POOR_PAID), _POOR),
    "rule/inclusion_error_share": _part(_sum(Measure.PAID_NOT_ENTITLED), _sum(Measure.PAID_COVERED)),
    "audit/inclusion_error_share": _part(_sum(Measure.AUDIT_LISTED_NOT_ENTITLED), _sum(Measure.AUDIT_LISTED)),
    "survey/inclusion_error_share": _part(_sum(Measure.SURVEY_PAID_POOR), _sum(Measure.SURVEY_PAID)),
    "truth/inclusion_error_share": _part(_sum(Measure.PAID_POOR), _sum(Measure.PAID)),
    "inclusion_error_money_share": _part(_sum(Measure.PAID_NOT_ENTITLED_FEN), _money),
    "poverty_headcount_share": _part(_sum(Measure.POOR_AFTER), _sum(Measure.PERSONS)),
    "line:z_1_5/poverty_headcount_share": _part(_sum(Measure.POOR_AFTER_150), _sum(Measure.PERSONS)),
    "before/poverty_headcount_share": _part(_POOR, _sum(Measure.PERSONS)),
    "poverty_gap_share": _part(_sum(Measure.GAP_AFTER_FEN), _sum(Measure.LINE_TOTAL_FEN)),
    "before/poverty_gap_share": _part(_sum(Measure.GAP_BEFORE_FEN), _sum(Measure.LINE_TOTAL_FEN)),
    "poverty_gap_yuan_year": Source(_sum(Measure.GAP_AFTER_FEN)),
    "poverty_headcount_cut_share": _part(_sum(Measure.POOR_BEFORE, less=(Measure.POOR_AFTER,)), _POOR),
    "poverty_gap_cut_share": _part(_CUT, _sum(Measure.GAP_BEFORE_FEN)),
    # the histograms behind the severity contain the same persons as the gap
    "poverty_severity_share": _part(_sum(Measure.GAP_AFTER_FEN), _sum(Measure.LINE_TOTAL_FEN)),
    "before/poverty_severity_share": _part(_sum(Measure.GAP_BEFORE_FEN), _sum(Measure.LINE_TOTAL_FEN)),
    "benefit_cost_ratio": Source(_CUT, _money),
    "spill_over_share": Source(_CUT, _money),
    "cost_per_poor_reached_yuan_year": Source(_money, _sum(Measure.POOR_PAID)),
    "benefit_per_recipient_yuan_month": Source(_money, _sum(Measure.PAID_COVERED)),
    "adequacy_share": Source(_money, _sum(Measure.PAID_COVERED)),
    "leakage_rate_share": Source(
        _sum(Measure.PAID, less=(Measure.PAID_POOR,)), _sum(Measure.PERSONS, less=(Measure.POOR_BEFORE,))
    ),
    "targeting_differential_1": _part(_sum(Measure.POOR_PAID), _POOR),
    "targeting_differential_2": _part(_sum(Measure.POOR_PAID), _POOR),
    "churn_share_year": Source(_flow(Flow.ENTRY_PERSONS, Flow.EXIT_PERSONS), _flow(Flow.STOCK_PERSONS)),
    "wait_over_year_share": _part(_first_payments(_YEAR + 1), _first_payments()),
    "unpaid_after_year_share": Source(_first_payments(0, _YEAR)),
    "wait_days_median": Source(_first_payments()),
    "wait_days_p90": Source(_first_payments()),
    "visits_year": Source(_sum(Measure.VISITS)),
    "flags_year": Source(_sum(Measure.FLAGS)),
    "filings_year": Source(_sum(Measure.FILED)),
    "grants_year": Source(_sum(Measure.GRANTED)),
    "refusals_year": Source(_sum(Measure.REFUSED)),
    "reviews_year": Source(_sum(Measure.REVIEWS)),
    "learned_by_word_year": Source(_sum(Measure.LEARNED_BY_WORD)),
    "notch_units": Source(_sum(Measure.NOTCH_UNITS)),
    "notch_share": _part(_sum(Measure.NOTCH_UNITS), _sum(Measure.HOLDERS)),
}


def has_source(row: Row) -> bool:
    """Whether it is known what is behind a row: not of a registered indicator without `events`."""
    own = registered.found(row.indicator)
    return own is None or own.events is not None


def source_of(row: Row) -> Source:
    """Where a row comes from. KeyError for an indicator without an entry in `SOURCES` and not registered."""
    own = registered.found(row.indicator)
    if own is not None:
        return Source(lambda totals, _: own.cases(totals.ledger))
    keys = (f"{row.group}/{row.indicator}", f"{row.observer}/{row.indicator}", row.indicator)
    return next((SOURCES[key] for key in keys if key in SOURCES), None) or SOURCES[row.indicator]


def contributions(totals: Sequence[Totals], row: Row) -> tuple[Floats, Floats]:
    """(replications, counties) of numerator and denominator behind a row; the second is empty for a total.

    Of a share above one half the numerator is the rest: the rarer part decides how much is known.
    """
    source = source_of(row)
    kind, _, name = row.group.partition(":")
    programme = name if kind == "programme" else ""
    numerator = np.stack([source.numerator(each, programme) for each in totals])
    if source.denominator is None:
        return numerator, np.zeros((len(totals), 0))
    whole = np.stack([source.denominator(each, programme) for each in totals])
    if source.share and 2.0 * numerator.sum() > whole.sum():
        numerator = whole - numerator
    return numerator, whole


def cases_beyond(totals: Sequence[Totals], row: Row) -> float:
    """Sampled cases on the thinner side of a quantile in the replication that has fewest; infinite for other rows."""
    share = BEYOND_QUANTILE.get(row.indicator)
    if share is None:
        return float("inf")
    return share * min(float(each.ledger.waits.sum(axis=1) @ each.ledger.share) for each in totals)
