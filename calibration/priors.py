"""What is searched: parameters with range and prior, and which of them may deviate by province, and by how much.

Positions run from 0 to 1 over the stated range, on a log scale where the whole range is positive. A prior is a normal
around the stated value, cut off at the ends of the range. A provincial value is the national one plus a deviation,
normal with the stated spread on the same scale (partial pooling).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import Folder, data_folder, names_in, read_toml

type Floats = npt.NDArray[np.float64]

DEVIATIONS: Final = Path(__file__).with_name("deviations.toml")
PRIOR_SD: Final = 0.25  # of a range: its ends lie about two standard deviations from the middle
FURTHEST: Final = 2.0  # spreads that a province may deviate; what needs more is missing from the model
DIGITS: Final = 4  # significant digits of a value that is simulated


@dataclass(frozen=True)
class Parameter:
    """A searched parameter: range and stated value of the national files, spread of its provincial deviation."""

    path: str
    unit: str
    low: float
    high: float
    centre: float  # the value that the national files state, from which the prior spreads
    spread: float = 0.0  # sd of a provincial deviation on the search scale; 0: one value for all provinces
    evidence: str = ""  # what the spread is taken from

    @property
    def log(self) -> bool:
        """Whether it is searched on a log scale."""
        return self.low > 0.0

    @property
    def width(self) -> float:
        """Length of the range on the search scale: log points, or the parameter's unit."""
        return math.log(self.high / self.low) if self.log else self.high - self.low

    @property
    def step(self) -> float:
        """Positions that one spread is long."""
        return self.spread / self.width

    def position(self, value: float) -> float:
        """Where a value lies in the range, 0 to 1 (beyond when it lies outside)."""
        return math.log(value / self.low) / self.width if self.log else (value - self.low) / self.width

    def value(self, position: float) -> float:
        """The inverse of `position`, rounded to significant digits, inside the range."""
        exact = self.low * math.exp(position * self.width) if self.log else self.low + position * self.width
        return min(max(float(f"{exact:.{DIGITS}g}"), self.low), self.high)

    def deviation(self, national: float, provincial: float) -> float:
        """How far a provincial value lies from the national one, in spreads."""
        return (self.position(provincial) - self.position(national)) / self.step


def load_parameters(file: Path = DEVIATIONS, root: Folder | None = None) -> tuple[Parameter, ...]:
    """The searched parameters of a file, with value and range of the national files under `root`.

    Raises ScenarioError with every mistake: an unknown path (with the nearest), one that states no range, a deviation
    of a parameter that is not searched, a spread that is not positive or states no source.
    """
    mistakes = Mistakes()
    stated = stated_tables(root or data_folder(), mistakes)
    table = read_toml(file, file.name, mistakes) or {}
    paths = table.get("search", {}).get("parameters", [])
    if not isinstance(paths, list) or not paths:
        mistakes.add(file.name, "search.parameters", "a list of at least one parameter path", paths)
        paths = []
    deviations = table.get("deviation", {})
    for path in deviations:
        if path not in paths:
            mistakes.unknown(file.name, f"deviation.{path}", "searched parameter", path, paths)
    made = [_parameter(path, stated, deviations.get(path), file.name, mistakes) for path in paths]
    mistakes.check()
    return tuple(one for one in made if one is not None)


def stated_tables(root: Folder, mistakes: Mistakes) -> dict[str, dict[str, Any]]:
    """Tables of the national files and of the programmes that state a value with a range, by path."""
    found: dict[str, dict[str, Any]] = {}
    for stem in names_in(root / "programmes", ".toml"):
        data = read_toml(root / "programmes" / f"{stem}.toml", f"scenarios/programmes/{stem}.toml", mistakes) or {}
        found |= {f"{stem}.{name}": table for name, table in data.get("param", {}).items() if _has_range(table)}
    for stem in names_in(root / "national", ".toml"):
        data = read_toml(root / "national" / f"{stem}.toml", f"scenarios/national/{stem}.toml", mistakes) or {}
        for group, entries in data.items():
            for name, table in entries.items() if isinstance(entries, dict) else ():
                if _has_range(table):
                    found[f"{group}.{name}"] = table
    return found


def _has_range(table: object) -> bool:
    return isinstance(table, dict) and {"value", "unit", "range"} <= set(table)


def _parameter(
    path: str, stated: Mapping[str, dict[str, Any]], deviation: Any, file: str, mistakes: Mistakes
) -> Parameter | None:
    if path not in stated:
        expected = "parameter with a range in scenarios/national or scenarios/programmes"
        mistakes.unknown(file, "search.parameters", expected, path, stated)
        return None
    table = stated[path]
    low, high = (float(end) for end in table["range"])
    spread, source = 0.0, ""
    if deviation is not None:
        table_of = deviation if isinstance(deviation, dict) else {}
        spread, source = table_of.get("spread", 0.0), str(table_of.get("source", ""))
        if isinstance(spread, bool) or not isinstance(spread, int | float) or not spread > 0.0:
            mistakes.add(file, f"deviation.{path}.spread", "a positive number", spread)
            return None
        if not source.strip():
            mistakes.add(file, f"deviation.{path}.source", "what the spread is taken from", "nothing")
    centre = min(max(float(table["value"]), low), high)
    return Parameter(path, str(table["unit"]), low, high, centre, float(spread), source)


def prior_draws(parameters: Sequence[Parameter], number: int, rng: np.random.Generator) -> Floats:
    """(number, parameters) positions drawn from the prior of the nation."""
    from scipy import special

    centre = np.array([one.position(one.centre) for one in parameters])
    low, high = special.ndtr(-centre / PRIOR_SD), special.ndtr((1.0 - centre) / PRIOR_SD)
    uniform = rng.random((number, len(parameters)))
    drawn = centre + PRIOR_SD * special.ndtri(low + uniform * (high - low))
    return np.asarray(np.clip(drawn, 0.0, 1.0), np.float64)


def values_of(parameters: Sequence[Parameter], positions: Floats) -> dict[str, float]:
    """Path -> value at (parameters,) positions."""
    return {one.path: one.value(float(at)) for one, at in zip(parameters, positions, strict=True)}


def positions_of(parameters: Sequence[Parameter], values: Mapping[str, float]) -> Floats:
    """(parameters,) positions of values."""
    return np.array([one.position(values[one.path]) for one in parameters])


def check_deviations(
    parameters: Sequence[Parameter], national: Mapping[str, float], provincial: Mapping[str, float], place: str
) -> None:
    """Raise ScenarioError for each value of a province that may not deviate, or lies beyond two spreads."""
    mistakes = Mistakes()
    known = {one.path: one for one in parameters if one.spread}
    for path, value in provincial.items():
        if path not in known:
            mistakes.unknown(place, path, "parameter that may deviate by province", path, known)
            continue
        number = known[path].deviation(national[path], value)
        if abs(number) > FURTHEST * 1.001:  # values are rounded
            mistakes.add(
                place, path, f"at most {FURTHEST:g} spreads from the national value {national[path]:g}",
                f"{value:g}, {number:+.2f} spreads",
            )  # fmt: skip
    mistakes.check()
