"""What a scenario answers by path in a notebook: `base["dibao.` and Tab, and itself as a small table."""

from typing import TYPE_CHECKING

from simulation.parameters.lines.lines import CHANGEABLE
from simulation.rendering import scenario_to_html

if TYPE_CHECKING:
    from simulation.parameters.scenario.sources import Sources


class ByPath:
    """Values by path with completion; a scenario is one."""

    if TYPE_CHECKING:
        sources: Sources

        def value(self, path: str, month: int = 0) -> float:
            """See `InForce.value`."""
            ...

    def __getitem__(self, path: str) -> float:
        """The value of a parameter in the policy month. Raises ScenarioError for an unknown path."""
        return self.value(path)

    def paths(self) -> list[str]:
        """Every path that `change`, a reform file or a sweep may name.

        Returns:
            Parameters, then `lines.` and the name of each table of lines.
        """
        return [*self.sources.parameters, *(f"lines.{table}" for table in CHANGEABLE)]

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.sources.parameters)

    def _repr_html_(self) -> str:
        return scenario_to_html(self)
