"""Results: tidy tables of one scenario or of a paired comparison, with their run record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.extensions.analyzers import Analysed, analysis_table
from simulation.indicators import (
    Row,
    all_rows,
    paired_standard_error,
    student_t,
)
from simulation.ledger import BUNDLE, Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.rendering import HasPlots, to_html
from simulation.rules.tables import Kind
from simulation.run_settings import Settings
from simulation.simulate.calendar_years import yearly
from simulation.simulate.county_indicators import county_rows
from simulation.simulate.distributions import Counts, fan_table, incidence_table, waits_table
from simulation.simulate.group_tables import funnel_rows, mean_cascade
from simulation.simulate.intervals import value_intervals, values_of
from simulation.simulate.parameter_draws import Drawn
from simulation.simulate.period import Period
from simulation.simulate.spending_by_month import BUDGET_PARTS, budget_rows
from simulation.simulate.terms import one_off_of, terms_of


def shown_programmes(scenarios: Iterable[Scenario], months: int) -> frozenset[str]:
    """Programmes that have rows in tables: statuses and grants in force in some month of some scenario, the bundle.

    From the last month of the warm-up on, for whoever held a status then is paid on. Aid is paid in the bundle.
    """
    found = {BUNDLE}
    for scenario in scenarios:
        of_note = [each.id for each in scenario.rule_book().programmes]
        for month in (-1, 0, *(m for m in scenario.change_months() if 0 < m < months)):
            kinds = scenario.rules(month).programmes["kind"]
            found |= {name for name, kind in zip(of_note, kinds, strict=True) if kind in (Kind.STATUS, Kind.GRANT)}
    return frozenset(found)


def rows_of(ledgers: list[Ledger], scenario: Scenario, shown: frozenset[str]) -> list[list[Row]]:
    """Indicator rows by replication over all months of `ledgers`, without programmes that are not in force."""
    terms, one_off = terms_of(scenario, ledgers[0].first_month), one_off_of(scenario)
    hidden = {f"programme:{name}" for name in ledgers[0].programmes if name not in shown}
    return [[row for row in all_rows(ledger, terms, one_off) if row.group not in hidden] for ledger in ledgers]


@dataclass(frozen=True)
class Outcome(HasPlots):
    """What one scenario's result and a comparison of two have in common: how it was run, and the record of it.

    Attributes:
        settings: How it was run.
        run_record: What is needed to get the same numbers again, as JSON values.
        period: The months of every figure that is not by month or by year.
        calibration: Which published stocks of the province the baseline meets, in English.
    """

    settings: Settings
    run_record: dict[str, Any] = field(repr=False)
    period: Period
    calibration: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "calibration", self.run_record.get("calibration", {}).get("en", ""))

    @property
    def months(self) -> int:
        """Months after the policy date."""
        return self.settings.months

    @property
    def scale(self) -> float:
        """Share of villages simulated, above 0 to 1."""
        return self.settings.scale

    @property
    def replications(self) -> int:
        """Number of replications."""
        return self.settings.replications

    @property
    def results_digest(self) -> str:
        """Digest of all ledgers: equal for equal results."""
        return str(self.run_record["results_digest"])

    def _repr_html_(self) -> str:
        return to_html(self)


@dataclass(frozen=True)
class Result(Outcome):
    """One scenario: what it costs and whom it reaches, over replications.

    Attributes:
        scenario: The scenario.
        ledgers: The ledger of each replication, all months after the policy date.
        warm_up: The ledger of each replication before the policy date.
        in_period: `ledgers` cut to the period.
        paid: Payments by income decile of each replication in the period, see `distributions.paid_by_decile`.
        drawn: Under posterior draws: the draws, and the further runs for the parts of the interval. None: no draws.
        analysed: What analyzers recorded.
    """

    scenario: Scenario
    ledgers: list[Ledger] = field(repr=False)
    warm_up: list[Ledger] = field(repr=False)
    in_period: list[Ledger] = field(repr=False)
    paid: list[Counts] = field(repr=False)
    drawn: Drawn | None = field(default=None, repr=False)
    analysed: tuple[Analysed, ...] = field(default=(), repr=False)

    def analysis(self) -> pd.DataFrame:
        """What analyzers recorded.

        Returns:
            A row per analyzer, name, replication and month, with its `value`.
        """
        return analysis_table(self.analysed)

    @property
    def baseline_name(self) -> str:
        """Name of the scenario."""
        return self.scenario.name

    @property
    def ledger(self) -> Ledger:
        """Ledger of the first replication."""
        return self.ledgers[0]

    def rows(self) -> list[list[Row]]:
        """Indicators of each replication over the period.

        Returns:
            A list of `Row` per replication, in one order.
        """
        return rows_of(self.in_period, self.scenario, self.shown)

    @property
    def shown(self) -> frozenset[str]:
        """Programmes that have rows: those in force."""
        return shown_programmes([self.scenario], self.months)

    def table(self) -> pd.DataFrame:
        """Every indicator of the period.

        Returns:
            A row per observer, group and indicator: `value` (mean over replications, in the `unit` of the row), its
            95% interval `low` to `high`, `note` (why there is none). Under posterior draws also `monte_carlo` and
            `parameters`, the half-widths of the two parts of the interval (see `Comparison.table`).
        """
        rows, parts = self.rows(), None
        if self.drawn is not None:
            further = [rows_of(each, self.scenario, self.shown) for each in self.drawn.in_period]
            parts = self.drawn.halves_of_rows(values_of(rows), *further)
        found = value_intervals(rows, self.in_period, parts)
        frame = head_of(rows[0], self.scenario.name)
        frame["value"] = values_of(rows).mean(axis=0)
        frame["low"], frame["high"] = found.low, found.high
        if parts is not None:
            frame["monte_carlo"], frame["parameters"] = found.monte_carlo, found.parameters
        frame["value_status"] = [row.status for row in rows[0]]
        frame["replications"] = len(rows)
        frame["period"] = self.period.id
        frame["note"] = found.notes
        return frame

    def by_year(self, *, total: bool = False) -> pd.DataFrame:
        """Spending and persons assisted by calendar year; years are not annualised.

        Args:
            total: Spending of all programmes together in place of each.

        Returns:
            A row per year, indicator (see `Comparison.by_year`) and programme: `months` of the year that were run,
            `value`, and its 95% interval `low` to `high`.
        """
        frame, values = yearly(self.ledgers, self.shown, one_off_of(self.scenario), total)
        frame["value"] = values.mean(axis=0)
        further = None
        if self.drawn is not None and self.drawn.sample_of:
            further = yearly(self.drawn.ledgers[0], self.shown, one_off_of(self.scenario), total)[1]
        frame["low"], frame["high"] = interval_of(values, drawn=self.drawn, further=further)
        frame["replications"] = len(values)
        return frame

    def budget_by_month(self, by: Sequence[str] = BUDGET_PARTS) -> pd.DataFrame:
        """Spending by month.

        Args:
            by: What the rows of a month are split by: "programme", "payer", both, or neither (`()`: totals).

        Returns:
            A row per month and part, as `Comparison.budget_by_month`; `scenario` is "baseline".

        Raises:
            ValueError: For a part that is neither programme nor payer.
        """
        return budget_rows(self.ledgers, "baseline", self.shown, by)

    def by_county(self) -> pd.DataFrame:
        """What each county pays and whom it helps in the period, means of replications.

        Returns:
            A row per county: `benefits_yuan_year_baseline`, `recipients_persons_baseline` (on the main programme, in
            the last month), and both over residents: `benefits_yuan_resident_year_baseline`,
            `enrolment_share_baseline`.
        """
        book = self.scenario.rule_book()
        return county_rows(self.scenario.counties, book.names[book.main], {"baseline": self.in_period}, self.period.id)

    def cascade(self) -> pd.DataFrame:
        """The steps from a low income to enrolment, mean over replications.

        Returns:
            A row per step: labels, `persons`, `share` of residents, and the `month` of the count. The steps after the
            first sum to it (`indicators.cascade`).
        """
        return mean_cascade(self.ledgers, self.period)

    def funnel(self) -> pd.DataFrame:
        """The steps from entitled to paid.

        Returns:
            A row per `group_kind` (all, channel, type, county) and group: units that reached each step, mean working
            days from filing to grant, yuan per unit found (`indicators.funnel`).
        """
        return funnel_rows(self.in_period, self.scenario, "baseline")

    def fan(self) -> pd.DataFrame:
        """Spending of all programmes by month.

        Returns:
            A row per month, as `Comparison.fan`.
        """
        return fan_table({"baseline": self.ledgers})

    def incidence(self) -> pd.DataFrame:
        """Who gets the monthly cash, by decile of household income per head before benefits.

        Returns:
            A row per decile: `benefits_yuan_year`, `benefit_share` with its 5-95% band over replications `low` to
            `high`, `cumulated_share` (the concentration curve), `beneficiary_share` of all persons in paid households,
            `coverage_share` of the decile's persons. No rows where nobody was paid, or after `run` with `parts`.
        """
        return incidence_table({"baseline": self.paid}, self.period.months)

    def waits(self) -> pd.DataFrame:
        """How long households entitled to cash wait for the first payment: a period life table.

        Returns:
            A row per `month` of the wait: `waiting_share` not yet paid after so many months, with its 5-95% band over
            replications `low` to `high`; units `at_risk`, and of these `paid` in that month.
        """
        return waits_table({"baseline": self.in_period})

    def assumptions(self) -> pd.DataFrame:
        """Every value of the scenario with its source and status.

        Returns:
            A row per value, as `Scenario.assumptions`.
        """
        return self.scenario.assumptions()


def head_of(rows: list[Row], scenario: str) -> pd.DataFrame:
    """The identifying columns of an indicator table."""
    return pd.DataFrame({
        "scenario": scenario, "observer": [r.observer for r in rows], "group": [r.group for r in rows],
        "area": "all", "indicator": [r.indicator for r in rows], "unit": [r.unit for r in rows],
    })  # fmt: skip


def interval_of(
    values: npt.NDArray[np.float64], level: float = 0.95, *, drawn: Drawn | None = None,
    further: npt.NDArray[np.float64] | None = None,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:  # fmt: skip
    """Student t interval of the mean over the first axis (replications); NaN for a single one.

    Under posterior draws at least as wide as both parts together: `further` (cells, rows) are the values of the further
    cells of `drawn`.
    """
    n = len(values)
    if n < 2:
        nothing = np.full(values.shape[1], np.nan)
        return nothing, nothing
    half = student_t(n, level) * paired_standard_error(values)
    if drawn is not None and further is not None:
        half = np.fmax(half, drawn.halves(values, further).total)
    return values.mean(axis=0) - half, values.mean(axis=0) + half
