"""Growth after the base date, and the rules that make county lines out of published means."""

from typing import Annotated, NamedTuple

from simulation.parameters.schema.fields import Field


class PriceParameters(NamedTuple):
    """Yearly growth (group `prices`), each applied in January to the year before; 0.05 = 5%."""

    line_growth: Annotated[float, Field("1/year", -0.5, 1, "policy", "dibao line and what follows it", read="year")]
    income_growth: Annotated[float, Field("1/year", -0.5, 1, "policy", "incomes and the minimum wage", read="year")]
    price_growth: Annotated[float, Field("1/year", -0.5, 1, "policy", "consumer prices", read="never")]


class LineParameters(NamedTuple):
    """How lines are derived where no county table states them (group `lines`)."""

    spread: Annotated[
        float,
        Field("1", 0, 0.5, "policy", "half-width of prefecture lines around the published mean, relative"),
    ]
    within_city_spread: Annotated[
        float,
        Field("1", 0, 0.5, "policy", "half-width of county lines around their prefecture's mean, relative"),
    ]
    tekun_ratio: Annotated[float, Field("1", 1, 3, "policy", "tekun basic living standard over the dibao line")]
