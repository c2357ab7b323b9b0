"""Survival curve of the wait from the start of entitlement to the first payment."""

from matplotlib.figure import Figure

from simulation.report.charts.budget_chart import LINES
from simulation.report.charts.registry import OUTCOMES, chart
from simulation.report.charts.style import footnote, styled
from simulation.report.words.labels import Lang
from simulation.report.words.periods import titled
from simulation.report.words.plot_words import note_on, plot_text
from simulation.report.words.results import Reportable, side_text
from simulation.report.words.words import text


@chart("waits", *OUTCOMES, position=80, tables=("waits",), numbers=lambda outcome: {"waits": outcome.waits()})
@styled
def waits_chart(outcome: Reportable, lang: Lang = "en") -> Figure:
    """A step curve per scenario with the band over replications."""
    frame = outcome.waits()
    figure = Figure(figsize=(8.0, 4.8), layout="constrained")
    figure.suptitle(titled(outcome, plot_text("waits", lang), lang), fontsize=13, x=0.01, ha="left")
    axes = figure.subplots()
    for side in ("baseline", "reform"):
        part = frame[frame["scenario"] == side]
        if len(part):
            colour, style, width = LINES[side]
            values = 100.0 * part[["low", "waiting_share", "high"]].to_numpy(float).T
            axes.fill_between(part["month"], values[0], values[2], step="post", color=colour, alpha=0.18, lw=0)
            axes.step(
                part["month"],
                values[1],
                style,
                where="post",
                color=colour,
                lw=width,
                label=side_text(side, outcome, lang),
            )
    axes.set_ylim(0.0, 103.0)
    axes.set_xlim(left=0.0)
    axes.set_xticks(range(0, int(frame["month"].max()) + 2, 6))
    axes.set_xlabel(plot_text("waits_axis", lang))
    axes.set_title(plot_text("waits_share", lang))
    band = text("band" if outcome.replications > 1 else "band_one", lang)
    axes.legend(loc="lower left", title=band, alignment="left")
    footnote(figure, note_on("waits", lang), lang)
    return figure
