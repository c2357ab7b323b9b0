"""Names that a programme file may use, and which of them are money."""

from simulation.rules.facts import Fact, Line
from simulation.rules.tables import Quantity

QUANTITIES = {entry.name.lower(): int(entry) for names in (Fact, Quantity) for entry in names}
LINES = {line.name.lower(): int(line) for line in Line}
MONEY = {
    "wage", "business", "pension", "other", "rigid", "obligor_income", "assets", "shock_cost", "medical_cost",
    "rigid_education", "rigid_disability", "disregarded", "rent", "obligor_assets",
    "counted_income", "labour_income", "income", "rigid_illness", "aid_given",
}  # fmt: skip
