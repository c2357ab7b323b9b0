"""Points simulated in a pool of processes: the same bits as in this one, and a killed worker is said."""

import os
from pathlib import Path

import numpy as np
import pytest
from worlds import SCALE

from calibration.fitted_facts import fitted_facts
from calibration.inputs import Simulation, simulator
from calibration.store import PointStore
from calibration.targets import load_facts
from calibration.tasks import Task, answered, in_turn
from calibration.workers import Workers
from simulation.parameters.files.reading import data_folder
from simulation.run_settings import Settings
from simulation.simulate.errors import ExperimentError

PROVINCE = "zhejiang"
LOGIT = "application.base_logit"
FACTS = fitted_facts([fact for fact in load_facts() if fact.date == "2022-12"], [PROVINCE], shared=False)
SIMULATION = Simulation(FACTS, Settings(SCALE, 1, 1, 1, 12, threads=1), Path(str(data_folder())), (LOGIT,))
TASKS = [Task(PROVINCE, {LOGIT: value}, 1) for value in (-3.0, -1.0, -3.0)]


def test_the_same_bits_in_a_pool_and_in_this_process(tmp_path: Path) -> None:
    alone = list(in_turn(simulator(SIMULATION))(TASKS))
    with Workers(SIMULATION, 2) as batch, PointStore(tmp_path, {}) as store:
        ticks: list[int] = []
        found = answered(TASKS, batch, store, lambda: ticks.append(1))
        assert len(ticks) == 3
        assert store.count() == 2  # one of the three points is another once more
        assert all(np.array_equal(one, other) for one, other in zip(alone, found, strict=True))
        again = answered(TASKS, in_turn(lambda *_: pytest.fail("simulated again")), store, lambda: None)
        assert all(np.array_equal(one, other) for one, other in zip(alone, again, strict=True))
    assert np.array_equal(alone[0], alone[2])
    assert not np.array_equal(alone[0], alone[1])


def test_a_killed_worker_ends_the_fit_with_a_word_on_how_to_go_on() -> None:
    with Workers(SIMULATION, 1) as batch:
        for process in batch.pool.started:
            os.kill(process.pid or 0, 9)
        with pytest.raises(ExperimentError, match="--resume"):
            list(batch(TASKS))
