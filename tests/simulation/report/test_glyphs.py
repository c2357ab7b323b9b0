"""Every character that a plot, the report, the workbook or the page writes in Chinese stands in the bundled font."""

from importlib import resources

import pytest
from fontTools.ttLib import TTFont
from worlds import PROVINCE

from simulation.app.words import words
from simulation.calculator.types import HOUSEHOLD_TYPES
from simulation.indicators.cascade import LABELS
from simulation.parameters.files.reading import data_folder, names_in
from simulation.parameters.scenario.scenario import Scenario
from simulation.report.charts.style import FONT_FILE
from simulation.report.words import experiment_words, labels, plot_words
from simulation.report.words.labels import Indicator, Label
from simulation.report.words.unit_words import CHANGES, UNITS
from simulation.report.words.words import TEXT

PROVINCES = names_in(data_folder() / "provinces", "")


@pytest.fixture(scope="module")
def held():
    with resources.as_file(resources.files("simulation.report") / FONT_FILE) as file:
        return set(TTFont(file).getBestCmap())


def missing(texts, held):
    return {letter for text in texts for letter in text if letter.isprintable() and ord(letter) not in held}


def test_words_of_the_views(held):
    tables = [table for table in vars(labels).values() if isinstance(table, dict)] + [TEXT, UNITS, CHANGES]
    tables += [experiment_words.TEXT, plot_words.TEXT, plot_words.NOTES]
    found = [each.label if isinstance(each, Indicator) else each for table in tables for each in table.values()]
    texts = [text for label in found if isinstance(label, Label) for text in label]
    assert len(texts) > 300
    assert missing(texts, held) == set()
    assert missing([label.zh for label in LABELS.values()] + [each.zh for each in HOUSEHOLD_TYPES], held) == set()


def test_words_of_the_page(held):
    said = words()
    assert missing([*said["zh"].values(), *said["en"].values()], held) == set()
    assets = resources.files("simulation.app") / "assets"
    texts = [file.read_text(encoding="utf-8").replace('"✗"', "") for file in assets.iterdir()]  # shown as ×
    assert missing(texts, held) == set()


@pytest.mark.parametrize("province", PROVINCES)
def test_names_of_programmes_reasons_and_values(held, province):
    scenario = Scenario.load(province)
    book = scenario.rule_book()
    steps = [step.zh for rows in (book.reasons, book.income, book.extras) for step in rows]
    texts = [scenario.label_zh, *steps, *(each.zh for each in book.programmes), *scenario.assumptions()["label_zh"]]
    assert missing([text for text in texts if text], held) == set()


def test_labels_of_reforms(held):
    base = Scenario.load(PROVINCE)
    reforms = names_in(data_folder() / "reforms", ".toml")
    assert missing([base.with_reform(each).label_zh for each in reforms], held) == set()
