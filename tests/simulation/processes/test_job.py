"""The main job as a Markov chain of two states."""

import numpy as np
import pytest
from drawing import at, chance_of, drawn, lowest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulation.parameters.schema.shocks import Job
from simulation.processes import job

pytestmark = pytest.mark.usefixtures("plain")
JOB = drawn("job")
WORKERS = st.integers(1, 6)


@given(WORKERS, JOB)
def test_jobs_are_lost_and_found_at_their_rates(workers: int, p: Job) -> None:
    lost = chance_of(lambda word: job.jobless_next(0, workers, word, p) == 1)
    found = chance_of(lambda word: job.jobless_next(5, workers, word, p) == 0)
    assert lost == pytest.approx(p.loss_prob_month, abs=1e-9)
    assert found == pytest.approx(p.find_prob_month, abs=1e-9)


def test_months_are_counted_to_twenty_years() -> None:
    losing, keeping = at(1.0), at(0.0)
    p = lowest("job", loss_prob_month=0.5, find_prob_month=0.5)
    assert [job.jobless_next(months, 1, losing, p) for months in (0, 1, 2, 238, 239, 240)] == [0, 2, 3, 239, 240, 240]
    assert [job.jobless_next(months, 1, keeping, p) for months in (0, 1, 2, 240)] == [1, 0, 0, 0]
    assert [job.jobless_next(months, 0, keeping, p) for months in (0, 5)] == [0, 0]


@given(WORKERS, JOB)
def test_a_history_starts_in_the_stationary_state(workers: int, p: Job) -> None:
    """The share that the chain of two states leaves as it is."""
    assume(0.0 < p.loss_prob_month + p.find_prob_month < 2.0)
    step = np.array([[1 - p.loss_prob_month, p.loss_prob_month], [p.find_prob_month, 1 - p.find_prob_month]])
    jobless = chance_of(lambda word: job.jobless_at_start(workers, word, p) == 3)
    state = np.array([1 - jobless, jobless])
    assert state @ step == pytest.approx(state, abs=1e-8)
    assert job.jobless_at_start(0, at(0.0), p) == 0
    assert {job.jobless_at_start(workers, at(share), p) for share in (0.0, 0.3, 0.6, 1.0)} <= {0, 3}


def test_the_start_by_hand() -> None:
    p = lowest("job", loss_prob_month=0.1, find_prob_month=0.3)
    assert [job.jobless_at_start(1, at(share), p) for share in (0.0, 0.24, 0.26, 1.0)] == [3, 3, 0, 0]


@given(st.floats(0.02, 1), JOB)
def test_a_spell_is_the_mean_wait_for_a_job(find: float, p: Job) -> None:
    """Sum over months of the chance to be still without."""
    still = np.cumprod(np.full(3000, 1.0 - find))
    assert job.spell_months(p._replace(find_prob_month=find)) == pytest.approx(1.0 + still.sum(), rel=1e-6)


def test_no_jobs_at_all_are_a_million_months() -> None:
    assert job.spell_months(lowest("job", find_prob_month=0.0)) == pytest.approx(1e6)


@pytest.mark.parametrize(
    ("jobless", "workers", "share"),
    [(0, 0, 0.0), (9, 0, 0.0), (0, 1, 1.0), (1, 1, 0.0), (2, 1, 0.0), (0, 3, 1.0), (1, 2, 0.5), (1, 4, 0.75)],
)
def test_the_main_job_is_one_worker(jobless: int, workers: int, share: float) -> None:
    assert job.working_share(jobless, workers) == share


@given(JOB)
def test_help_makes_those_who_get_it_find_work_sooner(p: Job) -> None:
    helped, others = p.find_prob_month * p.activation_gain, p.find_prob_month
    mean = p.activation_share * helped + (1 - p.activation_share) * others
    assert chance_of(lambda word: job.finds_with_help(word, p)) == pytest.approx(min(mean, 1.0), abs=1e-9)
