"""Charts and tables of searches in both languages, from made-up results."""

import warnings
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulation.report.charts.search_charts import frontier_chart, regret_chart, sensitivity_chart
from simulation.report.charts.style import save
from simulation.report.charts.sweep_charts import solution_chart, sweep_chart
from simulation.report.tables import experiments as tables
from simulation.report.tables.solution_tables import solution_tables
from simulation.report.words.experiment_words import TEXT, named, unit_of
from simulation.search.frontier import Frontier
from simulation.search.robustness import Robustness
from simulation.search.sensitivity import Sensitivity
from simulation.search.solution import Root, Solution, Target, Value
from simulation.simulate.errors import ExperimentError
from simulation.simulate.period import Period

PATHS = ["dibao.line_multiple", "visit.visits_per_grid_month", "earnings.persistence"]
RNG = np.random.default_rng(1)
STATED = pd.DataFrame(
    {"path": PATHS, "label_en": ["the line", "visits", "persistence"], "label_zh": ["标准", "走访", "持续"]}
)


class Kept:
    """A sweep of which only the assumptions, the period and the points are asked."""

    period = Period(0, 12)
    calibration: Mapping[str, str] = MappingProxyType({})

    def design(self) -> dict[str, Any]:
        return {"points": []}

    def assumptions(self) -> pd.DataFrame:
        return STATED


SWEEP: Any = Kept()


def frontier() -> Frontier:
    points = [{}, *({PATHS[0]: 0.9 + 0.02 * i, PATHS[1]: float(i)} for i in range(20))]
    cost = np.linspace(1e9, 2e9, 21)
    values = np.stack([cost, 0.8 - 0.3 * (cost / 2e9) ** 2 + RNG.normal(0, 0.02, 21), 0.03 - cost * 1e-11], axis=1)
    return Frontier(points, ("cost", "exclusion_error", "poverty_gap"), values[:, :, None] * [1.0, 1.01], SWEEP)


def tornado() -> Sensitivity:
    frame = pd.DataFrame({
        "indicator": "budget", "parameter": PATHS, "low_value": [0.9, 1.0, 0.8], "high_value": [1.1, 8.0, 0.95],
        "baseline": 1.9e9, "low_effect": [-1.5e8, -2e7, 4e7], "low_effect_from": [-1.7e8, -3e7, 1e7],
        "low_effect_to": [-1.3e8, -1e7, 7e7], "high_effect": [1.5e8, 3e7, -6e7],
        "high_effect_from": [1.3e8, 2e7, -9e7], "high_effect_to": [1.7e8, 4e7, -3e7],
    })  # fmt: skip
    return Sensitivity("tornado", frame, SWEEP)


def indices(method: str) -> Sensitivity:
    columns = {"S1": [0.6, 0.1, 0.0], "S1_conf": 0.05, "ST": [0.7, 0.2, 0.02], "ST_conf": 0.06}
    screened = {"mu_star": [2e8, 3e7, 1e6], "mu_star_conf": 2e6, "sigma": [1e7, 2e7, 3e6]}
    frame = pd.DataFrame({"indicator": "budget", "parameter": PATHS, **(columns if method == "sobol" else screened)})
    return Sensitivity(method, frame.assign(differs_from_0=[True, True, False]), SWEEP)


