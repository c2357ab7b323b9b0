"""Staff: how many people, how many hours for assistance, at what price."""

from typing import Annotated, NamedTuple

from simulation.parameters.schema.fields import Field


class Assistant(NamedTuple):
    """Village assistants (group `staff.assistant`), part-time; how many there are says the group `capacity`."""

    hours_month: Annotated[float, Field("hours/month", 0, 200, "policy", "an assistant gives to visits")]
    cost_yuan_hour: Annotated[float, Field("yuan/hour", 0, 500, "policy", "price of an hour", read="policy_month")]


class Desk(NamedTuple):
    """Township desks (group `staff.desk`)."""

    persons_per_desk: Annotated[float, Field("persons", 100, 1000000, "policy", "residents per full desk post")]
    hours_month: Annotated[float, Field("hours/month", 0, 200, "policy", "a post gives to casework")]
    reserve_share: Annotated[float, Field("1", 0, 1, "policy", "kept for emergencies of the month")]
    cost_yuan_hour: Annotated[float, Field("yuan/hour", 0, 500, "policy", "price of an hour", read="policy_month")]


class Bureau(NamedTuple):
    """County bureaus (group `staff.bureau`)."""

    persons_per_post: Annotated[float, Field("persons", 1000, 10000000, "policy", "residents per post")]
    hours_month: Annotated[float, Field("hours/month", 0, 200, "policy", "a post gives to confirmation")]
    cost_yuan_hour: Annotated[float, Field("yuan/hour", 0, 500, "policy", "price of an hour", read="policy_month")]
