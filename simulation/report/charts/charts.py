"""The charts of a result, for a notebook or a file. `save` writes one as PNG.

A chart of the registry that is not named here can be had all the same, by the name of its function.
"""

from typing import Any

from simulation.report.charts.atlas_chart import atlas_chart
from simulation.report.charts.budget_chart import budget_chart
from simulation.report.charts.comparison_chart import comparison_chart
from simulation.report.charts.constraint_chart import constraint_chart
from simulation.report.charts.county_chart import county_chart
from simulation.report.charts.errors_chart import errors_chart, trade_off_chart
from simulation.report.charts.fan_chart import fan_chart
from simulation.report.charts.funnel_chart import funnel_chart
from simulation.report.charts.heat_chart import heat_chart
from simulation.report.charts.incidence_chart import incidence_chart
from simulation.report.charts.rates_chart import rates_chart
from simulation.report.charts.registry import all_charts
from simulation.report.charts.style import save
from simulation.report.charts.surface_chart import surface_chart
from simulation.report.charts.village_chart import village_chart
from simulation.report.charts.waits_chart import waits_chart
from simulation.report.charts.waterfall_chart import waterfall_chart
from simulation.report.charts.winners_chart import winners_chart

__all__ = [
    "atlas_chart", "budget_chart", "comparison_chart", "constraint_chart", "county_chart", "errors_chart", "fan_chart",
    "funnel_chart", "heat_chart", "incidence_chart", "rates_chart", "save", "surface_chart", "trade_off_chart",
    "village_chart", "waits_chart", "waterfall_chart", "winners_chart",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """The function of that name which draws a chart of the registry."""
    found = {each.draw.__name__: each.draw for each in all_charts()}
    if name not in found:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return found[name]
