"""Questions for a class: guess what a reform does in the first year. `truths` has the right answers."""

from typing import Final, NamedTuple

from simulation.app.settings import Setting
from simulation.messages.catalogues import labels_of
from simulation.messages.labels import Label


class Question(NamedTuple):
    """A setting and the main figure whose relative change is to be guessed."""

    id: str
    setting: Setting
    figure: str
    text: Label


_TEXTS: Final = labels_of("page", "questions")
QUESTIONS: Final = tuple(
    Question(name, setting, figure, _TEXTS[name])
    for name, setting, figure in (
        ("line_money", {"line": 1.1}, "benefits_yuan_year"),
        ("line_people", {"line": 1.2}, "recipients_persons"),
        ("line_error", {"line": 1.1}, "exclusion_error_poor_share"),
        ("line_cut_money", {"line": 0.9}, "benefits_yuan_year"),
        ("taper_money", {"taper": 0.5}, "benefits_yuan_year"),
        ("exit_money", {"exit": 12.0}, "benefits_yuan_year"),
        ("visits_money", {"visits": 2.0}, "benefits_yuan_year"),
        ("screening_unknown", {"screening": 0.5}, "poor_not_known_share"),
        ("screening_error", {"screening": 0.5}, "exclusion_error_poor_share"),
    )
)


class Choice(NamedTuple):
    """An option: relative changes from `low` (included) to `high`."""

    id: str
    low: float
    high: float
    label: Label


_LABELS: Final = labels_of("page", "choices")
CHOICES: Final = tuple(
    Choice(name, low, high, _LABELS[name])
    for name, low, high in (
        ("down_much", -1e9, -0.10),
        ("down", -0.10, -0.02),
        ("same", -0.02, 0.02),
        ("up", 0.02, 0.10),
        ("up_much", 0.10, 1e9),
    )
)


def question(name: str) -> Question:
    """A question by id; ValueError for an unknown one."""
    found = {each.id: each for each in QUESTIONS}.get(name)
    if found is None:
        raise ValueError(f"no question {name!r}: there are {', '.join(each.id for each in QUESTIONS)}")
    return found
