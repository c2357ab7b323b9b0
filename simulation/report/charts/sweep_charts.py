"""Charts of sweeps and solutions: indicators over the values that were tried."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.report.charts.registry import chart
from simulation.report.charts.style import BASELINE, LOSS, REFORM, footnote, scaled_axis, styled
from simulation.report.words.amounts import scale_for, unit_label
from simulation.report.words.experiment_words import MAIN_FIGURES, named, say, unit_of
from simulation.report.words.labels import Lang
from simulation.report.words.parameter_words import Names, in_words, names_of
from simulation.report.words.unit_words import UNITS
from simulation.search.solution import Solution
from simulation.sweeping.results.sweep_results import Sweep

ACROSS: Final = 4  # parameters that get a column of panels
# Blues of rising darkness, as the other parameters rise; more combinations of them, and points are not joined.
SHADES: Final = ("#9ECAE1", "#6BAED6", "#4292C6", "#2171B5", "#08519C", "#08306B")
MARKERS: Final = ("o", "s", "^", "D", "v", "P")
APART: Final = 0.012  # of the range of a parameter between the marks of two lines, so that none hides another
NAMED: Final = 24  # reforms that have room for their names
BELOW: Final = -0.3  # place of a legend below a panel, in heights of the panel
HALF_ROW: Final = 32  # letters of a legend's entry of which two fit side by side


@chart("sweep", "Sweep", position=10, tables=("sweep",))
def whole_sweep_chart(sweep: Sweep, lang: Lang = "en") -> Figure:
    """`sweep_chart` of what a store contains."""
    return sweep_chart(sweep.points(), sweep.summary(MAIN_FIGURES), lang, names_of(sweep, lang))


@styled
def sweep_chart(
    points: pd.DataFrame, summary: pd.DataFrame, lang: Lang = "en", names: Names = MappingProxyType({})
) -> Figure:
    """A row per main indicator, a column per parameter: paired difference from the baseline with its 95% interval.

    Where reforms are named, one column with a place for each point. A broad grey line: parameter draws.
    `points` and `summary` as `Sweep` gives them. Points that share the values of all other parameters are joined.
    """
    paths = [name for name in points.columns if name not in ("point", "label", "reform")]
    across = paths[:ACROSS] if paths and not points["reform"].any() else ["reform"]
    figure = Figure(figsize=(max(4.6 * len(across), 6.4), 3.0 * len(MAIN_FIGURES)), layout="constrained")
    grid = figure.subplots(len(MAIN_FIGURES), len(across), squeeze=False, sharey="row", sharex="col")
    for panels, indicator in zip(grid, MAIN_FIGURES, strict=True):
        part = summary[(summary["indicator"] == indicator) & (summary["point"] > 0)]
        for axes, path in zip(panels, across, strict=True):
            (_reforms if path == "reform" else _over)(axes, part, path, [p for p in paths if p != path])
            axes.axhline(0.0, color=BASELINE, lw=1.0, ls="--", label=say("baseline", lang))
        _amounts(panels[0], part[["difference", "low", "high"]], indicator, lang)
        panels[0].set_title(f"{named(indicator, lang)}: {say('change', lang)}")
    for axes, path in zip(grid[-1], across, strict=True):
        axes.set_xlabel(say("reform", lang) if path == "reform" else in_words(path, names))
        _legend_below(axes)
    drawn = say("read_draws", lang) if summary["draw_low"].notna().any() else ""
    footnote(figure, say("read_sweep", lang) + drawn, lang)
    return figure


def _legend_below(axes: Axes) -> None:
    """Lines are named below the lowest panel of their column, where they hide none of what is drawn."""
    handles, labels = axes.get_legend_handles_labels()
    columns = 2 if max(map(len, labels)) <= HALF_ROW else 1
    axes.legend(handles, labels, fontsize=7.5, loc="upper center", bbox_to_anchor=(0.5, BELOW), ncols=columns)


def _over(axes: Axes, part: pd.DataFrame, path: str, others: Sequence[str]) -> None:
    part = part[part[path].notna()].sort_values(path)
    together = [*others, "reform"]
    groups = list(part.fillna(dict.fromkeys(others, np.inf)).groupby(together, sort=True))
    joined = 1 < len(groups) <= len(SHADES)
    step = APART * float(part[path].max() - part[path].min() or 1.0)
    for place, (values, rows) in enumerate(groups):
        spread = np.abs(rows[["low", "high"]].to_numpy(float).T - rows["difference"].to_numpy(float))
        shift = step * (place - (len(groups) - 1) / 2) if joined else 0.0
        axes.errorbar(
            rows[path] + shift, rows["difference"], yerr=spread, ms=4.0, lw=1.2, elinewidth=0.8,
            fmt=f"{MARKERS[place]}-" if joined else "o-" if len(groups) == 1 else "o",
            color=SHADES[-len(groups) :][place] if joined else REFORM,
            label=_label(together, values) if joined else None,
        )  # fmt: skip
        _draws(axes, rows[path] + shift, rows)


def _label(names: Sequence[str], values: Any) -> str:
    pairs = zip(names, values, strict=True)
    return ", ".join(
        str(value) if name == "reform" else f"{name}={value:g}" for name, value in pairs if value not in ("", np.inf)
    )


def _reforms(axes: Axes, part: pd.DataFrame, path: str, others: Sequence[str]) -> None:
    del path, others
    part = part.head(NAMED)
    at = np.arange(len(part))
    spread = np.abs(part[["low", "high"]].to_numpy(float).T - part["difference"].to_numpy(float))
    axes.errorbar(at, part["difference"], yerr=spread, fmt="o", ms=4.0, color=REFORM)
    _draws(axes, at, part)
    axes.set_xticks(at, part["label"], rotation=60, ha="right")


def _draws(axes: Axes, at: Any, rows: pd.DataFrame) -> None:
    """Parameter uncertainty in addition to Monte Carlo error, where there is any."""
    if rows["draw_low"].notna().any():
        axes.vlines(at, rows["draw_low"], rows["draw_high"], color="black", lw=3.0, alpha=0.5)


def _amounts(axes: Axes, shown: pd.DataFrame, indicator: str, lang: Lang) -> None:
    unit = unit_of(indicator)
    largest = float(np.nan_to_num(np.abs(shown.to_numpy(float))).max(initial=0.0))
    scale = scale_for(largest, unit, lang)
    scaled_axis(axes, "y", scale, unit)
    if unit in UNITS:
        axes.set_ylabel(unit_label(unit, scale, lang, difference=True))


@chart("solution", "Solution", position=10, tables=("evaluations", "targets", "solution"))
@styled
def solution_chart(found: Solution, lang: Lang = "en") -> Figure:
    """A row per target, a column per parameter: what each evaluation reached, the goal, the solution."""
    targets = found.targets.drop_duplicates("indicator").to_dict("records")
    paths = list(found.bounds)[:ACROSS]
    figure = Figure(figsize=(max(4.6 * len(paths), 6.4), 3.2 * len(targets)), layout="constrained")
    grid = figure.subplots(len(targets), len(paths), squeeze=False, sharey="row", sharex="col")
    for panels, target in zip(grid, targets, strict=True):
        for axes, path in zip(panels, paths, strict=True):
            axes.plot(found.tried[path], found.tried[target["indicator"]], "o", ms=4.0, color=REFORM,
                      label=say("evaluation", lang))  # fmt: skip
            axes.axhline(target["goal"], color=BASELINE, lw=1.0, ls="--", label=say("goal", lang))
            _solutions(axes, found, path, lang)
        unit = unit_of(target["indicator"])
        scale = scale_for(abs(target["goal"]), unit, lang)
        scaled_axis(panels[0], "y", scale, unit)
        panels[0].set_ylabel(unit_label(unit, scale, lang) if unit in UNITS else "")
        panels[0].set_title(named(target["indicator"], lang))
    for axes, path in zip(grid[-1], paths, strict=True):
        axes.set_xlabel(in_words(path, names_of(found.sweep, lang)))
    handles, labels = grid[0][0].get_legend_handles_labels()
    once = dict(zip(labels, handles, strict=True))  # several solutions have one entry
    grid[0][0].legend(once.values(), once.keys(), fontsize=7.5)
    footnote(figure, say("read_solution", lang), lang)
    return figure


def _solutions(axes: Axes, found: Solution, path: str, lang: Lang) -> None:
    """Every solution with its interval, or the range that fits equally well; without one, what comes closest."""
    for root in found.roots or (found.closest,):
        value = root.parameters[path]
        name = say("solution" if found.roots else "closest", lang)
        axes.axvline(value.value, color=LOSS, lw=1.2, ls="-" if found.roots and value.identified else ":", label=name)
        if found.roots and not value.identified:
            axes.axvspan(*value.fits, facecolor="none", edgecolor=LOSS, hatch="//", lw=0.8, label=say("fits", lang))
        elif np.isfinite(value.interval[0]):
            axes.axvspan(*value.interval, color=LOSS, alpha=0.15, lw=0, label=say("interval", lang))
