"""Results of a sweep as tables: read from the store, while it runs or afterwards, whole or partial."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.extras import absent
from simulation.ledger import PAYERS
from simulation.rendering import HasPlots, to_html
from simulation.simulate.errors import ExperimentError
from simulation.simulate.indicator_positions import ALIASES, position_of
from simulation.simulate.period import Period
from simulation.simulate.results import interval_of
from simulation.sweeping.results.sweep_years import sweep_years
from simulation.sweeping.running.driver import Status
from simulation.sweeping.store.array_files import unpacked
from simulation.sweeping.store.index import Index, Result
from simulation.sweeping.store.stored_forms import is_design, is_spending, stored_table
from simulation.sweeping.store.sweep_store import BULK, INDEX
from simulation.units import FEN, month_label

KEYS: Final = ["observer", "group", "indicator", "unit"]


class Sweep(HasPlots):
    """The results in a store (its own and those of its shards); reads only."""

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

    def status(self) -> dict[str, int]:
        """Number of planned runs by status; `planned` is their number."""
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

    def design(self) -> dict[str, Any]:
        """Points, draws and replications that are asked for. Raises ExperimentError where they are not of our form."""
        design = self._note("design")
        if not is_design(design):
            raise ExperimentError(f"{self.folder}: what it was to run is damaged; take another folder")
        return dict(design)

    def points(self) -> pd.DataFrame:
        """A row per point: its number, label, reform and values by path (NaN: as in the baseline)."""
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

    def _runs(self) -> Iterator[tuple[Path, list[tuple[str, ...]], Result]]:
        known: set[str] = set()
        design = self.design()
        shape = (len(design["draws"]), len(design["points"]), design["replications"])
        for place, index in self._indices():
            heads = index.heads()
            for result in index.results():
                if any(at >= size for at, size in zip(result[1:4], shape, strict=True)):
                    raise ExperimentError(f"{self.folder}: run {result.id} is none of those planned; it is damaged")
                if result.id not in known:
                    known.add(result.id)
                    yield place, heads, result

    def frame(self, indicators: Sequence[str] | None = None) -> pd.DataFrame:
        """Long and tidy: a row per draw, point, replication and indicator; `attrs` say what is missing.

        `indicators` picks some by name. Columns `observer`, `group`, `indicator`, `unit`, `value`, `value_status`.
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
        """(draws, points, replications) of one indicator; NaN where a run is missing.

        `indicator` is an alias (`budget`, `cost`, `exclusion_error`, `poverty_gap`), a name (group "all"), or
        "observer/group/name". Raises ExperimentError for an unknown one, naming the nearest.
        """
        design = self.design()
        shape = (len(design["draws"]), len(design["points"]), design["replications"])
        found = np.full(shape, np.nan)
        position: int | None = None
        for _, heads, run in self._runs():
            position = position_of(indicator, heads) if position is None else position
            found[run.draw, run.point, run.replication] = run.numbers[position]
        return found

    def _note(self, name: str) -> Any:
        found = [index.note(name) for _, index in self._indices()]
        if not found:
            raise ExperimentError(f"{self.folder}: holds no plan yet")
        return found[0]

    @property
    def calibration(self) -> dict[str, str]:
        """Which published stocks the baseline's province meets, as in a run record; empty in an older store."""
        noted = self._note("calibration")
        return {str(name): str(text) for name, text in noted.items()} if isinstance(noted, dict) else {}

    def record(self) -> dict[str, Any]:
        """What is needed to get the same numbers again, and the digest of those that are there."""
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
        """Every value of the baseline, with unit, source, status and range (as `Scenario.assumptions`)."""
        return stored_table(self._note("assumptions"), self.folder)

    def summary(self, indicators: Sequence[str] = tuple(ALIASES)) -> pd.DataFrame:
        """A row per point and indicator: mean, paired difference from the baseline, and its 95% interval.

        Over replications, draws averaged first: the interval holds Monte Carlo error alone; `draw_low` and
        `draw_high` are the 5th and 95th percentile over draws of the mean difference: parameter uncertainty alone. Of a
        partial sweep the replications that are done under every draw, in point and baseline, make a row; without any
        it is NaN. `replications` is their number.
        """
        points = self.points()
        frames = []
        for indicator in indicators:
            values = self.values(indicator)
            rows = [_summed_up(values[:, 0], values[:, point]) for point in range(len(points))]
            frames.append(points.assign(indicator=indicator, **pd.DataFrame(rows), draws=len(values)))
        return pd.concat(frames, ignore_index=True)

    def budget_by_month(self) -> pd.DataFrame:
        """Spending by point, month, programme and payer in yuan: mean, and bands from the 5th to the 95th percentile.

        `low_yuan`, `high_yuan` over replications, draws averaged first (Monte Carlo error alone); `draw_low_yuan`,
        `draw_high_yuan` over draws, replications averaged first (parameter uncertainty alone; NaN for a single draw).
        """
        rows: dict[int, dict[tuple[int, int], npt.NDArray[np.float64]]] = {}
        programmes, shapes = self._note("programmes"), dict[int, tuple[int, ...]]()
        for run, arrays in self._arrays():
            money = arrays.get("money", np.zeros(0))
            if not is_spending(money, programmes, len(PAYERS)) or money.shape != shapes.setdefault(0, money.shape):
                raise ExperimentError(f"{self.folder}: the arrays of run {run.id} are not spending by month")
            rows.setdefault(run.point, {})[run.draw, run.replication] = money / FEN
        frames = []
        for point, tables in sorted(rows.items()):
            low, high = np.percentile(_averaged(tables, 1), [5, 95], axis=0)
            by_draw = _averaged(tables, 0)
            nothing = np.full((2, *low.shape), np.nan)
            spread = np.percentile(by_draw, [5, 95], axis=0) if len(by_draw) > 1 else nothing
            at = np.indices(low.shape).reshape(3, -1)
            frames.append(pd.DataFrame({
                "point": point, "month": at[0], "label": [month_label(m) for m in at[0]],
                "programme": np.array(programmes)[at[1]], "payer": np.array(PAYERS)[at[2]],
                "mean_yuan": by_draw.mean(axis=0).ravel(), "low_yuan": low.ravel(), "high_yuan": high.ravel(),
                "draw_low_yuan": spread[0].ravel(), "draw_high_yuan": spread[1].ravel(),
            }))  # fmt: skip
        return pd.concat(frames, ignore_index=True)

    def by_year(self, *, total: bool = False) -> pd.DataFrame:
        """Spending by point, calendar year and programme, or of all programmes together; see `sweep_years`."""
        return sweep_years(self._arrays(), self._note("programmes"), total)

    @property
    def holds_arrays(self) -> bool:
        """Whether series by month were kept (`outputs`)."""
        return any(index.bulk() for _, index in self._indices())

    def _arrays(self) -> Iterator[tuple[Result, dict[str, npt.NDArray[Any]]]]:
        """(run, its arrays) of each run that kept arrays; each file is read once."""
        kept: tuple[Path, dict[str, dict[str, npt.NDArray[Any]]]] = (Path(), {})
        runs = [(place / BULK / run.bulk, run) for place, _, run in self._runs() if run.bulk]
        for file, run in sorted(runs, key=lambda pair: (pair[0], pair[1][1:4])):
            if file != kept[0]:
                kept = (file, unpacked(file))
            if run.id not in kept[1]:
                raise ExperimentError(f"{file}: does not contain the arrays of run {run.id}; sweep again with --retry")
            yield run, kept[1][run.id]

    def troubles(self) -> pd.DataFrame:
        """Runs that did not succeed: draw, point, replication, status, tries, error."""
        rows = [row for _, index in self._indices() for row in index.troubles()]
        return pd.DataFrame(rows, columns=["draw", "point", "replication", "status", "tries", "error"])

    def to_parquet(self, file: str | Path) -> None:
        """Write `frame()`, with the values of each point, as one Parquet file. Needs the extra `store` (DuckDB).

        Raises ExperimentError where the file cannot be written.
        """
        try:
            import duckdb
        except ImportError as error:
            raise ExperimentError(absent("Parquet", "duckdb", "store")) from error
        table = self.frame().merge(self.points(), on="point")
        try:
            with TemporaryDirectory(dir=Path(file).absolute().parent, prefix=".doudi-") as folder:
                with duckdb.connect() as connection:
                    connection.register("results", table)
                    connection.table("results").write_parquet(str(Path(folder) / "results.parquet"))
                (Path(folder) / "results.parquet").replace(file)
        except (OSError, duckdb.Error) as error:
            text = error.strerror if isinstance(error, OSError) else str(error)
            raise ExperimentError(f"{file}: cannot be written ({text})") from error

    def _repr_html_(self) -> str:
        return to_html(self)


