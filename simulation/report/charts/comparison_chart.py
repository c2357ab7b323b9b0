"""`comparison.png`: key differences with intervals, gainers and losers, why the poor are not reached."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import SubplotSpec

from simulation.report.charts.registry import chart
from simulation.report.charts.style import BASELINE, CAUSE_COLOURS, HATCHES, LOSS, REFORM, scaled_axis, styled
from simulation.report.words.amounts import scale_for, unit_label
from simulation.report.words.labels import (
    CAUSES,
    GROUPS,
    OBSERVERS,
    Lang,
    chosen,
    group_label,
    indicator_label,
    section_of,
)
from simulation.report.words.periods import heading
from simulation.report.words.results import Change, outcome_title, side_text
from simulation.report.words.words import text

# rows of the left column: (indicator, group, observer), one panel per section and unit
KEY_INDICATORS: Final = (
    ("total_cost_yuan_year", "all", "ledger"),
    ("civil_affairs_cost_yuan_year", "all", "ledger"),
    ("benefits_yuan_year", "all", "ledger"),
    ("recipients_persons", "programme:dibao", "ledger"),
    ("recipients_persons", "programme:marginal", "ledger"),
    ("coverage_entitled_share", "all", "rule"),
    ("exclusion_error_poor_share", "all", "truth"),
    ("exclusion_error_poor_share", "all", "survey"),
    ("exclusion_error_entitled_share", "all", "audit"),
    ("inclusion_error_share", "all", "rule"),
    ("inclusion_error_share", "all", "audit"),
    ("poverty_headcount_share", "line:z", "truth"),
    ("poverty_gap_share", "line:z", "truth"),
    ("unpaid_after_year_share", "all", "ledger"),
)


@chart("comparison", "Comparison", position=10, tables=("comparison",), captioned=True)
@styled
def comparison_chart(change: Change, lang: Lang = "en") -> Figure:
    """Figure of three parts: differences (left), gainers and losers (top right), causes (bottom right)."""
    figure = Figure(figsize=(12.0, 8.0), layout="constrained")
    figure.suptitle(heading(outcome_title(change, lang), change.period, lang), fontsize=13, x=0.01, ha="left")
    grid = figure.add_gridspec(2, 2, width_ratios=[1.15, 1.0], height_ratios=[1.25, 1.0])
    table = change.table()
    _differences(figure, grid[:, 0], table, lang, side_text("differences_title", change, lang))
    draw_deciles(figure.add_subplot(grid[0, 1]), change, lang)
    _causes(
        figure.add_subplot(grid[1, 1]), table, lang, [side_text(side, change, lang) for side in ("baseline", "reform")]
    )
    return figure


def key_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of `KEY_INDICATORS` that the table holds, for the whole province, in that order."""
    keyed = table[table["area"] == "all"].set_index(["indicator", "group", "observer"], drop=False)
    wanted = [key for key in KEY_INDICATORS if key in keyed.index]
    return keyed.loc[wanted].reset_index(drop=True)


def _differences(figure: Figure, place: SubplotSpec, table: pd.DataFrame, lang: Lang, title: str) -> None:
    rows = key_rows(table)
    panels = [part for _, part in rows.groupby([rows["indicator"].map(section_of), "unit"], sort=False)]
    grid = place.subgridspec(len(panels), 1, height_ratios=[len(part) + 1.2 for part in panels])
    for index, part in enumerate(panels):
        axes = figure.add_subplot(grid[index])
        _forest(axes, part, str(part["unit"].iloc[0]), lang)
        if index == 0:
            axes.set_title(title)


def _forest(axes: Axes, rows: pd.DataFrame, unit: str, lang: Lang) -> None:
    """One line per indicator of one unit: the difference as a dot, its interval as a bar."""
    places = np.arange(len(rows))[::-1]
    axes.axvline(0.0, color=BASELINE, lw=1.0, ls="--")
    axes.hlines(places, rows["low"], rows["high"], color=REFORM, lw=3.0, alpha=0.45)
    axes.plot(rows["difference"], places, "o", color=REFORM, ms=5.0)
    axes.set_yticks(places, [key_name(row, lang) for row in rows.itertuples()])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)
    largest = float(np.nan_to_num(np.abs(rows[["low", "high", "difference"]].to_numpy(float))).max())
    if not largest > 0.0:  # nothing changed: an axis around zero
        axes.set_xlim(-1.0, 1.0)
        axes.set_xticks([0.0])
    scale = scale_for(largest, unit, lang)
    scaled_axis(axes, "x", scale, unit)
    axes.margins(x=0.08)
    axes.set_xlabel(unit_label(unit, scale, lang, difference=True), loc="right")


