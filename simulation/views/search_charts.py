"""Charts of searches: tornado, indices of sensitivity, frontier, regret."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.experiments.frontier import OBJECTIVES, Frontier, of_sweep
from simulation.experiments.robustness import Robustness
from simulation.experiments.sensitivity import Sensitivity
from simulation.experiments.sweep_results import Sweep
from simulation.views.amounts import Scale, scale_for, unit_label
from simulation.views.experiment_words import named, say, unit_of
from simulation.views.labels import Lang
from simulation.views.style import BASELINE, LOSS, REFORM, scaled_axis, styled
from simulation.views.words import UNITS

BARS = 20  # parameters that a chart shows, the strongest


@styled
def sensitivity_chart(found: Sensitivity, lang: Lang = "en") -> Figure:
    """A panel per indicator: tornado of paired differences, or indices with their 95% half-widths."""
    groups = list(found.frame.groupby("indicator", sort=False))
    tallest = max(min(len(part), BARS) for _, part in groups)
    figure = Figure(figsize=(9.0, (1.3 + 0.42 * tallest) * len(groups)), layout="constrained")
    draw: Callable[[Axes, pd.DataFrame, str, Lang], None] = _tornado if found.method == "tornado" else _indices
    for axes, (indicator, part) in zip(figure.subplots(len(groups), squeeze=False)[:, 0], groups, strict=True):
        draw(axes, part, str(indicator), lang)
        axes.set_title(say(found.method, lang, indicator=named(str(indicator), lang)))
        axes.grid(axis="y", visible=False)
    return figure


def _tornado(axes: Axes, part: pd.DataFrame, indicator: str, lang: Lang) -> None:
    size = part[["low_effect", "high_effect"]].abs().max(axis=1)
    part = part.loc[size.sort_values().index].tail(BARS)
    at, unit = np.arange(len(part)), unit_of(indicator)
    for end, colour, hatch in (("low", BASELINE, ""), ("high", REFORM, "///")):
        effect = part[f"{end}_effect"].to_numpy(float)
        spread = np.abs(part[[f"{end}_effect_from", f"{end}_effect_to"]].to_numpy(float).T - effect)
        axes.barh(at, effect, 0.62, color=colour, hatch=hatch, edgecolor="white", label=say(f"{end}_end", lang))
        axes.errorbar(effect, at, xerr=spread, fmt="none", ecolor="black", elinewidth=0.9, capsize=2.0)
    ends = zip(part["parameter"], part["low_value"], part["high_value"], strict=True)
    axes.set_yticks(at, [f"{path} [{low:g}, {high:g}]" for path, low, high in ends])
    axes.axvline(0.0, color="#444444", linewidth=0.8)
    scale = _axis(axes, "x", float(size.max()), unit, lang)
    label = f"{say('change', lang)} ({unit_label(unit, scale, lang, difference=True)})" if unit in UNITS else ""
    axes.set_xlabel(label or say("change", lang))
    axes.legend(loc="lower right")


def _indices(axes: Axes, part: pd.DataFrame, indicator: str, lang: Lang) -> None:
    keys = ("S1", "ST") if "ST" in part else ("mu_star",)
    part = part.sort_values(keys[-1]).tail(BARS)
    at, width = np.arange(len(part)), 0.8 / len(keys)
    for place, (key, colour) in enumerate(zip(keys, (BASELINE, REFORM), strict=False)):
        value, half = part[key].to_numpy(float), part[f"{key}_conf"].to_numpy(float)
        where = at + (place - (len(keys) - 1) / 2) * width
        axes.barh(where, value, width * 0.9, color=colour, hatch="///" * place, edgecolor="white", label=say(key, lang))
        axes.errorbar(value, where, xerr=half, fmt="none", ecolor="black", elinewidth=0.9, capsize=2.0)
    axes.set_yticks(at, part["parameter"])
    axes.axvline(0.0, color="#444444", linewidth=0.8)
    if (unit := unit_of(indicator)) in UNITS and keys == ("mu_star",):
        scale = _axis(axes, "x", float(part["mu_star"].max()), unit, lang)
        axes.set_xlabel(unit_label(unit, scale, lang, difference=True))
    axes.legend(loc="lower right")


@styled
def frontier_chart(found: Frontier, lang: Lang = "en") -> Figure:
    """The first objective against each other one: what was tried, the undominated, and the baseline."""
    first, others = found.objectives[0], found.objectives[1:]
    figure = Figure(figsize=(4.8 * len(others), 4.2), layout="constrained")
    mean, best = found.values.mean(axis=2), found.undominated
    for i, (axes, name) in enumerate(zip(figure.subplots(1, len(others), squeeze=False)[0], others, strict=True), 1):
        axes.scatter(*mean[~best][:, [0, i]].T, s=16, color="#BBBBBB", label=say("dominated", lang))
        axes.scatter(*mean[best][:, [0, i]].T, s=34, color=REFORM, label=say("undominated", lang))
        axes.scatter(*mean[0, [0, i]], s=70, marker="D", color=LOSS, label=say("baseline", lang))
        for which, objective, place in (("x", first, 0), ("y", name, i)):
            unit = unit_of(objective)
            scale = _axis(axes, which, float(np.abs(mean[:, place]).max()), unit, lang)
            label = f"{named(objective, lang)} ({unit_label(unit, scale, lang)})" if unit in UNITS else objective
            (axes.set_xlabel if which == "x" else axes.set_ylabel)(label)
    axes.legend(loc="best")
    figure.suptitle(say("frontier", lang, tried=len(found.points)), x=0.01, ha="left")
    return figure


def sweep_frontier_chart(sweep: Sweep, lang: Lang = "en", objectives: Sequence[str] = OBJECTIVES) -> Figure:
    """`frontier_chart` of the points of a finished sweep: coverage (exclusion error) and poverty gap against cost."""
    return frontier_chart(of_sweep(sweep, objectives), lang)


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
    return figure


def _axis(axes: Axes, which: str, largest: float, unit: str, lang: Lang) -> Scale:
    scale = scale_for(largest, unit, lang)
    scaled_axis(axes, which, scale, unit)
    return scale