def _averaged(
    tables: Mapping[tuple[int, int], npt.NDArray[np.float64]], axis: int
) -> npt.NDArray[np.float64]:  # fmt: skip
    """Means of tables by (draw, replication) that have the same key at `axis`, stacked in the order of that key."""
    keys = sorted({key[axis] for key in tables})
    return np.stack([np.mean([each for key, each in tables.items() if key[axis] == one], axis=0) for one in keys])


def _summed_up(base: npt.NDArray[np.float64], point: npt.NDArray[np.float64]) -> dict[str, float]:
    """Mean, paired difference and bands of (draws, replications) of one point."""
    done = np.isfinite(base + point).all(axis=0)
    if not done.any():
        nothing = dict.fromkeys(("mean", "difference", "low", "high", "draw_low", "draw_high"), float("nan"))
        return nothing | {"replications": 0}
    change = (point - base)[:, done]
    (low,), (high,) = interval_of(change.mean(axis=0)[:, None])
    spread = np.percentile(change.mean(axis=1), [5, 95]) if len(change) > 1 else (float("nan"), float("nan"))
    return {
        "mean": float(point[:, done].mean()), "difference": float(change.mean()), "low": float(low),
        "high": float(high), "draw_low": float(spread[0]), "draw_high": float(spread[1]),
        "replications": int(done.sum()),
    }  # fmt: skip


_ENDED: Final = (Status.OK, Status.FAILED, Status.CRASHED_TWICE, Status.TIMEOUT)


def load_results(path: str | Path, indicators: Sequence[str] | None = None) -> pd.DataFrame:
    """The results of the sweep in a store as one table (`Sweep.frame`); `attrs["partial"]` says if runs are missing."""
    return Sweep(path).frame(indicators)
