"""From parameter values to simulated stocks: the warm-up of every province, always with the same luck."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from calibration.targets import Fact
from simulation import engine
from simulation.experiments import history
from simulation.experiments.history import Settings
from simulation.ledger import Flow, Ledger
from simulation.parameters.scenario import Scenario
from simulation.state import State

type Values = Mapping[str, float]
ALWAYS = "2015-01"  # before the first month of any warm-up, so that policy values act in it as well
# groups from which populations are built: these are built once, hence cannot be searched over
_BUILT_FROM = ("population", "income")


class Stocks:
    """Persons on programmes in the last month of the warm-up (December 2022), by target and replication.

    Populations are built once and kept; an evaluation copies them, opens the register and lives the warm-up.
    All draws are keyed, so the same values always give the same stocks, and other values meet the same luck.
    """

    def __init__(self, targets: Sequence[Fact], settings: Settings, root: Path | None = None) -> None:
        """Load the provinces of the targets; raises ScenarioError for mistakes in their files."""
        self.targets, self.settings = tuple(targets), settings
        provinces = dict.fromkeys(target.province for target in targets)
        self.scenarios = {name: Scenario.load(name, root=root) for name in provinces}
        self._worlds: dict[tuple[str, int], State] = {}

    @property
    def months(self) -> int:
        """Months of warm-up lived in one evaluation."""
        return self.settings.warm_up * self.settings.replications * len(self.scenarios)

    def published(self) -> npt.NDArray[np.float64]:
        """(targets,) persons."""
        return np.array([target.value for target in self.targets])

    def simulated(self, values: Values, progress: Callable[[int], None] | None = None) -> npt.NDArray[np.float64]:
        """(replications, targets) persons under `values` (parameter path -> value)."""
        ledgers = {
            name: [self.warm_up(name, values, r, progress) for r in range(self.settings.replications)]
            for name in self.scenarios
        }
        return np.array([
            [stock(ledgers[target.province][r], target) for target in self.targets]
            for r in range(self.settings.replications)
        ])  # fmt: skip

    def warm_up(
        self, province: str, values: Values, replication: int, progress: Callable[[int], None] | None = None
    ) -> Ledger:
        """The ledger of one warm-up, as `history.warmed_up` would give it."""
        scenario = self.scenarios[province].change(values, start=ALWAYS) if values else self.scenarios[province]
        state = self._world(province, replication, scenario, values)
        ledger = history.empty_ledger(state, scenario, self.settings.warm_up)
        threads = engine.threads_or_default(self.settings.threads)
        engine.open_register(state, scenario, ledger, threads, self.settings.block)
        history.run_months(state, scenario, scenario, self.settings.warm_up, self.settings, ledger, progress)
        return ledger

    def _world(self, province: str, replication: int, scenario: Scenario, values: Values) -> State:
        bad = [path for path in values if path.partition(".")[0] in _BUILT_FROM]
        if bad:
            raise ValueError(f"{', '.join(bad)}: populations are built from these, they cannot be fitted here")
        key = (province, replication)
        if key not in self._worlds:
            self._worlds[key] = history.population_state(scenario, self.settings, replication)
        fresh = self._worlds[key].copy()
        return dataclasses.replace(fresh, structural_digest=scenario.structural_digest)


def stock(ledger: Ledger, target: Fact) -> int:
    """Persons of a target in the last month of a ledger."""
    return sum(int(ledger.flow(programme, Flow.STOCK_PERSONS)[-1]) for programme in target.programmes)
