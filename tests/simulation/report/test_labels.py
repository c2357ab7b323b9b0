from simulation.report.words import labels


def test_every_indicator_has_a_section():
    assert {each.section for each in labels.INDICATORS.values()} <= set(labels.SECTIONS)


def test_an_unknown_id_is_shown_as_itself():
    assert labels.indicator_label("days_of_rain", "zh") == "days of rain"
    assert labels.section_of("days_of_rain") == "other"
    assert labels.group_label("programme:new_aid", "en") == "new aid"
    assert labels.group_label("decile:3", "en") == "Income decile 3"
