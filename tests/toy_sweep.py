"""A sweep of toys as a program, to be killed: `python toy_sweep.py FOLDER EXECUTOR RUNS SECONDS`."""

import sys
from pathlib import Path

from toys import Toy, rows, task_of, toys, work

from simulation.simulate import executors
from simulation.simulate.answers import Answer
from simulation.sweeping.running.driver import Driver, FinishedRun, Status
from simulation.sweeping.store.sweep_store import Store

FACTORIES = {
    "serial": executors.serial,
    "processes": lambda: executors.processes(2),
    "dask": lambda: executors.dask(workers=2),
}


def carry_out(
    folder: Path, executor: str, listed: list[Toy], seconds: float = 0.0, limit: float | None = None
) -> None:  # fmt: skip
    """Carry out toys in a store, through the very driver, store and executors of a sweep."""
    with Store(folder) as store:
        store.index.begin({"inputs": {}}, rows(listed), "{}")
        left = store.index.ids(Status.PENDING)
        acknowledged = folder / "acknowledged"

        def keep(finished: list[FinishedRun[Answer]]) -> None:
            store.keep(finished)
            with acknowledged.open("a") as file:
                file.writelines(f"{each.id}\n" for each in finished)

        log = str(folder / "executions")
        driver = Driver[Toy, Answer](FACTORIES[executor](), work, task_of(seconds, limit, log), keep, limit)
        driver.carry_out([toy for toy in listed if toy.id in left])


if __name__ == "__main__":
    carry_out(Path(sys.argv[1]), sys.argv[2], toys(int(sys.argv[3])), float(sys.argv[4]))
