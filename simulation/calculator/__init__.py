"""One household: assess it, explain the decision, draw its budget constraint, find its cliffs.

Every number comes from the same compiled rules that run over a whole province; nothing is computed twice.

- `reading`, `case`: a household from the command line, and inside its scenario
- `decision`: what is decided; `explain`, `explanation`, `comparisons`, `reliefs`: line by line, and why
- `kernels`: many versions of a household in one call; `budget`, `surface`: what it lives on as facts move
- `cliff_points`, `types`, `assumptions`, `atlas`, `tables`: cliffs
"""

from simulation.calculator.atlas import CliffAtlas, cliff_atlas
from simulation.calculator.budget import BudgetConstraint, budget_constraint
from simulation.calculator.case import reference_county
from simulation.calculator.decision import Assessment, assess
from simulation.calculator.explain import explain
from simulation.calculator.explanation import Explanation
from simulation.calculator.surface import BudgetSurface, budget_surface
from simulation.parameters.household import Household

__all__ = [
    "Assessment", "BudgetConstraint", "BudgetSurface", "CliffAtlas", "Explanation", "Household", "assess",
    "budget_constraint", "budget_surface", "cliff_atlas", "explain", "reference_county",
]  # fmt: skip
