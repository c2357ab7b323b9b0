"""Who is reached: recipients, coverage, exclusion and inclusion errors as three observers see them.

Survey view: noisy income under the poverty line, receipt as reported. Rule view: entitled on the true facts,
paid or not. Audit view: assessors judge samples of listed and unlisted units. With no noise, full reporting and
full samples the survey equals the truth of the poor and the audit the truth of the entitled.
"""

from typing import Final

import numpy as np

from simulation.indicators.fiscal import cash_fen
from simulation.indicators.reach import Reached
from simulation.indicators.rows import Row, Terms, ratio, summed
from simulation.indicators.sources import POOR, Source, flowing, measured, money, part
from simulation.ledger import BUNDLE, Flow, Ledger, Measure

CAUSES = {
    "not_covered": Measure.POOR_NOT_COVERED,
    "not_known": Measure.POOR_NOT_KNOWN,
    "not_claimed": Measure.POOR_NOT_CLAIMED,
    "refused": Measure.POOR_REFUSED,
    "waiting": Measure.POOR_WAITING,
    "underpaid": Measure.POOR_UNDERPAID,
    "lost": Measure.POOR_LOST,
}


def recipient_rows(ledger: Ledger, one_off: tuple[str, ...]) -> list[Row]:
    """Stocks at the end of the window; persons and units of one-off programmes in a year."""
    rows = []
    length = ledger.measures.shape[1] / 12.0
    for programme in ledger.programmes:
        group = f"programme:{programme}"
        if programme == BUNDLE:
            continue
        if programme in one_off:
            for flow, name in ((Flow.PAID_PERSONS, "persons"), (Flow.PAID_UNITS, "units")):
                value = float(ledger.flow(programme, flow).sum()) / length
                rows.append(Row("ledger", group, f"recipients_{name}_year", f"{name}/year", value))
            continue
        stock = {flow: float(ledger.flow(programme, flow)[-1]) for flow in Flow}
        rows += [
            Row("ledger", group, "recipients_persons", "persons", stock[Flow.STOCK_PERSONS]),
            Row("ledger", group, "recipients_units", "units", stock[Flow.STOCK_UNITS]),
            Row("rule", group, "entitled_persons", "persons", stock[Flow.ENTITLED_PERSONS]),
            Row("rule", group, "entitled_units", "units", stock[Flow.ENTITLED_UNITS]),
        ]
        for flow, name in ((Flow.ENTRY_PERSONS, "entries"), (Flow.EXIT_PERSONS, "exits")):
            value = float(ledger.flow(programme, flow).sum()) / length
            rows.append(Row("ledger", group, f"{name}_persons_year", "persons", value))
    return rows


def poor_rows(ledger: Ledger) -> list[Row]:
    """Exclusion error of the poor (the same people in every scenario) and its causes, which sum to it.

    All causes but "underpaid" (who are paid, but too little) sum to the poor who are not paid.
    """
    poor = summed(ledger, Measure.POOR_BEFORE)
    parts = {cause: ratio(summed(ledger, measure), poor) for cause, measure in CAUSES.items()}
    name = "exclusion_error_poor_share"
    rows = [Row("truth", "all", name, "share", float(np.sum(list(parts.values()))))]
    rows += [Row("truth", f"cause:{cause}", name, "share", value) for cause, value in parts.items()]
    unpaid = Reached(poor, summed(ledger, Measure.POOR_PAID)).exclusion_error
    rows.append(Row("truth", "all", "poor_not_paid_share", "share", unpaid))
    return rows


