"""Parameters of the population (group `population`): all structural.

Values, sources and labels live in `scenarios/national/population.toml` and in every `province.toml`.
"""

from typing import Annotated, NamedTuple

from simulation.parameters.schema.fields import Field
from simulation.parameters.schema.income import IncomeParameters

__all__ = ["IncomeParameters", "PopulationParameters"]


class PopulationParameters(NamedTuple):
    """Persons, households, registration, health, work and births; a change builds a new world."""

    reweight: Annotated[
        float,
        Field("1", 0, 1, "structural", "1 = carry the 2020 census to the residents of 2022, 0 = census counts"),
    ]
    residents_2022: Annotated[
        float, Field("persons", 1, 200_000_000, "structural", "residents at the end of 2022", read="month")
    ]
    grid_households: Annotated[
        float, Field("households", 50, 2000, "structural", "family households of a village or grid", read="month")
    ]
    size_1_urban: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 1 persons, urban")
    ]
    size_2_urban: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 2 persons, urban")
    ]
    size_3_urban: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 3 persons, urban")
    ]
    size_4_urban: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 4 persons, urban")
    ]
    size_5_urban: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 5 persons, urban")
    ]
    size_6_urban: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 6 persons, urban")
    ]
    size_7_urban: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 7 or more persons, urban")
    ]
    size_1_rural: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 1 persons, rural")
    ]
    size_2_rural: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 2 persons, rural")
    ]
    size_3_rural: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 3 persons, rural")
    ]
    size_4_rural: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 4 persons, rural")
    ]
    size_5_rural: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 5 persons, rural")
    ]
    size_6_rural: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 6 persons, rural")
    ]
    size_7_rural: Annotated[
        float, Field("1", 0, 1, "structural", "seed share of family households of 7 or more persons, rural")
    ]
    movers_rural_ratio: Annotated[
        float,
        Field("1", 0, 5, "structural", "odds of being registered elsewhere, rural against urban household"),
    ]
    movers_elder_ratio: Annotated[
        float, Field("1", 0, 5, "structural", "same, household of persons of 60 and over only")
    ]
    movers_collective_ratio: Annotated[float, Field("1", 0, 10, "structural", "same, collective resident")]
    line_urban_of_urban: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "structural",
            "urban residents, registered here and not moved in from a village of the county, under the urban standard",
        ),
    ]
    line_urban_of_rural: Annotated[
        float, Field("1", 0, 1, "structural", "rural residents to whom the urban standard applies")
    ]
    line_urban_of_movers: Annotated[
        float,
        Field("1", 0, 1, "structural", "people registered elsewhere to whom the urban standard applies"),
    ]
    line_income_correlation: Annotated[
        float,
        Field("1", 0, 0.99, "structural", "correlation of the urban standard with the household's income score"),
    ]
    staff_relative_share: Annotated[
        float,
        Field("1", 0, 1, "structural", "units with a relative among assistance staff or village cadres"),
    ]
    disability_any: Annotated[float, Field("1", 0, 1, "structural", "national prevalence of disability")]
    disability_severe_part: Annotated[float, Field("1", 0, 1, "structural", "severe part of all disabled")]
    disability_ratio_0_14: Annotated[
        float, Field("1", 0, 20, "structural", "relative prevalence of disability, age 0-14")
    ]
    disability_ratio_15_59: Annotated[
        float, Field("1", 0, 20, "structural", "relative prevalence of disability, age 15-59")
    ]
    disability_ratio_60_64: Annotated[
        float, Field("1", 0, 20, "structural", "relative prevalence of disability, age 60-64")
    ]
    disability_ratio_65_79: Annotated[
        float, Field("1", 0, 20, "structural", "relative prevalence of disability, age 65-79")
    ]
    disability_ratio_80_plus: Annotated[
        float, Field("1", 0, 20, "structural", "relative prevalence of disability, age 80-plus")
    ]
    ill_0_14: Annotated[
        float,
        Field("1", 0, 1, "structural", "share seriously ill in the sense of medical assistance, age 0-14"),
    ]
    ill_15_59: Annotated[
        float,
        Field("1", 0, 1, "structural", "share seriously ill in the sense of medical assistance, age 15-59"),
    ]
    ill_60_64: Annotated[
        float,
        Field("1", 0, 1, "structural", "share seriously ill in the sense of medical assistance, age 60-64"),
    ]
    ill_65_79: Annotated[
        float,
        Field("1", 0, 1, "structural", "share seriously ill in the sense of medical assistance, age 65-79"),
    ]
    ill_80_plus: Annotated[
        float,
        Field("1", 0, 1, "structural", "share seriously ill in the sense of medical assistance, age 80-plus"),
    ]
    study_share: Annotated[float, Field("1", 0, 1, "structural", "children of 15-17 who will study to the age of 22")]
    work_grown: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "structural",
            "those of 18-59 who work or seek work, other than wives, students, severely disabled and ill",
        ),
    ]
    work_wives: Annotated[float, Field("1", 0, 1, "structural", "same, wives of a couple")]
    work_slope: Annotated[
        float,
        Field(
            "1",
            -0.5,
            0.5,
            "structural",
            "rise of the chance to work with one sd of the household's income normal",
        ),
    ]
    work_old_urban: Annotated[float, Field("1", 0, 1, "structural", "persons of 60-74 who work, urban")]
    work_old_rural: Annotated[float, Field("1", 0, 1, "structural", "persons of 60-74 who work, rural")]
    birth_20_24: Annotated[float, Field("1/year", 0, 1, "structural", "first or next birth in a year, wife of 20-24")]
    birth_25_29: Annotated[float, Field("1/year", 0, 1, "structural", "first or next birth in a year, wife of 25-29")]
    birth_30_34: Annotated[float, Field("1/year", 0, 1, "structural", "first or next birth in a year, wife of 30-34")]
    birth_35_39: Annotated[float, Field("1/year", 0, 1, "structural", "first or next birth in a year, wife of 35-39")]
    birth_40_44: Annotated[float, Field("1/year", 0, 1, "structural", "first or next birth in a year, wife of 40-44")]
    birth_after_one: Annotated[float, Field("1", 0, 1, "structural", "factor on that with one child")]
    birth_after_two: Annotated[float, Field("1", 0, 1, "structural", "factor on that with two or more")]
    persons_per_township: Annotated[
        float,
        Field(
            "persons",
            1000,
            1_000_000,
            "structural",
            "residents per township where its county row gives no number",
            read="month",
        ),
    ]
    national_0_14: Annotated[
        float,
        Field("1", 0, 1, "structural", "share of the nation's residents aged 0-14, to which disability refers"),
    ]
    national_15_59: Annotated[
        float,
        Field("1", 0, 1, "structural", "share of the nation's residents aged 15-59, to which disability refers"),
    ]
    national_60_64: Annotated[
        float,
        Field("1", 0, 1, "structural", "share of the nation's residents aged 60-64, to which disability refers"),
    ]
    national_65_79: Annotated[
        float,
        Field("1", 0, 1, "structural", "share of the nation's residents aged 65-79, to which disability refers"),
    ]
    national_80_plus: Annotated[
        float,
        Field(
            "1",
            0,
            1,
            "structural",
            "share of the nation's residents aged 80-plus, to which disability refers",
        ),
    ]
