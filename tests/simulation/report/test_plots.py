"""The plot set: each in both languages, without missing glyphs or clipped words, and what it must show."""

import numpy as np
import pandas as pd
import pytest
from fakes import FakeComparison, FakeNoChange, FakeResult
from test_charts import assert_nothing_is_clipped

from simulation.report.charts.charts import (
    county_chart,
    errors_chart,
    fan_chart,
    heat_chart,
    incidence_chart,
    save,
    trade_off_chart,
    waits_chart,
    waterfall_chart,
    winners_chart,
)
from simulation.report.charts.county_chart import ACROSS, blocks_of, on_a_tile
from simulation.report.charts.plots import Plots
from simulation.report.charts.registry import all_charts, charts_of
from simulation.report.charts.style import LOSS, wrapped
from simulation.report.words.plot_words import NOTES, TEXT
from simulation.simulate.errors import ExperimentError
from simulation.sweeping.results.grid import grid_table

LEVERS = ["dibao.line_multiple", "visit.visits_per_grid_month"]


def written_on(figure) -> str:
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    return "\n".join([*texts, *(axes.get_title("left") for axes in figure.axes), figure.get_suptitle(),
                      figure.get_supxlabel()])  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("outcome", "owner"),
    [(FakeComparison(), "Comparison"), (FakeNoChange(), "Comparison"), (FakeResult(months=3), "Result")],
)
def test_every_plot_is_drawn_whole(outcome, owner, lang, tmp_path, monkeypatch):
    monkeypatch.setattr("simulation.report.charts.style.DPI", 50)
    for chart in charts_of(owner).values():
        save(chart.draw(outcome, lang), tmp_path / chart.picture)  # a glyph that no font holds is a warning: an error
        assert_nothing_is_clipped(tmp_path / chart.picture)


def test_words_are_there_in_both_languages():
    assert all(label.zh and label.en and label.zh != label.en for label in (*TEXT.values(), *NOTES.values()))
    assert {chart.note for chart in all_charts()} <= set(NOTES)


def test_the_fan_nests_its_bands_and_shows_the_difference_apart():
    levels, difference = fan_chart(FakeComparison()).axes
    assert len(levels.collections) == 4  # two bands of two scenarios
    assert len(difference.collections) == 2
    wide, narrow = (band.get_paths()[0].vertices for band in difference.collections)
    assert narrow[:, 1].max() < wide[:, 1].max()
    months = [month for month in range(1, 36) if wide[wide[:, 0] == month].size]
    assert months
    for month in months:  # in each, the wide band holds the narrow one
        (low, *_, high), (inner_low, *_, inner_high) = (sorted(b[b[:, 0] == month][:, 1]) for b in (wide, narrow))
        assert low < inner_low < inner_high < high
    assert len(fan_chart(FakeResult()).axes) == 1


def test_the_waterfall_leads_from_the_old_to_the_new_total():
    axes = waterfall_chart(FakeComparison()).axes[0]
    first, last, *steps = axes.patches
    assert len(steps) == 3  # a step of exactly nothing is left out
    assert first.get_height() + sum(step.get_height() for step in steps) == pytest.approx(last.get_height())
    assert [step.get_hatch() for step in steps] == ["", "///", ""]  # what saves is told without colour
    assert axes.get_ylim()[0] == 0.0


def test_the_axis_is_cut_only_for_small_steps_and_says_so():
    small = FakeComparison()
    frame = small.budget_steps()
    small.budget_steps = lambda: frame.assign(yuan_year=[7.6e9, 1e7, -4e6, 2e6, 0.0, 7.608e9], low=np.nan)
    figure = waterfall_chart(small)
    assert figure.axes[0].get_ylim()[0] > 7e9
    assert "does not start at 0" in written_on(figure)


def test_arrows_lead_to_the_reform():
    axes = errors_chart(FakeComparison()).axes[0]
    arrows = [text for text in axes.texts if text.arrow_patch is not None]
    table = FakeComparison().table().set_index(["observer", "indicator", "group"])
    audit = [table.loc[("audit", f"{kind}_error{of}_share", "all")] for kind, of in
             (("inclusion", ""), ("exclusion", "_entitled"))]  # fmt: skip
    found = {tuple(np.round([*arrow.xyann, *arrow.xy], 6)) for arrow in arrows}
    assert tuple(np.round([100 * row[side] for side in ("baseline", "reform") for row in audit], 6)) in found
    assert not [text for text in errors_chart(FakeResult()).axes[0].texts if text.arrow_patch]


def test_incidence_ends_at_the_whole_and_says_how_it_ranks():
    figure = incidence_chart(FakeComparison())
    money, reached = figure.axes
    assert len(money.patches) == len(reached.patches) == 20
    curves = [line for line in money.lines if len(line.get_xdata()) == 11]
    assert len(curves) == 2
    assert curves[0].get_ydata()[0] == 0.0
    assert "in the baseline before benefits" in " ".join(written_on(figure).split())


def test_the_survival_curve_never_rises_and_says_who_waits():
    figure = waits_chart(FakeComparison())
    for line in figure.axes[0].lines:
        assert (np.diff(line.get_ydata()) <= 0.0).all()
    assert "those who do not know of the aid or do not claim wait too" in " ".join(written_on(figure).split()).lower()


def test_losers_stand_below_gainers():
    deciles, means, types = winners_chart(FakeComparison()).axes
    assert len(deciles.patches) == 20
    assert len(means.patches) == 10
    assert sum(patch.get_width() < 0.0 for patch in types.patches) == 2


