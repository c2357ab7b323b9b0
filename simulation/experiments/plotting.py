"""`.plot` on results. The drawing is in the views: it is found by name, as pandas finds its plotting backend, so that
nothing here depends on it, and importing results stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation.views.plots import Plots

DRAWING = "simulation.views.plots"


class HasPlots:
    """Something with plots."""

    @property
    def plot(self) -> "Plots":
        """The plots: `.plot.fan()` or `.plot("fan", lang="zh")`; Tab after `.plot.` lists them."""
        plots: Plots = import_module(DRAWING).Plots(self)
        return plots
