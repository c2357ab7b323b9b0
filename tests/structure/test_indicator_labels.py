"""Every row that a run reports has its words in English and Chinese: a new indicator without a label fails here."""

import pytest

from simulation.parameters.files.reading import data_folder, names_in
from simulation.parameters.scenario.scenario import Scenario
from simulation.report.words import labels
from simulation.report.words.unit_words import UNITS
from simulation.simulate.county_indicators import COMPARED
from simulation.simulate.indicator_names import heads_of

HAN = range(0x4E00, 0xA000)
PROVINCES = names_in(data_folder() / "provinces", "")


def is_chinese(text: str) -> bool:
    return any(ord(sign) in HAN for sign in text)


@pytest.mark.parametrize("province", PROVINCES)
def test_every_indicator_has_a_label_in_both_languages(province: str) -> None:
    names = {indicator for _, _, indicator, *_ in heads_of(Scenario.load(province))}
    assert names - set(labels.INDICATORS) == set(), (
        "give each a section in simulation/report/words/labels.py and a label in labels.po of simulation/messages"
    )
    for name in names:
        en, zh = (labels.indicator_label(name, lang) for lang in labels.LANGS)
        assert en
        assert not is_chinese(en)
        assert is_chinese(zh), name


@pytest.mark.parametrize("province", PROVINCES)
def test_every_group_and_unit_of_a_row_has_one(province: str) -> None:
    """Programmes have theirs in their own files, and stand in GROUPS or under their id."""
    scenario = Scenario.load(province)
    for _, group, _, unit, _ in heads_of(scenario):
        assert unit in UNITS or unit == "1", unit
        if group.startswith("programme:"):
            continue
        en, zh = (labels.group_label(group, lang) for lang in labels.LANGS)
        assert en, group
        assert is_chinese(zh), group


def test_a_label_is_of_an_indicator_that_something_reports() -> None:
    reported = {indicator for province in PROVINCES for _, _, indicator, *_ in heads_of(Scenario.load(province))}
    assert set(labels.INDICATORS) - reported - set(COMPARED) == set()  # those of counties are in a table of their own
