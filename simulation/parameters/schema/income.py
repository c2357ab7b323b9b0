"""Parameters of incomes, assets, cars and homes (group `income`): all structural.

Values, sources and labels live in `scenarios/national/population.toml` and in every `province.toml`.
"""

from typing import Annotated, NamedTuple

from simulation.parameters.schema.fields import Field


class IncomeParameters(NamedTuple):
    """Incomes by source, assets, cars and homes; a change builds a new world."""

    q1_urban: Annotated[
        float,
        Field("yuan/year", 1, 1_000_000, "structural", "national mean income per head of urban fifth 1"),
    ]
    q2_urban: Annotated[
        float,
        Field("yuan/year", 1, 1_000_000, "structural", "national mean income per head of urban fifth 2"),
    ]
    q3_urban: Annotated[
        float,
        Field("yuan/year", 1, 1_000_000, "structural", "national mean income per head of urban fifth 3"),
    ]
    q4_urban: Annotated[
        float,
        Field("yuan/year", 1, 1_000_000, "structural", "national mean income per head of urban fifth 4"),
    ]
    q5_urban: Annotated[
        float,
        Field("yuan/year", 1, 1_000_000, "structural", "national mean income per head of urban fifth 5"),
    ]
    q1_rural: Annotated[
        float,
        Field("yuan/year", 1, 1_000_000, "structural", "national mean income per head of rural fifth 1"),
    ]
    q2_rural: Annotated[
        float,
        Field("yuan/year", 1, 1_000_000, "structural", "national mean income per head of rural fifth 2"),
    ]
    q3_rural: Annotated[
        float,
        Field("yuan/year", 1, 1_000_000, "structural", "national mean income per head of rural fifth 3"),
    ]
    q4_rural: Annotated[
        float,
        Field("yuan/year", 1, 1_000_000, "structural", "national mean income per head of rural fifth 4"),
    ]
    q5_rural: Annotated[
        float,
        Field("yuan/year", 1, 1_000_000, "structural", "national mean income per head of rural fifth 5"),
    ]
    low_urban: Annotated[
        float,
        Field("1", 0.2, 3, "structural", "income of the lowest fifth, urban, relative to that of the fifths above"),
    ]
    low_rural: Annotated[float, Field("1", 0.2, 3, "structural", "same, rural")]
    mean_urban: Annotated[
        float,
        Field("yuan/year", 1, 1_000_000, "structural", "mean disposable income per head of urban residents 2022"),
    ]
    mean_rural: Annotated[
        float,
        Field("yuan/year", 1, 1_000_000, "structural", "mean disposable income per head of rural residents 2022"),
    ]
    national_mean_urban: Annotated[
        float,
        Field(
            "yuan/year",
            1,
            1_000_000,
            "structural",
            "national mean disposable income per head, urban, to which pension levels refer",
        ),
    ]
    national_mean_rural: Annotated[float, Field("yuan/year", 1, 1_000_000, "structural", "same, rural")]
    elders_only_urban: Annotated[
        float,
        Field("score", -3, 3, "structural", "shift of the normal income score: all of 60 and over, urban"),
    ]
    elders_only_rural: Annotated[float, Field("score", -3, 3, "structural", "same, rural")]
    alone: Annotated[float, Field("score", -3, 3, "structural", "same, one person of working age")]
    lone_parent: Annotated[float, Field("score", -3, 3, "structural", "same, one parent with children")]
    dependants: Annotated[
        float,
        Field(
            "score",
            -3,
            3,
            "structural",
            "same, times the share of members who are children, students or of 65 and over",
        ),
    ]
    severe: Annotated[float, Field("score", -3, 3, "structural", "same, a severely disabled member")]
    ill: Annotated[float, Field("score", -3, 3, "structural", "same, a seriously ill member")]
    county_schooling: Annotated[
        float, Field("1", 0, 3, "structural", "elasticity of county income in mean years of schooling")
    ]
    county_agriculture: Annotated[
        float,
        Field("log points", -2, 0, "structural", "county income: effect of the share employed in agriculture"),
    ]
    village_share: Annotated[
        float,
        Field("1", 0, 0.9, "structural", "share of the variance of the income score that is common to a village"),
    ]
    unit_sd: Annotated[
        float,
        Field("log points", 0, 2, "structural", "spread of the income per head of the units of one household"),
    ]
    elder_unit_urban: Annotated[
        float,
        Field(
            "1",
            0,
            2,
            "structural",
            "income per head of a separate elders' unit, relative to the main unit, urban",
        ),
    ]
    elder_unit_rural: Annotated[float, Field("1", 0, 2, "structural", "same, rural")]
    grown_unit: Annotated[float, Field("1", 0, 4, "structural", "same, a grown single child")]
    employee_urban: Annotated[
        float, Field("1", 0, 1, "structural", "units of urban residents whose elders have employee pensions")
    ]
    employee_rural: Annotated[float, Field("1", 0, 1, "structural", "same, rural residents")]
    pension_employee: Annotated[float, Field("yuan/month", 0, 20_000, "structural", "typical employee pension, nation")]
    pension_resident: Annotated[
        float, Field("yuan/month", 0, 20_000, "structural", "typical pension of other elders, nation")
    ]
    other_urban: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "structural",
            "property income and private transfers in the income of urban units with workers",
        ),
    ]
    other_rural: Annotated[float, Field("1", 0, 1, "structural", "same, rural")]
    business_urban: Annotated[
        float, Field("1", 0, 1, "structural", "urban units living mainly from a business where nobody farms")
    ]
    business_rural: Annotated[float, Field("1", 0, 1, "structural", "same, rural")]
    business_agriculture: Annotated[
        float,
        Field(
            "1",
            0,
            3,
            "structural",
            "rise of that share with the county's share employed in agriculture, rural",
        ),
    ]
    business_main: Annotated[
        float,
        Field("1", 0, 1, "structural", "business part of earned income in units living mainly from one"),
    ]
    business_side: Annotated[
        float, Field("1", 0, 1, "structural", "business part of earned income in other rural units")
    ]
    pension_ceiling: Annotated[float, Field("1", 0, 1, "structural", "most of a unit's income that can be pensions")]
    assets_years: Annotated[
        float, Field("years", 0, 20, "structural", "median monetary assets in years of the unit's income")
    ]
    assets_slope: Annotated[float, Field("1", 0, 3, "structural", "rise of log assets-to-income with the income score")]
    assets_sd: Annotated[float, Field("log points", 0, 3, "structural", "spread of log assets")]
    wealth_correlation: Annotated[
        float, Field("1", 0, 0.99, "structural", "correlation of car and second home with the income score")
    ]
    car_elder_ratio: Annotated[
        float,
        Field("1", 0, 5, "structural", "car ownership of households of elders only, relative to others"),
    ]
    car_alone_ratio: Annotated[float, Field("1", 0, 5, "structural", "same, one person under 60")]
    second_home_urban: Annotated[float, Field("1", 0, 1, "structural", "urban households with a second home")]
    second_home_rural: Annotated[float, Field("1", 0, 1, "structural", "rural households with a second home")]
    renting_movers_ratio: Annotated[
        float, Field("1", 1, 50, "structural", "renting by movers' households, relative to others")
    ]
