import csv
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeComparison, FakeNoChange, FakeResult
from matplotlib import font_manager
from matplotlib import pyplot as plt
from matplotlib.image import imread

from simulation.report.charts.charts import budget_chart, comparison_chart, funnel_chart, save
from simulation.report.charts.style import FAMILY, FONT_FILE
from simulation.report.words.labels import CAUSES


def assert_nothing_is_clipped(file):
    """The border of the picture is white: no text or line runs out of it."""
    picture = imread(file)
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    assert (edge[:, :3] == 1.0).all()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("outcome", [FakeComparison(), FakeNoChange(), FakeResult(months=3)])
def test_budget_chart_draws_a_fan_for_every_programme(outcome, lang, tmp_path):
    figure = budget_chart(outcome, lang)
    assert len(figure.axes) == 6  # all, and five programmes
    scenarios = outcome.budget_by_month()["scenario"].nunique()
    for axes in figure.axes:
        assert len(axes.lines) == len(axes.collections) == scenarios
        assert axes.get_ylim()[0] <= 0.0
    save(figure, tmp_path / "budget.png")  # a glyph that no font holds would be a warning, so an error
    assert_nothing_is_clipped(tmp_path / "budget.png")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("change", [FakeComparison(), FakeNoChange()])
def test_comparison_chart_draws_differences_deciles_and_causes(change, lang, tmp_path):
    figure = comparison_chart(change, lang)
    *_forests, deciles, causes = figure.axes
    assert len(deciles.patches) == 20
    assert len(causes.patches) == 2 * len(CAUSES)
    save(figure, tmp_path / "comparison.png")
    assert_nothing_is_clipped(tmp_path / "comparison.png")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("outcome", [FakeComparison(), FakeResult()])
def test_funnel_chart_draws_what_is_lost_between_the_stages(outcome, lang, tmp_path):
    figure = funnel_chart(outcome, lang)
    waterfall, types = figure.axes
    heights = [patch.get_height() for patch in waterfall.patches]
    assert len(heights) == 7
    assert sum(heights[1:]) == heights[0] == 412_000
    assert len(types.lines) == 5
    save(figure, tmp_path / "funnel.png")
    assert_nothing_is_clipped(tmp_path / "funnel.png")


def test_drawing_leaves_the_callers_settings_alone():
    before = dict(plt.rcParams)
    budget_chart(FakeComparison(), "zh")
    assert dict(plt.rcParams) == before
    assert plt.get_fignums() == []


def test_equal_results_give_equal_files(tmp_path):
    for name in ("a.png", "b.png"):
        save(comparison_chart(FakeComparison(), "zh"), tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_font_holds_every_county_name_and_has_a_name_of_its_own():
    with resources.as_file(resources.files("simulation.report") / FONT_FILE) as file:
        font = font_manager.get_font(file)
        assert font.family_name == FAMILY
        held = set(font.get_charmap())
    tables = list(Path(str(resources.files("scenarios"))).glob("provinces/*/counties.csv"))
    assert len(tables) >= 6
    for file in tables:
        rows = csv.reader(file.read_text(encoding="utf-8-sig").splitlines())
        text = "".join("".join(row) for row in rows)
        assert {letter for letter in text if letter.isalpha() and ord(letter) not in held} == set()