def robust() -> Robustness:
    labels = ["baseline", *(f"{PATHS[0]}={v:g}" for v in (0.9, 1.0, 1.1))]
    return Robustness("budget", labels, 1e9 * RNG.uniform(1, 2, (30, 4)), "draw")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_chart_is_drawn_without_missing_glyphs(lang, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figures = {
            "frontier": frontier_chart(frontier(), lang), "regret": regret_chart(robust(), lang),
            **{m: sensitivity_chart(tornado() if m == "tornado" else indices(m), lang) for m in TEXT.keys() & METHODS},
        }  # fmt: skip
        for name, figure in figures.items():
            save(figure, tmp_path / f"{name}.png")
            assert (tmp_path / f"{name}.png").stat().st_size > 5000
    assert len(figures) == 5


def summary(points: pd.DataFrame) -> pd.DataFrame:
    size = np.linspace(-1.0, 1.0, len(points))
    bands = {"low": size - 0.1, "high": size + 0.1, "draw_low": size - 0.2, "draw_high": size + 0.2}
    return pd.concat(
        points.assign(indicator=name, difference=size * unit, **{key: band * unit for key, band in bands.items()})
        for name, unit in (("budget", 1e9), ("exclusion_error", 0.1), ("poverty_gap", 0.01))
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("rows", "panels", "joined"),
    [
        ([{}, *({PATHS[0]: a, PATHS[1]: b} for a in (0.9, 1.0, 1.1) for b in (2.0, 8.0))], 2, [2, 3]),
        ([{}, *({PATHS[0]: 0.9 + i / 50, PATHS[1]: i % 7 + i / 100} for i in range(20))], 2, [0, 0]),
        ([{}, {PATHS[0]: 1.1}, {PATHS[2]: 0.9}], 2, [0, 0]),
        ([{}, {PATHS[0]: 1.1}, {"reform": "double_grid_visits"}], 1, [0]),
        ([{}], 1, [0]),
    ],
)
def test_a_sweep_is_drawn_over_each_parameter(rows, panels, joined, lang, tmp_path):
    points = pd.DataFrame([{key: value for key, value in row.items() if key != "reform"} for row in rows])
    points.insert(0, "reform", [row.get("reform", "") for row in rows])
    points.insert(0, "label", [str(row) for row in rows])
    points.insert(0, "point", range(len(rows)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = sweep_chart(points, summary(points), lang)
        save(figure, tmp_path / "sweep.png")
    assert len(figure.axes) == 3 * panels
    lines = [axes.get_legend_handles_labels()[1] for axes in figure.axes[:panels]]
    assert [len(each) - 1 for each in lines] == joined


TRIED = pd.DataFrame({PATHS[0]: [0.9, 1.1, 1.0], PATHS[1]: [2.0, 8.0, 4.0], "budget": [1e9, 2e9, 1.5e9]})
BOUNDS = {PATHS[0]: (0.9, 1.1), PATHS[1]: (2.0, 8.0)}
MET = Target("budget", 1.5e9, 1.5e9, 7.5e6)


def solution(*roots: Root, closest: Root | None = None, **more) -> Solution:
    given = {"replications": 4, "evaluations": 3, "resolution": 1 / 16, "starts": 16} | more
    bounds = {path: BOUNDS[path] for path in (roots[0] if roots else closest).parameters}
    return Solution(roots, roots[0] if roots else closest, bounds, TRIED, sweep=SWEEP, **given)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_solution_is_drawn_over_each_parameter(lang, tmp_path):
    first = Value(1.0, 0.001, (0.998, 1.002), (1.0, 1.0))
    loose = Value(4.0, interval=(2.0, 8.0), fits=(2.0, 8.0), identified=False)
    found = solution(Root({PATHS[0]: first, PATHS[1]: loose}, (MET,)))
    figure = solution_chart(found, lang)
    save(figure, tmp_path / "solution.png")
    assert [axes.get_xlabel().split("\n")[-1] for axes in figure.axes] == PATHS[:2]
    assert [axes.get_xlabel().split("\n")[0] for axes in figure.axes] == STATED[f"label_{lang}"].tolist()[:2]
    assert PATHS[1] in found._repr_html_()
    assert [patch.get_hatch() for axes in figure.axes for patch in axes.patches] == [None, "//"]


def one(value, low, high, *, fits=None, target=MET) -> Root:
    each = Value(value, 0.001, (low, high), fits or (value, value), identified=fits is None)
    return Root({PATHS[0]: each}, (target,))


def test_every_solution_is_told_and_drawn():
    found = solution(one(0.93, 0.92, 0.94), one(1.05, 1.04, 1.06), starts=0)
    first, second = solution_tables(found, "en")
    assert [row.cells[:3] for row in first.rows] == [("1", PATHS[0], "0.93"), ("2", PATHS[0], "1.05")]
    assert first.note.startswith("2 solutions meet the targets.")
    assert "cut into 16 steps: two solutions less than one step (0.0125) apart can be missed" in first.note
    assert len(second.rows) == 2
    (axes,) = solution_chart(found).axes
    assert [line.get_xdata()[0] for line in axes.lines[2:]] == [0.93, 1.05]
    assert len(axes.get_legend().texts) == len({text.get_text() for text in axes.get_legend().texts})


def test_what_is_not_identified_is_told_with_what_fits_as_well():
    found = solution(one(1.0, 0.9, 1.1, fits=(0.9, 1.1)), starts=0)
    assert found.found
    assert not found.identified
    (first, _), (zh, _) = (solution_tables(found, lang) for lang in ("en", "zh"))
    assert first.rows[0].cells == (PATHS[0], "such as 1", "[0.9, 1.1]", "[0.9, 1.1]", "no")
    assert f"{PATHS[0]} is not identified" in first.note
    assert "无法识别" in zh.note
    record = found.record()
    assert not record["identified"]
    assert record["solutions"][0]["fits_low"] == 0.9


def test_a_target_that_is_not_met_is_told():
    """How near the search came is no solution, and nothing shows that there is none."""
    missed = (Target("budget", 1e9, 1.001e9, 5e6), Target("exclusion_error", 0.1, 0.3, 0.0005))
    found = solution(closest=Root({PATHS[0]: Value(1.0, identified=False)}, missed), starts=0)
    assert not found.found
    assert found.unmet == ["exclusion_error"]
    with pytest.raises(ExperimentError, match="not found after 3 evaluations: values that meet exclusion_error"):
        _ = found.values
    first, _ = solution_tables(found, "en")
    assert first.note.startswith("Not found after 3 evaluations: values that meet Exclusion error")
    assert "None" not in str(first.rows)
    assert found.table()["root"].tolist() == [0]
    assert found.record()["closest"][0]["standard_error"] is None


def test_a_step_an_end_and_an_undefined_point_are_told():
    over = one(1.05, 1.04, 1.06, target=Target("budget", 1.5e9, 1.6e9, 7.5e6))
    found = solution(one(0.9, 0.9, 0.91), over, starts=0, undefined=[({PATHS[0]: 1.1}, ["budget"])])
    note = solution_tables(found, "en")[0].note
    assert "there the indicator jumps over the goal" in note
    assert f"{PATHS[0]} lies at an end of its bounds" in note
    assert f"is undefined (NaN) at 1 of 3 points, among them {PATHS[0]} = 1.1" in note


def test_a_frontier_shows_what_each_lever_is_set_to():
    found = frontier()
    drawn = [axes for axes in frontier_chart(found).axes if axes.get_visible()]
    assert [axes.get_ylabel().split("\n")[-1] for axes in drawn[2:]] == PATHS[:2]
    levers = drawn[2].collections[0].get_offsets()
    best = [point.get(PATHS[0]) for point, best in zip(found.points, found.undominated, strict=True) if best]
    assert sorted(levers[:, 1].tolist()) == pytest.approx(sorted(value for value in best if value is not None))


def test_the_lines_of_a_sweep_are_named_below_it():
    rows = [{}, *({PATHS[0]: a, PATHS[1]: b} for a in (0.9, 1.0, 1.1) for b in (2.0, 8.0))]
    points = pd.DataFrame(rows)
    points.insert(0, "reform", "")
    points.insert(0, "label", "x")
    points.insert(0, "point", range(len(rows)))
    figure = sweep_chart(points, summary(points), names={PATHS[0]: "the line"})
    legends = [axes.get_legend() for axes in figure.axes]
    assert [legend is not None for legend in legends] == [False] * 4 + [True] * 2
    for axes, legend in zip(figure.axes[4:], legends[4:], strict=True):
        assert legend.get_window_extent().y1 < axes.get_window_extent().y0
    assert figure.axes[4].get_xlabel() == f"the line\n{PATHS[0]}"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_notebook_cell_shows_the_tables_of_a_search(monkeypatch, lang):
    monkeypatch.setenv("DOUDI_LANG", lang)
    for found in (frontier(), robust(), tornado(), indices("sobol")):
        shown = found._repr_html_()
        assert shown.count("<table>") == shown.count("</table>") > 0
        assert PATHS[0] in shown
        assert (tables.say("baseline", lang) in shown) == isinstance(found, Frontier | Robustness)


METHODS = {"tornado", "morris", "sobol"}


def test_tornado_puts_the_strongest_on_top():
    axes = sensitivity_chart(tornado()).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()][-1] == f"the line\n{PATHS[0]} [0.9, 1.1]"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_tables_hold_what_was_found(lang):
    found = frontier()
    (shown,) = tables.frontier_tables(found, lang)
    assert len(shown.rows) == int(found.undominated.sum())
    (sobol,) = tables.sensitivity_tables(indices("sobol"), lang)
    assert sobol.rows[2].cells[-1] == {"en": "not significant", "zh": "与 0 无法区分"}[lang]
    (ranked,) = tables.robustness_tables(robust(), lang)
    assert sum(int(row.cells[1].split(" / ")[0]) for row in ranked.rows) == 30
    assert all(len(row.cells) == len(table.headings) for table in (shown, sobol, ranked) for row in table.rows)


def test_words_and_units():
    assert all(label.zh and label.en and label.zh != label.en for label in TEXT.values())
    assert named("budget", "zh") == "救助金支出（各方合计）"
    assert [unit_of(name) for name in ("budget", "exclusion_error", "staff_hours")] == [
        "yuan/year",
        "share",
        "hours/year",
    ]
