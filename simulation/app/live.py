"""Provinces warmed up in memory, and runs branched from them: what a slider shows.

A run is the engine's own, from the state at the policy month, household by household; the last ones are cached.
A newer wish of the same visitor ends an older run at its next New Year.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from simulation import engine
from simulation.app.figures import Pair, figures
from simulation.app.reported import reported_by
from simulation.app.settings import LEVER, Setting, reform
from simulation.ledger import Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.reported.counterparts import Counterpart
from simulation.run_settings import Settings
from simulation.simulate import one_replication, run_cache
from simulation.simulate.period import Period, period_of
from simulation.simulate.run_record import ledger_digest
from simulation.state import State

CACHED_ANSWERS: Final = 400  # answers kept per province; some 10 kB each
WORLDS: Final = 12  # provinces kept, own and borrowed practices; some 25 MB each at the smallest scale

type Answer = dict[str, Any]
type OnAnswer = Callable[[Answer], None]
type Cancelled = Callable[[], bool]


class SupersededError(Exception):
    """A run was given up for a newer one."""


@dataclass
class World:
    """A province at the policy month, its baseline's run, and the answers already found."""

    base: Scenario
    settings: Settings
    state: State
    ledger: Ledger  # of the baseline
    end: State  # of the baseline, as the period ends
    answers: "OrderedDict[str, Answer]" = field(default_factory=OrderedDict)
    reported: list[Counterpart] | None = None  # see `Live.reported`

    @property
    def period(self) -> Period:
        """The months of the headline figures: the same for every setting, since sliders act at all times."""
        return period_of((), self.settings.months)

    @property
    def households(self) -> int:
        """Households simulated each month."""
        return int((self.state.units["position"] == 0).sum())


def smallest_scale(base: Scenario, households: int) -> float:
    """The scale at which a province has about so many households (at least one village a county is drawn)."""
    return min(1.0, households / float(base.counties["households"].sum()))


class Live:
    """The provinces of one server. Thread safe; one run at a time uses all `threads`."""

    def __init__(self, households: int = 20_000, months: int = 36, seed: int = 1, threads: int | None = None) -> None:
        self.households, self.months, self.seed, self.threads = households, months, seed, threads
        self._worlds: OrderedDict[tuple[str, str], World] = OrderedDict()
        self._building, self._running = threading.Lock(), threading.Lock()
        self.waiting = 0  # runs that a visitor waits for: prefetching gives way to them
        self._count = threading.Lock()

    def scenario(self, province: str, practice: str = "") -> Scenario:
        """The baseline of a province, under its own practice or another's."""
        return Scenario.load(province, practice=practice or None)

    def ready(self, province: str, practice: str = "") -> bool:
        """Whether the province is in memory."""
        return (province, practice) in self._worlds

    def world(self, province: str, practice: str = "") -> World:
        """The province warmed up; built when first asked for. Raises ScenarioError for an unknown name."""
        key = (province, practice)
        with self._building:
            if key not in self._worlds:
                self._worlds[key] = self._build(self.scenario(province, practice))
                while len(self._worlds) > WORLDS:
                    self._worlds.popitem(last=False)
            self._worlds.move_to_end(key)
            return self._worlds[key]

    def _build(self, base: Scenario, months: int | None = None) -> World:
        scale = smallest_scale(base, self.households)
        settings = Settings(scale, months or self.months, 1, self.seed, threads=self.threads)
        settings.check()
        with self._running:
            state = run_cache.warm_state(base, settings, 0)
            end = state.copy()
            ledger, _ = one_replication.begun(end, base, settings, period_of((), settings.months))
            rest = end.copy()
            one_replication.finished(rest, base, settings, ledger)
        return World(base, settings, state, ledger, end)

    def answer(
        self, world: World, setting: Setting, report: OnAnswer | None = None, cancelled: Cancelled = lambda: False
    ) -> Answer:
        """The figures of a setting next to the baseline's, from a run or from the cache.

        `report` is given those of the first years, of both sides alike, while the run goes on.

        Raises SupersededError when `cancelled()` turns true, ScenarioError for a value that is not allowed.
        """
        scenario = reform(world.base, setting)
        kept = world.answers.get(scenario.digest)
        if kept is not None:
            world.answers.move_to_end(scenario.digest)
            return kept | {"cached": True}
        with self._running:
            answer = self._run(world, scenario, report, cancelled)
        world.answers[scenario.digest] = answer
        while len(world.answers) > CACHED_ANSWERS:
            world.answers.popitem(last=False)
        return answer

    def _run(self, world: World, scenario: Scenario, report: OnAnswer | None, cancelled: Cancelled) -> Answer:
        """Run to the end of the period, which is always shown, then on by calendar years; a wish may end it there."""
        if cancelled():
            raise SupersededError
        state, months, period = world.state.copy(), world.settings.months, world.period
        ledger = one_replication.empty_ledger(state, scenario, months)
        pair, done = Pair(world.ledger, ledger, world.base, scenario), [0]
        one_replication.run_months(state, scenario, world.base, period.end, world.settings, ledger)
        gains = one_replication.gains_between(world.end, state, period.months).sum(axis=2)

        def tick(stretch: int) -> None:
            done[0] += stretch
            if done[0] == months:
                return
            if report is not None:  # before giving up: of a slider that is drawn on and on, this is all one sees
                report(figures(pair, done[0], period, gains))
            if cancelled():
                raise SupersededError

        tick(period.end)
        one_replication.run_months(state, scenario, world.base, months - period.end, world.settings, ledger, tick)
        return figures(pair, months, period, gains) | {"digest": ledger_digest([world.ledger, ledger])}

    def practice(self, own: World, other: World) -> Answer:
        """The baseline under another's practice against that under the province's own."""
        return figures(Pair(own.ledger, other.ledger, own.base, other.base), own.settings.months, own.period)

    def reported(self, world: World) -> list[Counterpart]:
        """What the province of a world reported, compared with one run of its sample; run when first asked for."""
        with self._running:
            if world.reported is None:
                world.reported = reported_by(world)
        return world.reported

    def urgent(self) -> "_Urgent":
        """A context in which prefetching waits."""
        return _Urgent(self)

    def prefetch(self, world: World, setting: Setting, lever_id: str) -> None:
        """Run the neighbours of the slider moved last, nearest first, while nobody waits."""
        lever = LEVER[lever_id]
        here = setting.get(lever_id)
        if here is None:
            return
        for steps in (1, -1, 2, -2, 3, -3):
            value = round(here + steps * lever.step, 6)
            if lever.least <= value <= lever.most:
                try:
                    self.answer(world, {**setting, lever_id: value}, cancelled=lambda: self.waiting > 0)
                except SupersededError:
                    return


class _Urgent:
    """Counts a visitor who waits."""

    def __init__(self, live: Live) -> None:
        self.live = live

    def __enter__(self) -> None:
        with self.live._count:
            self.live.waiting += 1

    def __exit__(self, *_: object) -> None:
        with self.live._count:
            self.live.waiting -= 1


def month_by_month(world: World, scenario: Scenario, see: Callable[[State, Ledger], None]) -> None:
    """Advance a copy of the province a month at a time and let `see` look at it after each."""
    state = world.state.copy()
    ledger = one_replication.empty_ledger(state, scenario, world.settings.months)
    threads = engine.threads_or_default(world.settings.threads)
    for _ in range(world.settings.months):
        engine.advance(state, scenario, world.base, 1, ledger, threads=threads, block=world.settings.block)
        see(state, ledger)
