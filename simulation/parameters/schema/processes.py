"""Parameters of what happens to households: one flat NamedTuple per process group.

Values, sources and labels live in `scenarios/national/processes.toml`; a NamedTuple field says unit, range,
whether a change re-runs the warm-up (`structural`), and the meaning.
"""

from typing import Annotated, NamedTuple

from simulation.parameters.schema.fields import Field


class Earnings(NamedTuple):
    """Persistent and transitory shocks to log earnings (Meghir and Pistaferri 2004 decomposition)."""

    persistence: Annotated[float, Field("1", 0, 1, "structural", "monthly autocorrelation of the persistent shock")]
    persistent_sd: Annotated[float, Field("log points", 0, 1.5, "structural", "stationary sd of the persistent shock")]
    transitory_sd: Annotated[float, Field("log points", 0, 1.5, "structural", "sd of the monthly transitory shock")]
    assessment_months: Annotated[
        float, Field("months", 3, 12, "structural", "assessment period of income: 3, 6, 9 or 12")
    ]


class Hardship(NamedTuple):
    """Sudden needs of a household that are no serious illness, job loss or disaster, and what makes it ask for help."""

    basic_yuan_month: Annotated[
        float,
        Field("yuan/month", 1, 10000, "policy", "per head that a household keeps for its living (prices of 2022)"),
    ]
    horizon_months: Annotated[float, Field("months", 1, 60, "policy", "of income from which a sudden cost is borne")]
    large_months: Annotated[float, Field("months", 0, 12, "policy", "of income from which a cost counts as large")]
    unaware_share: Annotated[
        float, Field("1", 0, 1, "policy", "of units that know of no programme who turn to the village all the same")
    ]
    schooling_prob_year: Annotated[float, Field("1/year", 0, 1, "policy", "a minor enters a costly school")]
    schooling_yuan: Annotated[
        float, Field("yuan", 0, 100000, "policy", "cost of its first year", switch="schooling_prob_year")
    ]
    funeral_yuan: Annotated[float, Field("yuan", 0, 200000, "policy", "of a death in a unit with elders; 0 = none")]


class Demography(NamedTuple):
    """Yearly deaths by a Gompertz curve (Gompertz 1825)."""

    death_prob_at_60: Annotated[float, Field("1/year", 0, 1, "structural", "yearly probability at age 60")]
    death_doubling_years: Annotated[float, Field("years", 1, 50, "structural", "age step that doubles it")]


class Kin(NamedTuple):
    """Relatives elsewhere of units that cannot work: they owe support, and bar tekun where they are able to give it."""

    childless_share: Annotated[
        float, Field("1", 0, 1, "structural", "units unable to work without an able relative elsewhere", read="start")
    ]
    childless_agrarian: Annotated[
        float,
        Field("1", -10, 10, "structural", "its elasticity in the county's share employed in agriculture", read="start"),
    ]
    child_income_share: Annotated[
        float,
        Field(
            "1",
            0,
            5,
            "structural",
            "median income per head of the relatives' household, x the province mean",
            read="start",
        ),
    ]
    child_income_log_sd: Annotated[float, Field("log points", 0, 2, "structural", "its spread", read="start")]
    child_persons: Annotated[float, Field("persons", 1, 6, "structural", "persons of that household")]


class Registration(NamedTuple):
    """How far assistance answers for residents who are registered in another province."""

    residents_served: Annotated[
        float, Field("1", 0, 1, "policy", "residents registered in another province who are taken as registered here")
    ]


class Behaviour(NamedTuple):
    """Labour supply and saving."""

    response: Annotated[float, Field("variant", 0, 3, "policy", "0 none, 1 positive, 2 negative, 3 strongly negative")]
    response_size: Annotated[
        float, Field("1", 0, 1, "policy", "earnings change of a recipient in variants 1, 2", switch="response")
    ]
    saving_rate: Annotated[float, Field("1", -1, 1, "structural", "of income above the poverty line")]
    drawdown_month: Annotated[float, Field("1/month", 0, 1, "structural", "of assets spent in a month")]


class Register(NamedTuple):
    """The register before month -24, when the population stays constant."""

    turnover_prob_month: Annotated[
        float, Field("1/month", 0, 1, "structural", "a unit in hardship is replaced by a like one, new to hardship")
    ]


class Observers(NamedTuple):
    """What surveys and audits see of the truth."""

    survey_noise_sd: Annotated[
        float,
        Field("log points", 0, 2, "policy", "error of reported annual income", switch="survey_sample", read="quarter"),
    ]
    survey_reporting: Annotated[
        float,
        Field("1", 0, 1, "policy", "recipients who say that they receive", switch="survey_sample", read="quarter"),
    ]
    survey_sample: Annotated[float, Field("1", 0, 1, "policy", "share of households asked", read="quarter")]
    audit_noise_sd: Annotated[
        float,
        Field(
            "log points",
            0,
            2,
            "policy",
            "error of the assessors' income",
            switch="audit_sample_listed | audit_sample_unlisted",
            read="quarter",
        ),
    ]
    audit_sample_listed: Annotated[float, Field("1", 0, 1, "policy", "share of recipients sampled", read="quarter")]
    audit_sample_unlisted: Annotated[float, Field("1", 0, 1, "policy", "share of other units sampled", read="quarter")]
    adequate_share: Annotated[float, Field("1", 0, 1, "policy", "paid less than this of the entitlement = too little")]
