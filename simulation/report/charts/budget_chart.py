"""`budget.png`: monthly spending under baseline and reform with bands, in all and by programme."""

import math
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.ledger import LEVELS, PAYERS
from simulation.report.charts.registry import OUTCOMES, chart
from simulation.report.charts.style import BASELINE, REFORM, scaled_axis, styled
from simulation.report.tables.partitions import budget_frames
from simulation.report.words.amounts import scale_for, unit_label
from simulation.report.words.labels import GROUPS, Lang, chosen
from simulation.report.words.results import Reportable, outcome_title, side_text
from simulation.report.words.words import text

COLUMNS: Final = 4
TABLES: Final = ("budget_by_month", "budget_by_programme", "budget_by_payer", "budget_totals")
LINES: Final = {"reform": (REFORM, "-", 1.8), "baseline": (BASELINE, "--", 1.4)}  # baseline is drawn last


@chart("budget", *OUTCOMES, position=50, tables=TABLES, numbers=budget_frames, captioned=True)
@styled
def budget_chart(outcome: Reportable, lang: Lang = "en") -> Figure:
    """Figure of spending by month: all programmes above, below a small panel for each, and for who pays aid in kind.

    Other departments, charity and the value of services are parts of the aid in kind, as is civil affairs' own.
    """
    frame = outcome.budget_by_month(by=("programme",))
    paid = frame[frame["high_yuan"] > 0.0]  # marginal status, say, pays nothing itself
    parts = [("programme", name, frame) for name in paid["programme"].unique()]
    by_payer = outcome.budget_by_month(by=("payer",))
    in_kind = by_payer[by_payer["payer"].isin(PAYERS[LEVELS:]) & (by_payer["high_yuan"] > 0.0)]
    parts += [("payer", name, by_payer) for name in in_kind["payer"].unique()]  # parts of the aid in kind
    rows = math.ceil(len(parts) / COLUMNS)
    figure = Figure(figsize=(10.0, 4.0 + 2.2 * rows), layout="constrained")
    title = f"{outcome_title(outcome, lang)} – {text('budget_title', lang)}"
    figure.suptitle(title, fontsize=13, x=0.01, ha="left")
    grid = figure.add_gridspec(rows + 1, COLUMNS, height_ratios=[2.2] + [1.0] * rows)
    whole = figure.add_subplot(grid[0, :])
    _panel(whole, outcome.budget_by_month(by=()), lang, text("all_programmes", lang), labels=6)
    _legend(whole, outcome, lang)
    for place, (kind, name, each) in enumerate(parts):
        axes = figure.add_subplot(grid[1 + place // COLUMNS, place % COLUMNS])
        label = chosen(GROUPS, name, lang)
        title = label if kind == "programme" else text("in_kind_of", lang).format(payer=label)
        _panel(axes, each[each[kind] == name], lang, title, labels=3)
    return figure


def _panel(axes: Axes, frame: pd.DataFrame, lang: Lang, title: str, *, labels: int) -> None:
    """One fan: lines of the means, bands between low and high; about `labels` months are named."""
    for scenario, (colour, style, width) in LINES.items():
        part = frame[frame["scenario"] == scenario].sort_values("month")
        if len(part):
            axes.fill_between(part["month"], part["low_yuan"], part["high_yuan"], color=colour, alpha=0.18, lw=0)
            axes.plot(part["month"], part["mean_yuan"], style, color=colour, lw=width, label=scenario)
    months = frame.drop_duplicates("month").sort_values("month")
    shown = months.iloc[np.arange(0, len(months), math.ceil(len(months) / labels))]
    axes.set_xticks(shown["month"], shown["label"])
    axes.set_ylim(bottom=min(0.0, float(frame["low_yuan"].min())))
    axes.margins(x=0.01)
    axes.grid(axis="x", visible=False)
    scale = scale_for(float(frame["high_yuan"].max()), "yuan", lang)
    scaled_axis(axes, "y", scale, "yuan")
    axes.set_title(f"{title}\n{unit_label('yuan', scale, lang)}", fontsize=9.5, linespacing=1.35)


def _legend(axes: Axes, outcome: Reportable, lang: Lang) -> None:
    handles, names = axes.get_legend_handles_labels()
    pairs = [(name, handle) for name, handle in zip(names, handles, strict=True)]
    pairs.sort(key=lambda pair: pair[0])  # baseline before reform
    band = text("band" if outcome.replications > 1 else "band_one", lang)
    axes.legend(
        [handle for _, handle in pairs],
        [side_text(name, outcome, lang) for name, _ in pairs],
        title=band,
        loc="lower right",
        alignment="left",
        ncols=2,
    )