def observer_rows(ledger: Ledger, terms: Terms, one_off: tuple[str, ...]) -> list[Row]:
    """Errors by observer; who is paid in a gradual exit is paid by the rules, and no error.

    Rule view and audit count whom they find in error, so that these rows are plain ratios of counts.
    """

    def total(measure: Measure) -> int:
        return summed(ledger, measure)

    rule = Reached(total(Measure.ENTITLED), total(Measure.ENTITLED_PAID))
    listed = ratio(total(Measure.AUDIT_LISTED_ENTITLED), terms.audit_listed_share)
    unlisted = ratio(total(Measure.AUDIT_UNLISTED_ENTITLED), terms.audit_unlisted_share)
    survey_out = Reached(total(Measure.SURVEY_POOR), total(Measure.SURVEY_POOR_PAID)).exclusion_error
    survey = Reached(*map(total, (Measure.SURVEY_POOR, Measure.SURVEY_PAID_POOR, Measure.SURVEY_PAID)))
    truth = Reached(*map(total, (Measure.POOR_BEFORE, Measure.PAID_POOR, Measure.PAID)))
    wrong = ratio(total(Measure.PAID_NOT_ENTITLED), total(Measure.PAID_COVERED))
    wrong_money = ratio(total(Measure.PAID_NOT_ENTITLED_FEN), cash_fen(ledger, one_off))
    audit_in = ratio(total(Measure.AUDIT_LISTED_NOT_ENTITLED), total(Measure.AUDIT_LISTED))
    return [
        Row("rule", "all", "coverage_entitled_share", "share", rule.coverage),
        Row("rule", "all", "exclusion_error_entitled_share", "share", rule.exclusion_error),
        Row("audit", "all", "exclusion_error_entitled_share", "share", ratio(unlisted, listed + unlisted)),
        Row("survey", "all", "exclusion_error_poor_share", "share", survey_out),
        Row("rule", "all", "inclusion_error_share", "share", wrong),
        Row("audit", "all", "inclusion_error_share", "share", audit_in),
        Row("survey", "all", "inclusion_error_share", "share", survey.inclusion_error),
        Row("truth", "all", "inclusion_error_share", "share", truth.inclusion_error),
        Row("rule", "all", "inclusion_error_money_share", "share", wrong_money),
    ]


def targeting_rows(ledger: Ledger, terms: Terms, one_off: tuple[str, ...]) -> list[Row]:
    """Recipients, coverage and errors."""
    return recipient_rows(ledger, one_off) + observer_rows(ledger, terms, one_off) + poor_rows(ledger)


_ENTITLED: Final = measured(Measure.ENTITLED)
SOURCES: Final[dict[str, Source]] = {
    "recipients_persons": Source(flowing(Flow.STOCK_PERSONS, last=True)),
    "recipients_units": Source(flowing(Flow.STOCK_UNITS, last=True)),
    "recipients_persons_year": Source(flowing(Flow.PAID_PERSONS)),
    "recipients_units_year": Source(flowing(Flow.PAID_UNITS)),
    "entitled_persons": Source(flowing(Flow.ENTITLED_PERSONS, last=True)),
    "entitled_units": Source(flowing(Flow.ENTITLED_UNITS, last=True)),
    "entries_persons_year": Source(flowing(Flow.ENTRY_PERSONS)),
    "exits_persons_year": Source(flowing(Flow.EXIT_PERSONS)),
    "coverage_entitled_share": part(measured(Measure.ENTITLED_PAID), _ENTITLED),
    "rule/exclusion_error_entitled_share": part(measured(Measure.ENTITLED_PAID), _ENTITLED),
    "audit/exclusion_error_entitled_share": part(
        measured(Measure.AUDIT_UNLISTED_ENTITLED),
        measured(Measure.AUDIT_UNLISTED_ENTITLED, Measure.AUDIT_LISTED_ENTITLED),
    ),
    "truth/exclusion_error_poor_share": part(measured(Measure.POOR_PAID), POOR),
    "survey/exclusion_error_poor_share": part(measured(Measure.SURVEY_POOR_PAID), measured(Measure.SURVEY_POOR)),
    **{f"cause:{cause}/exclusion_error_poor_share": part(measured(each), POOR) for cause, each in CAUSES.items()},
    "poor_not_paid_share": part(measured(Measure.POOR_PAID), POOR),
    "rule/inclusion_error_share": part(measured(Measure.PAID_NOT_ENTITLED), measured(Measure.PAID_COVERED)),
    "audit/inclusion_error_share": part(measured(Measure.AUDIT_LISTED_NOT_ENTITLED), measured(Measure.AUDIT_LISTED)),
    "survey/inclusion_error_share": part(measured(Measure.SURVEY_PAID_POOR), measured(Measure.SURVEY_PAID)),
    "truth/inclusion_error_share": part(measured(Measure.PAID_POOR), measured(Measure.PAID)),
    "inclusion_error_money_share": part(measured(Measure.PAID_NOT_ENTITLED_FEN), money),
}
