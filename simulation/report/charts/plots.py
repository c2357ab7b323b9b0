"""The plots of an object by name: `change.plot.fan()`, `change.plot("fan", lang="zh")`; Tab lists them."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import partial
from typing import Any, Final

from matplotlib.figure import Figure

from simulation.report.charts.budget_chart import budget_chart
from simulation.report.charts.comparison_chart import comparison_chart
from simulation.report.charts.county_chart import county_chart
from simulation.report.charts.errors_chart import errors_chart, trade_off_chart
from simulation.report.charts.fan_chart import fan_chart
from simulation.report.charts.funnel_chart import funnel_chart
from simulation.report.charts.heat_chart import heat_chart
from simulation.report.charts.incidence_chart import incidence_chart
from simulation.report.charts.rates_chart import rates_chart
from simulation.report.charts.search_charts import frontier_chart, regret_chart, sensitivity_chart, sweep_frontier_chart
from simulation.report.charts.several_reforms_chart import reforms_chart
from simulation.report.charts.sweep_charts import whole_sweep_chart
from simulation.report.charts.waits_chart import waits_chart
from simulation.report.charts.waterfall_chart import waterfall_chart
from simulation.report.charts.winners_chart import winners_chart
from simulation.report.words.labels import Lang

type Draw = Callable[..., Figure]

OF_RESULT: Final[Mapping[str, Draw]] = {
    "fan": fan_chart, "budget": budget_chart, "errors": errors_chart, "incidence": incidence_chart,
    "waits": waits_chart, "funnel": funnel_chart, "counties": county_chart,
}  # fmt: skip
OF_COMPARISON: Final[Mapping[str, Draw]] = {
    "comparison": comparison_chart, "waterfall": waterfall_chart, "winners": winners_chart, **OF_RESULT,
}  # fmt: skip
# by the name of the class, so that nothing heavy is imported to draw something else
KINDS: Final[Mapping[str, Mapping[str, Draw]]] = {
    "Result": OF_RESULT,
    "Comparison": OF_COMPARISON,
    "SideBySide": {"comparison": reforms_chart},
    "Sweep": {
        "sweep": whole_sweep_chart, "frontier": sweep_frontier_chart, "errors": trade_off_chart,
        "heat_map": heat_chart,
    },
    "Frontier": {"frontier": frontier_chart},
    "Sensitivity": {"sensitivity": sensitivity_chart},
    "Robustness": {"regret": regret_chart},
    "MarginalRates": {"rates": rates_chart},
}  # fmt: skip


class Plots:
    """What can be drawn of one object; `dir()` and Tab list the kinds, `plots()` draws the first."""

    def __init__(self, drawn: Any) -> None:
        self._drawn = drawn
        self._kinds = KINDS[type(drawn).__name__]

    def kinds(self) -> tuple[str, ...]:
        """What can be drawn, the most informative first."""
        return tuple(self._kinds)

    def __dir__(self) -> list[str]:
        return sorted(("kinds", *self._kinds))

    def __getattr__(self, kind: str) -> Draw:
        if kind.startswith("_"):
            raise AttributeError(kind)
        if kind not in self._kinds:
            near = get_close_matches(kind, self._kinds, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise AttributeError(f"no plot {kind!r}{hint} There are {', '.join(self._kinds)}.")
        return partial(self._kinds[kind], self._drawn)

    def __call__(self, kind: str | None = None, lang: Lang = "en", **options: Any) -> Figure:
        """Draw `kind` (by default the first) in `lang`; options as its function has them.

        Raises AttributeError for a kind that this object has not, naming the nearest.
        """
        figure: Figure = getattr(self, kind or next(iter(self._kinds)))(lang=lang, **options)
        return figure

    def __repr__(self) -> str:
        return f"plots of {type(self._drawn).__name__}: {', '.join(self._kinds)}"
