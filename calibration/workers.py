"""Many points at once, in a pool of processes: the answers are the same bits as one after the other.

Answers come in the order of the points, whichever is ready first, so that a store is filled in one order.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future

from calibration.aims import Floats
from calibration.inputs import Simulation, simulator
from calibration.tasks import Simulate, Task
from simulation.simulate.errors import ExperimentError
from simulation.simulate.executors import Processes

AHEAD = 3  # tasks handed to a pool for each of its workers: none waits, and few are lost when it is killed


class Workers:
    """A batch in a pool of processes with one thread each; use it in a `with`."""

    def __init__(self, simulation: Simulation, workers: int) -> None:
        """Start the pool; its workers end with this process, however it ends."""
        self._simulation, self._ahead = simulation, AHEAD * workers
        self.pool = Processes(workers, 1)

    def __enter__(self) -> "Workers":
        """This batch."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers now: what they are at is not wanted any more."""
        self.pool.end()

    def __call__(self, tasks: Sequence[Task]) -> Iterator[Floats]:
        """As `Batch`. Raises ExperimentError when a worker was killed."""
        waiting: deque[Future[Floats]] = deque()
        left = iter(tasks)
        try:
            for task in left:
                waiting.append(self.pool.submit(simulate_task, self._simulation, task))
                if len(waiting) >= self._ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenExecutor as error:
            raise ExperimentError("a worker of the fit was ended; the same command with --resume goes on") from error


_kept: dict[str, Simulate] = {}  # of a worker: the provinces it has built


def simulate_task(simulation: Simulation, task: Task) -> Floats:
    """(replications, facts) of a task; the provinces of the last simulation asked for are cached."""
    key = repr((simulation.settings, simulation.folder, simulation.paths, simulation.facts.facts))
    if key not in _kept:
        _kept.clear()
        _kept[key] = simulator(simulation)
    return _kept[key](task.province, task.values, task.replications)
