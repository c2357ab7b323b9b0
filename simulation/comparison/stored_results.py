"""Finished runs on disk while tables and charts are made of them: an error there costs no run.

A folder holds `runs.json` (what was asked, and how the result is put together) and `arrays.npz`. Scenarios are not
kept: they are loaded again from their files, and must have the digests they had.
"""

import dataclasses
import hashlib
import json
import typing
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.comparison.comparison_result import Comparison
from simulation.comparison.several_reforms import SideBySide, scenario_sets
from simulation.extensions import identity
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.errors import ExperimentError
from simulation.simulate.results import Result

RUNS: Final = "runs.json"
ARRAYS: Final = "arrays.npz"
FORMAT: Final = 1
ROOTS: Final = (Result, Comparison, SideBySide)
type StoredResult = Result | Comparison | SideBySide


class Asked(NamedTuple):
    """What the scenarios of a result are loaded from."""

    province: str
    reforms: tuple[str, ...] = ()
    population: str = ""
    draws: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(
        cls, province: str, reforms: Sequence[str], population: Path | None, draws: Sequence[dict[str, Any]] = ()
    ) -> "Asked":
        """What a command was given; files by their whole path, to be found from any folder."""
        files = (str(Path(each).absolute()) if each.endswith(".toml") else each for each in reforms)
        return cls(province, tuple(files), str(population.absolute()) if population else "", tuple(draws))

    def scenarios(self) -> list[Scenario]:
        """Of a run the province; of comparisons the baseline and each reform, again under each draw."""
        base = Scenario.load(self.province)
        base = base.with_microdata(self.population) if self.population else base
        if not self.reforms:
            return [base]
        sets = scenario_sets(base, [base.with_reform(reform) for reform in self.reforms], self.draws)
        return [each for start, reforms in sets for each in (start, *reforms)]


def save_runs(outcome: StoredResult, asked: Asked, folder: Path) -> None:
    """Write a result to an empty folder. Raises OSError when the disk refuses."""
    scenarios = _scenarios_of(outcome)
    digests = [each.digest for each in scenarios]
    arrays: list[npt.NDArray[Any]] = []
    tree = _written(outcome, scenarios, arrays)
    with (folder / ARRAYS).open("xb") as file:
        np.savez(file, **{str(i): _narrow(array) for i, array in enumerate(arrays)})  # type: ignore[arg-type]
    record = {
        "format": FORMAT, "doudi": metadata.version("doudi"), "asked": asked._asdict(), "digests": digests,
        "own_code": identity.identity(), "arrays": _digest(folder / ARRAYS),
        "posterior": _posterior_of(outcome, scenarios[0]), "result": tree,
    }  # fmt: skip
    (folder / RUNS).write_text(json.dumps(record, ensure_ascii=False, default=str), encoding="utf-8")


def load_runs(folder: Path) -> StoredResult:
    """The result that `save_runs` wrote.

    Raises ExperimentError where the folder does not contain one, is damaged, or its scenarios are no longer the same.
    """
    try:
        record = json.loads((folder / RUNS).read_text(encoding="utf-8"))
        if record["format"] != FORMAT or record["arrays"] != _digest(folder / ARRAYS):
            raise ValueError("its arrays are not those that were written")
        asked = Asked(**{name: _tupled(value) for name, value in record["asked"].items()})
        scenarios = asked.scenarios()
        drawn = record.get("posterior", "")
        if [each.digest for each in scenarios] != record["digests"] or (drawn and drawn != _held(scenarios[0])):
            why = "the files of the province or of a reform, or the posterior draws, have changed since these runs"
            raise ExperimentError(f"{folder}: {why}; put them back or run again")
        if record.get("own_code", "") != identity.identity():
            raise ExperimentError(f"{folder}: made with other registered code; load the plugins that it was made with")
        with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
            outcome = _read(record["result"], scenarios, arrays)
        if not isinstance(outcome, ROOTS):
            raise TypeError(f"holds {type(outcome).__name__}")
    except (ExperimentError, ScenarioError):
        raise
    except Exception as error:  # whatever the reader of a damaged or foreign folder meets
        raise ExperimentError(f"{folder}: does not contain finished runs of doudi, or is damaged ({error})") from error
    return outcome


