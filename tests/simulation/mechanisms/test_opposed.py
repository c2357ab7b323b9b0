"""The five opposed pairs pull against each other in what they say they do."""

import numpy as np
import pytest

from simulation.indicators.targeting import CAUSES
from simulation.mechanisms.opposed import load_pairs, opposed
from simulation.mechanisms.outcomes import outcome
from simulation.mechanisms.registry import load_registry
from simulation.mechanisms.worlds import Worlds, laid

# outcome of which the first practice of the pair has more (1) or less (-1) than the second
TENSIONS = {
    "trust_or_check": {"measure:FILED": 1, "measure:PAID_NOT_ENTITLED": 1},
    "growth_or_matching": {"measure:VISITS": 1, "measure:PAID_NOT_ENTITLED": 1, "measure:CASCADE_UNKNOWN": -1},
    "township_or_county": {"measure:MINUTES_BUREAU": -1, "measure:GRANTED": 1, "wait:decision": -1},
    "tolerance_or_accountability": {"measure:REFUSED": -1, "measure:GRANTED": 1},
    "top_or_bottom": {"stock:marginal": 1, "stock:expansion_band": 1, "money:dibao": -1, "payer:county": 1},
}
ERRORS = {"verification.refusal_error": 0.3, "verification.grant_error": 0.3}  # large enough to be seen
# much to be found and many errors, so that a small world shows it
GIVEN = {"trust_or_check": {"verification.hiding_share": 0.6}, "tolerance_or_accountability": ERRORS}


@pytest.fixture(scope="module")
def world() -> Worlds:
    """The small world of the registry."""
    return Worlds(load_registry().contexts["small"])


def test_every_pair_has_its_tension() -> None:
    assert TENSIONS.keys() == load_pairs().keys()


@pytest.mark.parametrize("pair", TENSIONS)
def test_the_two_practices_of_a_pair_pull_apart(world: Worlds, pair: str) -> None:
    first, second = (world.run(side, 0) for side in opposed(laid(world.base, GIVEN.get(pair, {})), pair))
    for name, more in TENSIONS[pair].items():
        assert more * (outcome(name, first) - outcome(name, second)) > 0, name


GROWTH = {"governance.appraisal_growth_weight": 1.0, "governance.appraisal_coverage_weight": 1.0}
COUNTER = {"governance.accountability_strictness": 1.0, "governance.accountability_direction": 1.0}


def test_growth_appraisal_lowers_exclusion_and_raises_inclusion_error_unless_countered(world: Worlds) -> None:
    """Countered by accountability for wrong grants; over four samples."""
    plain = laid(world.base, ERRORS)
    growth, countered = plain.change(GROWTH), plain.change(GROWTH | COUNTER)
    excluded, included = (
        {
            name: np.mean([sum(outcome(f"measure:{each}", world.run(side, r)) for each in measures) for r in range(4)])
            for name, side in (("plain", plain), ("growth", growth), ("countered", countered))
        }
        for measures in ([cause.name for cause in CAUSES.values()], ["PAID_NOT_ENTITLED"])
    )
    assert excluded["growth"] < excluded["plain"]
    assert included["growth"] > included["plain"]
    assert included["countered"] < included["growth"]
