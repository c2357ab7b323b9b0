"""Parameters of statements of entitlement and of what else informs people of assistance (group `statement`)."""

from typing import Annotated, NamedTuple

from simulation.parameters.schema.fields import Field


class Statement(NamedTuple):
    """Statements of entitlement, media and brand."""

    enabled: Annotated[float, Field("1", 0, 1, "policy", "0 = no statements of entitlement")]
    awareness_gain: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "a statement makes its reader claim what is missing",
            switch="information.statement_frequency | handout_copies",
        ),
    ]
    offline_share: Annotated[
        float, Field("1", 0, 1, "policy", "delivered on paper", switch="information.statement_frequency")
    ]
    online_reach: Annotated[
        float, Field("1", 0, 1, "policy", "of holders that an online statement reaches", switch="offline_share < 1")
    ]
    simple_media_reach: Annotated[float, Field("1/year", 0, 1, "policy", "households reached by notes and calendars")]
    brand_gain: Annotated[
        float,
        Field("x", 1, 1.5, "policy", "reach of campaigns under one name", switch="information.campaign_reach_year"),
    ]
    payment_transparency: Annotated[float, Field("1", 0, 1, "policy", "1 = what is paid and why can be seen")]
    transparency_gain: Annotated[
        float,
        Field(
            "1/year",
            0,
            12,
            "policy",
            "a holder paid too little sees it and claims the rest",
            switch="payment_transparency",
        ),
    ]
    handout_copies: Annotated[
        float,
        Field(
            "copies/1000 residents/month",
            0,
            100,
            "policy",
            "statements handed out to holders once, in addition to the yearly ones",
            switch="enabled",
        ),
    ]
