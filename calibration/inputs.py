"""What a fit depends on, as digests; the simulation that it asks; the values that were fitted before."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from calibration.aims import Floats
from calibration.fitted_facts import Fitted
from calibration.priors import Parameter, stated_tables
from calibration.space import Space
from calibration.tasks import Simulate
from calibration.waves import Design
from calibration.written import FILE, FOLDER
from simulation.compile.sources import run_version
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import digest_of, names_in, read_toml
from simulation.run_settings import Settings

DIGEST_LENGTH: Final = 16


@dataclass(frozen=True)
class Simulation:
    """What is needed to simulate: everything but the point."""

    facts: Fitted
    settings: Settings
    folder: Path
    paths: tuple[str, ...]
    held: tuple[tuple[str, float], ...] = ()  # values that every point shares


def digests_of(space: Space, facts: Fitted, folder: Path) -> tuple[tuple[str, str], ...]:
    """Digests of the facts, of what is searched, of the scenario files but for those that a fit writes, of the code."""
    aims = [dataclasses.astuple(aim) for each in facts.aims.values() for aim in each]
    return (
        ("targets", _digest(aims)),
        ("search", _digest([dataclasses.astuple(one) for one in space.parameters])),
        ("data", _data_digest(folder)),
        ("code", run_version()),
        ("observers", _observers_digest()),
    )


def inputs_of(space: Space, facts: Fitted, design: Design, settings: Settings, folder: Path) -> dict[str, Any]:
    """Everything that decides the bits of a fit; threads do not."""
    searched = {one.path for one in space.parameters}
    before = _values_in(folder / FILE, Mistakes())
    return {
        **dict(digests_of(space, facts, folder)),
        "design": dataclasses.asdict(design),
        "provinces": list(space.provinces),
        "nation": None if space.fixed is None else [float(at) for at in space.fixed],
        "fitted before": {path: value for path, value in before.items() if path not in searched},
        "scale": settings.scale,
        "seed": settings.seed,
        "warm_up": settings.warm_up,
    }


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:DIGEST_LENGTH]


def _observers_digest() -> str:
    """Digest of what reads a statistic from a run."""
    here = Path(__file__).parent
    files = sorted([*(here / "observers").glob("*.py"), here / "dates.py", here / "targets.py"])
    return _digest([[file.name, digest_of(file.read_bytes())] for file in files])


def _data_digest(folder: Path) -> str:
    data = hashlib.sha256()
    places: list[tuple[str, ...]] = [("national",), ("programmes",), ("practices",)]
    places += [("provinces", name) for name in names_in(folder / "provinces", "")]
    for place in places:
        for file in sorted(folder.joinpath(*place).glob("*")):
            if file.suffix in (".toml", ".csv"):
                data.update("/".join((*place, file.name)).encode())
                data.update(digest_of(file.read_bytes()).encode())
    return data.hexdigest()[:DIGEST_LENGTH]


def _values_in(file: Path, mistakes: Mistakes) -> dict[str, float]:
    """Path -> value of the tables of an overlay; none where there is no file."""
    data = (read_toml(file, file.name, mistakes) or {}) if file.is_file() else {}
    mistakes.check()
    return {
        f"{group}.{name}": float(table["value"])
        for group, entries in data.items()
        for name, table in (entries.items() if isinstance(entries, dict) else ())
        if isinstance(table, dict) and isinstance(table.get("value"), int | float)
    }


def central_values(parameters: Sequence[Parameter], folder: Path) -> dict[str, float]:
    """National values as they were fitted before, or as they are stated where nothing has been fitted."""
    before = _values_in(folder / FILE, Mistakes())
    return {one.path: min(max(before.get(one.path, one.centre), one.low), one.high) for one in parameters}


def practised(folder: Path, province: str, paths: Sequence[str]) -> set[str]:
    """Searched paths that the practice of a province states itself: there the fit has no say, as in every scenario."""
    return set(paths) & set(_values_in(folder / "practices" / f"{province}.toml", Mistakes()))


def left_out(folder: Path, paths: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """(path, stated value) of what an earlier fit of the nation has written and this one does not search.

    A fit of the nation replaces that file: what is not searched acts as it is stated, while it is fitted and after.
    """
    written = set(_values_in(folder / FILE, Mistakes())) - set(paths)
    stated = stated_tables(folder, Mistakes())
    return tuple((path, float(stated[path]["value"])) for path in sorted(written & stated.keys()))


def simulator(simulation: Simulation) -> Simulate:
    """The simulation as a fit asks it: what an observer reads of every fact of a province. Populations are cached."""
    from calibration.observers.running import Province

    facts, settings, folder, held = simulation.facts, simulation.settings, simulation.folder, dict(simulation.held)
    stated = {name: practised(folder, name, [*simulation.paths, *held]) for name in facts.provinces}
    provinces = {name: Province(name, facts.facts[name], settings, folder) for name in facts.provinces}

    def simulate(province: str, values: Mapping[str, float], replications: int) -> Floats:
        acting = {path: value for path, value in {**held, **values}.items() if path not in stated[province]}
        one = provinces[province]
        if replications != one.settings.replications:
            one = Province(province, one.facts, dataclasses.replace(settings, replications=replications), folder)
        return np.asarray(one.simulate(acting), np.float64)

    return simulate


def provincial_files(folder: Path) -> list[Path]:
    """Overlays of provinces that an earlier fit has written."""
    return sorted((folder / FOLDER).glob("*.toml"))
