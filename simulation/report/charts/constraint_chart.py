"""The budget constraint of one household: what it lives on by source, its marginal rates, its cliffs by name."""

from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.calculator import BudgetConstraint
from simulation.report.charts.registry import chart
from simulation.report.charts.style import BASELINE, HATCHES, LOSS, REFORM, styled
from simulation.report.tables.sections import records
from simulation.report.words.labels import Lang
from simulation.report.words.words import text

OWN_COLOURS: Final = {"wage": "#D9D9D9", "other_income": "#BDBDBD"}
AID_COLOURS: Final = ("#0072B2", "#56B4E9", "#009E73", "#CC79A7", "#8C6BB1", "#117733")
IN_KIND: Final = "#E69F00"
HIGHEST_RATE: Final = 1.5
BACKED: Final[Any] = {"frameon": True, "facecolor": "white", "edgecolor": "none", "framealpha": 0.9}


@chart("constraint", "BudgetConstraint", position=10)
@styled
def constraint_chart(constraint: BudgetConstraint, lang: Lang = "en", reform: BudgetConstraint | None = None) -> Figure:
    """Two panels over the same axis: net resources stacked by source, and marginal rates with their bands.

    Cliffs are numbered and named below; a `reform` on the same axis is drawn as a line over the stack.
    """
    falls = constraint.cliffs()
    rated = constraint.axis.income
    figure = Figure(figsize=(9.0, (7.6 if rated else 5.4) + 0.23 * len(falls)), layout="constrained")
    ratios = [2.3, 1.0] if rated else [1.0]
    panels = figure.subplots(len(ratios), 1, sharex=True, squeeze=False, height_ratios=ratios)[:, 0]
    table = constraint.table()
    _stack(panels[0], constraint, table, lang)
    _mark(panels, constraint, falls, table)
    if reform is not None:
        other = reform.table()
        panels[0].plot(other["at_yuan"], other["net_yuan"], "--", color=REFORM, lw=1.8, label=text("reform", lang))
        if rated:
            panels[1].plot(other["at_yuan"], other["emtr"], "--", color=REFORM, lw=1.2)
    panels[0].legend(loc="upper left", ncols=2, **BACKED)
    panels[0].set_title(f"{_title(constraint, lang)}\n{text('net_resources', lang)}", linespacing=1.4)
    if rated:
        _rates(panels[1], constraint, table, lang)
    panels[-1].set_xlabel(_legend_of_cliffs(constraint, falls, lang), loc="left", linespacing=1.6)
    for axes in panels:
        axes.xaxis.set_major_formatter(lambda value, _place: f"{value:,.10g}")
        axes.set_xlim(float(table["at_yuan"].iloc[0]), float(table["at_yuan"].iloc[-1]))
    return figure


def _title(constraint: BudgetConstraint, lang: Lang) -> str:
    label = constraint.scenario.label_zh if lang == "zh" else constraint.scenario.label_en
    home = constraint.household
    return text("household_of", lang, label=label, persons=home.persons)


def _sources(constraint: BudgetConstraint, table: pd.DataFrame, lang: Lang) -> list[tuple[str, str, str]]:
    """(column, label, colour) from the bottom of the stack to its top; sources that give nothing are left out."""
    names = {p.id: getattr(p, lang) for p in constraint.case.book.programmes if not p.aid}
    columns = [*OWN_COLOURS, *(name for name in table.columns if name in names), "in_kind"]
    aid = iter(AID_COLOURS * len(columns))
    found = []
    for column in columns:
        colour = OWN_COLOURS.get(column) or (IN_KIND if column == "in_kind" else next(aid))
        if table[column].any():
            found.append((column, names.get(column) or text(column, lang), colour))
    return found


