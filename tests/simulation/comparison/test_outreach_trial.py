"""The virtual outreach trial: help does at least as well as information, information as nothing."""

import numpy as np
import pytest

from simulation.comparison.outreach_trial import (
    BANDS,
    PUBLISHED,
    Arm,
    Trial,
    jackknifed_ratio,
    offer,
    outreach_trial,
)
from simulation.month_steps.case_table import Stage
from simulation.processes.information import Knowledge
from simulation.state import State

type Offers = dict[float, tuple[np.ndarray, ...]]

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
    for response in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="response: expected a number from 0 to 1"):
            outreach_trial(Scenario.load("hubei"), response=response)


@pytest.fixture(scope="module")
def offers() -> Offers:
    """Of the largest county, by response: arms, what each unit knew before and knows after, and who is helped."""
    from simulation.parameters.scenario.scenario import Scenario
    from simulation.run_settings import Settings
    from simulation.simulate import one_replication
    from simulation.simulate.replications import Ticker

    settings = Settings(0.0005, 9, 1, 1, 12, 1)
    found = {}
    for response in (0.0, 0.3, 1.0):
        state, _ = one_replication.warmed_up(Scenario.load("hubei"), settings, 0, Ticker(None, 1, ""), books=False)
        before = state.units["knows"].copy()
        arms, was, now, helped = [], [], [], []
        for county in range(len(state.cases)):
            rows, lots = offer(state, county, response)
            at = int(state.counties.first[county]) + state.cases[county]["unit"][rows]
            arms.append(lots)
            was.append(before[at])
            now.append(state.units["knows"][at])
            helped.append(state.cases[county]["assisted"][rows])
        found[response] = tuple(np.concatenate(each) for each in (arms, was, now, helped))
    return found


def test_a_letter_informs_and_an_answer_corrects_what_a_unit_believes(offers: Offers) -> None:
    for response, (arms, was, now, helped) in offers.items():
        assert np.array_equal(now[arms == Arm.CONTROL], was[arms == Arm.CONTROL])
        assert not helped[arms < Arm.HELP].any()
        written = arms >= Arm.INFORMATION
        assert (now[written] > Knowledge.NONE).all()
        assert (now >= was).all()
        answered = now[written] >= Knowledge.VISIT
        expected = response + (1 - response) * (was[written] >= Knowledge.VISIT).mean()
        assert answered.mean() == pytest.approx(expected, abs=3 * 0.5 / np.sqrt(written.sum()))
        share = (helped[arms == Arm.HELP] > 0).mean()
        assert share == pytest.approx(response, abs=3 * 0.5 / np.sqrt((arms == Arm.HELP).sum()))


def test_who_answers_is_drawn_apart_from_the_arm(offers: Offers) -> None:
    arms = [each[0] for each in offers.values()]
    assert all(np.array_equal(arms[0], each) for each in arms)
    few, all_ = offers[0.3][3] > 0, offers[1.0][3] > 0
    assert (all_ | ~few).all()  # who answers at 0.3 answers at 1, too
    assert few.sum() < all_.sum()


def test_more_answers_enrol_more() -> None:
    from simulation.parameters.scenario.scenario import Scenario

    shares = [
        outreach_trial(Scenario.load("hubei"), replications=2, scale=0.0005, warm_up=12, response=response).shares()
        for response in (0.0, 1.0)
    ]
    assert shares[1][Arm.INFORMATION] > shares[0][Arm.INFORMATION]
    assert shares[1][Arm.HELP] > shares[0][Arm.HELP]


def test_letters_and_help_go_to_old_people_who_could_apply_and_do_not(warm: State) -> None:
    """Who is in the trial, and what each arm gets: nothing, a letter, or a letter and help with the application."""
    state, all_rows, all_arms = warm.copy(), [], []
    for county, cases in enumerate(state.cases):
        rows, arms = offer(state, county, 0.3)
        units = warm.units[int(warm.counties.first[county]) + cases["unit"]]
        in_trial = np.isin(np.arange(len(cases)), rows)
        eligible = (cases["stage"] == Stage.LATENT) & (cases["entitled_amount"] > 0) & (units["elders"] > 0)
        eligible[int(warm.n_cases[county]) :] = False
        assert (in_trial == eligible).all()
        before, after = (each.units["knows"][int(warm.counties.first[county]) + cases["unit"][rows]]
                         for each in (warm, state))  # fmt: skip
        assert (after[arms == Arm.CONTROL] == before[arms == Arm.CONTROL]).all()
        assert (after[arms != Arm.CONTROL] > 0).all()
        met = before >= Knowledge.VISIT
        assert (after[met] == before[met]).all()  # who was spoken to already goes on as before
        assert set(after[(before > 0) & ~met & (after != before)]) <= {Knowledge.SCREENING}  # by an answer alone
        helped = np.zeros(len(cases), bool)
        helped[rows[(arms == Arm.HELP) & (after >= Knowledge.SCREENING)]] = True
        assert (cases["assisted"][~helped] == warm.cases[county]["assisted"][~helped]).all()
        all_rows += rows.tolist()
        all_arms += arms.tolist()
    assert len(all_rows) > 20
    assert (np.bincount(all_arms, minlength=3) > 2).all()  # by lot
