"""One household banned, one cut off, everybody delayed: what happens to the others."""

from itertools import pairwise

import numpy as np
import pytest
from worlds import PLENTY, always, by_month, case_column, county_of_unit, onward, total, warmed

from simulation.ledger import Measure
from simulation.month_steps.case_table import Stage
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import NO_CASE, NO_TIE, TIES, Flag
from simulation.processes.information import Knowledge
from simulation.state import State

QUICK = {
    "verification.intake_minutes": 5.0, "verification.survey_minutes": 5.0, "verification.filing_minutes": 5.0,
    "verification.review_minutes": 5.0,
}  # fmt: skip
UNNOTICED = {
    "review.report_prob_month": 0.0, "review.match_prob_month": 0.0, "information.statement_frequency": 0.0,
    "application.abandon_month": 0.0, "verification.objection_prob": 0.0,
}  # fmt: skip


def ban(state: State, unit: int) -> State:
    """A copy of the state in which the household of a unit row may receive nothing."""
    banned = state.copy()
    first = unit - int(banned.units["position"][unit])
    rows = slice(first, first + max(int(banned.units["units"][unit]), 1))
    banned.units["flags"][rows] |= int(Flag.BANNED)
    return banned


@pytest.fixture(scope="module")
def applicant(base: Scenario, warm: State) -> tuple[int, int, State]:
    """(unit row, month) of somebody who files soon after the policy month, and the state a year later."""
    start = case_column(warm, "filings")
    for month, state in by_month(warm, base, 6):
        filed = (case_column(state, "filings") > start) & (state.units["units"] == 1) & (state.units["persons"] > 0)
        waiting = filed & (case_column(state, "stage") == Stage.SURVEY) & (state.units["knows"] > 0)
        if waiting.any():
            return int(np.flatnonzero(waiting)[0]), month, onward(warm, base, 12)[0]
    raise AssertionError("nobody filed in six months")


def test_banning_one_household_stays_inside_its_county(
    base: Scenario, warm: State, applicant: tuple[int, int, State]
) -> None:
    unit, _, after = applicant
    other, books = onward(ban(warm, unit), base, 12)
    county = county_of_unit(warm)[unit]
    elsewhere = county_of_unit(warm) != county
    same = warm.copy()
    _, plain = onward(same, base, 12)
    for name in ("money", "flows", "measures", "waits", "before", "after"):
        mine, theirs = getattr(books, name), getattr(plain, name)
        differs = [c for c in range(len(mine)) if not np.array_equal(mine[c], theirs[c])]
        assert differs in ([], [county]), name
    assert np.array_equal(other.units[elsewhere], after.units[elsewhere])
    assert case_column(after, "filings")[unit] > case_column(other, "filings")[unit]
    assert case_column(other, "filings")[unit] == case_column(warm, "filings")[unit]


def test_banning_one_household_moves_up_the_next_in_the_queue(base: Scenario) -> None:
    """One desk with too few hours: with the first of the queue gone, the next is served in its place."""
    tight = always(base, {"staff.desk.hours_month": 20.0, "staff.desk.reserve_share": 0.0})
    state, _ = warmed(tight, 12)
    unit, county = first_served(state, tight)
    a, b = int(state.counties.first[county]), int(state.counties.first[county + 1])
    with_it = served(state, tight, slice(a, b))
    gone = state.copy()
    take_off_queue(gone, county, unit)
    without = served(gone, tight, slice(a, b))
    assert unit in with_it
    remaining = [row for row in with_it if row != unit]
    moved = [row for row in without if row not in with_it]
    assert without[: len(remaining)] == remaining, "the order of the others may not change"
    assert len(without) >= len(remaining)
    assert moved == without[len(remaining) :]


def take_off_queue(state: State, county: int, unit: int) -> None:
    """The unit is banned and its open application is withdrawn."""
    first = int(state.counties.first[county])
    state.units["flags"][unit] |= int(Flag.BANNED)
    state.cases[county]["stage"][state.units["case"][unit]] = Stage.LATENT
    assert first <= unit


def first_served(state: State, scenario: Scenario) -> tuple[int, int]:
    """(unit row, county) of a survey that is finished in a county with a long queue."""
    queues = [int((table["stage"] == Stage.SURVEY).sum()) for table in state.cases]
    for county in np.argsort(queues)[::-1].tolist():
        a, b = int(state.counties.first[county]), int(state.counties.first[county + 1])
        if rows := served(state, scenario, slice(a, b)):
            return rows[0], county
    raise AssertionError("nobody is served in any county")


