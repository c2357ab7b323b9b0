"""Shocks: what may happen to a household in a month, what follows from it, and the parameters of each.

Values, sources and labels live in `scenarios/national/processes.toml`. `month_steps/shocks/apply_shocks.py` says when a
shock happens and what it costs. A further shock draws under `draws.shock_process(code)`.
"""

from enum import IntEnum
from typing import Annotated, Final, NamedTuple

from simulation.parameters.schema.fields import Field


class Shock(IntEnum):
    """Fresh hardship of a unit in a month: the code in `Units.shock` and `Fact.SHOCK`. A number is never reused."""

    NONE = 0
    ILLNESS = 1
    JOB_LOSS = 2
    DISASTER = 3


SHOCK_CODES: Final = {shock.name.lower(): int(shock) for shock in Shock}  # by the name that files use


class Consequences(NamedTuple):
    """What follows from a shock wherever the month asks for it; its label is in the catalogues `calculator.po`."""

    urgent: bool  # temporary assistance is paid in `temporary.emergency_days`, not after a wait
    referred: bool  # whoever sees it (a hospital) may refer the household: `screening.referral`


SHOCKS: Final[dict[Shock, Consequences]] = {
    Shock.NONE: Consequences(urgent=False, referred=False),
    Shock.ILLNESS: Consequences(urgent=False, referred=True),
    Shock.JOB_LOSS: Consequences(urgent=False, referred=False),
    Shock.DISASTER: Consequences(urgent=True, referred=False),
}
URGENT: Final = tuple(SHOCKS[shock].urgent for shock in Shock)  # by code, for compiled code
REFERRED: Final = tuple(SHOCKS[shock].referred for shock in Shock)


class Job(NamedTuple):
    """Loss and finding of the main job of a unit."""

    loss_prob_month: Annotated[float, Field("1/month", 0, 1, "structural", "a worker's unit loses its main job")]
    find_prob_month: Annotated[float, Field("1/month", 0, 1, "structural", "a jobless unit finds one again")]
    activation_gain: Annotated[
        float, Field("x", 1, 2, "policy", "job finding of holders who get help", switch="activation_share")
    ]
    activation_share: Annotated[float, Field("1", 0, 1, "policy", "holders without work who get help")]


class Illness(NamedTuple):
    """Serious illness of a member with rigid expenditure for a spell, and the ordinary health spending of a year."""

    onset_prob_month: Annotated[float, Field("1/month", 0, 1, "structural", "per person under 60")]
    elder_factor: Annotated[
        float, Field("1", 0, 20, "structural", "times that for a person of 60 and over", switch="onset_prob_month")
    ]
    spell_months: Annotated[float, Field("months", 1, 60, "structural", "length of rigid spending")]
    cost_yuan_month: Annotated[
        float, Field("yuan/month", 0, 50000, "structural", "median bill before insurance", switch="onset_prob_month")
    ]
    cost_log_sd: Annotated[
        float, Field("log points", 0, 2, "structural", "spread of that cost", switch="onset_prob_month")
    ]
    lasting_share: Annotated[
        float,
        Field("1", 0, 1, "structural", "of onsets that leave a lasting serious illness", switch="onset_prob_month"),
    ]
    reimbursed_share: Annotated[float, Field("1", 0, 1, "structural", "of any bill that health insurance pays")]
    income_loss: Annotated[
        float, Field("1", 0, 1, "structural", "of earnings lost while a spell lasts", switch="onset_prob_month")
    ]
    ordinary_yuan_year: Annotated[
        float, Field("yuan/year", 0, 20000, "structural", "median ordinary bill of a healthy person under 60; 0 = none")
    ]
    ordinary_factor: Annotated[
        float,
        Field(
            "1", 0, 20, "structural", "times that for the old, severely disabled and ill", switch="ordinary_yuan_year"
        ),
    ]
    ordinary_log_sd: Annotated[
        float, Field("log points", 0, 2, "structural", "its spread between units", switch="ordinary_yuan_year")
    ]
    ordinary_lasting: Annotated[
        float, Field("1", 0, 1, "structural", "its correlation from year to year", switch="ordinary_yuan_year")
    ]
    ordinary_income_part: Annotated[
        float, Field("1", 0, 1, "structural", "of it in proportion to income per head", switch="ordinary_yuan_year")
    ]
    ordinary_income_yuan: Annotated[
        float,
        Field("yuan/year", 5000, 200000, "structural", "income per head at which it is 1", switch="ordinary_yuan_year"),
    ]


class Disability(NamedTuple):
    """A member becomes severely disabled."""

    onset_prob_month: Annotated[float, Field("1/month", 0, 1, "structural", "per person")]


class Disaster(NamedTuple):
    """Floods, droughts and earthquakes affect a county; a part of its households loses income and assets."""

    county_prob_month: Annotated[float, Field("1/month", 0, 1, "structural", "a county has a disaster")]
    hit_share: Annotated[
        float, Field("1", 0, 1, "structural", "of its households in such a month", switch="county_prob_month")
    ]
    loss_share: Annotated[
        float, Field("1", 0, 1, "structural", "of business income lost in that month", switch="county_prob_month")
    ]
    rebuild_yuan: Annotated[
        float, Field("yuan", 0, 200000, "structural", "one-off cost to such a household", switch="county_prob_month")
    ]
