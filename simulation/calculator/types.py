"""The household types of the cliff atlas: made up to span who lives together, not taken from any count."""

from typing import Final, NamedTuple

from simulation.messages.catalogues import labels_of
from simulation.parameters.household import Household


class HouseholdType(NamedTuple):
    """A household without the income that is varied; `vary` is what its members could earn or be given."""

    id: str
    zh: str
    en: str
    household: Household
    vary: str


_NAMES: Final = labels_of("calculator", "household_types")
HOUSEHOLD_TYPES: Final = tuple(
    HouseholdType(name, *_NAMES[name], household, vary)
    for name, household, vary in (
        ("single", Household(persons=1), "wage"),
        ("jobless", Household(persons=1, jobless=True), "other"),
        ("couple", Household(persons=2), "wage"),
        ("lone_parent", Household(persons=2, minors=1), "wage"),
        ("couple_child", Household(persons=3, minors=1), "wage"),
        ("couple_two", Household(persons=4, minors=2), "wage"),
        ("disabled", Household(persons=3, severe=1), "wage"),
        ("ill", Household(persons=3, minors=1, ill=1, able=1, dependent=1, rigid=1500.0), "wage"),
        ("three_generations", Household(persons=5, minors=1, elders=2), "wage"),
        ("elder", Household(persons=1, elders=1), "other"),
        ("elder_couple", Household(persons=2, elders=2), "other"),
    )
)