def _stack(axes: Axes, constraint: BudgetConstraint, table: pd.DataFrame, lang: Lang) -> None:
    """Own income, the cash of each status, and all aid that comes with it as one layer."""
    aids = [name for name in constraint.case.book.aids if name in table]
    table = table.assign(in_kind=table["in_kind"] + table[aids].sum(axis=1))
    sources = _sources(constraint, table, lang)
    parts = axes.stackplot(
        table["at_yuan"], [table[column] for column, _, _ in sources], colors=[colour for *_, colour in sources],
        labels=[label for _, label, _ in sources], linewidth=0,
    )  # fmt: skip
    for part, hatch in zip(parts, HATCHES * len(parts), strict=False):
        part.set(hatch=hatch, edgecolor="white")
    axes.plot(table["at_yuan"], table["net_yuan"], color=BASELINE, lw=1.6)
    axes.plot(table["at_yuan"], table["net_yuan_low"], color=BASELINE, lw=0.7, ls=":")
    axes.plot(table["at_yuan"], table["net_yuan_high"], color=BASELINE, lw=0.7, ls=":",
              label=text("assumption_band", lang))  # fmt: skip
    here = constraint.here_yuan
    worth = float(np.interp(here, table["at_yuan"], table["net_yuan"]))
    axes.plot([here], [worth], "o", color="black", ms=6, zorder=5)
    axes.annotate(text("here", lang), (here, worth), (6, -12), textcoords="offset points")
    axes.set_ylim(0.0, float(table["net_yuan_high"].max()) * 1.12)
    axes.yaxis.set_major_formatter(lambda value, _place: f"{value:,.10g}")


def _mark(panels: Any, constraint: BudgetConstraint, falls: pd.DataFrame, table: pd.DataFrame) -> None:
    """Dominated zones shaded, cliffs numbered."""
    last = float(table["at_yuan"].iloc[-1])
    for number, fall in enumerate(records(falls), start=1):
        for axes in panels:
            axes.axvline(fall.at_yuan, color=LOSS, lw=1.0)
            if constraint.axis.income:
                end = last if np.isnan(fall.dominated_to_yuan) else fall.dominated_to_yuan
                axes.axvspan(fall.at_yuan, end, color=LOSS, alpha=0.12, lw=0)
        panels[0].annotate(
            str(number), (fall.at_yuan, 0.985), xycoords=("data", "axes fraction"), ha="center", va="top",
            color="white", fontsize=8.5, zorder=6,
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": LOSS, "edgecolor": "white"},
        )  # fmt: skip


def _rates(axes: Axes, constraint: BudgetConstraint, table: pd.DataFrame, lang: Lang) -> None:
    label = text("marginal_rate", lang, step=f"{constraint.step_fen / 100:g}")
    axes.axhline(1.0, color=LOSS, lw=0.9, ls="--")
    axes.fill_between(table["at_yuan"], table["emtr_low"].clip(-0.2, HIGHEST_RATE),
                      table["emtr_high"].clip(-0.2, HIGHEST_RATE), color=BASELINE, alpha=0.2, lw=0,
                      label=text("assumption_band", lang))  # fmt: skip
    axes.plot(table["at_yuan"], table["emtr"], color=BASELINE, lw=1.5, label=label)
    axes.plot(table["at_yuan"], table["ptr"], color=REFORM, lw=1.1, ls="-.", label=text("participation_rate", lang))
    axes.set_ylim(-0.2, HIGHEST_RATE)
    axes.yaxis.set_major_formatter(lambda value, _place: f"{100.0 * value:.0f}%")
    axes.legend(loc="upper right", ncols=3, fontsize=8.0, **BACKED)
    axes.set_title(label)


def _legend_of_cliffs(constraint: BudgetConstraint, falls: pd.DataFrame, lang: Lang) -> str:
    """Name of the axis, and under it what every number means."""
    lines = [text(f"axis_{constraint.axis.id}", lang)]
    for number, fall in enumerate(records(falls), start=1):
        money = {"at": fall.at_yuan, "drop": fall.drop_yuan, "low": fall.drop_low_yuan, "high": fall.drop_high_yuan}
        written = {name: f"{value:,.0f}" for name, value in money.items()}
        why = getattr(fall, f"why_{lang}")
        lines.append(text("cliff_line", lang, number=number, why=why, rule=fall.rule, **written))
    return "\n".join(lines if len(falls) else [*lines, text("no_cliffs", lang)])
