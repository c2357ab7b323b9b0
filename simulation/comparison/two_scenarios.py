"""`compare`: a reform against the baseline, household by household under the same random draws."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.comparison.budget_decomposition import steps_table
from simulation.comparison.paired import acts_in_time, branch_of, own_warm_up, pair_of, passes, same_people
from simulation.extensions import analyzers as own
from simulation.indicators import Row
from simulation.ledger import Ledger
from simulation.moved import renamed
from simulation.parameters.scenario.scenario import Scenario
from simulation.progress import Report
from simulation.run_settings import BLOCK, WARM_UP, Settings
from simulation.simulate import one_replication
from simulation.simulate.calendar_years import yearly
from simulation.simulate.county_indicators import county_rows
from simulation.simulate.distributions import Counts, fan_table, incidence_table, paid_by_decile, waits_table
from simulation.simulate.group_tables import flips_table, funnel_rows, mean_cascade
from simulation.simulate.indicator_names import heads_of
from simulation.simulate.intervals import difference_intervals, values_of
from simulation.simulate.parameter_draws import AssignedDraws, Drawn, Under, assign_draws, cells_of, drawn_of, recorded
from simulation.simulate.period import Period, headline_period
from simulation.simulate.replications import Ticker, replicate
from simulation.simulate.results import (
    BUDGET_PARTS,
    Outcome,
    budget_rows,
    head_of,
    interval_of,
    rows_of,
    shown_programmes,
)
from simulation.simulate.run_record import ledger_digest, run_record, sampled_household_months, sampled_households
from simulation.simulate.terms import one_off_of

LEAST_FOR_RATIO: Final = 10  # of two sample variances: with 4 replications it spreads from 42 to 385 for a true 130


@dataclass(frozen=True)
class Comparison(Outcome):
    """Baseline and reform under the same random draws, over replications."""

    base: Scenario
    reform: Scenario
    base_ledgers: list[Ledger] = field(repr=False)
    reform_ledgers: list[Ledger] = field(repr=False)
    in_period: tuple[list[Ledger], list[Ledger]] = field(repr=False)  # baseline, reform: ledgers cut to the period
    gains: npt.NDArray[np.int64] = field(repr=False)  # of the period
    paid: tuple[list[Counts], list[Counts]] = field(repr=False)  # of the period; see `distributions.paid_by_decile`
    also_compared: frozenset[str] = frozenset()  # programmes of reforms compared with this one: they have rows too
    drawn: Drawn | None = field(default=None, repr=False)  # under posterior draws: the draws and the further cells
    analysed: tuple[own.Analysed, ...] = field(default=(), repr=False)  # what analyzers recorded, of both sides

    def analysis(self) -> pd.DataFrame:
        """What analyzers recorded: a row per analyzer, name, replication and month: both sides, their difference."""
        return own.analysis_table(self.analysed)

    beside = property(renamed(attrgetter("also_compared"), "Comparison.beside", "Comparison.also_compared"))

    @property
    def baseline_name(self) -> str:
        """Name of the baseline."""
        return self.base.name

    @property
    def reform_name(self) -> str:
        """Name of the reform."""
        return self.reform.name

    def rows(self) -> tuple[list[list[Row]], list[list[Row]]]:
        """Indicator rows by replication of baseline and reform over the period."""
        before, after = self.in_period
        return rows_of(before, self.base, self.shown), rows_of(after, self.reform, self.shown)

    def further_rows(self) -> tuple[list[list[Row]], list[list[Row]]]:
        """Rows by further cell of baseline and reform over the period (see `drawn`); none without posterior draws."""
        if self.drawn is None or not self.drawn.sample_of:
            return [], []
        before, after = self.drawn.in_period
        return rows_of(before, self.base, self.shown), rows_of(after, self.reform, self.shown)

    @property
    def shown(self) -> frozenset[str]:
        """Programmes that have rows: those in force in either scenario, or in a reform that is compared with it."""
        return shown_programmes([self.base, self.reform], self.months) | self.also_compared

    def table(self) -> pd.DataFrame:
        """A row per indicator and group: baseline, reform, paired difference with its 95% interval.

        `variance_ratio`: variance of the difference of unpaired runs over that of the paired one, from
        `LEAST_FOR_RATIO` replications on. `note` says why a row has no interval. Under posterior draws `low` and `high`
        contain both kinds of uncertainty, `monte_carlo` and `parameters` are the half-widths of the two parts in the
        unit of the row (their squares add up; see docs/intervals.md), `draws` how many draws there were.
        """
        base, reform = self.rows()
        a, b = values_of(base), values_of(reform)
        parts = None if self.drawn is None else self.drawn.halves_of_rows(b - a, *self.further_rows())
        found = difference_intervals(base, reform, *self.in_period, parts)
        frame = head_of(base[0], self.reform.name)
        frame["baseline"], frame["reform"] = a.mean(axis=0), b.mean(axis=0)
        frame["difference"] = (b - a).mean(axis=0)
        frame["low"], frame["high"] = found.low, found.high
        if self.drawn is not None:
            frame["monte_carlo"], frame["parameters"] = found.monte_carlo, found.parameters
            frame["draws"] = len(set(self.drawn.numbers))
        frame["variance_ratio"] = variance_ratio(a, b) if len(a) >= LEAST_FOR_RATIO else np.nan
        frame["value_status"] = [row.status for row in base[0]]
        frame["replications"] = len(base)
        frame["period"] = self.period.id
        frame["note"] = found.notes
        return frame

    def by_year(self, *, total: bool = False) -> pd.DataFrame:
        """Spending and persons assisted by calendar year and programme; or spending in all (see `by_year.yearly`).

        Both sides and their paired difference; `low` and `high` are its 95% interval.
        """
        one_off = tuple(dict.fromkeys((*one_off_of(self.base), *one_off_of(self.reform))))
        frame, a = yearly(self.base_ledgers, self.shown, one_off, total)
        _, b = yearly(self.reform_ledgers, self.shown, one_off, total)
        frame["baseline"], frame["reform"], frame["difference"] = a.mean(axis=0), b.mean(axis=0), (b - a).mean(axis=0)
        further = None
        if self.drawn is not None and self.drawn.sample_of:
            c, d = (yearly(ledgers, self.shown, one_off, total)[1] for ledgers in self.drawn.ledgers)
            further = d - c
        frame["low"], frame["high"] = interval_of(b - a, drawn=self.drawn, further=further)
        frame["replications"] = len(a)
        return frame

    def budget_by_month(self, by: Sequence[str] = BUDGET_PARTS) -> pd.DataFrame:
        """Budget by month of both scenarios, by programme and payer or by those named in `by` (`()`: totals).

        With 5-95% bands over replications, each of the sum that its row holds.
        """
        return pd.concat(
            [
                budget_rows(ledgers, name, self.shown, by)
                for ledgers, name in ((self.base_ledgers, "baseline"), (self.reform_ledgers, "reform"))
            ],
            ignore_index=True,
        )

    def fan(self) -> pd.DataFrame:
        """Spending by month of both scenarios and their paired difference, with percentiles over replications."""
        return fan_table({"baseline": self.base_ledgers, "reform": self.reform_ledgers})

    def budget_steps(self) -> pd.DataFrame:
        """Why the yearly cost changes: entitlement, reach, amounts and what comes with them; the steps sum to it."""
        return steps_table(self.base, self.reform, *self.in_period, self.drawn)

    def incidence(self) -> pd.DataFrame:
        """Who gets the monthly cash in both scenarios, by baseline income decile."""
        return incidence_table(dict(zip(("baseline", "reform"), self.paid, strict=True)), self.period.months)

    def waits(self) -> pd.DataFrame:
        """Share of those entitled to cash not yet paid after m months, in both scenarios."""
        return waits_table(dict(zip(("baseline", "reform"), self.in_period, strict=True)))

    def flips(self) -> pd.DataFrame:
        """Households that gain or lose a yuan a month or more, by decile, type and county (mean of replications)."""
        return flips_table(self.gains, list(self.base.counties["county"]), self.period, self.replications)

    def by_county(self) -> pd.DataFrame:
        """Benefits and persons on the main programme by county in the period: both sides, difference (means)."""
        book = self.base.rule_book()
        sides = dict(zip(("baseline", "reform"), self.in_period, strict=True))
        return county_rows(self.base.counties, book.names[book.main], sides, self.period.id)

    def cascade(self) -> pd.DataFrame:
        """The baseline's cascade from a low income to enrolment."""
        return mean_cascade(self.base_ledgers, self.period)

    def funnel(self) -> pd.DataFrame:
        """From entitled to paid in both scenarios, by channel, type of household and county."""
        before, after = self.in_period
        pairs = ((before, self.base, "baseline"), (after, self.reform, "reform"))
        return pd.concat([funnel_rows(*each) for each in pairs], ignore_index=True)

    def assumptions(self) -> pd.DataFrame:
        """Every value the comparison rests on; changed ones are marked."""
        return self.reform.assumptions()


