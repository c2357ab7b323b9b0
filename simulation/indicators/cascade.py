"""The cascade: from a low income to enrolment, one step at a time; the steps sum to the first."""

import pandas as pd

from simulation.ledger import Ledger, Measure
from simulation.units import month_label

STEPS = (
    ("low", Measure.CASCADE_LOW, "own income per head below the dibao line", "人均收入低于低保线"),
    ("registered_elsewhere", Measure.CASCADE_ELSEWHERE, "registered in another province", "户籍在外省"),
    ("assets", Measure.CASCADE_ASSETS, "assets, car or second home", "财产超标"),
    ("obligors", Measure.CASCADE_OBLIGORS, "relatives who owe support", "赡抚扶养人"),
    ("imputed", Measure.CASCADE_IMPUTED, "wage imputed to members able to work", "劳动力推算收入"),
    ("other_rules", Measure.CASCADE_OTHER, "other rules", "其他规定"),
    ("unknown", Measure.CASCADE_UNKNOWN, "entitled, does not know", "符合条件但不知晓"),
    ("not_filed", Measure.CASCADE_NOT_FILED, "knows, has not applied", "知晓未申请"),
    ("refused", Measure.CASCADE_REFUSED, "refused in error", "误拒"),
    ("waiting", Measure.CASCADE_WAITING, "waiting for the decision", "办理中"),
    ("enrolled", Measure.CASCADE_ENROLLED, "enrolled", "在保"),
)


def cascade_table(ledger: Ledger) -> pd.DataFrame:
    """Persons by step at the last look (each quarter of the first year, then December); their share of residents.

    `month` says when that was.
    """
    looks = ledger.measure(Measure.CASCADE_LOW).nonzero()[0]
    last = int(looks[-1]) if looks.size else 0
    persons = float(ledger.measure(Measure.PERSONS)[last])
    values = [float(ledger.measure(measure)[last]) for _, measure, _, _ in STEPS]
    return pd.DataFrame({
        "step": [s[0] for s in STEPS], "label_en": [s[2] for s in STEPS], "label_zh": [s[3] for s in STEPS],
        "persons": values, "share": [v / persons for v in values],
        "month": month_label(ledger.first_month + last),
    })  # fmt: skip
