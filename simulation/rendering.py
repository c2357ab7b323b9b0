"""How results are shown: `simulation/__init__.py` names what draws them, and nothing that makes results depends on it.

That is the room `report`, which is loaded when something is shown for the first time.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from simulation.report.charts.plots import Plots


class Renderer(Protocol):
    """What draws results."""

    def html_of(self, thing: Any) -> str:
        """A result as HTML for a notebook cell."""
        ...

    def html_of_scenario(self, scenario: Any) -> str:
        """A scenario as HTML for a notebook cell."""
        ...

    def plots_of(self, thing: Any) -> "Plots":
        """The plots of a result by name."""
        ...


class _Chosen:
    """The one that draws."""

    load: Callable[[], Renderer]


def render_with(load: Callable[[], Renderer]) -> None:
    """Let `load()` return what draws results; it is called when one is shown."""
    _Chosen.load = staticmethod(load)


def to_html(thing: Any) -> str:
    """A result as HTML for a notebook cell."""
    return _Chosen.load().html_of(thing)


def scenario_to_html(scenario: Any) -> str:
    """A scenario as HTML for a notebook cell."""
    return _Chosen.load().html_of_scenario(scenario)


class HasPlots:
    """Something with plots."""

    @property
    def plot(self) -> "Plots":
        """The charts: `.plot.fan()` or `.plot("fan", lang="zh")`; Tab after `.plot.` lists them."""
        return _Chosen.load().plots_of(self)