def served(state: State, scenario: Scenario, rows: slice, months: int = 8) -> list[int]:
    """Unit rows whose survey ends within some months, in the order of the months (waiting at the start only)."""
    waiting = set((np.flatnonzero(case_column(state, "stage")[rows] == Stage.SURVEY) + rows.start).tolist())
    out: list[int] = []
    for _, now in by_month(state, scenario, months):
        stage = case_column(now, "stage")
        out += sorted(row for row in waiting if stage[row] != Stage.SURVEY and row not in out)
    return out


def test_delaying_every_decision_changes_timing_but_no_outcome(base: Scenario) -> None:
    """A month more on the clock, hours not binding: first filings of the same months end the same way, later.

    Nothing but what is on file decides: what `needs` knows of a unit is looked up in the month of the decision, and
    an audit of entries finds out what is true in that month, as an objection does.
    """
    ample = base.change(PLENTY | QUICK | UNNOTICED | {"needs.known": 0.0, "control.enabled": 0.0})
    late = ample.change({"verification.delay_days": 21.0})
    compared = 0
    for seed in (1, 2):
        state, _ = warmed(ample, 12, seed=seed)
        outcome, day = first_decisions(state, ample, 9)
        outcome_late, day_late = first_decisions(state, late, 10)
        both = sorted(set(outcome) & set(outcome_late))
        assert {unit: outcome[unit] for unit in both} == {unit: outcome_late[unit] for unit in both}
        assert {day_late[unit] - day[unit] for unit in both} == {1}
        compared += len(both)
    assert compared >= 15


def first_decisions(state: State, scenario: Scenario, months: int) -> tuple[dict[int, tuple[int, int]], dict[int, int]]:
    """(granted or refused, programme) and month of decision of units that file first in the first three months."""
    before, filed = case_column(state, "filings"), set()
    outcome: dict[int, tuple[int, int]] = {}
    decided: dict[int, int] = {}
    for month, now in by_month(state, scenario, months):
        stage, filings = case_column(now, "stage"), case_column(now, "filings")
        if month < 3:
            filed |= set(np.flatnonzero((before == 0) & (filings == 1)).tolist())
        for unit in filed - set(outcome):
            if stage[unit] in (Stage.LATENT, Stage.ENROLLED):
                programme = int(case_column(now, "programme")[unit])
                outcome[unit] = (int(stage[unit]), programme)
                decided[unit] = month
    return outcome, decided


@pytest.mark.parametrize("months", [60, pytest.param(240, marks=pytest.mark.full)])
def test_take_up_stays_below_one_at_fixed_knowledge(base: Scenario, months: int) -> None:
    """Nobody claims merely because time passes: with knowledge frozen, the entitled never all come in."""
    frozen = base.change({
        "information.tell_prob_month": 0.0, "information.campaign_reach_year": 0.0, "visit.detection": 0.0,
        "screening.referral": 0.0, "visit.visits_per_grid_month": 0.0, "visit.grid_enabled": 0.0,
        "visit.informs": 0.0, "information.hotline_enabled": 0.0, "statement.simple_media_reach": 0.0,
        "information.decay_year": 0.0,
    })  # fmt: skip
    state, _ = warmed(frozen, 12)
    later, books = onward(state, frozen, months)
    coverage = books.measure(Measure.ENTITLED_PAID) / books.measure(Measure.ENTITLED)
    assert coverage.max() < 0.95
    assert coverage[-12:].mean() < 0.95
    assert (later.units["knows"] > 0).sum() <= (state.units["knows"] > 0).sum() + total(books, Measure.FILED)
    learned = (later.units["knows"] != state.units["knows"]) & (later.units["knows"] != Knowledge.OWN)
    assert not learned.any()


def test_knowledge_and_taste_are_never_rolled_again(base: Scenario, warm: State) -> None:
    """A unit that decided against filing files later only for a reason: its gain or its help changed."""
    unaided = base.change({"visit.detection": 0.0, "screening.referral": 0.0, "information.decay_year": 0.0})
    knows = [state.units["knows"].copy() for _, state in by_month(warm, unaided, 6)]
    for earlier, later in pairwise(knows):
        assert (later[earlier > 0] == earlier[earlier > 0]).all()


