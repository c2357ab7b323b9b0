"""Names that a programme file may use, and of what kind each is."""

from enum import StrEnum

from simulation.rules.facts import Fact, Line
from simulation.rules.tables import Quantity

QUANTITIES = {entry.name.lower(): int(entry) for names in (Fact, Quantity) for entry in names}
LINES = {line.name.lower(): int(line) for line in Line}


class FieldKind(StrEnum):
    """What a field of a unit is; what it is compared with, multiplied by or paid for must fit."""

    MONTHLY = "money a month"
    MONEY = "money"  # owned, or spent once
    PERSONS = "a number of persons"
    FLAG = "a flag (0 or 1)"
    AGE = "an age in years"
    MONTHS = "a number of months"
    CODE = "a code"


_OTHERS = {
    FieldKind.MONTHLY: (
        "wage", "business", "pension", "other", "rigid", "obligor_income", "obligor_own_income", "medical_cost",
        "rigid_education", "rigid_disability", "disregarded", "rent", "counted_income", "labour_income", "income",
        "rigid_illness",
        "aid_given", "need",
    ),
    FieldKind.MONEY: ("assets", "shock_cost", "obligor_assets"),
    FieldKind.FLAG: (
        "jobless", "car", "second_home", "registered", "institution", "unfit_home", "former_poor", "urban",
        "type_emergency", "type_expenditure", "type_care", "type_development", "type_floor",
    ),
    FieldKind.AGE: ("obligor_youngest",),
    FieldKind.MONTHS: ("months_since_rise",),
    FieldKind.CODE: ("shock",),
}  # fmt: skip
_PERSONS = (
    "persons", "minors", "elders", "severe", "ill", "able", "workers", "rigid_persons", "obligor_persons",
    "obligor_able", "dependent", "grade3", "frail_elders", "care_partial", "care_full", "students", "disabled",
    "job_seekers", "service_needs", "obligor_disabled", "infants", "uninsured", "covered_persons", "available_workers",
    "idle_able", "ungraded_severe", "expenditure_persons", "certified_severe",
)  # fmt: skip
KINDS = {name: kind for kind, names in _OTHERS.items() for name in names}
KINDS |= dict.fromkeys(_PERSONS, FieldKind.PERSONS)
IN_FEN = (FieldKind.MONTHLY, FieldKind.MONEY)
MONEY = {name for name, kind in KINDS.items() if kind in IN_FEN}
# Words that mean something of their own where results, reasons and paths are named: no id of any kind may be one.
RESERVED = ("all", "none", "passed", "cash", "bundle", "baseline", "programmes", "lines")
