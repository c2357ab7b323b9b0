"""Filing: the claim as a sum of what speaks for and against it, the burden of movers and of those online."""

import math

import numpy as np
import pytest
from drawing import BOOL, INNER_WORD, SHARE, WORD, at, chance_of, drawn, is_on, lowest, quantile, value_on_border
from hypothesis import assume, given
from hypothesis import strategies as st

from simulation.parameters.schema.claims import Application
from simulation.processes import application

pytestmark = pytest.mark.usefixtures("plain")
APPLICATION = drawn("application")


@given(INNER_WORD, APPLICATION)
def test_perception_is_lognormal_with_median_one(word: np.uint32, p: Application) -> None:
    assert math.log(application.perceived_factor(word, p)) == pytest.approx(p.perception_sd * quantile(word), abs=1e-3)
    assert application.perceived_factor(at(0.5), p) == pytest.approx(1.0)


@given(INNER_WORD, APPLICATION)
def test_taste_is_normal(word: np.uint32, p: Application) -> None:
    assert application.taste(word, p) == pytest.approx(p.taste_sd * quantile(word), abs=5e-3)


@given(st.floats(0, 4), APPLICATION)
def test_claim_is_a_sum_of_weights(gain: float, p: Application) -> None:
    """In favour: base, gain (up to two lines), help. Against: stigma always, documents and trips without help."""
    weights = [p.base_logit, p.gain_slope, p.stigma_logit, p.document_logit, p.trip_logit, p.assisted_logit]
    alone = np.dot(weights, [1, np.clip(gain, 0, 2), -1, -p.documents, -p.trips, 0])
    helped = np.dot(weights, [1, np.clip(gain, 0, 2), -1, 0, 0, 1])
    assert application.claim_logit(gain, False, p) == pytest.approx(alone, abs=1e-9)
    assert application.claim_logit(gain, True, p) == pytest.approx(helped, abs=1e-9)


@given(st.floats(0, 4), BOOL, st.floats(0.001, 5), APPLICATION)
def test_the_taste_must_make_up_for_the_rest(gain: float, assisted: bool, more: float, p: Application) -> None:
    needed = -application.claim_logit(gain, assisted, p)
    assert application.files(gain, assisted, needed + more, p) == is_on(p.enabled)
    assert not application.files(gain, assisted, needed - more, p)


def test_indifferent_units_do_not_file() -> None:
    p = lowest("application", enabled=1.0, base_logit=1.0)
    assert not application.files(0.0, False, -1.0, p)
    assert application.files(0.0, False, -0.999, p)


def burden(mover: bool, outsider: bool, online: bool, fewer_trips: float, p: Application) -> float:
    """Logit that one's own way of filing costs: the longest list of documents, every trip, hours not saved."""
    lists = [p.documents, p.documents_others if outsider and not is_on(p.one_id_all) else 0.0]
    nowhere_else = p.place_rule < 0.5 and not is_on(p.accept_anywhere)
    trips = np.clip(p.trips + (p.away_trips if mover and nowhere_else else 0.0) - fewer_trips, 0.0, None)
    if online:
        return max(lists) * p.document_logit - p.online_hours_saved * p.hour_logit
    return float(max(lists) * p.document_logit + trips * p.trip_logit)


@given(BOOL, BOOL, BOOL, st.floats(0, 12), APPLICATION)
def test_relief_is_the_usual_burden_less_the_own(
    mover: bool, outsider: bool, online: bool, fewer: float, p: Application
) -> None:
    relief = burden(False, False, False, 0.0, p) - burden(mover, outsider, online, fewer, p)
    assert application.relief_logit(mover, outsider, online, fewer, p) == pytest.approx(relief, abs=1e-9)


def test_relief_by_hand() -> None:
    """5 documents at 0.1, 2 trips at 0.3; 8 documents from another province, 4 trips to the place of registration."""
    p = lowest(
        "application", documents=5, document_logit=0.1, trips=2, trip_logit=0.3, documents_others=8, away_trips=4
    )
    p = p._replace(online_hours_saved=6, hour_logit=0.05)
    relief = application.relief_logit
    assert relief(False, False, False, 0.0, p) == 0.0
    assert relief(False, False, False, 1.5, p) == pytest.approx(0.45)
    assert relief(False, False, False, 3.0, p) == pytest.approx(0.6)
    assert relief(False, False, True, 0.0, p) == pytest.approx(0.6 + 0.3)
    assert relief(True, False, False, 0.0, p) == pytest.approx(-1.2)  # one-ID is for all who are registered here
    assert relief(True, True, False, 0.0, p) == pytest.approx(-0.3 - 1.2)
    assert relief(True, True, False, 0.0, p._replace(documents_others=3)) == pytest.approx(-1.2)
    assert relief(True, True, True, 0.0, p) == pytest.approx(-0.3 + 0.6 + 0.3)  # no trip at all
    for elsewhere in (p._replace(place_rule=2), p._replace(accept_anywhere=1)):
        assert relief(True, False, False, 0.0, elsewhere) == 0.0