def cut(state: State, unit: int) -> State:
    """A copy of the state in which a unit row has no ties, on either side."""
    lonely = state.copy()
    lonely.ties = state.ties.copy()
    village = int(np.searchsorted(state.villages.first, unit, side="right")) - 1
    first = int(state.villages.first[village])
    for t in range(TIES):
        other = int(lonely.ties[unit, t])
        if other != NO_TIE:
            row = lonely.ties[first + other]
            row[row == unit - first] = NO_TIE
    lonely.ties[unit] = NO_TIE
    return lonely


@pytest.fixture(scope="module")
def talkative(base: Scenario) -> Scenario:
    """Ties are the only way to learn, and recipients talk."""
    return base.change({
        "information.tell_prob_month": 0.3, "information.campaign_reach_year": 0.0, "visit.detection": 0.0,
        "screening.referral": 0.0,
    })  # fmt: skip


def test_cutting_ties_removes_what_was_learned_over_them(base: Scenario, warm: State, talkative: Scenario) -> None:
    """In the first month exactly the units tied to the teller can differ, and only by word of mouth."""
    after = onward(warm, talkative, 1, base)[0]
    word = int(Knowledge.WORD_OF_MOUTH)
    learned = np.flatnonzero((after.units["knows"] == word) & (warm.units["knows"] == 0))
    assert learned.size > 20
    for pupil in learned[:5]:
        lonely = onward(cut(warm, int(pupil)), talkative, 1, base)[0]
        differs = np.flatnonzero(lonely.units["knows"] != after.units["knows"])
        assert differs.tolist() == [pupil]
        assert lonely.units["knows"][pupil] == 0
    teller = tellers_of(warm, int(learned[0]))[0]
    mute = onward(cut(warm, teller), talkative, 1, base)[0]
    lost = np.flatnonzero(mute.units["knows"] != after.units["knows"])
    neighbours = set(neighbours_of(warm, teller)) | {teller}
    assert set(lost.tolist()) <= neighbours
    assert (mute.units["knows"][lost] == 0).all()
    assert (after.units["knows"][lost] == word).all()


def neighbours_of(state: State, unit: int) -> list[int]:
    """Unit rows tied to a unit row."""
    village = int(np.searchsorted(state.villages.first, unit, side="right")) - 1
    first = int(state.villages.first[village])
    return [first + int(other) for other in state.ties[unit] if other != NO_TIE]


def tellers_of(state: State, unit: int) -> list[int]:
    """Paid units among the neighbours of a unit."""
    amount, stage = case_column(state, "amount"), case_column(state, "stage")
    return [row for row in neighbours_of(state, unit) if stage[row] == Stage.ENROLLED and amount[row] > 0]


def test_rewiring_that_keeps_degrees_changes_who_learns(base: Scenario, warm: State, talkative: Scenario) -> None:
    """Villages turned by half: everybody keeps the number of ties, other people learn."""
    turned = warm.copy()
    turned.ties = warm.ties.copy()
    for first, last in zip(warm.villages.first[:-1], warm.villages.first[1:], strict=True):
        size = int(last - first)
        order = np.random.default_rng(int(first)).permutation(size)
        block = warm.ties[first:last]
        renamed = np.where(block == NO_TIE, NO_TIE, order[np.minimum(block, size - 1)])
        turned.ties[first:last][order] = renamed
    assert np.array_equal((turned.ties != NO_TIE).sum(), (warm.ties != NO_TIE).sum())
    one, other = onward(warm, talkative, 1, base)[0], onward(turned, talkative, 1, base)[0]
    word = int(Knowledge.WORD_OF_MOUTH)
    mine, theirs = (s.units["knows"] == word for s in (one, other))
    assert (mine != theirs).sum() > 20
    assert np.array_equal(one.units["wage"], other.units["wage"])


def test_without_talk_nobody_learns_by_word(base: Scenario, warm: State) -> None:
    silent = base.change({"information.tell_prob_month": 0.0})
    assert total(onward(warm, silent, 6, base)[1], Measure.LEARNED_BY_WORD) == 0
    assert total(onward(warm, base, 6)[1], Measure.LEARNED_BY_WORD) > 0
    assert (warm.units["case"][case_column(warm, "stage") == Stage.ENROLLED] != NO_CASE).all()
