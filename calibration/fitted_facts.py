"""Facts as aims of a fit: whose they are, what is fitted to and what is not."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calibration.aims import Aim
from calibration.checks import EVIDENCE
from calibration.targets import Fact


@dataclass(frozen=True)
class Fitted:
    """Aims by province, each with the fact that it is read from, in one order."""

    aims: Mapping[str, tuple[Aim, ...]]
    facts: Mapping[str, tuple[Fact, ...]]

    @property
    def provinces(self) -> tuple[str, ...]:
        """Provinces with facts of their own."""
        return tuple(self.aims)


def fitted_facts(facts: Sequence[Fact], provinces: Sequence[str], *, shared: bool = True) -> Fitted:
    """The aims of those `provinces` that have facts of their own.

    A figure of the nation or from elsewhere is an aim of each of them (unless not `shared`), so much wider that
    together they weigh as one. What is only remembered is not fitted to.
    """
    usable = [fact for fact in facts if fact.gates]
    having = [name for name in provinces if any(fact.province == name for fact in usable)]
    common = [fact for fact in usable if fact.province in EVIDENCE] if shared else []
    own = {name: tuple(fact for fact in usable if fact.province == name) for name in having}
    chosen = {name: (*own[name], *common) for name in having}
    aims = {name: tuple(_aim(fact, name, len(having)) for fact in chosen[name]) for name in having}
    return Fitted(aims, chosen)


def _aim(fact: Fact, province: str, provinces: int) -> Aim:
    own = fact.province == province
    value = fact.value
    if not math.isfinite(value):
        value = math.sqrt(fact.low * fact.high) if fact.low > 0.0 else 0.5 * (fact.low + fact.high)
    area = "" if fact.area == "all" else f" {fact.area}"
    place = f" {fact.place}" if fact.place else ""
    return Aim(
        fact.id if own else f"{fact.id}@{province}", province, f"{fact.statistic}{area}{place}", value, fact.low,
        fact.high, kind=f"{fact.statistic} {fact.area} {fact.place}", shared=1 if own else provinces,
    )  # fmt: skip