def _scenarios_of(outcome: StoredResult) -> list[Scenario]:
    """Scenarios of a result in the order of `Asked.scenarios`."""
    if isinstance(outcome, Result):
        return [outcome.scenario]
    if isinstance(outcome, Comparison):
        return [outcome.base, outcome.reform]
    sides = (outcome, *outcome.draws)
    return [each for side in sides for each in (side.comparisons[0].base, *(c.reform for c in side.comparisons))]


def _posterior_of(outcome: StoredResult, scenario: Scenario) -> str:
    """Digest of the posterior draws that a result rests on; empty where it rests on none."""
    first = outcome.comparisons[0] if isinstance(outcome, SideBySide) else outcome
    return "" if first.drawn is None else _held(scenario)


def _held(scenario: Scenario) -> str:
    posterior = scenario.sources.posterior
    return "" if posterior is None else posterior.digest


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "blake2b").hexdigest()


def _narrow(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Whole numbers in the smallest type that contains them: ledgers are mostly small counts."""
    if array.dtype != np.int64 or not array.size:
        return array
    low, high = int(array.min()), int(array.max())
    return array.astype(np.promote_types(np.min_scalar_type(low), np.min_scalar_type(high)), copy=False)


def _written(node: Any, scenarios: Sequence[Scenario], arrays: list[npt.NDArray[Any]]) -> Any:
    """A result as JSON values; arrays are put in `arrays`, scenarios go by their number among `scenarios`."""
    if isinstance(node, Scenario):
        same = [i for i, each in enumerate(scenarios) if each is node]  # two of other names may be equal
        return {"scenario": same[0] if same else scenarios.index(node)}
    if isinstance(node, np.ndarray):
        arrays.append(node)
        return {"array": len(arrays) - 1, "dtype": node.dtype.str}
    kind = type(node)
    if kind in _classes().values():
        names = _fields(kind)
        return {"class": kind.__name__, "fields": {n: _written(getattr(node, n), scenarios, arrays) for n in names}}
    if isinstance(node, dict):
        return {"dict": [[key, _written(value, scenarios, arrays)] for key, value in node.items()]}
    for word, holder in _HOLDERS.items():
        if isinstance(node, holder):
            return {word: [_written(each, scenarios, arrays) for each in (sorted(node) if word == "set" else node)]}
    return node.item() if isinstance(node, np.generic) else node


def _read(node: Any, scenarios: Sequence[Scenario], arrays: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if "scenario" in node:
        return scenarios[node["scenario"]]
    if "array" in node:
        return arrays[str(int(node["array"]))].astype(np.dtype(node["dtype"]))
    if "class" in node:
        fields = {name: _read(value, scenarios, arrays) for name, value in node["fields"].items()}
        return _classes()[node["class"]](**fields)
    if "dict" in node:
        return {key: _read(value, scenarios, arrays) for key, value in node["dict"]}
    ((word, held),) = node.items()
    return _HOLDERS[word](_read(each, scenarios, arrays) for each in held)


_HOLDERS: Final[dict[str, Any]] = {"list": list, "tuple": tuple, "set": frozenset}


@cache
def _classes() -> dict[str, Any]:
    """Classes by name that a result is made of: those of its fields, and of theirs; nothing else is ever made."""
    found: dict[str, Any] = {}
    wanted: list[Any] = list(ROOTS)
    while wanted:
        hint = wanted.pop()
        if isinstance(hint, typing.TypeAliasType):
            wanted.append(hint.__value__)
        elif typing.get_args(hint):
            wanted += typing.get_args(hint)
        elif isinstance(hint, type) and hint not in found.values() and hint is not Scenario and _fields(hint):
            found[hint.__name__] = hint
            wanted += typing.get_type_hints(hint).values()
    return found


def _fields(kind: Any) -> tuple[str, ...]:
    """Names of what a dataclass or named tuple is made from; nothing for others."""
    if dataclasses.is_dataclass(kind):
        return tuple(field.name for field in dataclasses.fields(kind) if field.init)
    return tuple(getattr(kind, "_fields", ()))
