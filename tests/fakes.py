"""A small made-up comparison with tables of the shape and size that a real one has."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from fake_plots import STATUS, budget_steps, by_county, by_year, fan, funnel, incidence, waits

from simulation.simulate.period import Period
from simulation.units import month_label

PROGRAMMES = {
    "single": 0.0,
    "dibao": 520e6,
    "tekun": 62e6,
    "marginal": 21e6,
    "temporary_emergency": 14e6,
    "temporary_expenditure": 9e6,
}
CAUSES = {
    "not_covered": (0.31, 0.27),
    "not_known": (0.12, 0.115),
    "not_claimed": (0.09, 0.092),
    "refused": (0.015, 0.016),
    "waiting": (0.02, 0.024),
    "lost": (0.003, 0.003),
    "underpaid": (0.037, 0.032),
}
# indicator, observer, unit, baseline, difference, half width of the interval
WHOLE = [
    ("total_cost_yuan_year", "ledger", "yuan/year", 7.61e9, 0.92e9, 0.06e9),
    ("benefits_yuan_year", "ledger", "yuan/year", 7.41e9, 0.91e9, 0.05e9),
    ("recoveries_yuan_year", "ledger", "yuan/year", -21e6, -1.2e6, 0.4e6),
    ("staff_cost_yuan_year", "ledger", "yuan/year", 160e6, 3.1e6, 0.9e6),
    ("outreach_cost_yuan_year", "ledger", "yuan/year", 44e6, 0.0, 0.0),
    ("benefit_per_recipient_yuan_month", "ledger", "yuan/month", 871.0, 40.2, 2.1),
    ("visits_year", "ledger", "count", 4.1e6, 0.0, 0.0),
    ("filings_year", "ledger", "count", 98_000.0, 9_100.0, 900.0),
    ("coverage_entitled_share", "rule", "share", 0.71, -0.021, 0.004),
    ("coverage_entitled_share", "survey", "share", 0.48, -0.010, 0.011),
    ("coverage_entitled_share", "audit", "share", 0.74, -0.019, 0.006),
    ("exclusion_error_poor_share", "truth", "share", 0.595, -0.043, 0.006),
    ("exclusion_error_poor_share", "survey", "share", 0.71, -0.03, 0.012),
    ("exclusion_error_entitled_share", "audit", "share", 0.17, -0.041, 0.008),
    ("exclusion_error_entitled_share", "rule", "share", 0.29, 0.021, 0.004),
    ("inclusion_error_share", "rule", "share", 0.081, 0.0031, 0.0040),
    ("inclusion_error_share", "survey", "share", 0.42, -0.02, 0.0120),
    ("inclusion_error_share", "audit", "share", 0.06, 0.002, 0.0030),
    ("wait_days_median", "ledger", "days", 41.0, 2.2, 0.9),
    ("unpaid_after_year_share", "ledger", "share", 0.863, -0.004, 0.002),
    ("staff_hours_year", "ledger", "hours/year", 5.2e6, 0.11e6, 0.03e6),
    ("staff_hours_available_year", "ledger", "hours/year", 6.0e6, 0.0, 0.0),
    ("notch_units", "ledger", "units", 12_300.0, -900.0, 300.0),
]
BY_AREA = [
    ("poverty_headcount_share", "line:z", {"all": 0.021, "urban": 0.014, "rural": 0.039}, -0.0012, 0.0001),
    ("poverty_headcount_share", "line:z_1_5", {"all": 0.061, "urban": 0.05, "rural": 0.09}, -0.001, 0.0001),
    ("poverty_gap_share", "line:z", {"all": 0.0061, "urban": 0.004, "rural": 0.0103}, -0.0009, 0.00007),
]
LABELS = {
    "baseline": {"zh": "浙江省", "en": "Zhejiang"},
    "reform": {"zh": "低保标准提高 10%", "en": "Dibao line up by 10%"},
}


def _row(indicator: str, observer: str, group: str, area: str, unit: str, numbers: tuple) -> dict[str, Any]:
    baseline, difference, half = numbers
    return {
        "scenario": "dibao_line_plus_10",
        "observer": observer,
        "group": group,
        "area": area,
        "indicator": indicator,
        "unit": unit,
        "baseline": baseline,
        "reform": baseline + difference,
        "difference": difference,
        "low": difference - half,
        "high": difference + half,
        "variance_ratio": 0.013,
        "value_status": "assumed" if "cost" in indicator else "simulated",
        "replications": 10,
    }


def comparison_table() -> pd.DataFrame:
    rows = [_row(name, seen, "all", "all", unit, tuple(numbers)) for name, seen, unit, *numbers in WHOLE]
    for programme, month in PROGRAMMES.items():
        numbers = (month * 12, month * 1.1, month * 0.09)
        rows.append(_row("benefits_yuan_year", "ledger", f"programme:{programme}", "all", "yuan/year", numbers))
    for payer, share in {"central": 0.5, "province": 0.2, "county": 0.3}.items():
        numbers = (7.41e9 * share, 0.91e9 * share, 0.05e9 * share)
        rows.append(_row("benefits_yuan_year", "ledger", f"payer:{payer}", "all", "yuan/year", numbers))
        rows[-1]["value_status"] = "assumed"
    for cause, (before, after) in CAUSES.items():
        numbers = (before, after - before, 0.003)
        rows.append(_row("exclusion_error_poor_share", "truth", f"cause:{cause}", "all", "share", numbers))
    for name, group, areas, difference, half in BY_AREA:
        rows += [_row(name, "truth", group, area, "share", (value, difference, half)) for area, value in areas.items()]
    rows += [
        _row("recipients_persons", "ledger", f"programme:{programme}", "all", "persons", numbers)
        for programme, *numbers in (("dibao", 563_600.0, 48_300.0, 3_100.0), ("tekun", 35_200.0, 110.0, 60.0))
    ]
    rows.append(_row("recipients_persons", "ledger", "county:330102", "all", "persons", (3000.0, 200.0, 80.0)))
    return pd.DataFrame(rows)


SHARES = {"central": 0.5, "province": 0.2, "county": 0.3}


def budget_by_month(months: int, scenarios: tuple[str, ...], step: float, by: Sequence[str]) -> pd.DataFrame:
    """Spending by month and by the parts named, as a real result has it."""
    rng = np.random.default_rng(1)
    time = np.arange(months)
    parts = []
    for programme, yuan in PROGRAMMES.items():
        noise = 1 + 0.01 * rng.standard_normal(months).cumsum()
        for scenario in scenarios:
            mean = yuan * noise * (1 + step * (1 - np.exp(-time / 4)) * (scenario == "reform"))
            for payer, share in SHARES.items():
                parts.append(pd.DataFrame({
                    "month": time, "label": [month_label(month) for month in time], "programme": programme,
                    "payer": payer, "scenario": scenario, "mean_yuan": mean * share,
                }))  # fmt: skip
    keys = ["month", "label", *by, "scenario"]
    frame = pd.concat(parts).groupby(keys, sort=False)["mean_yuan"].sum().reset_index()
    return frame.assign(low_yuan=0.96 * frame["mean_yuan"], high_yuan=1.04 * frame["mean_yuan"])


def assumptions() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "path": [
                "lines.dibao",
                "earnings.persistence",
                "visit.visits_per_grid_month",
                "office.refusal_error",
            ],
            "value": [1084.0, 0.97, 4.0, 0.015],
            "unit": ["yuan/month", "1", "visits/month", "share"],
            "status": ["stated", "calibrated", "assumed", "assumed"],
            "confidence": ["seen", "memory", "none", "none"],
            "source": ["provincial notice, 2022", "fit of this package", "a round value, no source read", ""],
            "year": [2022, 2022, np.nan, np.nan],
            "low": [np.nan, 0.9, 1.0, 0.0],
            "high": [np.nan, 0.99, 12.0, 0.05],
            "label_zh": ["低保标准", "收入冲击的持续性", "每月入户走访次数", "错误拒绝率"],
            "label_en": [
                "Dibao line",
                "Persistence of earnings shocks",
                "Visits of a grid worker",
                "Refusals in error",
            ],
            "changed": [True, False, False, False],
            "fitted_for": ["", "national", "", ""],
        }
    )


def cascade() -> pd.DataFrame:
    steps = [
        ("below_line", "below the line", "收入低于标准", 4_210_000, 0.064),
        ("registered", "registered in the province", "本省户籍", 3_120_000, 0.047),
        ("assets", "within the asset limits", "财产符合规定", 2_050_000, 0.031),
        ("obligors", "after obligors' income", "扣除赡养人收入", 1_400_000, 0.021),
        ("imputed", "after the imputed wage", "核算劳动收入", 811_000, 0.0124),
        ("known", "known to an office", "被发现", 690_000, 0.0105),
        ("applied", "applied", "已申请", 630_000, 0.0096),
        ("enrolled", "enrolled", "已纳入", 601_400, 0.0092),
    ]
    return pd.DataFrame(steps, columns=["step", "label_en", "label_zh", "persons", "share"]).assign(month="2023-12")


def flips() -> pd.DataFrame:
    deciles = np.arange(1, 11)
    gainers = (412_000 * np.exp(-1.15 * (deciles - 1))).round()
    frame = pd.DataFrame(
        {
            "group_kind": "decile",
            "group": deciles.astype(str),
            "gainers": gainers,
            "losers": (gainers * 0.06).round(),
            "unchanged": 2_400_000 - gainers,
            "mean_change_yuan_month": 31.0 * np.exp(-1.2 * (deciles - 1)),
        }
    )
    types = frame.head(2).assign(group_kind="type", group=["hardship", "single"])
    whole = frame.head(1).assign(group_kind="all", group="all")
    frame = pd.concat([frame, types, whole], ignore_index=True)
    return frame.assign(unit="households", period="2023-01/2023-12")


@dataclass
class FakeResult:
    """Looks like `simulation.Result`."""

    baseline_name: str = "zhejiang"
    months: int = 36
    scale: float = 0.01
    replications: int = 1
    run_record: dict[str, Any] = field(
        default_factory=lambda: {"seed": 1, "results_digest": "0123456789abcdef", "labels": LABELS, **STATUS}
    )

    def table(self) -> pd.DataFrame:
        dropped = ["reform", "difference", "low", "high", "variance_ratio"]
        return comparison_table().drop(columns=dropped).rename(columns={"baseline": "value"})

    @property
    def period(self) -> Period:
        return Period(0, 12) if self.months >= 12 else Period(0, self.months, "run")

    def by_year(self, *, total: bool = False) -> pd.DataFrame:
        return by_year(self.months, None, total=total)

    def budget_by_month(self, by: Sequence[str] = ("programme", "payer")) -> pd.DataFrame:
        return budget_by_month(self.months, ("baseline",), 0.0, by)

    def by_county(self) -> pd.DataFrame:
        return by_county(("baseline",))

    def fan(self) -> pd.DataFrame:
        return fan(self.budget_by_month(by=()))

    def incidence(self) -> pd.DataFrame:
        return incidence(("baseline",))

    def waits(self) -> pd.DataFrame:
        return waits(("baseline",))

    def cascade(self) -> pd.DataFrame:
        return cascade()

    def funnel(self) -> pd.DataFrame:
        return funnel()

    def assumptions(self) -> pd.DataFrame:
        return assumptions()


@dataclass
class FakeComparison(FakeResult):
    """Looks like `simulation.Comparison`; `step` = relative rise of every programme's spending."""

    reform_name: str = "dibao_line_plus_10"
    replications: int = 10
    step: float = 0.12

    def table(self) -> pd.DataFrame:
        return comparison_table()

    def by_year(self, *, total: bool = False) -> pd.DataFrame:
        return by_year(self.months, self.step, total=total)

    def budget_by_month(self, by: Sequence[str] = ("programme", "payer")) -> pd.DataFrame:
        return budget_by_month(self.months, ("baseline", "reform"), self.step, by)

    def by_county(self) -> pd.DataFrame:
        return by_county(("baseline", "reform", "difference"))

    def funnel(self) -> pd.DataFrame:
        return funnel(("baseline", "reform"))

    def flips(self) -> pd.DataFrame:
        return flips()

    def incidence(self) -> pd.DataFrame:
        return incidence(("baseline", "reform"))

    def waits(self) -> pd.DataFrame:
        return waits(("baseline", "reform"))

    def budget_steps(self) -> pd.DataFrame:
        return budget_steps(0.92e9)


class FakeNoChange(FakeComparison):
    """The `none` reform: every difference is exactly zero."""

    def table(self) -> pd.DataFrame:
        frame = comparison_table()
        zero = {"difference": 0.0, "low": 0.0, "high": 0.0, "variance_ratio": np.nan}
        return frame.assign(reform=frame["baseline"], **zero)

    def by_year(self, *, total: bool = False) -> pd.DataFrame:
        return by_year(self.months, 0.0, total=total)

    def budget_by_month(self, by: Sequence[str] = ("programme", "payer")) -> pd.DataFrame:
        return budget_by_month(self.months, ("baseline", "reform"), 0.0, by)

    def flips(self) -> pd.DataFrame:
        return flips().assign(gainers=0, losers=0, mean_change_yuan_month=0.0)

    def budget_steps(self) -> pd.DataFrame:
        return budget_steps(0.0)
