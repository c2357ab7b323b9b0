"""The small worlds of the registry: a few counties of a province, warmed up once and shared by all levers."""

import threading
from collections.abc import Mapping
from dataclasses import replace

from simulation.ledger import Ledger
from simulation.mechanisms.models import ContextModel
from simulation.month_steps.initial_state.initial_register import BURN_IN
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate import one_replication
from simulation.state import State
from simulation.units import month_label

NATIONAL = "national"  # the practice that states nothing
SEED = 1
CACHED_LEDGERS = 200  # about a megabyte each


def base_of(context: ContextModel) -> Scenario:
    """Scenario of a context: every n-th county of the province under the national practice, values laid over."""
    whole = Scenario.load(context.province, practice=NATIONAL)
    return laid(with_some_counties(whole, context.every_county), context.values)


def with_some_counties(whole: Scenario, every: int) -> Scenario:
    """A province as its files state it, of every `every`-th row of counties.csv alone; changes are left out.

    Its digest is its own: what is cached by scenario, such as the lines by county, is not that of the whole province.
    """
    counties = whole.sources.counties.iloc[::every].reset_index(drop=True)
    kept = {0, *(int(code) for code in counties["adcode"])}
    lines = tuple(line for line in whole.sources.lines if line.county in kept)
    digests = (*whole.sources.data_digests, ("counties taken", f"every {every}"))
    return Scenario(whole.province, replace(whole.sources, counties=counties, lines=lines, data_digests=digests))


def laid(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """`scenario` with values from the policy month on (structural ones from the first month of the warm-up)."""
    return scenario.change(dict(values)) if values else scenario


def laid_from_the_start(scenario: Scenario, values: Mapping[str, float], context: ContextModel) -> Scenario:
    """`scenario` with values from before the burn-in on."""
    return scenario.change(dict(values), start=month_label(-context.warm_up - BURN_IN - 1))


class Worlds:
    """Warmed-up states by structural values and replication, made on first use; safe to share among threads.

    `base` replaces the context's own; of states the `kept_states` used last stay in memory, by default all.
    """

    def __init__(self, context: ContextModel, base: Scenario | None = None, kept_states: int | None = None) -> None:
        self.context, self.base, self.kept_states = context, base or base_of(context), kept_states
        self._states: dict[tuple[str, int], State] = {}
        self._ledgers: dict[tuple[str, int], Ledger] = {}
        self._locks: dict[tuple[str, int], threading.Lock] = {}
        self._guard = threading.Lock()

    def settings(self) -> Settings:
        """Settings of every run in this world."""
        c = self.context
        return Settings(c.scale, c.months, 1, SEED, c.warm_up, 1)

    def state(self, scenario: Scenario, replication: int) -> State:
        """A copy of the state at the policy month under the structural values of `scenario`."""
        key = (scenario.structural_digest, replication)
        with self._guard:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            with self._guard:
                state = self._states.pop(key, None)
            if state is None:
                state, _ = one_replication.warmed_up(scenario, self.settings(), replication, books=False)
            with self._guard:  # put back as the one used last
                self._states[key] = state
                while self.kept_states is not None and len(self._states) > self.kept_states:
                    self._states.pop(next(iter(self._states)))
            return state.copy()

    def run(self, scenario: Scenario, replication: int) -> Ledger:
        """Ledger of `scenario` from the policy month on; cached, since many levers start from the same setting."""
        key = (scenario.digest, replication)
        with self._guard:
            found = self._ledgers.get(key)
        if found is None:
            found = self.once(scenario, replication)
            with self._guard:
                self._ledgers[key] = found
                while len(self._ledgers) > CACHED_LEDGERS:
                    self._ledgers.pop(next(iter(self._ledgers)))
        return found

    def once(self, scenario: Scenario, replication: int) -> Ledger:
        """The same without keeping it, for a setting that nobody else asks for."""
        return one_replication.continued(self.state(scenario, replication), scenario, self.settings(), None, self.base)
