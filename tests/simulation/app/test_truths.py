"""The quiz's truths as they ship, and what makes them stale."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from worlds import PROVINCE

from simulation.app import truths
from simulation.app.quiz import CHOICES, QUESTIONS
from simulation.app.settings import reform
from simulation.parameters.scenario.scenario import Scenario
from simulation.report.words.labels import PROVINCES
from simulation.run_settings import Settings
from simulation.simulate import one_replication
from simulation.simulate.run_record import ledger_digest

CHOICE = {each.id: each for each in CHOICES}
REMAKE = "the quiz's truths are stale: uv run python -m simulation.app.make_truths"


def test_every_question_is_on_file_for_every_province():
    assert list(truths.shipped()) == [(province, each.id) for province in PROVINCES for each in QUESTIONS]


def test_every_right_answer_holds_the_whole_interval():
    for row in truths.shipped().values():
        assert row.low <= row.change <= row.high
        assert row.change == pytest.approx(row.after / row.before - 1.0, abs=1e-8)
        holding = [each.id for each in CHOICES if each.low <= row.low and row.high < each.high]
        assert holding == [row.right] or (row.right == "" and (not holding or row.low == row.high == 0.0))
        assert row.replications >= 10


@pytest.mark.parametrize("province", PROVINCES)
def test_the_file_was_made_with_the_scenarios_that_ship(province):
    base = Scenario.load(province)
    assert all(row.fresh(base) for row in truths.shipped().values() if row.province == province), REMAKE
    asked = truths.clear_questions(base)
    assert len(asked) >= 4, "a class needs questions"
    assert len({each.right for each in asked}) >= 3, "not one answer for all"


def test_the_file_was_made_with_this_model():
    """The baseline's books of the first replication, run again, are those of the file."""
    row = truths.shipped()[PROVINCE, "line_money"]
    base = Scenario.load(PROVINCE)
    settings = Settings(row.scale, truths.MONTHS, row.replications, row.seed, threads=2)
    state, _ = one_replication.warmed_up(base, settings, 0, books=False)
    assert ledger_digest([one_replication.continued(state, base, settings)]) == row.results_digest, REMAKE


def test_a_changed_scenario_makes_the_file_stale(whole):
    row = truths.shipped()[PROVINCE, "line_money"]
    assert row.fresh(whole)
    assert not row.fresh(whole.change({"dibao.gradual_exit_months": 7}))
    assert not replace(row, question="taper_money").fresh(whole)
    assert not replace(row, question="a question of yesterday").fresh(whole)
    assert not truths.clear_questions(whole.change({"visit.visits_per_grid_month": 7.0}))


def test_the_relative_change_by_hand():
    """Ratio of means 11 / 10; residuals 1.1 and -1.1 over the mean 10."""
    change, low, high = truths.relative_change([9.0, 11.0], [11.0, 11.0])
    half = stats.t.ppf(0.975, 1) * np.std([0.11, -0.11], ddof=1) / np.sqrt(2)
    assert (change, low, high) == pytest.approx((0.1, 0.1 - half, 0.1 + half))


def test_an_interval_over_a_border_has_no_right_answer():
    assert truths.right_choice(0.0999, 0.1001) == ""
    assert truths.right_choice(-0.02, 0.0199) == "same"
    assert truths.right_choice(-0.3, -0.11) == "down_much"
    assert truths.right_choice(0.0, 0.0) == ""  # the setting is the province's own: nothing to guess


def test_truths_are_made_written_and_read(base, tmp_path):
    made = truths.make(base, scale=0.0005, replications=2, threads=2, questions=QUESTIONS[:2])
    file = tmp_path / "truths.csv"
    truths.write(made, file)
    back = truths.read(file)
    assert [replace(a, **digits(b)) for a, b in zip(made, back, strict=True)] == back
    assert [(row.period, row.replications) for row in back] == [("2023", 2)] * 2
    assert made[0].after > made[0].before
    assert made[0].reform_digest == reform(base, QUESTIONS[0].setting).digest
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="columns"):
        truths.read(file)


def digits(row):
    """The figures of a row that was read: they were written to ten digits."""
    return {name: getattr(row, name) for name in ("before", "after", "change", "low", "high", "scale")}


@pytest.mark.full
@pytest.mark.parametrize("province", PROVINCES)
def test_other_seeds_say_the_same(province):
    """The truth of fresh samples lies in, or within its own error of, the option that is called right."""
    base = Scenario.load(province)
    for row in truths.make(base, replications=6, seed=77):
        told = truths.shipped()[province, row.question]
        if told.right:
            right = CHOICE[told.right]
            assert row.high >= right.low, row
            assert row.low < right.high, row
