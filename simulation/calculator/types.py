"""The household types of the cliff atlas: made up to span who lives together, not taken from any count."""

from typing import Final, NamedTuple

from simulation.parameters.household import Household


class HouseholdType(NamedTuple):
    """A household without the income that is varied; `vary` is what its members could earn or be given."""

    id: str
    zh: str
    en: str
    household: Household
    vary: str


HOUSEHOLD_TYPES: Final = (
    HouseholdType("single", "单身劳动者", "One adult able to work", Household(persons=1), "wage"),
    HouseholdType("jobless", "失业单身者", "One adult, job lost", Household(persons=1, jobless=True), "other"),
    HouseholdType("couple", "夫妻", "Couple", Household(persons=2), "wage"),
    HouseholdType("lone_parent", "单亲一孩", "Lone parent, one child", Household(persons=2, minors=1), "wage"),
    HouseholdType("couple_child", "夫妻一孩", "Couple, one child", Household(persons=3, minors=1), "wage"),
    HouseholdType("couple_two", "夫妻两孩", "Couple, two children", Household(persons=4, minors=2), "wage"),
    HouseholdType(
        "disabled", "夫妻一重残成员", "Couple, a severely disabled member", Household(persons=3, severe=1), "wage"
    ),
    HouseholdType(
        "ill", "夫妻一孩，一人重病", "Couple, one child, one adult seriously ill",
        Household(persons=3, minors=1, ill=1, able=1, dependent=1, rigid=1500.0), "wage",
    ),
    HouseholdType(
        "three_generations", "三代同堂", "Couple, one child, two elders",
        Household(persons=5, minors=1, elders=2), "wage",
    ),
    HouseholdType("elder", "独居老人", "One elder alone", Household(persons=1, elders=1), "other"),
    HouseholdType("elder_couple", "老年夫妻", "Two elders", Household(persons=2, elders=2), "other"),
)  # fmt: skip
