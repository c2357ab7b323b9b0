"""The charts of a result, for a notebook or a file. `save` writes one as PNG."""

from simulation.views.atlas_chart import atlas_chart
from simulation.views.budget_chart import budget_chart
from simulation.views.comparison_chart import comparison_chart
from simulation.views.constraint_chart import constraint_chart
from simulation.views.funnel_chart import funnel_chart
from simulation.views.rates_chart import rates_chart
from simulation.views.style import save
from simulation.views.surface_chart import surface_chart
from simulation.views.village_chart import village_chart

__all__ = [
    "atlas_chart", "budget_chart", "comparison_chart", "constraint_chart", "funnel_chart", "rates_chart", "save",
    "surface_chart", "village_chart",
]  # fmt: skip
