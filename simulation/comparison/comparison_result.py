"""The result of `compare`: tables of a reform against the baseline, paired replication by replication."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.comparison.budget_decomposition import steps_table
from simulation.extensions.analyzers import Analysed, analysis_table
from simulation.indicators import Row
from simulation.ledger import Ledger
from simulation.moved import renamed
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.calendar_years import yearly
from simulation.simulate.county_indicators import county_rows
from simulation.simulate.distributions import Counts, fan_table, incidence_table, waits_table
from simulation.simulate.group_tables import flips_table, funnel_rows, mean_cascade
from simulation.simulate.intervals import difference_intervals, values_of
from simulation.simulate.parameter_draws import Drawn
from simulation.simulate.results import Outcome, head_of, interval_of, rows_of, shown_programmes
from simulation.simulate.spending_by_month import BUDGET_PARTS, budget_rows
from simulation.simulate.terms import one_off_of

LEAST_FOR_RATIO: Final = 10  # of two sample variances: with 4 replications it spreads from 42 to 385 for a true 130


@dataclass(frozen=True)
class Comparison(Outcome):
    """Baseline and reform under the same random draws, over replications.

    Attributes:
        base: The baseline, which knows the programmes that the reform adds.
        reform: The reform.
        base_ledgers: The baseline's ledger of each replication, all months after the policy date.
        reform_ledgers: The reform's.
        in_period: (baseline, reform) ledgers cut to the period.
        gains: (counties, deciles, household types, `Gain`) households that gain or lose, summed over replications.
        paid: (baseline, reform) payments by income decile of each replication, see `distributions.paid_by_decile`.
        also_compared: Programmes of reforms compared with this one, which have rows too.
        drawn: Under posterior draws: the draws, and the further runs for the parts of the interval. None: no draws.
        analysed: What analyzers recorded, of both sides.
    """

    base: Scenario
    reform: Scenario
    base_ledgers: list[Ledger] = field(repr=False)
    reform_ledgers: list[Ledger] = field(repr=False)
    in_period: tuple[list[Ledger], list[Ledger]] = field(repr=False)
    gains: npt.NDArray[np.int64] = field(repr=False)
    paid: tuple[list[Counts], list[Counts]] = field(repr=False)
    also_compared: frozenset[str] = frozenset()
    drawn: Drawn | None = field(default=None, repr=False)
    analysed: tuple[Analysed, ...] = field(default=(), repr=False)

    def analysis(self) -> pd.DataFrame:
        """What analyzers recorded of both sides.

        Returns:
            A row per analyzer, name, replication and month: `baseline`, `reform` and their difference.
        """
        return analysis_table(self.analysed)

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
        """Indicators of each replication over the period.

        Returns:
            (baseline, reform), each a list of `Row` per replication, in one order.
        """
        before, after = self.in_period
        return rows_of(before, self.base, self.shown), rows_of(after, self.reform, self.shown)

    def further_rows(self) -> tuple[list[list[Row]], list[list[Row]]]:
        """Indicators of the further runs that posterior draws need, over the period (see `drawn`).

        Returns:
            As `rows`, per further run; empty lists without posterior draws.
        """
        if self.drawn is None or not self.drawn.sample_of:
            return [], []
        before, after = self.drawn.in_period
        return rows_of(before, self.base, self.shown), rows_of(after, self.reform, self.shown)

    @property
    def shown(self) -> frozenset[str]:
        """Programmes that have rows: those in force in either scenario, or in a reform that is compared with it."""
        return shown_programmes([self.base, self.reform], self.months) | self.also_compared

    def table(self) -> pd.DataFrame:
        """Every indicator on both sides, with the paired difference.

        Returns:
            A row per observer, group and indicator, in the `unit` of the row: `baseline`, `reform` and `difference`
            (means over replications), `low` and `high` (95% interval of the difference), `note` (why there is no
            interval), `variance_ratio` (variance of the difference of unpaired runs over that of paired ones; NaN
            below 10 replications). Under posterior draws the interval covers both sampling with Monte Carlo error and
            uncertainty about parameters; `monte_carlo` and `parameters` are the half-widths of these parts, whose
            squares add up (docs/intervals.md), and `draws` their number.
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
        """Spending and persons assisted by calendar year; years are not annualised.

        Args:
            total: Spending of all programmes together in place of each.

        Returns:
            A row per year, indicator (`benefits_yuan`, `recipients_persons` in the last month of the year,
            `recipients_persons_year` of one-off aid) and programme: `months` of the year that were run, `baseline`,
            `reform`, `difference`, and its 95% interval `low` to `high`.
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
        """Spending by month of both scenarios.

        Args:
            by: What the rows of a month are split by: "programme", "payer", both, or neither (`()`: totals).

        Returns:
            A row per `scenario` ("baseline", "reform"), month and part: `month` (0 = January 2023), `label`,
            `mean_yuan`, and from the 5th to the 95th percentile over replications `low_yuan` to `high_yuan`.

        Raises:
            ValueError: For a part that is neither programme nor payer.
        """
        return pd.concat(
            [
                budget_rows(ledgers, name, self.shown, by)
                for ledgers, name in ((self.base_ledgers, "baseline"), (self.reform_ledgers, "reform"))
            ],
            ignore_index=True,
        )

    def fan(self) -> pd.DataFrame:
        """Spending of all programmes by month on both sides, and the paired difference.

        Returns:
            A row per month and `scenario` ("baseline", "reform", "difference"): `mean_yuan`, and the percentiles over
            replications `p5_yuan`, `p25_yuan`, `p50_yuan`, `p75_yuan`, `p95_yuan`.
        """
        return fan_table({"baseline": self.base_ledgers, "reform": self.reform_ledgers})

    def budget_steps(self) -> pd.DataFrame:
        """Why the yearly cost changes: the steps from the baseline's total cost to the reform's.

        Entitlement, reach and amount are Shapley shares: each the mean of its effect over all orders of the three
        (Shapley 1953), so that they sum to the change.

        Returns:
            A row per `step`, the totals of baseline and reform first and last: `yuan_year` and the 95% interval `low`
            to `high`. The steps between sum to the difference (`indicators.decomposition.budget_steps`).
        """
        return steps_table(self.base, self.reform, *self.in_period, self.drawn)

    def incidence(self) -> pd.DataFrame:
        """Who gets the monthly cash, by decile of the baseline's household income per head before benefits.

        Returns:
            A row per scenario and decile, as `Result.incidence`.
        """
        return incidence_table(dict(zip(("baseline", "reform"), self.paid, strict=True)), self.period.months)

    def waits(self) -> pd.DataFrame:
        """How long households entitled to cash wait for the first payment.

        Returns:
            A row per scenario and month of the wait, as `Result.waits`.
        """
        return waits_table(dict(zip(("baseline", "reform"), self.in_period, strict=True)))

    def flips(self) -> pd.DataFrame:
        """Households that gain or lose a yuan a month or more.

        Returns:
            A row per `group_kind` (decile, type, county, all) and `group`: `gainers`, `losers` and `unchanged`
            households of the province, mean of replications, and `mean_change_yuan_month` of all of them.
        """
        return flips_table(self.gains, list(self.base.counties["county"]), self.period, self.replications)

    def by_county(self) -> pd.DataFrame:
        """What each county pays and whom it helps in the period.

        Returns:
            A row per county: the columns of `Result.by_county` for `baseline` and `reform`, and their `difference`.
        """
        book = self.base.rule_book()
        sides = dict(zip(("baseline", "reform"), self.in_period, strict=True))
        return county_rows(self.base.counties, book.names[book.main], sides, self.period.id)

    def cascade(self) -> pd.DataFrame:
        """The baseline's steps from a low income to enrolment.

        Returns:
            A row per step, as `Result.cascade`.
        """
        return mean_cascade(self.base_ledgers, self.period)

    def funnel(self) -> pd.DataFrame:
        """The steps from entitled to paid in both scenarios.

        Returns:
            A row per scenario and group, as `Result.funnel`.
        """
        before, after = self.in_period
        pairs = ((before, self.base, "baseline"), (after, self.reform, "reform"))
        return pd.concat([funnel_rows(*each) for each in pairs], ignore_index=True)

    def assumptions(self) -> pd.DataFrame:
        """Every value of the reform with its source; those that it changes are marked.

        Returns:
            A row per value, as `Scenario.assumptions`.
        """
        return self.reform.assumptions()


def variance_ratio(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(var a + var b) / var(b - a) over replications; NaN where the paired difference does not vary."""
    if len(a) < 2:
        return np.full(a.shape[1], np.nan)
    paired = (b - a).var(axis=0, ddof=1)
    unpaired = a.var(axis=0, ddof=1) + b.var(axis=0, ddof=1)
    return np.divide(unpaired, paired, out=np.full(paired.shape, np.nan), where=paired > 0)  # type: ignore[no-any-return]
