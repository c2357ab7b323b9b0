"""The charts of a result, for a notebook or a file. `save` writes one as PNG."""

from simulation.views.budget_chart import budget_chart
from simulation.views.comparison_chart import comparison_chart
from simulation.views.style import save

__all__ = ["budget_chart", "comparison_chart", "save"]
