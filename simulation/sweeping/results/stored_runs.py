"""What is in the store of a sweep, and in those of its shards: runs, notes and arrays, each checked as it is read."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.simulate.errors import ExperimentError
from simulation.simulate.indicator_positions import position_of
from simulation.sweeping.store.array_files import unpacked
from simulation.sweeping.store.index import Index, Result
from simulation.sweeping.store.stored_forms import is_design
from simulation.sweeping.store.sweep_store import ARRAYS_FOLDER, INDEX


class StoredRuns:
    """The store at `folder`, read only; `Sweep` is one, and describes what it adds."""

    def __init__(self, folder: str | Path) -> None:
        """Raises ExperimentError when there is no store at `folder`."""
        self.folder = Path(folder)
        places = [self.folder, *sorted(self.folder.glob("shard-*-of-*"))]
        self._places = [place for place in places if (place / INDEX).is_file()]
        if not self._places:
            raise ExperimentError(f"{self.folder}: holds no sweep ({INDEX} is missing)")

    def _indices(self) -> Iterator[tuple[Path, Index]]:
        for place in self._places:
            index = Index(place / INDEX, write=False)
            try:
                if index.note("inputs") is not None:
                    yield place, index
            finally:
                index.close()

    def design(self) -> dict[str, Any]:
        """What is to be run.

        Returns:
            Records of the `points`, the first being the baseline, and of the `draws`; number of `replications`.

        Raises:
            ExperimentError: Where the store is damaged.
        """
        design = self._note("design")
        if not is_design(design):
            raise ExperimentError(f"{self.folder}: what it was to run is damaged; take another folder")
        return dict(design)

    def _note(self, name: str) -> Any:
        found = [index.note(name) for _, index in self._indices()]
        if not found:
            raise ExperimentError(f"{self.folder}: holds no plan yet")
        return found[0]

    def _runs(
        self, points: Collection[int] | None = None
    ) -> Iterator[tuple[Path, list[tuple[str, ...]], Result]]:  # fmt: skip
        known: set[str] = set()
        design = self.design()
        shape = (len(design["draws"]), len(design["points"]), design["replications"])
        for place, index in self._indices():
            heads = index.heads()
            for result in index.results(points):
                if any(at >= size for at, size in zip(result[1:4], shape, strict=True)):
                    raise ExperimentError(f"{self.folder}: run {result.id} is none of those planned; it is damaged")
                if result.id not in known:
                    known.add(result.id)
                    yield place, heads, result

    @property
    def holds_arrays(self) -> bool:
        """Whether series by month were stored (`outputs`)."""
        outputs = self._note("inputs").get("outputs", ())
        return "months" in outputs and any(index.array_files() for _, index in self._indices())

    def _arrays(self) -> Iterator[tuple[Result, dict[str, npt.NDArray[Any]]]]:
        """(run, its arrays) of each run that stored arrays; each file is read once."""
        kept: tuple[Path, dict[str, dict[str, npt.NDArray[Any]]]] = (Path(), {})
        runs = [(place / ARRAYS_FOLDER / run.bulk, run) for place, _, run in self._runs() if run.bulk]
        for file, run in sorted(runs, key=lambda pair: (pair[0], pair[1][1:4])):
            if file != kept[0]:
                kept = (file, unpacked(file))
            if run.id not in kept[1]:
                raise ExperimentError(f"{file}: does not contain the arrays of run {run.id}; sweep again with --retry")
            yield run, kept[1][run.id]


def numbers_of(
    stored: StoredRuns, indicators: Sequence[str], points: Collection[int] | None = None
) -> npt.NDArray[np.float64]:
    """(indicators, draws, points, replications), in one pass over the runs of some points or of all.

    NaN where a run is missing or was not asked for. Raises ExperimentError for unknown indicators.
    """
    design = stored.design()
    shape = (len(indicators), len(design["draws"]), len(design["points"]), design["replications"])
    found, places = np.full(shape, np.nan), list[int]()
    for _, heads, run in stored._runs(points):
        places = places or [position_of(indicator, heads) for indicator in indicators]
        found[:, run.draw, run.point, run.replication] = run.numbers[places]
    return found
