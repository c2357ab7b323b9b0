"""Parameters of how households in need are found, learn and apply: one flat NamedTuple per process group.

Values, sources and labels live in `scenarios/national/`.
"""

from typing import Annotated, NamedTuple

from simulation.parameters.fields import Field


class Information(NamedTuple):
    """How a unit learns that there is something to claim."""

    base_awareness: Annotated[
        float, Field("1", 0, 1, "structural", "knows at the start without any outreach", read="start")
    ]
    campaign_reach_year: Annotated[
        float, Field("1/year", 0, 1, "policy", "share of households in need a campaign reaches in a year")
    ]
    tell_prob_month: Annotated[float, Field("1/month", 0, 1, "policy", "a recipient tells one tie")]
    statement_frequency: Annotated[
        float,
        Field("deliveries/year", 0, 12, "policy", "statements of entitlement to a holder of any status"),
    ]
    decay_year: Annotated[float, Field("1/year", 0, 1, "policy", "a unit that knows and holds nothing forgets")]
    contagion: Annotated[
        float, Field("variant", 0, 1, "policy", "word of mouth: 0 simple, 1 complex (several paid ties needed)")
    ]
    tellers_needed: Annotated[
        float, Field("ties", 1, 6, "policy", "paid ties that a unit must have under complex contagion")
    ]
    link_density: Annotated[float, Field("1", 0, 1, "policy", "share of ties and neighbours that pass anything on")]
    neighbour_report_prob: Annotated[
        float, Field("1/month", 0, 0.5, "policy", "a neighbour reports a hardship to the office")
    ]
    hotline_enabled: Annotated[float, Field("1", 0, 1, "policy", "1 = public assistance hotlines are open")]
    hotline_call_prob: Annotated[float, Field("1/month", 0, 1, "policy", "a freshly hit unit that does not know calls")]
    hotline_lines: Annotated[float, Field("lines/100000 persons", 0, 50, "policy", "lines open")]
    hotline_calls_capacity: Annotated[
        float, Field("calls/line/month", 10, 1000, "policy", "calls that a line can take")
    ]
    hotline_answer_prob: Annotated[float, Field("1", 0, 1, "policy", "a call within the capacity is answered")]


