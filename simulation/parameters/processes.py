"""Parameters of what happens to households: one flat NamedTuple per process group.

Values, sources and labels live in `scenarios/national/processes.toml`; a NamedTuple field says unit, range,
whether a change re-runs the warm-up (`structural`), and the meaning.
"""

from typing import Annotated, NamedTuple

from simulation.parameters.fields import Field


class Earnings(NamedTuple):
    """Persistent and transitory shocks to log earnings (Meghir and Pistaferri 2004 decomposition)."""

    persistence: Annotated[float, Field("1", 0, 1, "structural", "monthly autocorrelation of the persistent shock")]
    persistent_sd: Annotated[float, Field("log points", 0, 1.5, "structural", "stationary sd of the persistent shock")]
    transitory_sd: Annotated[float, Field("log points", 0, 1.5, "structural", "sd of the monthly transitory shock")]
    assessment_months: Annotated[
        float, Field("months", 3, 12, "structural", "assessment period of income: 3, 6, 9 or 12")
    ]


class Job(NamedTuple):
    """Loss and finding of the main job of a unit."""

    loss_prob_month: Annotated[float, Field("1/month", 0, 1, "structural", "a worker's unit loses its main job")]
    find_prob_month: Annotated[float, Field("1/month", 0, 1, "structural", "a jobless unit finds one again")]


class Illness(NamedTuple):
    """Serious illness of a member with rigid expenditure for a spell."""

    onset_prob_month: Annotated[float, Field("1/month", 0, 1, "structural", "per person under 60")]
    elder_factor: Annotated[float, Field("1", 0, 20, "structural", "times that for a person of 60 and over")]
    spell_months: Annotated[float, Field("months", 1, 60, "structural", "length of rigid spending")]
    cost_yuan_month: Annotated[float, Field("yuan/month", 0, 20000, "structural", "median out-of-pocket cost")]
    cost_log_sd: Annotated[float, Field("log points", 0, 2, "structural", "spread of that cost")]
    lasting_share: Annotated[float, Field("1", 0, 1, "structural", "of onsets that leave a lasting serious illness")]


class Disability(NamedTuple):
    """A member becomes severely disabled."""

    onset_prob_month: Annotated[float, Field("1/month", 0, 1, "structural", "per person")]


class Disaster(NamedTuple):
    """Floods, droughts and earthquakes hit a county; a part of its households loses income and assets."""

    county_prob_month: Annotated[float, Field("1/month", 0, 1, "structural", "a county is hit")]
    hit_share: Annotated[float, Field("1", 0, 1, "structural", "of its households in a hit month")]
    loss_share: Annotated[float, Field("1", 0, 1, "structural", "of business income lost in that month")]
    rebuild_yuan: Annotated[float, Field("yuan", 0, 200000, "structural", "one-off cost to a hit household")]


class Demography(NamedTuple):
    """Yearly deaths by a Gompertz curve (Gompertz 1825)."""

    death_prob_at_60: Annotated[float, Field("1/year", 0, 1, "structural", "yearly probability at age 60")]
    death_doubling_years: Annotated[float, Field("years", 1, 50, "structural", "age step that doubles it")]


class Kin(NamedTuple):
    """Relatives elsewhere of units that cannot work: they bar tekun as able obligors and owe support."""

    childless_share: Annotated[
        float, Field("1", 0, 1, "structural", "units unable to work without an able relative elsewhere")
    ]
    child_income_share: Annotated[
        float, Field("1", 0, 5, "structural", "median income per head of the relatives' household, x the province mean")
    ]
    child_income_log_sd: Annotated[float, Field("log points", 0, 2, "structural", "its spread")]
    child_persons: Annotated[float, Field("persons", 1, 6, "structural", "persons of that household")]


class Information(NamedTuple):
    """How a unit learns that there is something to claim."""

    base_awareness: Annotated[float, Field("1", 0, 1, "structural", "knows at the start without any outreach")]
    campaign_reach_year: Annotated[
        float, Field("1/year", 0, 1, "policy", "share of households in need a campaign reaches in a year")
    ]
    tell_prob_month: Annotated[float, Field("1/month", 0, 1, "policy", "a recipient tells one tie")]
    statement_frequency: Annotated[
        float,
        Field("deliveries/year", 0, 12, "policy", "statements of entitlement to a holder of any status"),
    ]


class Screening(NamedTuple):
    """Screening of what departments share; flags go to the assistants' lists."""

    coverage: Annotated[float, Field("1", 0, 1, "policy", "share of hardship that leaves a trace in shared data")]
    lag_months: Annotated[float, Field("months", 0, 24, "policy", "months before the trace can be read")]
    sensitivity_month: Annotated[float, Field("1/month", 0, 1, "policy", "a traceable hardship is flagged")]
    false_alarm_month: Annotated[float, Field("1/month", 0, 1, "policy", "a unit without entitlement is flagged")]
    referral: Annotated[float, Field("1", 0, 1, "policy", "a fresh illness is referred by hospital or hotline")]


class Visit(NamedTuple):
    """Door-to-door visits of village assistants and grid workers."""

    visits_per_grid_month: Annotated[float, Field("visits/month", 0, 400, "policy", "visits a grid worker aims at")]
    minutes: Annotated[float, Field("minutes", 5, 480, "policy", "of one visit, travel included")]
    detection: Annotated[float, Field("1", 0, 1, "policy", "an entitled unit is recognised when met")]


