"""Run a province over the months that facts ask for, take the pictures, and read every fact."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from calibration.observers.holders import Holders, holders_of
from calibration.observers.homes import Homes, homes_of
from calibration.observers.reading import NOT_OBSERVED, OBSERVERS, Reading, decembers, pictured
from calibration.observers.take_up import Counts, unpaid_of
from calibration.targets import Fact
from simulation import engine
from simulation.ledger import Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate import one_replication, precompile
from simulation.simulate.health_spending import YearOfHealth, year_of_health
from simulation.state import State

type Values = Mapping[str, float]
type Floats = npt.NDArray[np.float64]
type Ticker = Callable[[int], None]
BEFORE_WARM_UP = "2015-01"  # of any length, so that values act in it as well
BUILT_FROM = ("population", "income")  # groups from which populations are built
MOVES = ("entry_share_month", "exit_share_month")
OF_HOMES = ("income_mean", "income_fifth")
OF_HEALTH = ("catastrophic_share", "impoverished_share")
OF_UNPAID = ("information_share_unpaid",)
NO_PICTURE = ("line_mean", "monitored_persons", "temporary", "non_take_up", "survey",
              "found_per_check", "assisted_per_check")  # fmt: skip


def with_values(scenario: Scenario, values: Values) -> Scenario:
    """The scenario with these values of fitted parameters in force from before the warm-up on."""
    return scenario.change(dict(values), start=BEFORE_WARM_UP) if values else scenario


@dataclasses.dataclass(frozen=True)
class Plan:
    """Which pictures the facts need, by month or period."""

    holders: frozenset[int]
    members: frozenset[int]
    homes: frozenset[tuple[int, int]]
    health: frozenset[int]
    unpaid: frozenset[int]
    last: int  # last month that is simulated

    @classmethod
    def of(cls, facts: Sequence[Fact]) -> "Plan":
        """The plan for facts; those that no baseline shows are left out."""
        holders: set[int] = set()
        members: set[int] = set()
        homes: set[tuple[int, int]] = set()
        health: set[int] = set()
        unpaid: set[int] = set()
        facts = [fact for fact in facts if fact.statistic.partition(":")[0] in OBSERVERS]
        for fact in facts:
            name, (first, last) = fact.statistic.partition(":")[0], fact.months()
            if name.startswith(OF_HOMES):
                homes.add((first, last))
            elif name in OF_HEALTH:
                health |= set(decembers(fact))
            elif name in OF_UNPAID:
                unpaid |= set(pictured(fact))
            elif name in MOVES:
                holders |= set(range(first - 1, last + 1))
            elif not name.startswith(NO_PICTURE):
                holders |= set(pictured(fact))
                members |= {last} if name.startswith("share_") else set()
        return cls(
            frozenset(holders), frozenset(members), frozenset(homes), frozenset(health),
            frozenset(unpaid), max((fact.months()[1] for fact in facts), default=-1),
        )  # fmt: skip

    def stops(self, first: int) -> list[int]:
        """Months at whose end something is looked at, from `first` on; the last one ends the run."""
        looked = {*self.holders, *(last for _, last in self.homes), *self.health, *self.unpaid, self.last}
        return sorted(month for month in looked if first <= month <= self.last)


class Province:
    """A province under the facts asked of it. Populations are built once per set of values that they are built from."""

    def __init__(self, province: str, facts: Sequence[Fact], settings: Settings, root: Path | None = None) -> None:
        """Load the province; raises ScenarioError for mistakes in its files, ValueError for settings."""
        settings.check()
        self.scenario = Scenario.load(province, root=root)
        self.facts, self.settings, self.plan = tuple(facts), settings, Plan.of(facts)
        self._worlds: dict[tuple[object, ...], State] = {}

    @property
    def months(self) -> int:
        """Months simulated for one set of values."""
        return (self.settings.warm_up + self.plan.last + 1) * self.settings.replications

    def simulate(self, values: Values, progress: Ticker | None = None) -> Floats:
        """(replications, facts) under `values` (parameter path -> value); nan where a fact is not observed."""
        readings = (self.read(values, r, progress) for r in range(self.settings.replications))
        return np.array([self.observed(reading) for reading in readings])

    def observed(self, reading: Reading) -> list[float]:
        """What one replication gives for every fact."""
        return [observe(reading, fact) for fact in self.facts]

    def read(
        self, values: Values, replication: int, progress: Ticker | None = None,
        looks: Callable[[State, Scenario, bool], None] | None = None,
    ) -> Reading:  # fmt: skip
        """Live one replication; `looks(state, scenario, members)` is called with every picture of the register."""
        scenario = with_values(self.scenario, values)
        state = self._world(scenario, values, replication)
        first, settings = -self.settings.warm_up, self.settings
        ledger = one_replication.empty_ledger(state, scenario, max(self.plan.last + 1 - first, 1))
        threads = engine.threads_or_default(settings.threads)
        precompile.finish_compiling()
        engine.burn_in(state, scenario, ledger, threads, settings.block)
        return self._live(state, scenario, ledger, progress, looks)

    def _live(
        self, state: State, scenario: Scenario, ledger: Ledger, progress: Ticker | None,
        looks: Callable[[State, Scenario, bool], None] | None,
    ) -> Reading:  # fmt: skip
        holders: dict[int, Holders] = {}
        homes: dict[tuple[int, int], Homes] = {}
        health: dict[int, YearOfHealth] = {}
        unpaid: dict[int, Counts] = {}
        for month in self.plan.stops(state.month):
            one_replication.run_months(
                state, scenario, scenario, month + 1 - state.month, self.settings, ledger, progress
            )  # fmt: skip
            homes |= {period: homes_of(state) for period in self.plan.homes if period[1] == month}
            if month in self.plan.health:
                health[month] = year_of_health(state, scenario)
            if month in self.plan.unpaid:
                unpaid[month] = unpaid_of(state, scenario)
            if month in self.plan.holders:
                holders[month] = holders_of(state, month in self.plan.members)
                if looks:
                    looks(state, scenario, month in self.plan.members)
        return Reading(scenario, ledger, holders, homes, health, unpaid)

    def _world(self, scenario: Scenario, values: Values, replication: int) -> State:
        built = tuple(sorted((path, v) for path, v in values.items() if path.partition(".")[0] in BUILT_FROM))
        key = (replication, built)
        if key not in self._worlds:
            if built or any(known[1] for known in self._worlds):
                self._worlds = {known: world for known, world in self._worlds.items() if known[1] == built}
            self._worlds[key] = one_replication.population_state(scenario, self.settings, replication)
        return dataclasses.replace(self._worlds[key].copy(), structural_digest=scenario.structural_digest)


def observe(reading: Reading, fact: Fact) -> float:
    """The value of one fact; nan where no observer exists or a month was not simulated."""
    observer = OBSERVERS.get(fact.statistic.partition(":")[0])
    first = fact.months()[0]
    if observer is None or (reading.ledger is not None and first < reading.ledger.first_month):
        return NOT_OBSERVED
    try:
        return observer(reading, fact)
    except KeyError:  # a picture that this reading does not contain
        return NOT_OBSERVED


def simulate(
    province: str, values: Values, facts: Sequence[Fact], settings: Settings, root: Path | None = None
) -> Floats:
    """(replications, facts): what a province gives for facts under `values`; nan where not observed.

    A pure function of its arguments (common random numbers). `values` may name `income.*` and `population.*`: the
    population is then built anew. For many sets of values keep a `Province`, which keeps the populations.
    """
    return Province(province, facts, settings, root).simulate(values)
