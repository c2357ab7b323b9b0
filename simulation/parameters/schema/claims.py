"""Parameters of whether and how a household that knows of an aid files for it.

Values, sources and labels live in `scenarios/national/`.
"""

from typing import Annotated, NamedTuple

from simulation.parameters.schema.fields import Field


class Application(NamedTuple):
    """Whether a unit which knows files: a logit in gain and burden, with a taste fixed per unit."""

    base_logit: Annotated[float, Field("logit", -10, 10, "policy", "at no gain and no burden", switch="enabled")]
    gain_slope: Annotated[float, Field("logit", 0, 20, "policy", "per dibao line of gain per head", switch="enabled")]
    documents: Annotated[float, Field("documents", 0, 15, "policy", "proofs to be handed in", switch="enabled")]
    document_logit: Annotated[float, Field("logit", 0, 2, "policy", "lost per document", switch="enabled")]
    trips: Annotated[float, Field("trips", 0, 10, "policy", "to the office", switch="enabled")]
    trip_logit: Annotated[float, Field("logit", 0, 2, "policy", "lost per trip", switch="enabled")]
    stigma_logit: Annotated[float, Field("logit", 0, 5, "policy", "lost to stigma", switch="enabled")]
    assisted_logit: Annotated[
        float, Field("logit", 0, 10, "policy", "gained when somebody files for the unit", switch="enabled")
    ]
    taste_sd: Annotated[float, Field("logit", 0, 10, "structural", "spread of the fixed taste")]
    perception_sd: Annotated[float, Field("log points", 0, 2, "structural", "error of the own income as seen")]
    misbelief_share: Annotated[
        float,
        Field("1", 0, 1, "structural", "units that take themselves for not entitled until informed in person"),
    ]
    enabled: Annotated[float, Field("1", 0, 1, "policy", "0 = nobody can apply")]
    online_share: Annotated[float, Field("1", 0, 1, "policy", "units that file online when they can", switch="enabled")]
    online_hours_saved: Annotated[float, Field("hours", 0, 20, "policy", "per application", switch="online_share")]
    hour_logit: Annotated[
        float, Field("logit/hour", 0, 1, "policy", "logit lost per hour", switch="online_hours_saved")
    ]
    digital_exclusion_share: Annotated[
        float,
        Field("1", 0, 0.6, "policy", "units without young members that cannot file online", switch="online_share"),
    ]
    abandon_month: Annotated[float, Field("1/month", 0, 0.3, "policy", "a waiting applicant gives up")]
    transparency: Annotated[float, Field("1", 0, 1, "policy", "1 = progress can be followed: half as many give up")]
    place_rule: Annotated[
        float, Field("variant", 0, 2, "policy", "of movers: 0 registration, 1 residence, 2 either", switch="enabled")
    ]
    away_trips: Annotated[
        float,
        Field("trips", 0, 10, "policy", "more trips of movers who must file at registration", switch="place_rule = 0"),
    ]
    accept_anywhere: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "1 = any window accepts; 0 = those of the place rule only, and movers may be turned away",
            switch="enabled",
        ),
    ]
    place_rejection: Annotated[
        float, Field("1", 0, 0.5, "policy", "a mover's claim is turned away", switch="accept_anywhere = 0")
    ]
    coordination_days: Annotated[
        float, Field("working days", 0, 60, "policy", "added to claims of movers", switch="enabled")
    ]
    one_id_all: Annotated[float, Field("1", 0, 1, "policy", "0 = outsiders bring `documents_others`", switch="enabled")]
    documents_others: Annotated[
        float, Field("documents", 0, 15, "policy", "of people registered in other provinces", switch="one_id_all = 0")
    ]
    prescreen: Annotated[
        float,
        Field("1", 0, 1, "policy", "1 = a unit without entitlement is informed before it files", switch="enabled"),
    ]
    authorisation_share: Annotated[float, Field("1", 0, 1, "policy", "applicants who sign; the others are refused")]
    former_poor_autoenrol: Annotated[
        float, Field("1", 0, 1, "policy", "1 = entitled former poor are filed for without asking", switch="enabled")
    ]
    bundled_items: Annotated[float, Field("items", 0, 15, "policy", "linked benefits that come with one application")]
    separate_hours: Annotated[
        float,
        Field("hours", 0, 12, "policy", "of a separate application for a linked benefit", switch="bundled_items < 15"),
    ]
    separate_loss: Annotated[
        float, Field("1/hour", 0, 0.2, "policy", "share of holders lost per hour of it", switch="separate_hours")
    ]
