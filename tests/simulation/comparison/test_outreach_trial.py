"""The virtual outreach trial: help does at least as well as information, information as nothing."""

import numpy as np
import pytest

from simulation.comparison.outreach_trial import BANDS, PUBLISHED, Arm, Trial, jackknifed_ratio, outreach_trial

pytestmark = pytest.mark.usefixtures("few_counties")


def test_help_beats_information_beats_nothing() -> None:
    from simulation.parameters.scenario.scenario import Scenario

    trial = outreach_trial(Scenario.load("hubei"), replications=4, scale=0.0005, warm_up=12)
    control, information, helped = trial.shares()
    assert helped >= information >= control


def test_ratios_pool_over_replications() -> None:
    offered = np.full((4, 3), 100)
    enrolled = np.array([[5, 10, 20], [5, 10, 20], [5, 10, 20], [5, 10, 20]])
    trial = Trial("x", enrolled, offered)
    assert trial.ratio(Arm.INFORMATION) == (2.0, 2.0, 2.0)
    assert trial.inside(Arm.INFORMATION)
    assert trial.inside(Arm.HELP)


def test_an_empty_control_arm_gives_no_ratio() -> None:
    assert np.isnan(jackknifed_ratio(np.zeros((3, 3), np.int64), np.ones((3, 3), np.int64), 1)[0])


def test_the_published_ratios_lie_in_their_bands() -> None:
    for arm, (low, high) in zip((1, 2), BANDS, strict=True):
        assert low <= PUBLISHED[arm] / PUBLISHED[0] <= high


def test_settings_out_of_range_are_refused() -> None:
    from simulation.parameters.scenario.scenario import Scenario

    with pytest.raises(ValueError, match="replications"):
        outreach_trial(Scenario.load("hubei"), replications=0)
