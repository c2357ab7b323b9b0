"""What the views need of a result: the tables and names which they draw."""

from typing import Any, Protocol, TypeGuard

import pandas as pd

from simulation.experiments.period import Period
from simulation.views.labels import PROVINCES, Lang, chosen


class Outcome(Protocol):
    """One simulated scenario."""

    @property
    def baseline_name(self) -> str:
        """Id of the scenario, or of the baseline of a comparison."""

    @property
    def months(self) -> int:
        """Months after the policy date."""

    @property
    def scale(self) -> float:
        """Share of the villages simulated."""

    @property
    def replications(self) -> int:
        """Number of runs."""

    @property
    def period(self) -> Period:
        """Months of every figure that is not by month or by year."""

    @property
    def run_record(self) -> dict[str, Any]:
        """What is needed to run it again; labels and changes too."""

    def table(self) -> pd.DataFrame:
        """One row per indicator, group, area and observer."""

    def by_year(self, *, total: bool = False) -> pd.DataFrame:
        """One row per calendar year, indicator and programme; with `total` spending of all programmes by year."""

    def budget_by_month(self) -> pd.DataFrame:
        """One row per month, programme, payer and scenario, in yuan."""

    def by_county(self) -> pd.DataFrame:
        """One row per county: benefits and recipients."""

    def cascade(self) -> pd.DataFrame:
        """One row per step from the line to enrolment."""

    def funnel(self) -> pd.DataFrame:
        """One row per scenario and group: units at each stage from entitled to paid."""

    def fan(self) -> pd.DataFrame:
        """One row per month and scenario: spending, mean and percentiles."""

    def incidence(self) -> pd.DataFrame:
        """One row per scenario and decile: shares of the benefits and of the persons reached."""

    def waits(self) -> pd.DataFrame:
        """One row per scenario and month: share still waiting for the first payment."""

    def assumptions(self) -> pd.DataFrame:
        """One row per parameter value."""


class Change(Outcome, Protocol):
    """A paired comparison of a baseline with a reform."""

    @property
    def reform_name(self) -> str:
        """Id of the reform."""

    def budget_steps(self) -> pd.DataFrame:
        """One row per reason why the yearly cost changes, between the two totals."""

    def flips(self) -> pd.DataFrame:
        """Gainers and losers, one row per group."""


def is_change(outcome: Outcome) -> TypeGuard[Change]:
    """True for a comparison, False for a single scenario."""
    return hasattr(outcome, "reform_name")


def changes_of(change: Change, lang: Lang) -> list[str]:
    """What the reform changes, in words."""
    return list(change.run_record.get("changes", {}).get(lang, ()))


def scenario_title(outcome: Outcome, which: str, lang: Lang) -> str:
    """Name of the `baseline` or `reform` scenario: the label in the run record, else its id."""
    given = outcome.run_record.get("labels", {}).get(which, {})
    return str(given.get(lang) or chosen(PROVINCES, getattr(outcome, f"{which}_name"), lang))


def outcome_title(outcome: Outcome, lang: Lang) -> str:
    """`Zhejiang: dibao line up by 10%`, or the province alone for a single scenario."""
    title = scenario_title(outcome, "baseline", lang)
    if is_change(outcome):
        title += ("：" if lang == "zh" else ": ") + scenario_title(outcome, "reform", lang)
    return title
