"""Parameters of how households in need are found and learn: one flat NamedTuple per process group.

Values, sources and labels live in `scenarios/national/`.
"""

from typing import Annotated, NamedTuple

from simulation.parameters.schema.fields import Field


class Information(NamedTuple):
    """How a unit learns that there is something to claim."""

    base_awareness: Annotated[
        float, Field("1", 0, 1, "structural", "knows at the start without any outreach", read="start")
    ]
    campaign_reach_year: Annotated[
        float, Field("1/year", 0, 1, "policy", "share of households in need a campaign reaches in a year")
    ]
    tell_prob_month: Annotated[float, Field("1/month", 0, 1, "policy", "a recipient informs one neighbour or relative")]
    statement_frequency: Annotated[
        float,
        Field("deliveries/year", 0, 12, "policy", "statements of entitlement to a holder", switch="statement.enabled"),
    ]
    decay_year: Annotated[float, Field("1/year", 0, 1, "policy", "a unit that knows and holds nothing forgets")]
    contagion: Annotated[
        float,
        Field(
            "variant",
            0,
            1,
            "policy",
            "word of mouth: 0 simple, 1 complex (several paid neighbours or relatives)",
            switch="tell_prob_month",
        ),
    ]
    tellers_needed: Annotated[
        float,
        Field("ties", 1, 6, "policy", "paid neighbours or relatives who are needed then", switch="contagion"),
    ]
    link_density: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "social links that pass anything on",
            switch="tell_prob_month | neighbour_report_prob",
        ),
    ]
    neighbour_report_prob: Annotated[
        float,
        Field("1/month", 0, 0.5, "policy", "a neighbour reports a hardship to the office", switch="screening.enabled"),
    ]
    hotline_enabled: Annotated[float, Field("1", 0, 1, "policy", "1 = public assistance hotlines are open")]
    hotline_call_prob: Annotated[
        float,
        Field("1/month", 0, 1, "policy", "a unit with a shock, that does not know, calls", switch="hotline_lines"),
    ]
    hotline_lines: Annotated[
        float, Field("lines/100000 persons", 0, 50, "policy", "lines open", switch="hotline_enabled")
    ]
    hotline_calls_capacity: Annotated[
        float, Field("calls/line/month", 10, 1000, "policy", "calls that a line can take", switch="hotline_lines")
    ]
    hotline_other_calls: Annotated[
        float,
        Field(
            "calls/100000 persons/month",
            0,
            10000,
            "policy",
            "of other callers, in the same queue",
            switch="hotline_lines",
        ),
    ]
    hotline_answer_prob: Annotated[
        float, Field("1", 0, 1, "policy", "a call within the capacity is answered", switch="hotline_lines")
    ]


class Visit(NamedTuple):
    """Door-to-door visits of village assistants and grid workers."""

    visits_per_grid_month: Annotated[float, Field("visits/month", 0, 400, "policy", "visits a grid worker aims at")]
    minutes: Annotated[float, Field("minutes", 5, 480, "policy", "of one visit, travel included")]
    detection: Annotated[float, Field("1", 0, 1, "policy", "an entitled unit is recognised when met")]
    grid_enabled: Annotated[float, Field("1", 0, 1, "policy", "0 = only lists are visited, no rounds")]
    contact_rate_year: Annotated[
        float,
        Field(
            "contacts/year",
            0,
            12,
            "policy",
            "passing contacts of grid workers with a household, no visit",
            switch="grid_enabled",
        ),
    ]
    contact_detection: Annotated[
        float,
        Field("1", 0, 1, "policy", "an entitled unit is recognised in a passing contact", switch="contact_rate_year"),
    ]
    targeting: Annotated[
        float,
        Field("variant", 0, 2, "policy", "after flags: 0 at random, 1 round of the grid, 2 the register, then round"),
    ]
    alert_guided_share: Annotated[
        float, Field("1", 0, 1, "policy", "share of visiting time that lists may take", switch="screening.enabled")
    ]
    remote_share: Annotated[float, Field("1", 0, 1, "policy", "share of contacts by phone or message")]
    remote_minutes: Annotated[float, Field("minutes", 1, 60, "policy", "of a remote contact", switch="remote_share")]
    remote_detection_ratio: Annotated[
        float, Field("x", 0, 1, "policy", "detection by phone relative to a visit", switch="remote_share")
    ]
    interval_high_days: Annotated[
        float, Field("days", 0, 365, "policy", "between care visits to holders at high risk; 0 = none")
    ]
    interval_key_days: Annotated[float, Field("days", 0, 365, "policy", "care visits at key risk")]
    interval_general_days: Annotated[float, Field("days", 0, 365, "policy", "care visits at ordinary risk")]
    tier_high_share: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "holders in the high tier; the frail come first",
            switch="interval_high_days | interval_key_days | interval_general_days",
        ),
    ]
    tier_key_share: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "holders in the key tier",
            switch="interval_high_days | interval_key_days | interval_general_days",
        ),
    ]
    enrolled_interval_days: Annotated[float, Field("days", 0, 365, "policy", "between tours to every holder; 0 = none")]
    care_detection: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "a changed situation is noticed on a care visit",
            switch="interval_high_days | interval_key_days | interval_general_days | enrolled_interval_days",
        ),
    ]
    care_minutes: Annotated[
        float,
        Field(
            "minutes",
            5,
            240,
            "policy",
            "of a care visit, travel included",
            switch="interval_high_days | interval_key_days | interval_general_days | enrolled_interval_days",
        ),
    ]
    resolution_share: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "problems found on care visits that are passed on to be solved",
            switch="care_detection",
        ),
    ]
    resolution_days: Annotated[
        float, Field("working days", 0, 90, "policy", "from finding a problem to solving it", switch="care_detection")
    ]
    remote_area_share: Annotated[
        float, Field("share of residents", 0, 0.4, "policy", "in mountain and border counties (the most agrarian ones)")
    ]
    remote_penalty: Annotated[
        float, Field("x", 1, 4, "policy", "time of a visit in remote counties", switch="remote_area_share")
    ]
    remote_station_gain: Annotated[
        float,
        Field("x", 1, 2, "policy", "visiting capacity in remote counties with joint posts", switch="remote_area_share"),
    ]
    informs: Annotated[float, Field("1", 0, 1, "policy", "1 = a visit informs the unit even if nothing is recognised")]
    field_check_share: Annotated[
        float, Field("1", 0, 1, "policy", "share of flags visited", switch="screening.enabled")
    ]
    field_check_minutes: Annotated[float, Field("minutes", 0, 480, "policy", "of a check of a flag; 0 = as any visit")]
