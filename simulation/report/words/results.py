"""What tables and charts need of a result: the tables and names which they draw."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeGuard

import pandas as pd

from simulation.report.words.labels import PROVINCES, Lang, chosen
from simulation.report.words.words import TEXT, text
from simulation.simulate.period import Period


class Reportable(Protocol):
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

    def budget_by_month(self, by: Sequence[str] = ("programme", "payer")) -> pd.DataFrame:
        """One row per month, scenario and part named in `by`, in yuan; `()` for totals."""

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


class Change(Reportable, Protocol):
    """A paired comparison of a baseline with a reform."""

    @property
    def reform_name(self) -> str:
        """Id of the reform."""

    def budget_steps(self) -> pd.DataFrame:
        """One row per reason why the yearly cost changes, between the two totals."""

    def flips(self) -> pd.DataFrame:
        """Gainers and losers, one row per group."""


def is_change(outcome: Reportable) -> TypeGuard[Change]:
    """True for a comparison, False for a single scenario."""
    return hasattr(outcome, "reform_name")


def changes_of(change: Change, lang: Lang) -> list[str]:
    """What the reform changes, in words."""
    return list(change.run_record.get("changes", {}).get(lang, ()))


def scenario_title(outcome: Reportable, which: str, lang: Lang) -> str:
    """Name of the `baseline` or `reform` scenario: the label in the run record, else its id."""
    given = outcome.run_record.get("labels", {}).get(which, {})
    return str(given.get(lang) or chosen(PROVINCES, getattr(outcome, f"{which}_name"), lang))


def are_siblings(outcome: Reportable) -> bool:
    """Whether a comparison is of two practices over one province, none of which is a baseline."""
    return bool(outcome.run_record.get("siblings", False))


def side_text(name: str, outcome: Reportable, lang: Lang) -> str:
    """Heading `name`, such as "baseline" or "reform"; of two practices the first and the second with their labels."""
    if not are_siblings(outcome) or f"{name}_of_two" not in TEXT:
        return text(name, lang)
    label = scenario_title(outcome, name, lang) if name in ("baseline", "reform") else ""
    return text(f"{name}_of_two", lang, label=label)


def outcome_title(outcome: Reportable, lang: Lang) -> str:
    """`Zhejiang: dibao line up by 10%`, the province alone for a single scenario, or both practices of a pair."""
    title = scenario_title(outcome, "baseline", lang)
    if are_siblings(outcome):
        province = chosen(PROVINCES, str(outcome.run_record["province"]), lang)
        both = f"{title} / {scenario_title(outcome, 'reform', lang)}"
        return f"{province}：{both}" if lang == "zh" else f"{province}: {both}"
    if is_change(outcome):
        title += ("：" if lang == "zh" else ": ") + scenario_title(outcome, "reform", lang)
    return title
