"""One household: assess it, explain the decision, draw its budget constraint, find its cliffs.

Every number comes from the same compiled rules that run over a whole province; nothing is computed twice.
"""

from simulation.calculator.atlas import CliffAtlas, cliff_atlas
from simulation.calculator.budget import BudgetConstraint, budget_constraint
from simulation.calculator.case import reference_county
from simulation.calculator.decision import Assessment, assess
from simulation.calculator.explain import Explanation, explain
from simulation.calculator.surface import BudgetSurface, budget_surface
from simulation.parameters.household import Household

__all__ = [
    "Assessment", "BudgetConstraint", "BudgetSurface", "CliffAtlas", "Explanation", "Household", "assess",
    "budget_constraint", "budget_surface", "cliff_atlas", "explain", "reference_county",
]  # fmt: skip
