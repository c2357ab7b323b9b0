"""What every id is called in Chinese and English: indicators, groups, observers, units, headings.

The words are in the catalogues `labels.po` of `simulation/messages`; here is in which order and section they are
shown. An id that is in no table here is shown as itself with its underscores opened, never dropped.
"""

from typing import Final, NamedTuple

from simulation.indicators import registered
from simulation.messages.catalogues import labels_of
from simulation.messages.labels import LANGS, Label, Lang, chosen, filled

__all__ = ["LANGS", "Label", "Lang", "chosen", "filled"]  # what every table of words is read with


class Indicator(NamedTuple):
    """Section in which an indicator is printed, and its label."""

    section: str
    label: Label


# section -> its indicators, both in the order in which they are printed
INDICATORS_OF: Final[dict[str, tuple[str, ...]]] = {
    "budget": (
        "total_cost_yuan_year", "civil_affairs_cost_yuan_year", "benefits_yuan_year", "recoveries_yuan_year",
        "staff_cost_yuan_year", "outreach_cost_yuan_year", "benefits_yuan_resident_year",
        "benefit_per_recipient_yuan_month", "cost_per_poor_reached_yuan_year", "adequacy_share",
    ),
    "recipients": (
        "recipients_persons", "recipients_units", "recipients_persons_year", "recipients_units_year",
        "entitled_persons", "entitled_units", "enrolment_share", "entries_persons_year", "exits_persons_year",
        "churn_share_year",
    ),
    "errors": (
        "coverage_entitled_share", "exclusion_error_poor_share", "exclusion_error_entitled_share",
        "inclusion_error_share", "inclusion_error_money_share", "leakage_rate_share", "targeting_differential_1",
        "targeting_differential_2", "poor_not_paid_share",
    ),
    "poverty": (
        "poverty_headcount_share", "poverty_gap_share", "poverty_gap_yuan_year", "poverty_severity_share",
        "poverty_headcount_cut_share", "poverty_gap_cut_share", "benefit_cost_ratio", "spill_over_share",
    ),
    "waits": ("unpaid_after_year_share", "wait_days_median", "wait_days_p90", "wait_over_year_share"),
    "events": (
        "visits_year", "flags_year", "learned_by_word_year", "filings_year", "grants_year", "refusals_year",
        "reviews_year",
    ),
    "hours": ("staff_hours_year", "staff_hours_available_year"),
    "notches": ("notch_units", "notch_share"),
    "other": (),
}  # fmt: skip
SECTIONS: Final = labels_of("labels", "sections", order=INDICATORS_OF)
_INDICATORS: Final = labels_of("labels", "indicators", order=[key for keys in INDICATORS_OF.values() for key in keys])
INDICATORS: Final = {
    name: Indicator(section, _INDICATORS[name]) for section, names in INDICATORS_OF.items() for name in names
}

# in the order in which the rows of an indicator are printed
OBSERVERS: Final = labels_of(
    "labels", "observers",
    order=("survey", "rule", "audit", "ledger", "truth"), without_words=("ledger",),  # the model's own full count
)  # fmt: skip
KINDS: Final = labels_of(
    "labels", "kinds",
    order=("all", "programme", "payer", "cause", "line", "staff", "decile", "type", "county"),
)  # fmt: skip
AREAS: Final = labels_of("labels", "areas", order=("all", "urban", "rural"), without_words=("all",))
GROUPS: Final = labels_of("labels", "groups")
STATUSES: Final = labels_of("labels", "statuses")
CONFIDENCES: Final = labels_of("labels", "confidences")
_FIRST: Final = (
    "zhejiang",
    "fujian",
    "jiangxi",
    "yunnan",
    "inner_mongolia",
    "hubei",
)  # as the source document has them
_NAMED: Final = labels_of("labels", "provinces")
PROVINCES: Final = {name: _NAMED[name] for name in dict.fromkeys((*_FIRST, *_NAMED))}  # then whatever was added
CAUSES: Final = ("not_covered", "not_known", "not_claimed", "refused", "waiting", "underpaid", "lost")


def indicator_label(indicator: str, lang: Lang) -> str:
    """Label of an indicator id."""
    known = INDICATORS.get(indicator)
    own = registered.found(indicator)
    if known is None and own is not None:
        return str(getattr(own, lang))
    return getattr(known.label, lang) if known else indicator.replace("_", " ")


def section_of(indicator: str) -> str:
    """Section id in which an indicator is printed; `other` for an id that has no place of its own."""
    known = INDICATORS.get(indicator)
    own = registered.found(indicator)
    if known is None and own is not None:
        return own.section
    return known.section if known else "other"


def group_label(group: str, lang: Lang) -> str:
    """Label of a group id `all` or `<kind>:<value>`; deciles and counties show kind and value."""
    kind, _, value = group.partition(":")
    if not value:
        return chosen(GROUPS, group, lang)
    if kind == "decile":
        return f"{chosen(KINDS, kind, lang)} {value}"
    if kind == "type" and value == "single":  # not the programme of that name
        return chosen(GROUPS, "single_adult", lang)
    return chosen(GROUPS, value, lang)