def test_a_tile_for_every_county_in_its_prefecture_and_none_over_another():
    frame = pd.DataFrame({"prefecture": np.repeat(["甲市", "乙市", "丙市"], [13, 1, 40]), "county": "县", "shown": 1.0})
    blocks, height = blocks_of(frame)
    tiles = [(block.left + i % block.across, block.top + i // block.across) for block in blocks
             for i in range(len(block.rows))]  # fmt: skip
    assert len(tiles) == 54
    assert all(abs(a - c) >= 1.0 or abs(b - d) >= 1.0 for i, (a, b) in enumerate(tiles) for c, d in tiles[:i])
    assert max(x for x, _ in tiles) + 1 <= ACROSS + 0.5
    assert max(y for _, y in tiles) + 1 <= height


@pytest.mark.parametrize("measure", ["enrolment_share", "benefits_yuan_resident_year"])
def test_tiles_say_that_they_are_no_map(measure):
    figure = county_chart(FakeComparison(), "en", measure)
    written = " ".join(written_on(figure).split())
    assert "no map" in written
    assert {"Hangzhou", "Shangcheng"} <= set(written.split())
    assert not [letter for letter in written if "\u4e00" <= letter <= "\u9fff"]
    assert "上城区" in written_on(county_chart(FakeComparison(), "zh", measure))


def test_long_names_are_broken_to_fit_a_tile():
    assert on_a_tile("Horqin Right Wing Front", "en") == "Horqin Right\nWing Front"
    assert on_a_tile("Shangcheng", "en") == "Shangcheng"
    assert on_a_tile("双江拉祜族佤族布朗族傣族自治县", "zh") == "双江拉祜族\n佤族布朗…"


class Swept:
    """Looks like a finished sweep over two levers, 3 x 2 points and the baseline."""

    def __init__(self, keep: int = 6) -> None:
        grid = pd.DataFrame([(a, b) for b in (2.0, 8.0) for a in (0.9, 1.0, 1.1)], columns=LEVERS).head(keep)
        labels = [", ".join(f"{path}={row[path]:g}" for path in LEVERS) for _, row in grid.iterrows()]
        heads = pd.DataFrame({"point": range(len(grid) + 1), "label": ["baseline", *labels], "reform": ""})
        self.frame = pd.concat([heads, pd.concat([grid.head(0), pd.DataFrame([{}]), grid], ignore_index=True)], axis=1)

    def points(self) -> pd.DataFrame:
        return self.frame

    def summary(self, indicators) -> pd.DataFrame:
        change = np.append(0.0, 0.02 * np.arange(-2, len(self.frame) - 3))
        return pd.concat([
            self.points().assign(indicator=name, mean=0.5 + change, difference=change, low=change - 0.005,
                                 high=change + 0.005) for name in indicators
        ], ignore_index=True)  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_plots_of_a_sweep(lang, tmp_path):
    heat = heat_chart(Swept(), lang, "exclusion_error")
    assert len(heat.axes[0].texts) == 6
    assert len(heat.axes[0].patches) == 1  # one cell cannot be told from the baseline
    points = trade_off_chart(Swept(), lang)
    assert len(points.axes[0].texts) == 6
    assert points.axes[0].lines[-1].get_color() == LOSS  # the baseline is drawn last
    for name, figure in {"heat": heat, "points": points}.items():
        save(figure, tmp_path / f"{name}.png")
        assert_nothing_is_clipped(tmp_path / f"{name}.png")


def test_a_heat_map_needs_a_full_grid_of_two_levers():
    assert len(grid_table(Swept(), "budget")) == 6
    with pytest.raises(ExperimentError, match="full grid"):
        grid_table(Swept(keep=5), "budget")
    with pytest.raises(ExperimentError, match="two levers"):
        grid_table(Swept(keep=3), "budget")


def test_plots_complete_and_name_the_nearest():
    plots = Plots(type("Comparison", (FakeComparison,), {})())
    assert set(charts_of("Comparison")) <= set(dir(plots))
    assert plots.kinds()[0] == "comparison"
    assert plots("fan", "zh").get_suptitle() == plots.fan("zh").get_suptitle()
    with pytest.raises(AttributeError, match="did you mean 'waterfall'"):
        plots("waterfal")
    assert "waterfall" not in dir(Plots(type("Result", (FakeResult,), {})()))


def test_every_class_with_plots_offers_them():
    import simulation as sim
    from simulation.calculator import atlas, budget, surface
    from simulation.search import frontier, robustness, sensitivity, solution
    from simulation.simulate import marginal_rates

    offered = {sim.Result, sim.Comparison, sim.SideBySide, sim.Sweep, frontier.Frontier, sensitivity.Sensitivity,
               robustness.Robustness, marginal_rates.MarginalRates, solution.Solution, atlas.CliffAtlas,
               budget.BudgetConstraint, surface.BudgetSurface}  # fmt: skip
    assert {each.__name__ for each in offered} == {chart.owner for chart in all_charts()}
    assert all(isinstance(each.plot, property) for each in offered)


def test_lines_of_chinese_keep_words_whole():
    lines = wrapped("因此这不是 Kaplan-Meier 估计，会低估等待。", 18)
    assert "".join(lines) == "因此这不是 Kaplan-Meier 估计，会低估等待。"
    assert any("Kaplan-Meier" in line for line in lines)
    assert not any(line[0] in "，。" for line in lines)
