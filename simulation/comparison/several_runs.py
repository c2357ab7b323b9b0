"""The runs of several reforms and one baseline: batches of replications, joined into a comparison per reform."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.comparison.comparison_result import Comparison
from simulation.comparison.paired import branch_of, own_warm_up, pair_of
from simulation.extensions import analyzers as own
from simulation.ledger import Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.progress import OnProgress
from simulation.run_settings import Settings
from simulation.simulate import one_replication, run_cache
from simulation.simulate.distributions import Counts, paid_by_decile
from simulation.simulate.parameter_draws import AssignedDraws, Cell, Under, cells_of, drawn_of, recorded
from simulation.simulate.period import headline_period
from simulation.simulate.replications import Ticker, replicate
from simulation.simulate.run_record import ledger_digest, run_record, sampled_household_months, sampled_households

BATCH: Final = 10
MOST: Final = 200


class _Side(NamedTuple):
    """What one replication leaves behind, of the baseline and of each reform."""

    base: Ledger
    reforms: tuple[Ledger, ...]
    in_period: tuple[Ledger, ...]  # of the baseline, then of each reform
    gains: tuple[npt.NDArray[np.int64], ...]
    paid: tuple[Counts, ...]  # of the baseline, then of each reform
    population_digest: str
    analysed: tuple[tuple[own.Analysed, ...], ...]  # what analyzers recorded: of the baseline, then of each reform


class SideRuns:
    """A baseline and its reforms under one parameter set, run in batches; under posterior draws with further cells.

    `rows`: programmes that have rows in all tables.
    """

    def __init__(
        self,
        base: Scenario,
        reforms: list[Scenario],
        settings: Settings,
        assigned: AssignedDraws | None,
        rows: frozenset[str],
        watching: tuple[own.Analyzer, ...] = (),
    ) -> None:
        """Raises ScenarioError where a draw and a scenario's own changes do not go together."""
        self.base, self.reforms, self.settings, self.assigned, self.rows = base, reforms, settings, assigned, rows
        self.watching = watching
        self.under = Under((base, *reforms), assigned, settings.replications)
        self.done, self.further, self.seconds = list[_Side](), list[tuple[Cell, _Side]](), 0.0
        self.months, self.skipped = 0, 0  # of all runs so far; from the cache

    def run(self, progress: OnProgress | None, enough: Callable[[tuple[Comparison, ...]], bool] | None = None) -> None:
        """Run the replications of the settings; with `enough` further batches until it says so, or `MOST` are done."""
        begun = time.perf_counter()
        while True:
            first = len(self.done)
            self._batch(first, min(first + BATCH, MOST) if first else self.settings.replications, progress)
            self.seconds = time.perf_counter() - begun
            if enough is None or len(self.done) >= MOST or enough(self.joined()):
                return

    def _batch(self, first: int, end: int, progress: OnProgress | None) -> None:
        settings, cells = self.settings, cells_of(self.assigned, first, end)
        self.under.extend(end)
        months = settings.warm_up + (1 + len(self.reforms)) * settings.months
        extra = sum(own_warm_up(self.base, each, settings) for each in self.reforms)
        tick = Ticker(progress, len(cells) * (months + extra), f"{first + 1}-{end}")

        def one(number: int, settings: Settings) -> _Side:
            return self._simulated(cells[number], settings, tick, self.watching * (number < end - first))

        done = replicate(self.base, replace(settings, replications=len(cells)), tick, one)
        self.months, self.skipped = self.months + tick.done, self.skipped + tick.skipped
        self.done += done[: end - first]
        self.further += list(zip(cells, done, strict=True))[end - first :]

    def _simulated(self, cell: Cell, settings: Settings, tick: Ticker, watching: tuple[own.Analyzer, ...]) -> _Side:
        base, *reforms = self.under.of(cell.draw_of)
        period = headline_period(self.base, self.reforms, settings.months)
        state = run_cache.warm_state(base, settings, cell.sample, tick)
        sides = [(branch_of(state, base, reform, settings, cell.sample, tick), reform) for reform in reforms]
        watches = [own.watch_over(watching, side, cell.sample) for side in ("baseline", *["reform"] * len(sides))]
        before = run_cache.baseline_run(state, base, settings, period, tick, watches[0])
        begun = [
            one_replication.begun(each, reform, settings, period, tick, base, watch)
            for (each, reform), watch in zip(sides, watches[1:], strict=True)
        ]
        gains = tuple(one_replication.gains_between(before.state, changed, period.months) for changed, _ in sides)
        paid = tuple(paid_by_decile(each) for each in (before.state, *(changed for changed, _ in sides)))
        before.finish()
        for (each, reform), (ledger, _), watch in zip(sides, begun, watches[1:], strict=True):
            one_replication.finished(each, reform, settings, ledger, tick, base, watch)
        in_period = (before.in_period, *(cut for _, cut in begun))
        after = tuple(ledger for ledger, _ in begun)
        analysed = tuple(own.all_found(watch) for watch in watches)
        return _Side(before.ledger, after, in_period, gains, paid, state.population_digest, analysed)

    def joined(self) -> tuple[Comparison, ...]:
        """A comparison per reform of all replications so far."""
        return tuple(self._comparison(i, reform) for i, reform in enumerate(self.reforms))

    def _comparison(self, i: int, reform: Scenario) -> Comparison:
        done, settings = self.done, replace(self.settings, replications=len(self.done))
        before, after = [side.base for side in done], [side.reforms[i] for side in done]
        drawn = drawn_of(
            self.assigned, len(done), self.further,
            lambda side: (side.base, side.reforms[i]), lambda side: (side.in_period[0], side.in_period[1 + i]),
        )  # fmt: skip
        more = [ledger for _, side in self.further for ledger in (side.base, side.reforms[i])]
        household_months = sampled_household_months([*before, *more[::2]], settings.warm_up) + sampled_household_months(
            [*after, *more[1::2]], own_warm_up(self.base, reform, settings)
        )
        record = run_record(
            reform, settings, [side.population_digest for side in done], self.seconds, sampled_households(before[0]),
            household_months, ledger_digest([*before, *more[::2], *after, *more[1::2]]),
            1.0 - self.skipped / self.months,
        )  # fmt: skip
        gains = np.sum([side.gains[i] for side in done], axis=0)
        paid = ([side.paid[0] for side in done], [side.paid[1 + i] for side in done])
        cut = ([side.in_period[0] for side in done], [side.in_period[1 + i] for side in done])
        period = headline_period(self.base, self.reforms, settings.months)
        record |= pair_of(self.base, reform, period, settings.months)
        record |= recorded(self.assigned, len(done), len(self.further))
        analysed = tuple(found for side in done for which in (0, 1 + i) for found in side.analysed[which])
        return Comparison(
            settings, record, period, self.base, reform, before, after, cut, gains, paid, self.rows, drawn, analysed
        )  # fmt: skip
