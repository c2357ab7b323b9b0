"""A Dask cluster as an executor of `concurrent.futures`."""

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, Final

from simulation.compile.sources import run_version
from simulation.cores import THREAD_VARIABLES
from simulation.extras import absent
from simulation.simulate.errors import ExperimentError

PATIENCE_SECONDS: Final = 30.0


class Cluster(Executor):
    """A Dask client's executor that also owns the client, and the cluster if it was made for it."""

    def __init__(self, client: Any, cluster: Any) -> None:
        """Take over a connected client; `cluster` is None when it belongs to somebody else."""
        self._client, self._cluster, self._seen = client, cluster, time.monotonic()
        self._inner = client.get_executor(pure=False)  # pure=True would give equal calls one result

    def submit(self, fn: Callable[..., Any], /, *args: Any, **options: Any) -> "Future[Any]":
        """Hand one call to the cluster. Dask takes some options for itself (`key`, `workers`, `retries`): give none."""
        return self._inner.submit(fn, *args, **options)  # type: ignore[no-any-return]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """Leave the cluster without waiting for calls under way; close it if it was made here."""
        del wait, cancel_futures  # Dask's executor knows neither; whoever leaves early wants no further answers
        self._inner.shutdown(wait=False)
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()

    def lost(self) -> bool:
        """Whether the cluster made here has had no worker for a while: a nanny gives up on one that dies at start."""
        if self._cluster is None or self._client.nthreads():
            self._seen = time.monotonic()
        return time.monotonic() - self._seen > PATIENCE_SECONDS

    def end(self) -> None:
        """Leave now."""
        self.shutdown()


def connect(scheduler: str | None, workers: int | None) -> Cluster:
    """A client of the cluster at `scheduler`, or of one made on this machine with `workers` processes.

    Raises ExperimentError where Dask is not installed, nobody answers, or workers have another version of the model.
    """
    distributed = _distributed()
    import dask

    if scheduler is None:
        one_each = {"distributed.nanny.pre-spawn-environ": dict.fromkeys(THREAD_VARIABLES, 1)}
        with dask.config.set(one_each):
            cluster = distributed.LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
            )
        return Cluster(distributed.Client(cluster), cluster)
    client = _client(distributed, scheduler)
    mine, theirs = run_version(), client.run(run_version)
    other = sorted(worker for worker, version in theirs.items() if version != mine)
    if other:
        client.close()
        raise ExperimentError(f"{scheduler}: {len(other)} workers run another version of the model ({other[0]} ...)")
    return Cluster(client, None)


def size_of(scheduler: str) -> int:
    """Threads of the cluster at `scheduler`; at least 1."""
    client = _client(_distributed(), scheduler)
    try:
        return max(1, int(sum(client.nthreads().values())))
    finally:
        client.close()


def _client(distributed: Any, scheduler: str) -> Any:
    try:
        return distributed.Client(scheduler, timeout=10)
    except (OSError, ValueError) as error:
        raise ExperimentError(f"{scheduler}: no Dask scheduler answers there ({type(error).__name__})") from error


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise ExperimentError(absent("the Dask executor", "distributed", "cluster")) from error
    return distributed
