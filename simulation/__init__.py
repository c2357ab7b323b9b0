"""doudi (兜底): simulation and policy modelling of provincial social assistance.

Importing is light: numba, pandas and plotting are loaded when a name is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.calculator import assess as assess
    from simulation.calculator import budget_constraint as budget_constraint
    from simulation.calculator import budget_surface as budget_surface
    from simulation.calculator import cliff_atlas as cliff_atlas
    from simulation.calculator.explain import explain as explain
    from simulation.experiments.cliffs import marginal_rates as marginal_rates
    from simulation.experiments.compare import Comparison as Comparison
    from simulation.experiments.compare import compare as compare
    from simulation.experiments.frontier import frontier as frontier
    from simulation.experiments.results import Result as Result
    from simulation.experiments.robustness import robustness as robustness
    from simulation.experiments.run import run as run
    from simulation.experiments.scenario_files import load_scenarios as load_scenarios
    from simulation.experiments.sensitivity import sensitivity as sensitivity
    from simulation.experiments.side_by_side import SideBySide as SideBySide
    from simulation.experiments.side_by_side import compare_all as compare_all
    from simulation.experiments.solve import solve as solve
    from simulation.experiments.sweep import sweep as sweep
    from simulation.experiments.sweep_results import Sweep as Sweep
    from simulation.experiments.sweep_results import load_results as load_results
    from simulation.parameters.household import Household as Household
    from simulation.parameters.mistakes import ScenarioError as ScenarioError
    from simulation.parameters.scenario import Scenario as Scenario
    from simulation.province import ProvinceModel as ProvinceModel

_HOMES = {
    "Comparison": "simulation.experiments.compare",
    "Household": "simulation.parameters.household",
    "ProvinceModel": "simulation.province",
    "Result": "simulation.experiments.results",
    "Scenario": "simulation.parameters.scenario",
    "ScenarioError": "simulation.parameters.mistakes",
    "SideBySide": "simulation.experiments.side_by_side",
    "Sweep": "simulation.experiments.sweep_results",
    "assess": "simulation.calculator",
    "budget_constraint": "simulation.calculator",
    "budget_surface": "simulation.calculator",
    "cliff_atlas": "simulation.calculator",
    "compare": "simulation.experiments.compare",
    "compare_all": "simulation.experiments.side_by_side",
    "explain": "simulation.calculator",
    "frontier": "simulation.experiments.frontier",
    "load_results": "simulation.experiments.sweep_results",
    "load_scenarios": "simulation.experiments.scenario_files",
    "marginal_rates": "simulation.experiments.cliffs",
    "robustness": "simulation.experiments.robustness",
    "run": "simulation.experiments.run",
    "sensitivity": "simulation.experiments.sensitivity",
    "solve": "simulation.experiments.solve",
    "sweep": "simulation.experiments.sweep",
}
__all__ = [  # noqa: RUF022 - in the order of use
    "Scenario", "run", "compare", "compare_all", "Result", "Comparison", "SideBySide", "Household", "assess", "explain",
    "budget_constraint", "budget_surface", "cliff_atlas",
    "marginal_rates", "sweep", "Sweep", "load_results", "load_scenarios", "solve", "frontier", "sensitivity",
    "robustness", "ProvinceModel", "ScenarioError",
]  # fmt: skip


def to_html(thing: Any) -> str:
    """A result as HTML for a notebook cell; what can be shown asks for it, and the views draw it."""
    drawn: str = import_module("simulation.views.notebook").html_of(thing)
    return drawn


def scenario_to_html(scenario: Any) -> str:
    """A scenario as HTML for a notebook cell."""
    drawn: str = import_module("simulation.views.notebook").html_of_scenario(scenario)
    return drawn


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'simulation' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names (tab completion)."""
    return sorted(__all__)
