"""Parameters of the register of low-income people and of the screening that rests on it (group `screening`).

Values, sources and labels live in `scenarios/national/`.
"""

from typing import Annotated, NamedTuple

from simulation.parameters.schema.fields import Field


class Screening(NamedTuple):
    """Screening of what departments share; flags go to the assistants' lists."""

    coverage: Annotated[
        float, Field("1", 0, 1, "policy", "share of hardship that leaves a trace in shared data", switch="enabled")
    ]
    lag_months: Annotated[
        float, Field("months", 0, 24, "policy", "months before the trace can be read", switch="enabled")
    ]
    sensitivity_month: Annotated[
        float, Field("1/month", 0, 1, "policy", "a traceable hardship is flagged", switch="enabled")
    ]
    false_alarm_month: Annotated[
        float, Field("1/month", 0, 1, "policy", "a unit without entitlement is flagged", switch="enabled")
    ]
    referral: Annotated[float, Field("1", 0, 1, "policy", "a fresh illness is referred by hospital or hotline")]
    enabled: Annotated[float, Field("1", 0, 1, "policy", "0 = no register, no flags")]
    monitored_share: Annotated[
        float, Field("share of residents", 0, 1, "policy", "persons on the low-income register", switch="enabled")
    ]
    unlisted_ratio: Annotated[
        float, Field("x", 0, 1, "policy", "flags of units that are not on the register, relative", switch="enabled")
    ]
    refresh_interval_months: Annotated[
        float,
        Field(
            "months",
            0,
            12,
            "policy",
            "register and flags are made anew every so many months; 0 = each month",
            switch="enabled",
        ),
    ]
    departments: Annotated[
        float, Field("departments", 0, 26, "policy", "that share data; at 5 coverage is as stated", switch="coverage")
    ]
    items: Annotated[
        float, Field("items", 0, 40, "policy", "classes of data shared; at 8 coverage is as stated", switch="coverage")
    ]
    department_gain: Annotated[
        float,
        Field("1/department", 0, 0.2, "policy", "coverage per department more or less, relative", switch="coverage"),
    ]
    item_gain: Annotated[
        float, Field("1/item", 0, 0.2, "policy", "coverage per class more or less, relative", switch="coverage")
    ]
    cover_illness: Annotated[
        float, Field("x", 0, 2, "policy", "coverage of ill units relative to `coverage`", switch="coverage")
    ]
    cover_job: Annotated[
        float, Field("x", 0, 2, "policy", "coverage of units that lost their job, relative", switch="coverage")
    ]
    cover_disability: Annotated[
        float,
        Field("x", 0, 2, "policy", "coverage of units with a severely disabled member, relative", switch="coverage"),
    ]
    cover_income: Annotated[
        float, Field("x", 0, 2, "policy", "coverage of other low-income units, relative", switch="coverage")
    ]
    data_lag_months: Annotated[
        float, Field("months", 0, 24, "policy", "of shared data, on top of the lag of the warning", switch="enabled")
    ]
    threshold_percentile: Annotated[
        float,
        Field(
            "percentile",
            0,
            99,
            "policy",
            "of scores of units not entitled below which none is flagged",
            switch="enabled",
        ),
    ]
    score_skill: Annotated[
        float,
        Field("sd", 0, 4, "policy", "mean score of entitled units above that of others", switch="threshold_percentile"),
    ]
    learning_year: Annotated[
        float,
        Field(
            "sd/year", 0, 1, "policy", "gain of score_skill per year of checked flags", switch="threshold_percentile"
        ),
    ]
    precision: Annotated[
        float,
        Field(
            "1",
            0,
            0.6,
            "policy",
            "share of flags that are entitled; 0 = follows from false_alarm_month",
            switch="enabled",
        ),
    ]
    flag_share_year: Annotated[
        float, Field("1/year", 0, 1, "policy", "share of matches that is passed on as flags", switch="enabled")
    ]
    cross_match_interval_months: Annotated[
        float,
        Field(
            "months",
            0,
            12,
            "policy",
            "the anti-return list is matched with who is enrolled; 0 = never",
            switch="anti_return_share | application.former_poor_autoenrol",
        ),
    ]
    cross_match_detection: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "an entitled unit of that list is found in a match",
            switch="cross_match_interval_months",
        ),
    ]
    anti_return_share: Annotated[
        float, Field("share of residents", 0, 0.05, "policy", "persons on the anti-return list", switch="enabled")
    ]
    watch_former_poor: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "rural units of former poverty in low income are listed",
            switch="anti_return_share",
        ),
    ]
    watch_marginal: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "other rural units in low income or with rigid cost are listed",
            switch="anti_return_share",
        ),
    ]
    watch_sudden: Annotated[
        float, Field("1", 0, 1, "policy", "rural units with a shock are listed", switch="anti_return_share")
    ]
    watch_detection: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "an entitled unit of the list is found between matches, a month",
            switch="anti_return_share",
        ),
    ]
    alert_response_days: Annotated[
        float, Field("working days", 0, 60, "policy", "from a flag to the first check", switch="enabled")
    ]
    alert_capacity: Annotated[
        float,
        Field("alerts/worker-month", 0, 400, "policy", "flags that an assistant or a desk post can answer in a month"),
    ]
    leakage_share: Annotated[
        float, Field("1", 0, 0.5, "policy", "flags never followed up; 0 = closed loop", switch="enabled")
    ]
