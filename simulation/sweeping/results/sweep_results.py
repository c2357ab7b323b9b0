"""Results of a sweep as tables: read from the store, while it runs or afterwards, whole or partial."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.rendering import HasPlots, to_html
from simulation.simulate.indicator_positions import ALIASES
from simulation.simulate.period import Period
from simulation.sweeping.results.differences import difference_row
from simulation.sweeping.results.parquet import write_parquet
from simulation.sweeping.results.stored_runs import StoredRuns, numbers_of
from simulation.sweeping.results.sweep_analysis import sweep_analysis
from simulation.sweeping.results.sweep_months import sweep_months
from simulation.sweeping.results.sweep_years import sweep_years
from simulation.sweeping.running.driver import Status
from simulation.sweeping.store.stored_forms import stored_table

KEYS: Final = ["observer", "group", "indicator", "unit"]


class Sweep(StoredRuns, HasPlots):
    """The results in a store, while it runs or afterwards; reads only.

    Args:
        folder: The store; results of its shards are read with its own.

    Attributes:
        folder: The store.

    Raises:
        ExperimentError: When there is no store.
    """

    def status(self) -> dict[str, int]:
        """How far it is.

        Returns:
            Number of runs: `planned`, and of these by status ("ok", "failed", ..., "pending").
        """
        design = self.design()
        planned = len(design["points"]) * len(design["draws"]) * design["replications"]
        counts = dict.fromkeys(_ENDED, 0)
        known: set[str] = set()
        for _, index in self._indices():
            for status in _ENDED:
                fresh = index.ids(status) - known
                counts[status] += len(fresh)
                known |= fresh
        left = {Status.PENDING.value: planned - len(known)}
        return {"planned": planned} | {status.value: count for status, count in counts.items()} | left

    @property
    def partial(self) -> bool:
        """Whether runs are missing."""
        status = self.status()
        return status["ok"] < status["planned"]

    @property
    def period(self) -> Period:
        """The months that the indicators of every run are of."""
        return Period.from_id(self._note("inputs")["period"])

    def points(self) -> pd.DataFrame:
        """The points.

        Returns:
            A row per point: its number `point` (0 = the baseline), `label`, `reform`, and values by path in the unit of
            each parameter (NaN: as in the baseline).
        """
        records = self.design()["points"]
        frame = pd.DataFrame([record["values"] for record in records])
        labels = [
            ", ".join([r["reform"]] * bool(r["reform"]) + [f"{k}={v:g}" for k, v in r["values"].items()])
            for r in records
        ]
        frame.insert(0, "point", range(len(records)))
        frame.insert(1, "label", [label or "baseline" for label in labels])
        frame.insert(2, "reform", [record["reform"] for record in records])
        return frame

    def frame(self, indicators: Sequence[str] | None = None) -> pd.DataFrame:
        """All numbers, long and tidy.

        Args:
            indicators: Names of those wanted. None: all.

        Returns:
            A row per `draw`, `point`, `replication` and indicator (`observer`, `group`, `indicator`): `value`, its
            `unit` and `value_status`. `attrs["runs"]` and `attrs["partial"]` say what is missing.
        """
        parts: list[pd.DataFrame] = []
        for _, heads, run in self._runs():
            chosen = [i for i, head in enumerate(heads) if indicators is None or head[2] in indicators]
            part = pd.DataFrame([heads[i][:4] for i in chosen], columns=KEYS)
            part["value"] = run.numbers[chosen]
            part["value_status"] = [heads[i][4] for i in chosen]
            parts.append(part.assign(draw=run.draw, point=run.point, replication=run.replication))
        columns = ["draw", "point", "replication", *KEYS, "value", "value_status"]
        frame = pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
        frame = frame.sort_values(["draw", "point", "replication"], kind="stable", ignore_index=True)
        frame.attrs = {"runs": self.status(), "partial": self.partial}
        return frame

    def values(self, indicator: str) -> npt.NDArray[np.float64]:
        """One indicator in every run.

        Args:
            indicator: A short name (budget, civil_affairs, cost, exclusion_error, inclusion_error, poverty_gap,
                staff_hours), a name (of the group "all"), or "observer/group/name".

        Returns:
            (draws, points, replications) in the indicator's unit; NaN where a run is missing.

        Raises:
            ExperimentError: For an unknown indicator, with the nearest one.
        """
        found: npt.NDArray[np.float64] = numbers_of(self, [indicator])[0]
        return found

    @property
    def calibration(self) -> dict[str, str]:
        """Which published stocks the baseline's province meets, as in a run record; empty in an older store."""
        noted = self._note("calibration")
        return {str(name): str(text) for name, text in noted.items()} if isinstance(noted, dict) else {}

    def record(self) -> dict[str, Any]:
        """What is needed to get the same numbers again.

        Returns:
            JSON values: baseline, settings, size, versions, and the digest of the results that are there.
        """
        design, digest = self.design(), hashlib.sha256()
        for run_id, numbers in sorted((run.id, run.numbers.tobytes()) for _, _, run in self._runs()):
            digest.update(run_id.encode() + numbers)
        times = sorted((each for _, index in self._indices() for each in index.history()), key=lambda each: each[0])
        sizes = {"points": len(design["points"]), "draws": len(design["draws"])}
        return {
            "baseline": self._note("base"), "province": self._note("province"), **self._note("inputs"), **sizes,
            "calibration": self.calibration, "replications": design["replications"], "runs": self.status(),
            "partial": self.partial,
            "results_digest": digest.hexdigest()[:16], "first_begun": times[0][0], "last_begun": times[-1][0],
            **times[-1][1],
        }  # fmt: skip

    def assumptions(self) -> pd.DataFrame:
        """Every value of the baseline with its source and status.

        Returns:
            A row per value, as `Scenario.assumptions`.
        """
        return stored_table(self._note("assumptions"), self.folder)

    def summary(self, indicators: Sequence[str] = tuple(ALIASES)) -> pd.DataFrame:
        """Every point compared with the baseline.

        Args:
            indicators: As `values` takes them.

        Returns:
            A row per point and indicator, in the indicator's unit: `mean`, paired `difference` from the baseline, its
            95% interval `low` to `high` over replications, draws averaged first (Monte Carlo error alone), and
            `draw_low` to `draw_high`, the 5th to 95th percentile over draws of the mean difference (parameter
            uncertainty alone). `replications`: how many are done under every draw in point and baseline, which make
            the row; NaN without any.

        Raises:
            ExperimentError: For an unknown indicator.
        """
        points = self.points()
        frames = []
        for indicator, values in zip(indicators, numbers_of(self, indicators), strict=True):
            rows = [difference_row(values[:, 0], values[:, point]) for point in range(len(points))]
            frames.append(points.assign(indicator=indicator, **pd.DataFrame(rows), draws=len(values)))
        return pd.concat(frames, ignore_index=True)

    def budget_by_month(self) -> pd.DataFrame:
        """Spending by month, of runs that stored it.

        Returns:
            A row per point, `month` (0 = January 2023), programme and payer: `mean_yuan`, and bands from the 5th to the
            95th percentile: `low_yuan` to `high_yuan` over replications, draws averaged first (Monte Carlo error
            alone); `draw_low_yuan` to `draw_high_yuan` over draws, replications averaged first (parameter uncertainty
            alone; NaN for a single draw).

        Raises:
            ExperimentError: Where arrays of a run are damaged.
        """
        return sweep_months(self._arrays(), self._note("programmes"), self.folder)

    def by_year(self, *, total: bool = False) -> pd.DataFrame:
        """Spending by calendar year, of runs that stored it; not annualised.

        Args:
            total: Spending of all programmes together in place of each.

        Returns:
            A row per point, `year` and programme: `months` of the year that were run, `mean_yuan`, paired
            `difference_yuan` from the baseline and its 95% interval `low_yuan` to `high_yuan`.
        """
        return sweep_years(self._arrays(), self._note("programmes"), total)

    def analysis(self) -> pd.DataFrame:
        """What analyzers recorded in every run.

        Returns:
            A row per `draw`, `point`, `replication`, analyzer, name and month, with its `value`.

        Raises:
            ExperimentError: Where arrays of a run are damaged.
        """
        return sweep_analysis(self._arrays(), self.folder)

    def troubles(self) -> pd.DataFrame:
        """Runs that did not succeed.

        Returns:
            A row per run: draw, point, replication, status, number of tries, error.
        """
        rows = [row for _, index in self._indices() for row in index.troubles()]
        return pd.DataFrame(rows, columns=["draw", "point", "replication", "status", "tries", "error"])

    def to_parquet(self, file: str | Path) -> None:
        """Write `frame()`, with the values of each point, as one Parquet file.

        Args:
            file: Where to; the folder exists.

        Raises:
            ExperimentError: Without the extra `store` (DuckDB), and where the file cannot be written.
        """
        write_parquet(lambda: self.frame().merge(self.points(), on="point"), Path(file))

    def _repr_html_(self) -> str:
        return to_html(self)


_ENDED: Final = (Status.OK, Status.FAILED, Status.CRASHED_TWICE, Status.TIMEOUT)


def load_results(path: str | Path, indicators: Sequence[str] | None = None) -> pd.DataFrame:
    """The results of the sweep in a store as one table.

    Args:
        path: The store.
        indicators: Names of those wanted. None: all.

    Returns:
        As `Sweep.frame`; `attrs["partial"]` says whether runs are missing.

    Raises:
        ExperimentError: When there is no store.
    """
    return Sweep(path).frame(indicators)
