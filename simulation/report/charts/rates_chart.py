"""The distribution of marginal rates over the simulated units, before and after a reform."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.report.charts.registry import chart
from simulation.report.charts.style import BASELINE, REFORM, styled
from simulation.report.words.labels import Lang
from simulation.report.words.words import text
from simulation.simulate.marginal_rates import CLASSES, RATES, MarginalRates

PANELS = (("able", "rates_able"), ("holders", "rates_holders"))


@chart("rates", "MarginalRates", position=10, stem="marginal_rates", tables=("marginal_rates",))
@styled
def rates_chart(rates: MarginalRates, lang: Lang = "en") -> Figure:
    """Bars by class of the marginal rate for those who could earn and for holders; whiskers span the assumptions."""
    figure = Figure(figsize=(10.5, 4.2), layout="constrained")
    titles = [getattr(one, f"label_{lang}") for one in rates.scenarios]
    figure.suptitle(f"{('：' if lang == 'zh' else ': ').join(titles)} – {text('rates_title', lang)}", x=0.01, ha="left")
    for axes, (group, title) in zip(figure.subplots(1, len(PANELS)), PANELS, strict=True):
        _panel(axes, rates, group, lang)
        axes.set_title(f"{text(title, lang)} (%)")
    return figure


def _panel(axes: Axes, rates: MarginalRates, group: str, lang: Lang) -> None:
    frame = rates.distribution()
    frame = frame[(frame["rate"] == RATES[0]) & (frame["group"] == group)]
    width = 0.8 / len(rates.scenarios)
    for place, (scenario, colour) in enumerate(zip(rates.scenarios, (BASELINE, REFORM), strict=False)):
        part = frame[frame["scenario"] == scenario.name]
        at = np.arange(len(CLASSES)) + (place - (len(rates.scenarios) - 1) / 2) * width
        share = 100.0 * part["share"].to_numpy(float)
        spread = np.abs(np.array([part["share_low"], part["share_high"]], float) * 100.0 - share)
        axes.bar(at, share, width * 0.92, color=colour, hatch="" if place else "///", edgecolor="white",
                 label=text("reform" if place else "baseline", lang))  # fmt: skip
        axes.errorbar(at, share, spread, fmt="none", ecolor="black", elinewidth=0.9, capsize=2.0)
    axes.set_xticks(np.arange(len(CLASSES)), CLASSES, rotation=30)
    axes.set_xlabel(text("rate_class", lang))
    axes.grid(axis="x", visible=False)
    axes.set_yscale("symlog", linthresh=0.1)
    axes.yaxis.set_major_formatter(lambda value, _place: f"{value:g}")
    axes.set_ylim(bottom=0.0)
    axes.legend(loc="upper right")