@given(WORD, APPLICATION)
def test_only_units_without_young_members_are_excluded_online(word: np.uint32, p: Application) -> None:
    share = pytest.approx(p.online_share, abs=1e-9)
    assert chance_of(lambda draw: application.files_online(draw, word, True, p)) == share
    assume(p.online_share > 0.0)
    excluded = chance_of(lambda draw: not application.files_online(np.uint32(0), draw, False, p))
    assert excluded == pytest.approx(p.digital_exclusion_share, abs=1e-9)


@given(BOOL, APPLICATION)
def test_a_window_turns_movers_away(mover: bool, p: Application) -> None:
    chance = chance_of(lambda word: application.turned_away(word, mover, p))
    accepted = is_on(p.accept_anywhere) or p.place_rule >= 0.5 or not mover
    assert chance == pytest.approx(0.0 if accepted else p.place_rejection, abs=1e-9)


@given(APPLICATION)
def test_half_as_many_give_up_where_progress_can_be_followed(p: Application) -> None:
    told, untold = p._replace(transparency=1.0), p._replace(transparency=0.0)
    assert application.gives_up_chance(untold) == p.abandon_month
    assert application.gives_up_chance(told) == p.abandon_month / 2


@given(APPLICATION, SHARE)
def test_linked_benefits_come_together_or_are_applied_for_one_by_one(p: Application, part: float) -> None:
    """Each of the 15 benefits comes with the application, or is drawn by those whom its own hours do not put off."""
    p = p._replace(bundled_items=15 * part)
    assume(part < 1.0)
    all_of_them = chance_of(lambda word: application.linked_share(word, p) == 1.0)
    assert all_of_them == pytest.approx(np.clip(1 - p.separate_hours * p.separate_loss, 0, 1), abs=1e-9)
    if all_of_them < 1.0:
        assert application.linked_share(at(1.0), p) == pytest.approx(part)
    assert application.linked_share(at(1.0), p._replace(bundled_items=15.0)) == 1.0


BURDENED = lowest("application", documents_others=3, document_logit=1, trip_logit=1, away_trips=2, place_rejection=0.5)


def test_borders_of_switches() -> None:
    def relief(**switch: float) -> float:
        return application.relief_logit(True, True, False, 0.0, BURDENED._replace(**switch))

    assert value_on_border(lambda v: relief(one_id_all=v), 0.5) == "above"
    assert value_on_border(lambda v: relief(place_rule=v), 0.5) == "above"
    assert value_on_border(lambda v: relief(accept_anywhere=v), 0.5) == "above"
    p = BURDENED._replace(abandon_month=0.2)
    assert (
        value_on_border(lambda v: application.turned_away(at(0), True, p._replace(accept_anywhere=v)), 0.5) == "above"
    )
    assert value_on_border(lambda v: application.gives_up_chance(p._replace(transparency=v)), 0.5) == "below"
    assert value_on_border(lambda v: application.files(0.0, False, 99.0, p._replace(enabled=v)), 0.5) == "below"


@given(INNER_WORD, APPLICATION)
def test_who_is_told_in_person_never_takes_itself_for_not_entitled(word: np.uint32, p: Application) -> None:
    assert not application.thinks_excluded(word, True, p)


@given(APPLICATION)
def test_the_rest_disbelieves_in_the_stated_share(p: Application) -> None:
    share = chance_of(lambda word: application.thinks_excluded(word, False, p))
    assert share == pytest.approx(p.misbelief_share, abs=1e-9)


def test_nobody_or_everybody_disbelieves_at_the_ends() -> None:
    for share in (0.0, 1.0):
        p = lowest("application", misbelief_share=share)
        assert {application.thinks_excluded(at(part), False, p) for part in (0.0, 0.5, 0.999)} == {share == 1.0}
