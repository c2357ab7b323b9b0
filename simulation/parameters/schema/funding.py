"""Who pays: shares of the four levels of government in benefits."""

from typing import Annotated, Final, NamedTuple

from simulation.parameters.schema.fields import Field

PAYERS: Final = ("central", "province", "prefecture", "county")


class FundingParameters(NamedTuple):
    """Payer shares (group `funding`); the county pays the rest."""

    central_share: Annotated[float, Field("1", 0, 1, "policy", "of benefits, paid by central government")]
    province_share: Annotated[float, Field("1", 0, 1, "policy", "of benefits, paid by the province")]
    prefecture_share: Annotated[float, Field("1", 0, 1, "policy", "of benefits, paid by the prefecture")]
    key_national: Annotated[float, Field("counties", 0, 200, "policy", "the most agrarian counties")]
    key_provincial: Annotated[float, Field("counties", 0, 200, "policy", "the next most agrarian counties")]
    province_share_national_key: Annotated[
        float, Field("1", 0, 1, "policy", "paid from above in national key counties", switch="key_national")
    ]
    province_share_provincial_key: Annotated[
        float, Field("1", 0, 1, "policy", "paid from above in provincial key counties", switch="key_provincial")
    ]
