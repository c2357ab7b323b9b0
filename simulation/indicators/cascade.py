"""The cascade: from a low income to enrolment, one step at a time; the steps sum to the first."""

from typing import Final

import pandas as pd

from simulation.indicators.rows import ratio
from simulation.ledger import Ledger, Measure
from simulation.messages.catalogues import labels_of
from simulation.units import month_label

STEPS: Final = (
    ("low", Measure.CASCADE_LOW),
    ("registered_elsewhere", Measure.CASCADE_ELSEWHERE),
    ("assets", Measure.CASCADE_ASSETS),
    ("obligors", Measure.CASCADE_OBLIGORS),
    ("imputed", Measure.CASCADE_IMPUTED),
    ("other_rules", Measure.CASCADE_OTHER),
    ("unknown", Measure.CASCADE_UNKNOWN),
    ("not_filed", Measure.CASCADE_NOT_FILED),
    ("refused", Measure.CASCADE_REFUSED),
    ("waiting", Measure.CASCADE_WAITING),
    ("enrolled", Measure.CASCADE_ENROLLED),
)
LABELS: Final = labels_of("results", "cascade", order=[step for step, _ in STEPS])


def cascade_table(ledger: Ledger) -> pd.DataFrame:
    """Persons by step at the last look (each quarter of the first year, then December).

    `share` is theirs of the residents of that month, NaN without residents; `month` says when that was.
    """
    looks = ledger.measure(Measure.CASCADE_LOW).nonzero()[0]
    last = int(looks[-1]) if looks.size else 0
    persons = float(ledger.measure(Measure.PERSONS)[last])
    values = [float(ledger.measure(measure)[last]) for _, measure in STEPS]
    return pd.DataFrame({
        "step": list(LABELS), "label_en": [x.en for x in LABELS.values()], "label_zh": [x.zh for x in LABELS.values()],
        "persons": values, "share": [ratio(v, persons) for v in values],
        "month": month_label(ledger.first_month + last),
    })  # fmt: skip