class Application(NamedTuple):
    """Whether a unit which knows files: a logit in gain and burden, with a taste fixed per unit."""

    base_logit: Annotated[float, Field("logit", -10, 10, "policy", "at no gain and no burden")]
    gain_slope: Annotated[float, Field("logit", 0, 20, "policy", "per dibao line of gain per head")]
    documents: Annotated[float, Field("documents", 0, 15, "policy", "proofs to be handed in")]
    document_logit: Annotated[float, Field("logit", 0, 2, "policy", "lost per document")]
    trips: Annotated[float, Field("trips", 0, 10, "policy", "to the office")]
    trip_logit: Annotated[float, Field("logit", 0, 2, "policy", "lost per trip")]
    stigma_logit: Annotated[float, Field("logit", 0, 5, "policy", "lost to stigma")]
    assisted_logit: Annotated[float, Field("logit", 0, 10, "policy", "gained when somebody files for the unit")]
    taste_sd: Annotated[float, Field("logit", 0, 10, "structural", "spread of the fixed taste")]
    perception_sd: Annotated[float, Field("log points", 0, 2, "structural", "error of the own income as seen")]
    enabled: Annotated[float, Field("1", 0, 1, "policy", "0 = nobody can apply")]


class Verification(NamedTuple):
    """From filing to decision: minutes of work, legal waiting times, errors."""

    intake_minutes: Annotated[float, Field("minutes", 0, 600, "policy", "township desk, per new case")]
    survey_minutes: Annotated[float, Field("minutes", 0, 1200, "policy", "home survey, two people, travel")]
    filing_minutes: Annotated[float, Field("minutes", 0, 1200, "policy", "file and data check")]
    review_minutes: Annotated[float, Field("minutes", 0, 1200, "policy", "county confirmation")]
    start_days: Annotated[float, Field("working days", 0, 30, "policy", "from filing to survey at the earliest")]
    notice_days: Annotated[float, Field("working days", 0, 30, "policy", "public notice (7 days = 5 working days)")]
    delay_days: Annotated[float, Field("working days", 0, 120, "policy", "added to every decision")]
    hiding_share: Annotated[float, Field("1", 0, 1, "structural", "units which keep earnings from the office")]
    hidden_part: Annotated[float, Field("1", 0, 1, "structural", "of their unverifiable earnings")]
    detection: Annotated[float, Field("1", 0, 1, "policy", "hidden earnings found by survey or data match")]
    refusal_error: Annotated[float, Field("1", 0, 1, "policy", "an entitled case is refused by mistake")]
    grant_error: Annotated[float, Field("1", 0, 1, "policy", "a case just over the line is granted by mistake")]
    retry_months: Annotated[float, Field("months", 1, 60, "policy", "before a refused unit files again")]


class Review(NamedTuple):
    """Upkeep of enrolled cases."""

    stable_months: Annotated[float, Field("months", 1, 60, "policy", "review interval of a stable unit")]
    unstable_months: Annotated[float, Field("months", 1, 60, "policy", "with a member able to work")]
    minutes: Annotated[float, Field("minutes", 0, 600, "policy", "of one review")]
    report_prob_month: Annotated[float, Field("1/month", 0, 1, "policy", "an honest unit reports a change")]
    match_prob_month: Annotated[float, Field("1/month", 0, 1, "policy", "data matching notices a change")]
    deceased_prob_month: Annotated[float, Field("1/month", 0, 1, "policy", "a death is matched and payment ends")]
    recovery_share: Annotated[float, Field("1", 0, 1, "policy", "of detected overpayment that is recovered")]


class Temporary(NamedTuple):
    """Temporary assistance after a shock."""

    seek_prob: Annotated[float, Field("1", 0, 1, "policy", "a hit unit that knows turns to the desk")]
    assist_first_share: Annotated[float, Field("1", 0, 1, "policy", "helped in the same month, paper later")]
    minutes: Annotated[float, Field("minutes", 0, 600, "policy", "of one temporary case")]
    cap_yuan_person_year: Annotated[
        float,
        Field("yuan/person/year", 0, 1000, "policy", "county's yearly purse per resident; 0 = uncapped"),
    ]


class Behaviour(NamedTuple):
    """Labour supply and saving."""

    response: Annotated[float, Field("variant", 0, 3, "policy", "0 none, 1 positive, 2 negative, 3 strongly negative")]
    response_size: Annotated[float, Field("1", 0, 1, "policy", "earnings change of a recipient in variants 1, 2")]
    saving_rate: Annotated[float, Field("1", -1, 1, "structural", "of income above the poverty line")]
    drawdown_month: Annotated[float, Field("1/month", 0, 1, "structural", "of assets spent in a month")]


class Register(NamedTuple):
    """The register before month -24, when the population stands still."""

    turnover_prob_month: Annotated[
        float, Field("1/month", 0, 1, "structural", "a unit in hardship is replaced by a like one, new to hardship")
    ]


class Observers(NamedTuple):
    """What surveys and audits see of the truth."""

    survey_noise_sd: Annotated[float, Field("log points", 0, 2, "policy", "error of reported annual income")]
    survey_reporting: Annotated[float, Field("1", 0, 1, "policy", "recipients who say that they receive")]
    survey_sample: Annotated[float, Field("1", 0, 1, "policy", "share of households asked")]
    audit_noise_sd: Annotated[float, Field("log points", 0, 2, "policy", "error of the assessors' income")]
    audit_sample_listed: Annotated[float, Field("1", 0, 1, "policy", "share of recipients sampled")]
    audit_sample_unlisted: Annotated[float, Field("1", 0, 1, "policy", "share of other units sampled")]
    adequate_share: Annotated[float, Field("1", 0, 1, "policy", "paid less than this of the entitlement = too little")]
