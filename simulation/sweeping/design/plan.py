"""The plan of a sweep: an immutable list of runs, each under the digest of everything it depends on."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from simulation.compile.sources import run_version
from simulation.extensions import identity
from simulation.extensions.analyzers import Analyzer
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.scenario.points import BASELINE, Point, digest_of, early, shared_base
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate.period import Dated, Period, period_of

OUTPUTS: Final = (
    "months",
    "ledger",
)  # in addition to the indicators: series of the province by month; every array by county


@dataclass(frozen=True)
class Run:
    """One replication of one point under one parameter draw. `world` names the warm-up it branches from."""

    id: str
    draw: int
    point: int
    replication: int
    world: str

    @property
    def group(self) -> tuple[int, int]:
        """Runs of one scenario, which share its rule tables."""
        return self.draw, self.point


@dataclass(frozen=True)
class Plan:
    """All runs of a sweep: every point under every draw in every replication, with common random numbers.

    Point 0 is the baseline. A draw (of calibrated parameters) acts on baseline and points alike; without draws there
    is one, which changes nothing.
    """

    base: Scenario
    settings: Settings
    points: tuple[Point, ...]
    draws: tuple[Point, ...] = (BASELINE,)
    outputs: tuple[str, ...] = ("months",)
    given_period: Period | None = None
    analyzers: tuple[Analyzer, ...] = ()

    @cached_property
    def period(self) -> Period:
        """The months that the indicators of all points are of: as given, else by what the points change."""
        changed: list[tuple[Dated, ...]] = [(*point.changes, *point.edits) for point in self.points]
        return self.given_period or period_of(changed, self.settings.months)

    @classmethod
    def of(
        cls, base: Scenario, settings: Settings, points: tuple[Point, ...], draws: tuple[Point, ...] = (),
        outputs: tuple[str, ...] = ("months",), period: Period | None = None, analyzers: tuple[Analyzer, ...] = (),
    ) -> "Plan":  # fmt: skip
        """A plan with the baseline as its first point, which knows the programmes that other points add.

        `period`: of a search, whose points come one after the other.

        Raises ValueError for settings and ScenarioError for outputs.
        """
        settings.check()
        mistakes = Mistakes()
        for output in outputs:
            if output not in OUTPUTS:
                mistakes.unknown("sweep", "outputs", "output", output, OUTPUTS)
        mistakes.check()
        rest = tuple(point for point in points if not point.changes_nothing)
        base = shared_base(base, (*rest, *draws))
        wanted = tuple(sorted(set(outputs)))
        return cls(base, settings, (BASELINE, *rest), draws or (BASELINE,), wanted, period, analyzers)

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """What every run depends on; a store keeps it and refuses a plan in which any of it differs."""
        own = identity.identity()  # only where something is registered: ids without own code stay as they were
        watching = {each.name: identity.digest_of_analyzer(each) for each in self.analyzers}
        return {
            "base": self.base.digest, "scale": self.settings.scale, "months": self.settings.months,
            "seed": self.settings.seed, "warm_up": self.settings.warm_up, "outputs": list(self.outputs),
            "code": run_version(), "period": self.period.id,
        } | ({"own_code": own} if own else {}) | ({"analyzers": watching} if watching else {})  # fmt: skip

    @cached_property
    def design(self) -> dict[str, Any]:
        """Which runs are asked for; a store can be extended by more of them."""
        return {
            "points": [point.record() for point in self.points], "draws": [draw.record() for draw in self.draws],
            "replications": self.settings.replications,
        }  # fmt: skip

    def after(self, design: dict[str, Any]) -> "Plan":
        """This plan behind the points, draws and replications of an earlier design, which keep their numbers."""
        if not design:
            return self
        points, draws = ([Point.from_record(each) for each in design[name]] for name in ("points", "draws"))
        settings = replace(self.settings, replications=max(self.settings.replications, design["replications"]))
        return replace(
            self, base=shared_base(self.base, points), settings=settings,
            points=tuple(dict.fromkeys((*points, *self.points))),
            draws=tuple(dict.fromkeys((*draws, *(d for d in self.draws if not d.changes_nothing)))),
        )  # fmt: skip

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """All runs: worlds one after the other, so that runs that share a warm-up are together."""
        common = digest_of(self.inputs)
        changed = [point.digest for point in self.points]
        drawn = [draw.digest for draw in self.draws]
        made = []
        for d, draw in enumerate(self.draws):
            for p, point in enumerate(self.points):
                before = early(self.base, draw, point).digest
                for r in range(self.settings.replications):
                    world = digest_of([common, drawn[d], before, r])
                    made.append(Run(digest_of([common, drawn[d], changed[p], r]), d, p, r, world))
        order = {world: i for i, world in enumerate(dict.fromkeys(run.world for run in made))}
        return tuple(sorted(made, key=lambda run: (run.draw, run.replication, order[run.world], run.point)))

    def shard(self, number: int, of: int) -> tuple[Run, ...]:
        """The part `number` (1 to `of`) of the runs: stretches as equal as can be, few worlds in each."""
        size = len(self.runs)
        return self.runs[(number - 1) * size // of : number * size // of]
