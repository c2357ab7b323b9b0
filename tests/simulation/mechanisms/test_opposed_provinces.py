"""Both sides of a pair differ from each province as it ships, and in opposite directions on the pair's own outcome."""

import pytest

from simulation.ledger import Ledger
from simulation.mechanisms.models import ContextModel
from simulation.mechanisms.opposed import load_pairs, opposed
from simulation.mechanisms.outcomes import outcome
from simulation.mechanisms.worlds import Worlds, laid, with_some_counties
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.values.values import Label

PROVINCES = {
    "zhejiang": 3,
    "fujian": 8,
    "jiangxi": 10,
    "yunnan": 12,
    "inner_mongolia": 10,
    "hubei": 5,
}  # every n-th county; of Hubei and Zhejiang more, whose waits and claims differ by less than ten counties' chance
POOREST = ("tekun", "dibao")
# many errors, so that a small world shows them
ERRORS = {"verification.refusal_error": 0.3, "verification.grant_error": 0.3}


def filed(ledger: Ledger) -> float:
    return outcome("measure:FILED", ledger)


def visits(ledger: Ledger) -> float:
    return outcome("measure:VISITS", ledger)


def waited(ledger: Ledger) -> float:
    return outcome("wait:decision", ledger)


def refused(ledger: Ledger) -> float:
    return outcome("measure:REFUSED", ledger)


def share_of_the_poorest(ledger: Ledger) -> float:
    return sum(outcome(f"money:{each}", ledger) for each in POOREST) / outcome("money:all", ledger)


# own outcome; whether the first practice has more of it (1) or less (-1) than the province, and the second the reverse
OWN = {
    "trust_or_check": (filed, 1, {}),
    "growth_or_matching": (visits, 1, {}),
    "township_or_county": (waited, -1, {}),
    "tolerance_or_accountability": (refused, -1, ERRORS),
    "top_or_bottom": (share_of_the_poorest, -1, {}),
}


@pytest.fixture(scope="module", params=PROVINCES)
def world(request: pytest.FixtureRequest) -> Worlds:
    """Some counties of a province under its own practice."""
    province, every = str(request.param), PROVINCES[request.param]
    context = ContextModel(
        label=Label(zh=province, en=province), province=province, every_county=every, scale=0.004, warm_up=12, months=12
    )
    return Worlds(context, with_some_counties(Scenario.load(province), every))


def test_every_pair_has_an_outcome_of_its_own() -> None:
    assert OWN.keys() == load_pairs().keys()


@pytest.mark.parametrize("pair", OWN)
def test_both_sides_leave_the_province_in_opposite_directions(world: Worlds, pair: str) -> None:
    own, more, given = OWN[pair]
    base = laid(world.base, given)
    first, second = opposed(base, pair)
    assert len({first.digest, base.digest, second.digest}) == 3
    values = [own(world.run(each, 0)) for each in (first, base, second)]
    assert more * (values[0] - values[1]) > 0, values
    assert more * (values[1] - values[2]) > 0, values
