"""Charts of searches: tornado, indices of sensitivity, frontier, regret."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.report.charts.registry import chart
from simulation.report.charts.style import BASELINE, LOSS, REFORM, footnote, scaled_axis, styled
from simulation.report.words.amounts import Scale, scale_for, unit_label
from simulation.report.words.experiment_words import named, say, unit_of
from simulation.report.words.labels import Lang
from simulation.report.words.parameter_words import Names, in_words, names_of
from simulation.report.words.unit_words import UNITS
from simulation.search.frontier import OBJECTIVES, Frontier, of_sweep
from simulation.search.robustness import Robustness
from simulation.search.sensitivity import Sensitivity
from simulation.sweeping.results.sweep_results import Sweep

BARS = 20  # parameters that a chart shows, the strongest
LEVERS = 4  # of a frontier that get a panel


@chart("sensitivity", "Sensitivity", position=10, tables=("sensitivity",))
@styled
def sensitivity_chart(found: Sensitivity, lang: Lang = "en") -> Figure:
    """A panel per indicator: tornado of paired differences, or indices with their 95% half-widths."""
    groups = list(found.frame.groupby("indicator", sort=False))
    tallest, names = max(min(len(part), BARS) for _, part in groups), names_of(found.sweep, lang)
    figure = Figure(figsize=(9.0, (1.7 + 0.5 * tallest) * len(groups)), layout="constrained")
    draw = _tornado if found.method == "tornado" else _indices
    for axes, (indicator, part) in zip(figure.subplots(len(groups), squeeze=False)[:, 0], groups, strict=True):
        draw(axes, part, str(indicator), lang, names)
        axes.set_title(say(found.method, lang, indicator=named(str(indicator), lang)))
        axes.grid(axis="y", visible=False)
    footnote(figure, say(f"read_{found.method}", lang), lang)
    return figure


def _tornado(axes: Axes, part: pd.DataFrame, indicator: str, lang: Lang, names: Names) -> None:
    size = part[["low_effect", "high_effect"]].abs().max(axis=1)
    part = part.loc[size.sort_values().index].tail(BARS)
    at, unit = np.arange(len(part)), unit_of(indicator)
    for end, colour, hatch in (("low", BASELINE, ""), ("high", REFORM, "///")):
        effect = part[f"{end}_effect"].to_numpy(float)
        spread = np.abs(part[[f"{end}_effect_from", f"{end}_effect_to"]].to_numpy(float).T - effect)
        axes.barh(at, effect, 0.62, color=colour, hatch=hatch, edgecolor="white", label=say(f"{end}_end", lang))
        axes.errorbar(effect, at, xerr=spread, fmt="none", ecolor="black", elinewidth=0.9, capsize=2.0)
    ends = zip(part["parameter"], part["low_value"], part["high_value"], strict=True)
    axes.set_yticks(at, [in_words(path, names, f"[{low:g}, {high:g}]") for path, low, high in ends], fontsize=8.0)
    axes.axvline(0.0, color="#444444", linewidth=0.8)
    scale = _axis(axes, "x", float(size.max()), unit, lang)
    label = f"{say('change', lang)} ({unit_label(unit, scale, lang, difference=True)})" if unit in UNITS else ""
    axes.set_xlabel(label or say("change", lang))
    axes.legend(loc="lower right")


def _indices(axes: Axes, part: pd.DataFrame, indicator: str, lang: Lang, names: Names) -> None:
    keys = ("S1", "ST") if "ST" in part else ("mu_star",)
    part = part.sort_values(keys[-1]).tail(BARS)
    at, width = np.arange(len(part)), 0.8 / len(keys)
    for place, (key, colour) in enumerate(zip(keys, (BASELINE, REFORM), strict=False)):
        value, half = part[key].to_numpy(float), part[f"{key}_conf"].to_numpy(float)
        where = at + (place - (len(keys) - 1) / 2) * width
        axes.barh(where, value, width * 0.9, color=colour, hatch="///" * place, edgecolor="white", label=say(key, lang))
        axes.errorbar(value, where, xerr=half, fmt="none", ecolor="black", elinewidth=0.9, capsize=2.0)
    axes.set_yticks(at, [in_words(path, names) for path in part["parameter"]], fontsize=8.0)
    axes.axvline(0.0, color="#444444", linewidth=0.8)
    if keys == ("mu_star",):
        unit = unit_of(indicator)
        scale = _axis(axes, "x", float(part["mu_star"].max()), unit, lang)
        label_text = f" ({unit_label(unit, scale, lang, difference=True)})" if unit in UNITS else ""
        axes.set_xlabel(say("mu_star", lang) + label_text)
        return
    axes.set_xlabel(say("share_of_variance", lang))
    axes.legend(loc="lower right")


@chart("frontier", "Frontier", position=10, tables=("frontier",))
@styled
def frontier_chart(found: Frontier, lang: Lang = "en") -> Figure:
    """The first objective against each other one, then the levers of the undominated reforms over the first.

    So the upper panels show what an amount buys, the lower ones what has to be done for it.
    """
    others = found.objectives[1:]
    levers = list(dict.fromkeys(path for point in found.points for path in point))[:LEVERS]
    across = max(len(others), min(len(levers), 2))
    down = -(-len(levers) // across)
    figure = Figure(figsize=(4.8 * across, 4.2 + 2.6 * down), layout="constrained")
    grid = figure.subplots(1 + down, across, squeeze=False, sharex=True, height_ratios=[4.2, *[2.6] * down])
    for axes, objective in zip(grid[0], range(1, len(found.objectives)), strict=False):
        _objectives(axes, found, objective, lang)
    for axes, lever in zip(grid[1:].flat, levers, strict=False):
        _lever(axes, found, lever, names_of(found.sweep, lang))
    for axes in [*grid[0, len(others) :], *list(grid[1:].flat)[len(levers) :]]:
        axes.set_visible(False)
    _over_first(grid, found, lang)
    grid[0, 0].legend(loc="best", fontsize=7.5)
    figure.suptitle(say("frontier", lang, tried=len(found.points)), x=0.01, ha="left")
    replications = found.values.shape[2]
    footnote(figure, say("read_frontier", lang, replications=replications), lang)
    return figure


def _objectives(axes: Axes, found: Frontier, objective: int, lang: Lang) -> None:
    mean, best, name = found.values.mean(axis=2), found.undominated, found.objectives[objective]
    first, this = mean[:, 0], mean[:, objective]
    axes.scatter(first[~best], this[~best], s=16, color="#BBBBBB", label=say("dominated", lang))
    axes.scatter(first[best], this[best], s=34, color=REFORM, label=say("undominated", lang))
    axes.scatter(first[0], this[0], s=70, marker="D", color=LOSS, label=say("baseline", lang))
    axes.set_ylabel(_measured(axes, "y", name, float(np.abs(this).max()), lang))


def _lever(axes: Axes, found: Frontier, lever: str, names: Names) -> None:
    """What the undominated reforms set a lever to; the baseline sets none."""
    cost = found.values[:, 0].mean(axis=1)
    set_to = np.array([point.get(lever, np.nan) for point in found.points])
    shown = found.undominated & np.isfinite(set_to)
    axes.scatter(cost[shown], set_to[shown], s=22, marker="s", color=REFORM)
    axes.set_ylabel(in_words(lever, names), fontsize=8.0)


def _over_first(grid: npt.NDArray[np.object_], found: Frontier, lang: Lang) -> None:
    """Names the axis that all panels share, below the lowest panel of each column."""
    for column in grid.T:
        shown = [axes for axes in column if axes.get_visible()]
        for axes in shown:
            label = _measured(axes, "x", found.objectives[0], float(np.abs(found.values[:, 0]).max()), lang)
        if shown:
            shown[-1].set_xlabel(label)
            shown[-1].tick_params(labelbottom=True)


def _measured(axes: Axes, which: str, objective: str, largest: float, lang: Lang) -> str:
    """Scales an axis to an objective and gives its label."""
    unit = unit_of(objective)
    scale = _axis(axes, which, largest, unit, lang)
    return f"{named(objective, lang)} ({unit_label(unit, scale, lang)})" if unit in UNITS else objective


@chart("frontier", "Sweep", position=20, tables=("sweep",), in_folder=False)
def sweep_frontier_chart(sweep: Sweep, lang: Lang = "en", objectives: Sequence[str] = OBJECTIVES) -> Figure:
    """`frontier_chart` of the points of a finished sweep: coverage (exclusion error) and poverty gap against cost."""
    return frontier_chart(of_sweep(sweep, objectives), lang)


@chart("regret", "Robustness", position=10, stem="robustness", tables=("regret", "robustness"))
@styled
def regret_chart(found: Robustness, lang: Lang = "en") -> Figure:
    """Regret of each point over the futures as a box, the most robust point on top."""
    labels = found.table()["label"].head(BARS).tolist()
    order = [found.labels.index(label) for label in reversed(labels)]
    regret, unit = found.regret()[:, order], unit_of(found.indicator)
    figure = Figure(figsize=(9.0, 1.4 + 0.42 * len(order)), layout="constrained")
    axes = figure.subplots()
    axes.boxplot(regret, orientation="horizontal", whis=(0, 100), medianprops={"color": REFORM, "linewidth": 2.0})
    shown = [say("baseline", lang) if label == "baseline" else label for label in reversed(labels)]
    axes.set_yticks(np.arange(1, len(order) + 1), shown)
    scale = _axis(axes, "x", float(regret.max()), unit, lang)
    axes.set_xlabel(
        f"{named(found.indicator, lang)}"
        + (f" ({unit_label(unit, scale, lang, difference=True)})" if unit in UNITS else "")
    )
    axes.set_title(say("regret", lang))
    footnote(figure, say(f"read_regret_{found.kind}", lang, futures=len(regret)), lang)
    return figure


def _axis(axes: Axes, which: str, largest: float, unit: str, lang: Lang) -> Scale:
    scale = scale_for(largest, unit, lang)
    scaled_axis(axes, which, scale, unit)
    return scale