def variance_ratio(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(var a + var b) / var(b - a) over replications; NaN where the paired difference does not vary."""
    if len(a) < 2:
        return np.full(a.shape[1], np.nan)
    paired = (b - a).var(axis=0, ddof=1)
    unpaired = a.var(axis=0, ddof=1) + b.var(axis=0, ddof=1)
    return np.divide(unpaired, paired, out=np.full(paired.shape, np.nan), where=paired > 0)  # type: ignore[no-any-return]


class Replication(NamedTuple):
    """What one replication leaves behind."""

    base: Ledger
    reform: Ledger
    in_period: tuple[Ledger, Ledger]
    gains: npt.NDArray[np.int64]
    paid: tuple[Counts, Counts]
    population_digest: str
    analysed: tuple[own.Analysed, ...] = ()


def replication_of(
    base: Scenario, reform: Scenario, settings: Settings, period: Period, number: int, tick: Ticker,
    watching: tuple[own.Analyzer, ...] = (),
) -> Replication:  # fmt: skip
    """Both scenarios on one sample on the same draws; who gains and who is paid is looked up as the period ends."""
    state, _ = one_replication.warmed_up(base, settings, number, tick, books=False)
    changed = branch_of(state, base, reform, settings, number, tick)
    watches = [own.watch_over(watching, side, number) for side in ("baseline", "reform")]
    before, then = one_replication.begun(state, base, settings, period, tick, watch=watches[0])
    after, now = one_replication.begun(changed, reform, settings, period, tick, base, watch=watches[1])
    gains = one_replication.gains_between(state, changed, period.months)
    paid = (paid_by_decile(state), paid_by_decile(changed))
    one_replication.finished(state, base, settings, before, tick, watch=watches[0])
    one_replication.finished(changed, reform, settings, after, tick, base, watch=watches[1])
    return Replication(before, after, (then, now), gains, paid, state.population_digest, own.all_found(*watches))


def compare(
    base: Scenario | str, reform: Scenario | str, *, scale: float = 0.01, months: int = 36, replications: int = 10,
    seed: int = 1, warm_up: int = WARM_UP, threads: int | None = None, block: int = BLOCK,
    draws: int | None = None, progress: Report | None = None, analyzers: Sequence[own.Given] = (),
) -> Comparison:  # fmt: skip
    """Compare a reform (a scenario, or the name of one to lay over the baseline) with the baseline.

    Each replication has its own sample and random draws; both scenarios share them. A reform of policy values branches
    from the baseline's state at the policy month; one of structural values runs its own warm-up on the same
    sample. `draws`: None = a posterior draw of the fitted parameters for each replication, where the data package has
    any and there are two replications or more; 0 = none; N = the first N draws, in turn. `analyzers`: see `Analyzer`;
    what they record of both sides is in `Comparison.analysis`. Raises ValueError for settings out of range,
    ScenarioError for unknown names and for draws that are not there.
    """
    base = Scenario.load(base) if isinstance(base, str) else base
    reform = base.with_reform(reform) if isinstance(reform, str) else reform
    base, reform = base.with_programmes_of(reform), reform.with_programmes_of(base)
    settings = Settings(scale, months, replications, seed, warm_up, threads, block)
    assigned = assign_draws(base, draws, settings, "compare")
    same_people(base, reform)
    acts_in_time(base, reform, months)
    heads_of(base)
    watching = own.as_analyzers(analyzers)
    under, cells = Under((base, reform), assigned, replications), cells_of(assigned, 0, replications)
    period = headline_period(base, [reform], months)
    tick = Ticker(progress, len(cells) * passes(base, reform, settings), reform.name)
    begun = time.perf_counter()

    def one(number: int, settings: Settings) -> Replication:
        sample, draw_of = cells[number]
        a, b = under.of(draw_of)
        return replication_of(a, b, settings, period, sample, tick, watching * (number < replications))

    done = replicate(base, replace(settings, replications=len(cells)), tick, one)
    further = list(zip(cells, done, strict=True))[replications:]
    drawn = drawn_of(assigned, replications, further, lambda r: (r.base, r.reform), lambda r: r.in_period)
    record = _record(base, reform, settings, period, done, time.perf_counter() - begun, assigned)
    return _comparison(settings, record, period, (base, reform), done[:replications], drawn)


def _comparison(
    settings: Settings, record: dict[str, Any], period: Period, pair: tuple[Scenario, Scenario],
    done: Sequence[Replication], drawn: Drawn | None,
) -> Comparison:  # fmt: skip
    base, reform = pair
    return Comparison(
        settings, record, period, base, reform, [r.base for r in done], [r.reform for r in done],
        ([r.in_period[0] for r in done], [r.in_period[1] for r in done]), np.sum([r.gains for r in done], axis=0),
        ([r.paid[0] for r in done], [r.paid[1] for r in done]), drawn=drawn,
        analysed=tuple(each for r in done for each in r.analysed),
    )  # fmt: skip


def _record(
    base: Scenario, reform: Scenario, settings: Settings, period: Period, done: Sequence[Replication], seconds: float,
    assigned: AssignedDraws | None,
) -> dict[str, Any]:  # fmt: skip
    """The run record of all cells that were run."""
    base_ledgers, reform_ledgers = [r.base for r in done], [r.reform for r in done]
    household_months = sampled_household_months(base_ledgers, settings.warm_up) + sampled_household_months(
        reform_ledgers, own_warm_up(base, reform, settings)
    )
    populations = [r.population_digest for r in done[: settings.replications]]
    digest = ledger_digest([*base_ledgers, *reform_ledgers])
    households = sampled_households(base_ledgers[0])
    record = run_record(reform, settings, populations, seconds, households, household_months, digest)
    record |= pair_of(base, reform, period, settings.months)
    return record | recorded(assigned, settings.replications, len(done) - settings.replications)
