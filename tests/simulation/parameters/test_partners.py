"""Partners: every declaration names values, and a lever whose partner is neutral is told of."""

import pytest

from simulation.parameters.scenario.partners import PARTNERS
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import set_in_vain
from simulation.parameters.scenario.switches import Switches, parsed

PAIRS = (
    ("payment.parties", 3.0, "payment.mismatch"),
    ("capacity.volunteer_members", 5000.0, "capacity.member_hours"),
    ("governance.dispatch_interval_months", 3.0, "plan.target_gap"),
    ("verification.relative_check", 0.9, "verification.favouritism"),
)


@pytest.fixture(scope="module")
def hubei() -> Scenario:
    return Scenario.load("hubei", practice="national")


def test_every_partner_is_a_value_and_none_is_its_own(hubei: Scenario) -> None:
    known = hubei.sources.parameters
    for path, conditions in PARTNERS.items():
        assert path in known, path
        assert conditions, path
        for condition in conditions:
            for each in parsed(condition, path.partition(".")[0]):
                assert each.path in known, (path, each.path)
                assert each.path != path


@pytest.mark.parametrize(("path", "value", "partner"), PAIRS)
def test_a_lever_whose_partner_is_neutral_is_set_in_vain(
    hubei: Scenario, path: str, value: float, partner: str
) -> None:
    alone = hubei.change({path: value, partner: 0.0})
    told = [each for each in set_in_vain(alone) if each.key.startswith(path) or path in str(each)]
    assert told, path
    assert f"{partner} > 0" in told[0].expected
    high = hubei.sources.parameters[partner].high
    assert set_in_vain(hubei.change({path: value, partner: high})) == []


def test_one_of_several_partners_suffices(hubei: Scenario) -> None:
    for leakage, mismatch in ((0.01, 0.0), (0.0, 0.01)):
        both = hubei.change({"payment.leakage": leakage, "payment.mismatch": mismatch})
        assert Switches(both).off("control.fund_supervision_share", 0) == ""
    neither = hubei.change({"payment.leakage": 0.0, "payment.mismatch": 0.0})
    assert Switches(neither).off("control.fund_supervision_share", 0)
