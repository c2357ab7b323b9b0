"""`calibrate`: one set of behavioural values for all provinces, fitted to the published stocks of all of them."""

import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from calibration.fit import Found, Searched, fit
from calibration.moments import Stocks
from calibration.report import FILE, Calibration, Line, check_writable, write_atomically
from calibration.targets import TARGETS, Fact, load_targets, targets_digest
from simulation._numba import source_digest
from simulation.experiments.history import Settings
from simulation.parameters.files import Folder, data_folder, digest_of, names_in, read_toml
from simulation.parameters.mistakes import Mistakes
from simulation.parameters.scenario import Scenario

type Progress = Callable[[int, int, str], None]

PATHS: Final = ("application.base_logit", "kin.childless_share", "kin.child_income_share")
EVALUATIONS: Final = 40
DIGEST_LENGTH: Final = 16


def calibrate(
    province: str | None = None, *, scale: float = 0.01, replications: int = 2, seed: int = 1,
    threads: int | None = None, progress: Progress | None = None, write: bool = True,
    targets: Path = TARGETS, root: Path | None = None, paths: Sequence[str] = PATHS,
    evaluations: int = EVALUATIONS, warm_up: int = Settings.warm_up,
) -> Calibration:  # fmt: skip
    """Fit the parameters `paths` to the targets of all provinces; those of `province` are reported first.

    Every value is searched in the `range` that the national files state for it. With `write`, the values go to
    `calibrated.toml` among the scenario files (`root` replaces the data package), from where every scenario
    takes them. `progress(done, total, text)` counts months lived. The same input gives the same values.
    Raises ScenarioError for an unknown province or a mistaken file, ValueError for settings out of range,
    OutputError when the file cannot be written.
    """
    settings = Settings(scale, 1, replications, seed, warm_up, threads)
    settings.check()
    if province is not None:
        Scenario.load(province, root=root)
    published = load_targets(targets)
    folder = Path(str(root or data_folder()))
    if write:
        check_writable(folder)
    searched = [searched_of(path, root or data_folder()) for path in paths]
    stocks = Stocks(published, settings, root)
    found = fit(_counted(stocks, evaluations, progress), stocks.published(), searched, evaluations=evaluations)
    result = Calibration(
        province, tuple((one, found.values[one.path]) for one in searched),
        _lines(published, found, province), found.evaluations, scale, replications, seed,
        _digests(targets, root or data_folder(), stocks.scenarios),
    )  # fmt: skip
    if write:
        result = dataclasses.replace(result, file=folder / FILE)
        write_atomically(result.toml(), folder / FILE)
    return result


def searched_of(path: str, root: Folder) -> Searched:
    """A parameter as the national files state it: value and range. What was calibrated before has no say.

    Raises ScenarioError when they do not state it with a value and a range.
    """
    mistakes = Mistakes()
    for stem in names_in(root / "national", ".toml"):
        table = read_toml(root / "national" / f"{stem}.toml", f"scenarios/national/{stem}.toml", mistakes) or {}
        for part in path.split("."):
            table = table.get(part, {}) if isinstance(table, dict) else {}
        if {"value", "unit", "range"} <= set(table):
            low, high = (float(end) for end in table["range"])
            return Searched(path, str(table["unit"]), low, high, float(table["value"]))
    mistakes.add("scenarios/national", path, "a value with a unit and a range to search in", "nothing of the kind")
    mistakes.check()
    raise KeyError(path)


def _counted(
    stocks: Stocks, evaluations: int, progress: Progress | None
) -> Callable[[dict[str, float]], npt.NDArray[np.float64]]:
    """`stocks.simulated` that reports the months lived."""
    months, total = 0, stocks.months * evaluations

    def simulate(values: dict[str, float]) -> npt.NDArray[np.float64]:
        def tick(lived: int) -> None:
            nonlocal months
            months += lived
            if progress:
                progress(months, total, "calibrating")

        return stocks.simulated(values, tick)

    return simulate


def _lines(targets: Sequence[Fact], found: Found, province: str | None) -> tuple[Line, ...]:
    lines = [
        Line(target, float(column.mean()), tuple(float(each) for each in column))
        for target, column in zip(targets, found.simulated.T, strict=True)
    ]
    return tuple(sorted(lines, key=lambda line: line.target.province != province))


def _digests(targets: Path, root: Folder, scenarios: dict[str, Scenario]) -> tuple[tuple[str, str], ...]:
    """Digests of the targets, of the files of all layers but the fitted one, and of the code."""
    data = hashlib.sha256()
    places: list[tuple[str, ...]] = [("national",), ("programmes",)]
    places += [("provinces", name) for name in scenarios]
    files = [(*place, name) for place in places for name in names_in(root.joinpath(*place), "")]
    files += [("practices", f"{scenario.sources.practice}.toml") for scenario in scenarios.values()]
    for parts in files:
        if parts[-1].endswith((".toml", ".csv")):
            data.update("/".join(parts).encode())
            data.update(digest_of(root.joinpath(*parts).read_bytes()).encode())
    return (
        ("targets", targets_digest(targets)[:DIGEST_LENGTH]),
        ("data", data.hexdigest()[:DIGEST_LENGTH]),
        ("code", source_digest()),
    )
