"""What `solve` gives back: every root that was found, how sure it is, and how hard was looked."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from simulation.rendering import HasPlots, to_html
from simulation.search.surface import Box
from simulation.simulate.errors import ExperimentError
from simulation.sweeping.results.sweep_results import Sweep

type Range = tuple[float, float]
NOWHERE: Final = (float("nan"), float("nan"))


@dataclass(frozen=True)
class Target:
    """One indicator at a root, all numbers in its unit.

    Attributes:
        indicator: Its name.
        goal: What is wanted.
        reached: What is reached, mean over replications.
        allowed: By how much the goal may be missed.
    """

    indicator: str
    goal: float
    reached: float
    allowed: float

    @property
    def missed_by(self) -> float:
        """Reached less wanted."""
        return self.reached - self.goal

    @property
    def met(self) -> bool:
        """Whether the goal is missed by no more than is allowed; False for NaN."""
        return abs(self.missed_by) <= self.allowed


@dataclass(frozen=True)
class Value:
    """One parameter at a root, all numbers in its unit.

    Attributes:
        value: The value.
        standard_error: Monte Carlo error; NaN where the replications do not distinguish the slope from 0.
        interval: Values at which replications do not distinguish the response from the goal (95%), which contain
            `fits`; NaN for a single replication.
        fits: The range over which the targets are missed no more than at `value`, or met as well.
        identified: Whether `fits` is narrower than the resolution of the search.
    """

    value: float
    standard_error: float = float("nan")
    interval: Range = NOWHERE
    fits: Range = NOWHERE
    identified: bool = True


@dataclass(frozen=True)
class Root:
    """Values of the parameters at which the targets are met, or stepped over.

    Attributes:
        parameters: Each parameter by path.
        targets: Each target there.
    """

    parameters: dict[str, Value]
    targets: tuple[Target, ...]

    @property
    def values(self) -> dict[str, float]:
        """Value by path; one of many where it is not identified."""
        return {path: each.value for path, each in self.parameters.items()}

    @property
    def standard_errors(self) -> dict[str, float]:
        """Monte Carlo error by path; NaN where the value is not identified."""
        return {path: each.standard_error for path, each in self.parameters.items()}

    @property
    def identified(self) -> bool:
        """Whether no other values near these fit equally well."""
        return all(each.identified for each in self.parameters.values())

    @property
    def unmet(self) -> list[str]:
        """Indicators that are missed by more than is allowed."""
        return [target.indicator for target in self.targets if not target.met]


@dataclass(frozen=True)
class Solution(HasPlots):
    """All roots found in the bounds, and what the search can and cannot show.

    One parameter: roots further apart than `resolution` of the bounds are found, unless the response touches its goal
    within one step of it. Several: those that `starts` starting points, spread over the bounds, lead to. Without a
    root `closest` is the point that comes nearest; that no value meets the targets is not shown by that.

    Attributes:
        roots: From the lowest value of the first parameter up.
        closest: The first root, else the point that comes nearest.
        bounds: (low, high) by path.
        tried: A row per evaluation in their order: value of each parameter, mean of each indicator.
        replications: Runs of each evaluation.
        evaluations: How many points were run.
        resolution: Step of the search, as a share of the bounds.
        starts: Number of starting points; 0 for one parameter and target, which need none.
        sweep: The runs.
        undefined: Where an indicator is NaN: values by path, and which indicators.
        unread: Parameters that nothing reads, and what would have to be so for them to be read.
    """

    roots: tuple[Root, ...]
    closest: Root
    bounds: Box
    tried: pd.DataFrame
    replications: int
    evaluations: int
    resolution: float
    starts: int
    sweep: Sweep
    undefined: list[tuple[dict[str, float], list[str]]] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)

    @property
    def found(self) -> bool:
        """Whether there is a root at which every target is met."""
        return any(not root.unmet for root in self.roots)

    @property
    def identified(self) -> bool:
        """Whether a root was found and each is distinguished from the values near it."""
        return self.found and all(root.identified for root in self.roots)

    @property
    def values(self) -> dict[str, float]:
        """Value by path of the first root that meets the targets.

        Raises:
            ExperimentError: Where none was found.
        """
        return self._first().values

    @property
    def standard_errors(self) -> dict[str, float]:
        """Monte Carlo error by path of the first root that meets the targets.

        Raises:
            ExperimentError: Where none was found.
        """
        return self._first().standard_errors

    @property
    def unmet(self) -> list[str]:
        """Indicators that are missed where the search came nearest; empty when all are met."""
        return [] if self.found else self.closest.unmet

    def _first(self) -> Root:
        met = next((root for root in self.roots if not root.unmet), None)
        if met is None:
            missed = ", ".join(self.unmet)
            near = ", ".join(f"{path} = {value:.6g}" for path, value in self.closest.values.items())
            raise ExperimentError(
                f"not found after {self.evaluations} evaluations: values that meet {missed}; {near} comes closest "
                "(`closest`). That none exists is not shown: widen the bounds or raise the resolution"
            )
        return met

    def table(self) -> pd.DataFrame:
        """The roots; without any, where the search came nearest (root 0).

        Returns:
            A row per `root` and `parameter`: `value`, its interval over replications `low` to `high` (95%),
            `standard_error`, the range that fits equally well `fits_low` to `fits_high`, all in the parameter's unit;
            `identified`, `met` (whether all targets are met), and how hard was looked (`evaluations`, `resolution`).
        """
        rows: list[dict[str, Any]] = []
        for number, root in self._numbered():
            for path, each in root.parameters.items():
                rows.append({
                    "root": number, "parameter": path, "value": each.value, "low": each.interval[0],
                    "high": each.interval[1], "standard_error": each.standard_error, "identified": each.identified,
                    "fits_low": each.fits[0], "fits_high": each.fits[1], "met": not root.unmet,
                    "replications": self.replications, "evaluations": self.evaluations,
                    "resolution": self.resolution * (self.bounds[path][1] - self.bounds[path][0]),
                })  # fmt: skip
        return pd.DataFrame(rows)

    @property
    def targets(self) -> pd.DataFrame:
        """A row per root and target: goal, reached, missed by how much, how much is allowed, whether it is met."""
        return pd.DataFrame([
            {"root": number, "indicator": each.indicator, "goal": each.goal, "reached": each.reached,
             "missed_by": each.missed_by, "allowed": each.allowed, "met": each.met}
            for number, root in self._numbered() for each in root.targets
        ])  # fmt: skip

    def record(self) -> dict[str, Any]:
        """All but the evaluations, for a file.

        Returns:
            JSON values; None in place of NaN.
        """
        rows, targets = (
            json.loads(frame.to_json(orient="records", double_precision=15)) for frame in (self.table(), self.targets)
        )
        return {
            "found": self.found, "identified": self.identified, "evaluations": self.evaluations,
            "replications": self.replications, "resolution": self.resolution, "starting_points": self.starts,
            "bounds": {path: list(ends) for path, ends in self.bounds.items()},
            "solutions" if self.roots else "closest": rows,
            "targets": targets,
            "undefined_at": [{"values": values, "indicators": names} for values, names in self.undefined],
            "unread": self.unread,
        }  # fmt: skip

    def _numbered(self) -> list[tuple[int, Root]]:
        return list(enumerate(self.roots, 1)) or [(0, self.closest)]

    def _repr_html_(self) -> str:
        return to_html(self)