class Screening(NamedTuple):
    """Screening of what departments share; flags go to the assistants' lists."""

    coverage: Annotated[float, Field("1", 0, 1, "policy", "share of hardship that leaves a trace in shared data")]
    lag_months: Annotated[float, Field("months", 0, 24, "policy", "months before the trace can be read")]
    sensitivity_month: Annotated[float, Field("1/month", 0, 1, "policy", "a traceable hardship is flagged")]
    false_alarm_month: Annotated[float, Field("1/month", 0, 1, "policy", "a unit without entitlement is flagged")]
    referral: Annotated[float, Field("1", 0, 1, "policy", "a fresh illness is referred by hospital or hotline")]
    enabled: Annotated[float, Field("1", 0, 1, "policy", "0 = no register, no flags")]
    monitored_cap: Annotated[
        float, Field("share of residents", 0, 1, "policy", "low-income register as a share of residents; 1 = no limit")
    ]
    refresh_interval_months: Annotated[
        float, Field("months", 0, 12, "policy", "data are matched every so many months; 0 = every month")
    ]
    departments: Annotated[float, Field("departments", 0, 26, "policy", "that share data; at 8 coverage is as stated")]
    items: Annotated[float, Field("items", 0, 40, "policy", "classes of data shared; at 11 coverage is as stated")]
    department_gain: Annotated[
        float, Field("1/department", 0, 0.2, "policy", "more coverage per department beyond 8, relative")
    ]
    item_gain: Annotated[float, Field("1/item", 0, 0.2, "policy", "more coverage per item beyond 11, relative")]
    cover_illness: Annotated[float, Field("x", 0, 2, "policy", "coverage of ill units relative to `coverage`")]
    cover_job: Annotated[float, Field("x", 0, 2, "policy", "coverage of units that lost their job, relative")]
    cover_disability: Annotated[
        float, Field("x", 0, 2, "policy", "coverage of units with a severely disabled member, relative")
    ]
    cover_income: Annotated[float, Field("x", 0, 2, "policy", "coverage of other low-income units, relative")]
    data_lag_months: Annotated[
        float, Field("months", 0, 24, "policy", "of shared data, on top of the lag of the warning")
    ]
    threshold_percentile: Annotated[
        float,
        Field("percentile", 0, 99, "policy", "lower scores, by percentile of units not entitled, are not flagged"),
    ]
    score_skill: Annotated[
        float, Field("sd", 0, 4, "policy", "how far the mean score of entitled units lies above that of others")
    ]
    learning_year: Annotated[float, Field("sd/year", 0, 1, "policy", "gain of score_skill per year of checked flags")]
    precision: Annotated[
        float, Field("1", 0, 0.6, "policy", "share of flags that are entitled; 0 = follows from false_alarm_month")
    ]
    flag_share_year: Annotated[float, Field("1/year", 0, 1, "policy", "share of matches that is passed on as flags")]
    cross_match_interval_months: Annotated[
        float, Field("months", 0, 12, "policy", "rural units matched with rural revitalisation; 0 = never")
    ]
    cross_match_detection: Annotated[
        float, Field("1", 0, 1, "policy", "an entitled rural unit is found in such a match")
    ]
    anti_return_share: Annotated[float, Field("share of residents", 0, 0.05, "policy", "of the anti-return register")]
    watch_former_poor: Annotated[
        float, Field("1", 0, 1, "policy", "rural units that went without (units of former poverty) are watched")
    ]
    watch_marginal: Annotated[float, Field("1", 0, 1, "policy", "units with little above the line are watched")]
    watch_sudden: Annotated[float, Field("1", 0, 1, "policy", "units freshly hit are watched")]
    watch_detection: Annotated[
        float, Field("1", 0, 1, "policy", "a watched entitled unit is put on the list in a month")
    ]
    alert_response_days: Annotated[float, Field("working days", 0, 60, "policy", "from a flag to the first check")]
    alert_capacity: Annotated[
        float, Field("alerts/worker-month", 0, 400, "policy", "flags that an assistant can answer in a month")
    ]
    leakage_share: Annotated[float, Field("1", 0, 0.5, "policy", "flags never followed up; 0 = closed loop")]


