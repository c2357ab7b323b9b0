"""doudi (兜底): simulation and policy modelling of provincial social assistance.

Importing is light: numba, pandas and plotting are loaded when a name is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from simulation.moved import keep_old_paths
from simulation.rendering import render_with

if TYPE_CHECKING:
    from simulation.calculator import assess as assess
    from simulation.calculator import budget_constraint as budget_constraint
    from simulation.calculator import budget_surface as budget_surface
    from simulation.calculator import cliff_atlas as cliff_atlas
    from simulation.calculator.explain import explain as explain
    from simulation.comparison.comparison_result import Comparison as Comparison
    from simulation.comparison.several_reforms import SideBySide as SideBySide
    from simulation.comparison.several_reforms import compare_all as compare_all
    from simulation.comparison.two_scenarios import compare as compare
    from simulation.extensions.analyzers import Analyzer as Analyzer
    from simulation.extensions.distribution import Distribution as Distribution
    from simulation.mesa_model import ProvinceModel as ProvinceModel
    from simulation.parameters.files.mistakes import ScenarioError as ScenarioError
    from simulation.parameters.household import Household as Household
    from simulation.parameters.scenario.scenario import Scenario as Scenario
    from simulation.parameters.scenario.scenario_files import load_scenarios as load_scenarios
    from simulation.search.frontier import frontier as frontier
    from simulation.search.robustness import robustness as robustness
    from simulation.search.sensitivity import sensitivity as sensitivity
    from simulation.search.solve import solve as solve
    from simulation.simulate.marginal_rates import marginal_rates as marginal_rates
    from simulation.simulate.plugins import load_plugin as load_plugin
    from simulation.simulate.register import register_indicator as register_indicator
    from simulation.simulate.register import register_process as register_process
    from simulation.simulate.register import unregister as unregister
    from simulation.simulate.results import Result as Result
    from simulation.simulate.run import run as run
    from simulation.sweeping.results.sweep_results import Sweep as Sweep
    from simulation.sweeping.results.sweep_results import load_results as load_results
    from simulation.sweeping.sweep import sweep as sweep

_HOMES = {
    "Analyzer": "simulation.extensions.analyzers",
    "Comparison": "simulation.comparison.comparison_result",
    "Distribution": "simulation.extensions.distribution",
    "Household": "simulation.parameters.household",
    "ProvinceModel": "simulation.mesa_model",
    "Result": "simulation.simulate.results",
    "Scenario": "simulation.parameters.scenario.scenario",
    "ScenarioError": "simulation.parameters.files.mistakes",
    "SideBySide": "simulation.comparison.several_reforms",
    "Sweep": "simulation.sweeping.results.sweep_results",
    "assess": "simulation.calculator",
    "budget_constraint": "simulation.calculator",
    "budget_surface": "simulation.calculator",
    "cliff_atlas": "simulation.calculator",
    "compare": "simulation.comparison.two_scenarios",
    "compare_all": "simulation.comparison.several_reforms",
    "explain": "simulation.calculator",
    "frontier": "simulation.search.frontier",
    "load_plugin": "simulation.simulate.plugins",
    "load_results": "simulation.sweeping.results.sweep_results",
    "load_scenarios": "simulation.parameters.scenario.scenario_files",
    "marginal_rates": "simulation.simulate.marginal_rates",
    "register_indicator": "simulation.simulate.register",
    "register_process": "simulation.simulate.register",
    "robustness": "simulation.search.robustness",
    "run": "simulation.simulate.run",
    "sensitivity": "simulation.search.sensitivity",
    "solve": "simulation.search.solve",
    "sweep": "simulation.sweeping.sweep",
    "unregister": "simulation.simulate.register",
}
__all__ = [  # noqa: RUF022 - in the order of use
    "Scenario", "run", "compare", "compare_all", "Result", "Comparison", "SideBySide", "Household", "assess", "explain",
    "budget_constraint", "budget_surface", "cliff_atlas",
    "marginal_rates", "sweep", "Sweep", "load_results", "load_scenarios", "solve", "frontier", "sensitivity",
    "robustness", "register_indicator", "register_process", "unregister", "Analyzer", "Distribution", "load_plugin",
    "ProvinceModel", "ScenarioError",
]  # fmt: skip


def _report() -> Any:
    """What draws results: the room `report`, loaded when one is shown."""
    from simulation.report import notebook

    return notebook


render_with(_report)
keep_old_paths()


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'simulation' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names (tab completion)."""
    return sorted(__all__)
