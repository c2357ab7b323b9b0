"""Own code that looks at every month of a run: called when the month is over, with read-only columns.

Every replication and every scenario gets its own copy of each analyzer, which is called month by month in one thread:
what it records does not depend on the number of threads. starsim's analyzers are the model.
"""

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.extensions.columns import Columns
from simulation.ledger import Ledger
from simulation.month_steps.county_tables import Policy
from simulation.state import State
from simulation.units import month_label

type Recorded = float | Mapping[str, float] | None


class Analyzer:
    """Base of own analyzers: override `step`, and keep whatever is needed from month to month on `self`."""

    @property
    def name(self) -> str:
        """What its rows are called: the name of the class with underscores."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", type(self).__name__).lower()

    def step(self, month: Columns) -> Recorded:
        """What to record of a month that is over.

        Args:
            month: The province in that month, read-only.

        Returns:
            A number, numbers by name, or None for nothing.

        Raises:
            NotImplementedError: Where a subclass does not override it.
        """
        raise NotImplementedError(f"{type(self).__name__} has no `step(self, month)`")


class OfFunction(Analyzer):
    """A function of a month as an analyzer; its rows are called as the function is."""

    def __init__(self, function: Callable[[Columns], Recorded]) -> None:
        self.function = function

    @property
    def name(self) -> str:
        """Name of the function."""
        return str(getattr(self.function, "__name__", type(self.function).__name__))

    def step(self, month: Columns) -> Recorded:
        """What the function says of a month."""
        return self.function(month)


type Given = Analyzer | Callable[[Columns], Recorded]


class Analysed(NamedTuple):
    """What an analyzer recorded in one replication of one scenario: `values` (months, names), NaN where nothing."""

    analyzer: str
    side: str  # "baseline" or "reform"
    replication: int
    names: tuple[str, ...]
    months: npt.NDArray[np.int64]
    values: npt.NDArray[np.float64]


def as_analyzers(given: Sequence[Given]) -> tuple[Analyzer, ...]:
    """Analyzers of what was given. Raises ValueError for what is none, and for two of one name."""
    found = []
    for each in given:
        if isinstance(each, type) or not (isinstance(each, Analyzer) or callable(each)):
            raise ValueError(f"analyzers: expected functions of a month or objects of sim.Analyzer, got {each!r}")
        found.append(each if isinstance(each, Analyzer) else OfFunction(each))
    names = [each.name for each in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"analyzers: expected names of their own, got several of {', '.join(twice)}")
    return tuple(found)


class AnalyzerRun:
    """The analyzers of one replication of one scenario, as the engine calls them."""

    def __init__(self, analyzers: Sequence[Analyzer], side: str, replication: int) -> None:
        self._analyzers = copy.deepcopy(tuple(analyzers))
        self._side, self._replication = side, replication
        self._seen: list[dict[int, dict[str, float]]] = [{} for _ in self._analyzers]

    def __call__(self, state: State, month: int, ledger: Ledger, policy: Policy) -> None:
        """Show every analyzer a month that is over. Whatever one raises says which analyzer and month it was."""
        columns = Columns(state, month, ledger, policy)
        for analyzer, seen in zip(self._analyzers, self._seen, strict=True):
            try:
                found: Any = analyzer.step(columns)
                if found is not None:
                    values = found if isinstance(found, Mapping) else {"value": found}
                    seen[month] = {str(name): float(value) for name, value in values.items()}
            except Exception as error:
                error.add_note(f"in the analyzer {analyzer.name!r}, month {month_label(month)}")
                raise

    def found(self) -> tuple[Analysed, ...]:
        """What was recorded, by analyzer."""
        out = []
        for analyzer, seen in zip(self._analyzers, self._seen, strict=True):
            names = tuple(dict.fromkeys(name for values in seen.values() for name in values))
            table = [[values.get(name, np.nan) for name in names] for values in seen.values()]
            months = np.array(list(seen), np.int64)
            array = np.array(table, float).reshape(months.size, len(names))
            out.append(Analysed(analyzer.name, self._side, self._replication, names, months, array))
        return tuple(out)


def watch_over(analyzers: Sequence[Analyzer], side: str, replication: int) -> AnalyzerRun | None:
    """What the engine calls each month; None where there are no analyzers, so that a year is run in one call."""
    return AnalyzerRun(analyzers, side, replication) if analyzers else None


def all_found(*watches: AnalyzerRun | None) -> tuple[Analysed, ...]:
    """What was recorded under watches, in their order; nothing under None."""
    return tuple(each for watch in watches if watch is not None for each in watch.found())


def analysis_table(analysed: Sequence[Analysed]) -> pd.DataFrame:
    """A row per analyzer, name, replication and month: `value`; of two scenarios `baseline`, `reform`, `difference`."""
    keys = ["analyzer", "name", "replication", "month", "label"]
    rows = [
        (each.analyzer, name, each.replication, int(month), month_label(int(month)), each.side, each.values[i, j])
        for each in analysed
        for j, name in enumerate(each.names)
        for i, month in enumerate(each.months)
    ]
    frame = pd.DataFrame(rows, columns=[*keys, "side", "value"])
    sides = set(frame["side"])
    if len(sides) < 2:
        return frame.drop(columns="side")
    one, other = (frame[frame["side"] == side].drop(columns="side") for side in ("baseline", "reform"))
    both = one.merge(other, on=keys, how="outer", suffixes=("_one", "_other"), sort=False)
    both = both.rename(columns={"value_one": "baseline", "value_other": "reform"})
    return both.assign(difference=both["reform"] - both["baseline"])