class Visit(NamedTuple):
    """Door-to-door visits of village assistants and grid workers."""

    visits_per_grid_month: Annotated[float, Field("visits/month", 0, 400, "policy", "visits a grid worker aims at")]
    minutes: Annotated[float, Field("minutes", 5, 480, "policy", "of one visit, travel included")]
    detection: Annotated[float, Field("1", 0, 1, "policy", "an entitled unit is recognised when met")]
    grid_enabled: Annotated[float, Field("1", 0, 1, "policy", "0 = only lists are visited, no rounds")]
    contact_rate_year: Annotated[
        float, Field("contacts/year", 0, 12, "policy", "passing contacts of grid workers with a household, no visit")
    ]
    contact_detection: Annotated[
        float, Field("1", 0, 1, "policy", "an entitled unit is recognised in a passing contact")
    ]
    targeting: Annotated[float, Field("variant", 0, 2, "policy", "0 random doors, 1 round of the grid, 2 lists first")]
    alert_guided_share: Annotated[float, Field("1", 0, 1, "policy", "share of visiting time that lists may take")]
    remote_share: Annotated[float, Field("1", 0, 1, "policy", "share of contacts by phone or message")]
    remote_minutes: Annotated[float, Field("minutes", 1, 60, "policy", "of a remote contact")]
    remote_detection_ratio: Annotated[float, Field("x", 0, 1, "policy", "detection by phone relative to a visit")]
    interval_high_days: Annotated[
        float, Field("days", 0, 365, "policy", "between care visits to holders at high risk; 0 = none")
    ]
    interval_key_days: Annotated[float, Field("days", 0, 365, "policy", "care visits at key risk")]
    interval_general_days: Annotated[float, Field("days", 0, 365, "policy", "care visits at ordinary risk")]
    tier_high_share: Annotated[float, Field("1", 0, 1, "policy", "holders in the high tier; the frail come first")]
    tier_key_share: Annotated[float, Field("1", 0, 1, "policy", "holders in the key tier")]
    enrolled_interval_days: Annotated[float, Field("days", 0, 365, "policy", "between tours to every holder; 0 = none")]
    care_detection: Annotated[float, Field("1", 0, 1, "policy", "a changed situation is noticed on a care visit")]
    remote_area_share: Annotated[
        float, Field("share of residents", 0, 0.4, "policy", "in mountain and border counties (the most agrarian ones)")
    ]
    remote_penalty: Annotated[float, Field("x", 1, 4, "policy", "time of a visit in remote counties")]
    remote_station_gain: Annotated[
        float, Field("x", 1, 2, "policy", "visiting capacity in remote counties with joint posts")
    ]
    informs: Annotated[float, Field("1", 0, 1, "policy", "1 = a visit informs the unit even if nothing is recognised")]
    field_check_share: Annotated[float, Field("1", 0, 1, "policy", "share of flags visited")]
    field_check_minutes: Annotated[float, Field("minutes", 0, 480, "policy", "of a check of a flag; 0 = as any visit")]


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
    online_share: Annotated[float, Field("1", 0, 1, "policy", "units that file online when they can")]
    online_hours_saved: Annotated[float, Field("hours", 0, 20, "policy", "per application")]
    hour_logit: Annotated[float, Field("logit/hour", 0, 1, "policy", "logit lost per hour")]
    digital_exclusion_share: Annotated[
        float, Field("1", 0, 0.6, "policy", "units without young members that cannot file online")
    ]
    abandon_month: Annotated[float, Field("1/month", 0, 0.3, "policy", "a waiting applicant gives up")]
    transparency: Annotated[float, Field("1", 0, 1, "policy", "1 = progress can be followed: half as many give up")]
    place_rule: Annotated[float, Field("variant", 0, 2, "policy", "of movers: 0 registration, 1 residence, 2 either")]
    away_trips: Annotated[float, Field("trips", 0, 10, "policy", "more trips of movers who must file at registration")]
    accept_anywhere: Annotated[
        float, Field("1", 0, 1, "policy", "1 = any window accepts; 0 = movers make a trip more and may be turned away")
    ]
    place_rejection: Annotated[float, Field("1", 0, 0.5, "policy", "a mover's claim is turned away")]
    coordination_days: Annotated[float, Field("working days", 0, 60, "policy", "added to claims of movers")]
    one_id_all: Annotated[float, Field("1", 0, 1, "policy", "0 = movers bring `documents_others`")]
    documents_others: Annotated[float, Field("documents", 0, 15, "policy", "of movers without one-ID")]
    prescreen: Annotated[float, Field("1", 0, 1, "policy", "1 = a unit without entitlement is told so before it files")]
    authorisation_share: Annotated[float, Field("1", 0, 1, "policy", "applicants who sign; the others are refused")]
    former_poor_autoenrol: Annotated[
        float, Field("1", 0, 1, "policy", "1 = entitled former poor are filed for without asking")
    ]
    former_poor_share: Annotated[float, Field("1", 0, 0.6, "policy", "of rural units")]
    bundled_items: Annotated[float, Field("items", 0, 15, "policy", "linked benefits that come with one application")]
    separate_hours: Annotated[float, Field("hours", 0, 12, "policy", "of a separate application for a linked benefit")]
    separate_loss: Annotated[float, Field("1/hour", 0, 0.2, "policy", "share of holders lost per hour of it")]
