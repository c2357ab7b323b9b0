"""Several reforms beside one baseline, in batches of replications until an interval is narrow enough."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation import shown
from simulation.engine import BLOCK, WARM_UP
from simulation.experiments import history
from simulation.experiments.compare import Comparison, branch_of, own_warm_up, pair_of, same_people
from simulation.experiments.distributions import Counts, paid_by_decile
from simulation.experiments.errors import ExperimentError
from simulation.experiments.history import Settings
from simulation.experiments.period import Period, headline_period
from simulation.experiments.plotting import Plotted
from simulation.experiments.points import Point, added, points_of
from simulation.experiments.record import ledger_digest, run_record, sampled_household_months, sampled_households
from simulation.experiments.replications import Report, Ticker, replicate
from simulation.experiments.results import head_of, interval_of
from simulation.experiments.scenario_files import load_scenario
from simulation.experiments.sweep_results import position_of
from simulation.ledger import Ledger
from simulation.parameters.scenario import Scenario

FIRST_BATCH: Final = 20  # fewer, and an interval that stops at its own width covers too rarely
BATCH: Final = 10
MOST: Final = 200


class Until(NamedTuple):
    """Stop when the 95% half-width of the difference in `indicator` is at most `half_width` (of the baseline)."""

    indicator: str
    half_width: float
    relative: bool

    @classmethod
    def read(cls, written: str) -> "Until":
        """From words such as "budget ±0.5%" or "exclusion_error ±0.002". Raises ExperimentError for others."""
        match = re.fullmatch(r"\s*(\S+)\s*(?:±|\+-|\+/-)\s*([0-9.]+)\s*(%?)\s*", written)
        if match is None or float(match[2]) <= 0:
            raise ExperimentError(f'{written!r}: expected an indicator and a half-width, such as "budget ±0.5%"')
        return cls(match[1], float(match[2]) / (100.0 if match[3] else 1.0), bool(match[3]))


class Reached(NamedTuple):
    """How wide the widest interval is after so many replications, and whether that is as narrow as asked."""

    rule: Until
    half_width: float
    replications: int
    narrow: bool


@dataclass(frozen=True)
class SideBySide(Plotted):
    """A comparison per reform, all with the same baseline, sample and luck; `reached` tells about `until`."""

    comparisons: tuple[Comparison, ...]
    reached: Reached | None = None
    draws: tuple["SideBySide", ...] = field(default=(), repr=False)

    def _repr_html_(self) -> str:
        return shown(self)

    @property
    def replications(self) -> int:
        """Number of replications that were run."""
        return self.comparisons[0].replications

    def table(self) -> pd.DataFrame:
        """The tables of all reforms, `scenario` naming the reform.

        With parameter draws `draw_low` and `draw_high` are the 5th and 95th percentile over draws of the mean
        difference (parameter doubt); `low` and `high` stay the Monte Carlo interval at the parameters as stated.
        """
        frame = pd.concat([each.table() for each in self.comparisons], ignore_index=True)
        if self.draws:
            changes = np.array([draw.table()["difference"].to_numpy(float) for draw in self.draws])
            frame["draw_low"], frame["draw_high"] = np.percentile(changes, [5, 95], axis=0)
            frame["draws"] = len(self.draws)
        return frame

    def pairwise(self) -> pd.DataFrame:
        """A row per pair of reforms and indicator: the paired difference, second less first, with its interval.

        With parameter draws also `draw_low` and `draw_high`, as in `table`.
        """
        frame = self._pairs()
        if self.draws and len(frame):
            changes = np.array([draw.pairwise()["difference"].to_numpy(float) for draw in self.draws])
            frame["draw_low"], frame["draw_high"] = np.percentile(changes, [5, 95], axis=0)
            frame["draws"] = len(self.draws)
        return frame

    def _pairs(self) -> pd.DataFrame:
        sides = [(each.reform_name, *self._values(each)) for each in self.comparisons]
        frames = []
        for i, (one, heads, first) in enumerate(sides):
            for other, _, second in sides[i + 1 :]:
                frame = head_of(heads, other)
                frame.insert(1, "against", one)
                frame["difference"] = (second - first).mean(axis=0)
                frame["low"], frame["high"] = interval_of(second - first)
                frame["period"] = self.period.id
                frames.append(frame)
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    def _values(self, change: Comparison) -> tuple[Any, npt.NDArray[np.float64]]:
        _, reform = change.rows()
        return reform[0], np.array([[row.value for row in run] for run in reform])

    def budget_by_month(self) -> pd.DataFrame:
        """Spending by month of the baseline, once, and of each reform under its id, with bands over replications.

        With parameter draws `draw_low_yuan` and `draw_high_yuan` are the 5th and 95th percentile over draws of the
        mean: parameter doubt alone.
        """
        frames = []
        for i, each in enumerate(self.comparisons):
            frame = each.budget_by_month()
            frame = frame if i == 0 else frame[frame["scenario"] != "baseline"]
            frames.append(frame.assign(scenario=frame["scenario"].replace("reform", each.reform_name)))
        joined = pd.concat(frames, ignore_index=True)
        if self.draws:
            means = np.array([draw.budget_by_month()["mean_yuan"].to_numpy(float) for draw in self.draws])
            joined["draw_low_yuan"], joined["draw_high_yuan"] = np.percentile(means, [5, 95], axis=0).round(2)
        return joined

    @property
    def period(self) -> Period:
        """The months that every figure is of which is not by month or by year: the same for all reforms."""
        return self.comparisons[0].period

    def by_year(self, *, total: bool = False) -> pd.DataFrame:
        """The tables by calendar year of all reforms, `scenario` naming the reform (see `Comparison.by_year`)."""
        frames = [each.by_year(total=total) for each in self.comparisons]
        for each, frame in zip(self.comparisons, frames, strict=True):
            frame.insert(0, "scenario", each.reform_name)
        return pd.concat(frames, ignore_index=True)

    def flips(self) -> pd.DataFrame:
        """Gainers and losers of every reform by decile, type and county."""
        return pd.concat([each.flips().assign(scenario=each.reform_name) for each in self.comparisons])


class _Side(NamedTuple):
    """What one replication leaves behind: ledgers of the baseline and of each reform, gains, payments by decile."""

    base: Ledger
    reforms: tuple[Ledger, ...]
    in_period: tuple[Ledger, ...]  # of the baseline, then of each reform
    gains: tuple[npt.NDArray[np.int64], ...]
    paid: tuple[Counts, ...]  # of the baseline, then of each reform
    population_digest: str


def compare_all(
    base: Scenario | str, reforms: Sequence[Scenario | str], *, scale: float = 0.01, months: int = 36,
    replications: int | None = None, seed: int = 1, warm_up: int = WARM_UP, threads: int | None = None,
    until: str | None = None, draws: Sequence[dict[str, float]] = (), progress: Report | None = None,
) -> SideBySide:  # fmt: skip
    """Compare several reforms with one baseline, and with each other, under the same luck.

    `until`, such as "budget ±0.5%": replications are added in batches (20, then 10 at a time, 200 at most) until
    the half-width of every reform's difference is as asked; a stopped count is sequential, its level nominal.
    `draws`: parameter sets, each laid under baseline and reforms alike, with the same replications. Raises
    ValueError for settings, ScenarioError for unknown names, ExperimentError for an unreadable `until`.
    """
    base = load_scenario(base) if isinstance(base, str) else base
    laid = [base.with_reform(each) if isinstance(each, str) else each for each in reforms]
    base, laid = base.beside(*laid), [each.beside(base, *laid) for each in laid]
    rule = Until.read(until) if until else None
    first = FIRST_BATCH if rule and replications is None else (replications or 10)
    settings = Settings(scale, months, first, seed, warm_up, threads, BLOCK)
    settings.check()
    for reform in laid:
        same_people(base, reform)
    done, seconds = _batches(base, laid, settings, rule, progress)
    result = _joined(base, laid, replace(settings, replications=len(done)), done, seconds)
    reached = None if rule is None else _reached(rule, result)
    drawn = tuple(
        compare_all(
            draw.onto(base), [_under(draw, base, one) for one in laid],
            scale=scale, months=months, replications=len(done), seed=seed, warm_up=warm_up, threads=threads,
            progress=progress,
        )
        for draw in points_of(base, draws)
    )  # fmt: skip
    return SideBySide(result, reached, drawn)


def _under(draw: Point, base: Scenario, reform: Scenario) -> Scenario:
    """The reform with a draw beneath it."""
    moved = added(base, reform).onto(draw.onto(base))
    return replace(reform, changes=moved.changes, edits=moved.edits, _kept={})


def _batches(
    base: Scenario, reforms: list[Scenario], settings: Settings, rule: Until | None, progress: Report | None
) -> tuple[list[_Side], float]:
    begun, done = time.perf_counter(), list[_Side]()
    while True:
        wanted = settings.replications if not done else min(len(done) + BATCH, MOST)
        done += _replicated(base, reforms, settings, len(done), wanted, progress)
        seconds = time.perf_counter() - begun
        if rule is None or len(done) >= MOST:
            return done, seconds
        so_far = _joined(base, reforms, replace(settings, replications=len(done)), done, seconds)
        if all(narrow for _, narrow in _widths(rule, so_far)):
            return done, seconds


def _replicated(
    base: Scenario, reforms: list[Scenario], settings: Settings, first: int, end: int, progress: Report | None
) -> list[_Side]:
    months = settings.warm_up + (1 + len(reforms)) * settings.months
    extra = sum(own_warm_up(base, each, settings) for each in reforms)
    tick = Ticker(progress, (end - first) * (months + extra), f"{first + 1}-{end}")
    period = headline_period(base, reforms, settings.months)

    def one(replication: int, settings: Settings) -> _Side:
        state, _ = history.warmed_up(base, settings, first + replication, tick, books=False)
        sides = [(state, base), *((branch_of(state, base, reform, settings, first + replication, tick), reform)
                                  for reform in reforms)]  # fmt: skip
        ledgers, cut = zip(
            *(history.begun(each, scenario, settings, period, tick, base) for each, scenario in sides), strict=True
        )
        gains = tuple(history.gains_between(state, changed, period.months) for changed, _ in sides[1:])
        paid = tuple(paid_by_decile(each) for each, _ in sides)
        for (each, scenario), ledger in zip(sides, ledgers, strict=True):
            history.finished(each, scenario, settings, ledger, tick, base)
        return _Side(ledgers[0], ledgers[1:], cut, gains, paid, state.population_digest)

    return replicate(base, replace(settings, replications=end - first), tick, one)


def _joined(
    base: Scenario, reforms: list[Scenario], settings: Settings, done: list[_Side], seconds: float
) -> tuple[Comparison, ...]:
    before = [side.base for side in done]
    period = headline_period(base, reforms, settings.months)
    made = []
    for i, reform in enumerate(reforms):
        after = [side.reforms[i] for side in done]
        lived = sampled_household_months(before, settings.warm_up) + sampled_household_months(
            after, own_warm_up(base, reform, settings)
        )
        populations = [side.population_digest for side in done]
        record = run_record(
            reform, settings, populations, seconds, sampled_households(before[0]), lived,
            ledger_digest([*before, *after]),
        )  # fmt: skip
        gains = np.sum([side.gains[i] for side in done], axis=0)
        paid = ([side.paid[0] for side in done], [side.paid[1 + i] for side in done])
        cut = ([side.in_period[0] for side in done], [side.in_period[1 + i] for side in done])
        record |= pair_of(base, reform, period)
        made.append(Comparison(settings, record, period, base, reform, before, after, cut, gains, paid))
    return tuple(made)


def _widths(rule: Until, comparisons: Sequence[Comparison]) -> list[tuple[float, bool]]:
    """(half-width, whether it is as asked) of each reform, relative to the baseline where the rule is."""
    found = []
    for change in comparisons:
        heads = [(row.observer, row.group, row.indicator, row.unit, row.status) for row in change.rows()[0][0]]
        place = position_of(rule.indicator, heads)
        base, reform = (np.array([[row.value for row in run] for run in side])[:, place] for side in change.rows())
        low, high = interval_of((reform - base)[:, None])
        half = float(high[0] - low[0]) / 2 / (abs(float(base.mean())) if rule.relative else 1.0)
        found.append((half, half <= rule.half_width))
    return found


def _reached(rule: Until, comparisons: Sequence[Comparison]) -> Reached:
    widths = _widths(rule, comparisons)
    widest = max(width for width, _ in widths)
    return Reached(rule, widest, comparisons[0].replications, all(narrow for _, narrow in widths))
