"""Parameters of what the world knows of households other than income and health (group `needs`)."""

from typing import Annotated, NamedTuple

from simulation.parameters.schema.fields import Field


class Needs(NamedTuple):
    """Traits which aid in kind and single rules test; none of them while `known` is 0."""

    known: Annotated[float, Field("1", 0, 1, "policy", "0 = the world knows none of these traits")]
    student_share: Annotated[
        float, Field("1", 0, 1, "policy", "units with minors whose minors are at school", switch="known")
    ]
    grade3_share: Annotated[
        float, Field("1", 0, 1, "policy", "units with a grade-3 intellectual or mental disability", switch="known")
    ]
    frail_share: Annotated[
        float, Field("1", 0, 1, "policy", "units with elders of which one is disabled or demented", switch="known")
    ]
    care_full_share: Annotated[
        float, Field("1", 0, 1, "policy", "severely disabled who cannot care for themselves", switch="known")
    ]
    care_partial_share: Annotated[float, Field("1", 0, 1, "policy", "severely disabled who partly can", switch="known")]
    medical_multiple: Annotated[
        float, Field("x", 0, 5, "policy", "eligible medical cost over rigid expenditure", switch="known")
    ]
    rent_yuan: Annotated[float, Field("yuan/month", 0, 10000, "policy", "rent of units that rent", switch="known")]
    unfit_share: Annotated[
        float, Field("1", 0, 1, "policy", "rural units whose home is unsafe or unfit", switch="known")
    ]
    infant_share: Annotated[
        float, Field("1", 0, 1, "policy", "units with minors of which one is under 3", switch="known")
    ]
    insured_urban: Annotated[
        float,
        Field("1", 0, 1, "policy", "urban residents' units living from wages under social insurance", switch="known"),
    ]
    insured_rural: Annotated[float, Field("1", 0, 1, "policy", "same, rural residents", switch="known")]
    service_share: Annotated[
        float, Field("1", 0, 1, "policy", "units with elders or severely disabled left alone", switch="known")
    ]
    former_poor_share: Annotated[float, Field("1", 0, 0.6, "policy", "rural units once registered as poor")]
    schooling_part: Annotated[
        float, Field("1", 0, 1, "policy", "of rigid expenditure, in units with students", switch="known")
    ]
    rehabilitation_part: Annotated[
        float, Field("1", 0, 1, "policy", "of rigid expenditure, in units with disabled", switch="known")
    ]
    disregarded_part: Annotated[
        float, Field("1", 0, 1, "policy", "of other income that the law does not count", switch="known")
    ]
    obligor_disabled_share: Annotated[
        float, Field("1", 0, 1, "policy", "relatives owing support who are disabled", switch="known")
    ]
    obligor_own_part: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "policy",
            "own income of an old or disabled relative over that per head of its household",
            switch="known",
        ),
    ]
    obligor_age_low: Annotated[
        float, Field("years", 18, 100, "policy", "youngest child of units with elders: from", switch="known")
    ]
    obligor_age_high: Annotated[
        float, Field("years", 18, 100, "policy", "youngest child of units with elders: to, evenly", switch="known")
    ]
    parent_age_low: Annotated[
        float, Field("years", 18, 100, "policy", "youngest parent of units without elders: from", switch="known")
    ]
    parent_age_high: Annotated[
        float, Field("years", 18, 100, "policy", "youngest parent of units without elders: to, evenly", switch="known")
    ]
