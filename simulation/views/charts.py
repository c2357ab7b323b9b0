"""The charts of a result, for a notebook or a file. `save` writes one as PNG."""

from simulation.views.atlas_chart import atlas_chart
from simulation.views.budget_chart import budget_chart
from simulation.views.comparison_chart import comparison_chart
from simulation.views.constraint_chart import constraint_chart
from simulation.views.county_chart import county_chart
from simulation.views.errors_chart import errors_chart, trade_off_chart
from simulation.views.fan_chart import fan_chart
from simulation.views.funnel_chart import funnel_chart
from simulation.views.heat_chart import heat_chart
from simulation.views.incidence_chart import incidence_chart
from simulation.views.rates_chart import rates_chart
from simulation.views.style import save
from simulation.views.surface_chart import surface_chart
from simulation.views.village_chart import village_chart
from simulation.views.waits_chart import waits_chart
from simulation.views.waterfall_chart import waterfall_chart
from simulation.views.winners_chart import winners_chart

__all__ = [
    "atlas_chart", "budget_chart", "comparison_chart", "constraint_chart", "county_chart", "errors_chart", "fan_chart",
    "funnel_chart", "heat_chart", "incidence_chart", "rates_chart", "save", "surface_chart", "trade_off_chart",
    "village_chart", "waits_chart", "waterfall_chart", "winners_chart",
]  # fmt: skip
