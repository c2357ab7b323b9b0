"""The cliff atlas as a picture: one strip per household type, a stem per cliff, as long as what is lost."""

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from simulation.calculator import CliffAtlas
from simulation.report.charts.registry import chart
from simulation.report.charts.style import BASELINE, styled
from simulation.report.words.labels import AREAS, Lang, chosen
from simulation.report.words.words import text

RULE_COLOURS: Final = ("#D55E00", "#0072B2", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", "#117733", "#999999")
SIDES: Final = {"before": ("o", "--"), "after": ("D", "-")}
TICKS: Final = (100.0, 1_000.0, 4_000.0, 10_000.0)


@chart("cliffs", "CliffAtlas", position=10, tables=("cliffs",))
@styled
def atlas_chart(atlas: CliffAtlas, lang: Lang = "en") -> Figure:
    """A column per area, a strip per household type: where along its own income which rule takes how much.

    Colour = rule; the scenario as it is dashed with a circle, the reform solid with a diamond; a grey bar behind a
    stem spans the four assumptions.
    """
    cliffs = atlas.table()
    cliffs = cliffs[cliffs["axis"] == "income"]
    areas = [area for area in ("urban", "rural") if (cliffs["area"] == area).any()]
    types = [each for each in atlas.types if (cliffs["type"] == each.id).any()]
    rules = list(dict.fromkeys(cliffs.sort_values("rule")["rule"]))
    colours = {rule: RULE_COLOURS[place % len(RULE_COLOURS)] for place, rule in enumerate(rules)}
    figure = Figure(figsize=(11.0, 1.6 + 0.92 * max(len(types), 1) + 0.2 * len(rules)), layout="constrained")
    if not types:
        figure.suptitle(text("no_cliffs", lang))
        return figure
    grid = figure.subplots(len(types), len(areas), sharex=True, sharey=True, squeeze=False)
    for row, each in enumerate(types):
        for column, area in enumerate(areas):
            axes = grid[row, column]
            part = cliffs[(cliffs["type"] == each.id) & (cliffs["area"] == area)]
            _strip(axes, part, colours, atlas.after is not None)
            axes.set_title(getattr(each, lang), fontsize=9.0)
            if row == 0:
                axes.annotate(chosen(AREAS, area, lang), (1.0, 1.04), xycoords="axes fraction", ha="right", va="bottom",
                              fontsize=10.5)  # fmt: skip
            if row == len(types) - 1:
                axes.set_xlabel(text("axis_income", lang), loc="right")
    largest = 1.7 * _largest(cliffs)
    # small cliffs next to deep ones: heights by the square root
    grid[0, 0].set_yscale("function", functions=(lambda v: np.sqrt(np.maximum(v, 0.0)), np.square))
    grid[0, 0].set_ylim(0.0, largest)
    ticks = [tick for tick in TICKS if tick < largest]
    grid[0, 0].set_yticks(ticks, [f"{tick:,.0f}" for tick in ticks])
    figure.suptitle(f"{_title(atlas, lang)}\n{text('atlas_title', lang)}", x=0.01, ha="left")
    figure.legend(handles=_keys(atlas, cliffs, colours, lang), loc="outside lower left", ncols=2, fontsize=8.5)
    return figure


def _largest(cliffs: pd.DataFrame) -> float:
    drops = cliffs[[name for name in cliffs.columns if name.startswith("drop_high_yuan")]]
    return float(np.nanmax(drops.to_numpy(float)))


def _title(atlas: CliffAtlas, lang: Lang) -> str:
    labels = [getattr(one, f"label_{lang}") for one in (atlas.before, atlas.after) if one is not None]
    return ("：" if lang == "zh" else ": ").join(labels)


def _strip(axes: Axes, cliffs: pd.DataFrame, colours: dict[str, str], changed: bool) -> None:
    """Stems of one household type in one area."""
    axes.grid(axis="x", visible=False)
    axes.yaxis.set_major_formatter(lambda value, _place: f"{value:,.10g}")
    axes.xaxis.set_major_formatter(lambda value, _place: f"{value:,.10g}")
    for side, (marker, style) in SIDES.items():
        if side == "after" and not changed:
            continue
        for cliff in cliffs[cliffs[f"drop_yuan_{side}"].notna()].to_dict("records"):
            at, drop = cliff[f"at_yuan_{side}"], cliff[f"drop_yuan_{side}"]
            axes.vlines(at, cliff[f"drop_low_yuan_{side}"], cliff[f"drop_high_yuan_{side}"], color="#CCCCCC", lw=5.0)
            colour = colours[cliff["rule"]]
            axes.vlines(at, 0.0, drop, color=colour, lw=1.8, ls=style)
            axes.plot(
                [at], [drop], marker, color=colour, ms=5.0, clip_on=False, mfc="white" if side == "before" else colour
            )
            last = side == "after" or not changed or pd.isna(cliff.get("drop_yuan_after"))
            if last:
                axes.annotate(f"−{drop:,.0f}", (at, drop), (5, 2), textcoords="offset points", fontsize=8.0)


def _keys(atlas: CliffAtlas, cliffs: pd.DataFrame, colours: dict[str, str], lang: Lang) -> list[Line2D]:
    """Legend: rules by colour, scenarios by marker."""
    why = cliffs.drop_duplicates("rule").set_index("rule")[f"why_{lang}"]
    names = {programme.id: getattr(programme, lang) for programme in atlas.before.rule_book().programmes}
    keys = []
    for rule, colour in colours.items():
        label = f"{names[rule.partition('.')[0]]} – {why[rule]} ({rule})"
        keys.append(Line2D([], [], color=colour, lw=2.4, label=label))
    keys.append(Line2D([], [], color=BASELINE, marker="o", ls="--", mfc="white", label=text("baseline", lang)))
    if atlas.after is not None:
        keys.append(Line2D([], [], color=BASELINE, marker="D", ls="-", label=text("reform", lang)))
    keys.append(Line2D([], [], color="#CCCCCC", lw=5.0, label=text("assumption_band", lang)))
    return keys