def key_name(row: Any, lang: Lang) -> str:
    """Name of a key row in full: indicator, group, observer."""
    group = group_label(row.group, lang) if row.group != "all" else ""
    parts = (indicator_label(row.indicator, lang), group, chosen(OBSERVERS, row.observer, lang))
    return " – ".join(part for part in parts if part)


def draw_deciles(axes: Axes, change: Change, lang: Lang) -> None:
    """Gainers upward, losers downward."""
    flips = change.flips()
    frame = flips[flips["group_kind"] == "decile"]
    places = np.arange(len(frame))
    gainers = axes.bar(places, frame["gainers"], color=REFORM, width=0.7, label=text("gainers_column", lang))
    losers = axes.bar(places, -frame["losers"], color=LOSS, width=0.7, hatch="///", label=text("losers_column", lang))
    axes.axhline(0.0, color=BASELINE, lw=0.8)
    axes.set_xticks(places, frame["group"].astype(str))
    axes.set_xlabel(text("deciles_axis", lang))
    axes.grid(axis="x", visible=False)
    largest = float(frame[["gainers", "losers"]].to_numpy(float).max(initial=0.0))
    if not largest > 0.0:
        axes.set_ylim(-1.0, 1.0)
        axes.set_yticks([0.0])
        axes.annotate(text("no_change_drawn", lang), (0.5, 0.6), xycoords="axes fraction", ha="center")
    scale = scale_for(largest, "households", lang)
    axes.yaxis.set_major_formatter(lambda value, _place: f"{abs(value) / scale.divisor:,.10g}")
    axes.set_title(
        f"{side_text('deciles_title', change, lang)}\n{unit_label('households', scale, lang)}", linespacing=1.35
    )
    axes.legend(handles=[gainers, losers], loc="upper right")


def _causes(axes: Axes, table: pd.DataFrame, lang: Lang, sides: list[str]) -> None:
    """Two stacked bars, baseline above reform; the parts are the causes of exclusion."""
    part = table[(table["indicator"] == "exclusion_error_poor_share") & (table["area"] == "all")]
    by_cause = part[part["group"].str.startswith("cause:")].set_index("group")
    names = [cause for cause in CAUSES if f"cause:{cause}" in by_cause.index]
    values = by_cause.loc[[f"cause:{cause}" for cause in names], ["baseline", "reform"]].to_numpy(float)
    ends = values.cumsum(axis=0)
    for place, cause in enumerate(names):
        axes.barh(
            [1.0, 0.0],
            values[place],
            left=ends[place] - values[place],
            height=0.62,
            color=CAUSE_COLOURS[place],
            hatch=HATCHES[place],
            edgecolor="white",
            linewidth=0.8,
            label=chosen(GROUPS, cause, lang),
        )
    _write_in_bars(axes, values, ends)
    axes.set_yticks([1.0, 0.0], sides)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", visible=False)
    scaled_axis(axes, "x", scale_for(1.0, "share", lang), "share")
    axes.set_xlabel(f"{text('causes_axis', lang)} (%)", loc="right")
    axes.set_title(text("causes_title", lang))
    axes.legend(loc="upper center", bbox_to_anchor=(0.45, -0.28), ncols=3, handlelength=1.4)


def _write_in_bars(axes: Axes, values: npt.NDArray[np.float64], ends: npt.NDArray[np.float64]) -> None:
    """The percent inside each part that is wide enough for it."""
    widest = float(ends[-1].max()) if len(ends) else 0.0
    for size, end in zip(values, ends, strict=True):
        for column, place in enumerate((1.0, 0.0)):
            if widest and size[column] > 0.06 * widest:
                axes.text(
                    end[column] - size[column] / 2,
                    place,
                    f"{100.0 * size[column]:.1f}",
                    ha="center",
                    va="center",
                    bbox={"facecolor": "white", "alpha": 0.85, "edgecolor": "none", "pad": 1.0},
                )
