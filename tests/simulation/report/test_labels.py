import string

import pytest

from simulation.report.words import labels, words
from simulation.report.words.labels import Label


def tables():
    for module in (labels, words):
        for name, table in vars(module).items():
            if isinstance(table, dict) and name.isupper():
                yield from ((f"{name}.{key}", getattr(value, "label", value)) for key, value in table.items())


@pytest.mark.parametrize(("name", "label"), list(tables()))
def test_both_languages_say_something_and_fill_the_same_places(name, label):
    assert isinstance(label, Label)
    assert bool(label.zh) == bool(label.en)
    places = [{field for _, field, _, _ in string.Formatter().parse(side) if field} for side in label]
    assert places[0] == places[1]


def test_every_indicator_has_a_section():
    assert {each.section for each in labels.INDICATORS.values()} <= set(labels.SECTIONS)


def test_an_unknown_id_is_shown_as_itself():
    assert labels.indicator_label("days_of_rain", "zh") == "days of rain"
    assert labels.section_of("days_of_rain") == "other"
    assert labels.group_label("programme:new_aid", "en") == "new aid"
    assert labels.group_label("decile:3", "en") == "Income decile 3"
