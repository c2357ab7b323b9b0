"""The virtual outreach trial: help does at least as well as information, information as nothing."""

import numpy as np
import pytest

from simulation.comparison.outreach_trial import BANDS, PUBLISHED, Arm, Trial, jackknifed_ratio, offer, outreach_trial
from simulation.month_steps.case_table import Stage
from simulation.state import State

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


def test_letters_and_help_go_to_old_people_who_could_apply_and_do_not(warm: State) -> None:
    """Who is in the trial, and what each arm gets: nothing, a letter, or a letter and help with the application."""
    state, all_rows, all_arms = warm.copy(), [], []
    for county, cases in enumerate(state.cases):
        rows, arms = offer(state, county)
        units = warm.units[int(warm.counties.first[county]) + cases["unit"]]
        in_trial = np.isin(np.arange(len(cases)), rows)
        eligible = (cases["stage"] == Stage.LATENT) & (cases["entitled_amount"] > 0) & (units["elders"] > 0)
        eligible[int(warm.n_cases[county]) :] = False
        assert (in_trial == eligible).all()
        before, after = (each.units["knows"][int(warm.counties.first[county]) + cases["unit"][rows]]
                         for each in (warm, state))  # fmt: skip
        assert (after[arms == Arm.CONTROL] == before[arms == Arm.CONTROL]).all()
        assert (after[arms != Arm.CONTROL] > 0).all()
        assert (after[before > 0] == before[before > 0]).all()  # who knew already goes on as before
        helped = np.zeros(len(cases), bool)
        helped[rows[arms == Arm.HELP]] = True
        assert (cases["assisted"][helped] == 1).all()
        assert (cases["assisted"][~helped] == warm.cases[county]["assisted"][~helped]).all()
        all_rows += rows.tolist()
        all_arms += arms.tolist()
    assert len(all_rows) > 20
    assert (np.bincount(all_arms, minlength=3) > 2).all()  # by lot
