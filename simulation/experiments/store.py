"""A saved state: the columns of a province at one month, in one file, with the key under which it may be used."""

import os
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from simulation.parameters.scenario import Scenario
from simulation.state import State
from simulation.steps.cases import new_cases
from simulation.steps.place import Luck
from simulation.world.columns import Counties, Persons, Villages

_TABLES: dict[str, Any] = {"persons": Persons, "villages": Villages, "counties": Counties}
_ARRAYS = ("units", "ties", "patrol", "n_cases", "staff", "backlog", "purse", "residents", "first_office")


def save_state(state: State, path: Path) -> None:
    """Write a state to `path` (.npz), whole or not at all."""
    columns = {name: getattr(state, name) for name in _ARRAYS}
    for name, table in _TABLES.items():
        columns |= {f"{name}.{field}": getattr(getattr(state, name), field) for field in table._fields}
    used = [cases[: int(n)] for cases, n in zip(state.cases, state.n_cases, strict=True)]
    key = np.array([state.structural_digest, state.population_digest])
    numbers = np.array([state.month, state.luck.seed, state.luck.replication])
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            np.savez(file, key=key, numbers=numbers, cases=np.concatenate(used), **columns)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def load_state(path: Path, scenario: Scenario) -> State:
    """Read a state back. Raises ValueError if it was made under other structural values, data or rules of the
    warm-up than the scenario's, or is not a saved state.
    """
    try:
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as file:
            columns = dict(file)
        key, numbers, cases = columns.pop("key"), columns.pop("numbers"), columns.pop("cases")
    except (KeyError, EOFError, ValueError, OSError, BadZipFile) as error:
        raise ValueError(f"{path}: not a saved state ({error})") from error
    if str(key[0]) != scenario.structural_digest:
        raise ValueError(f"{path}: made under other structural values or data than scenario {scenario.name!r}")
    tables = {
        name: table(*(columns.pop(f"{name}.{field}") for field in table._fields)) for name, table in _TABLES.items()
    }
    bounds = np.concatenate([[0], np.cumsum(columns["n_cases"])])
    sizes = np.diff(tables["counties"].first)
    case_tables = []
    for county, size in enumerate(sizes):
        table = new_cases(int(size))
        table[: int(columns["n_cases"][county])] = cases[bounds[county] : bounds[county + 1]]
        case_tables.append(table)
    month, seed, replication = (int(n) for n in numbers)
    return State(
        month=month, luck=Luck(seed, replication), structural_digest=str(key[0]), population_digest=str(key[1]),
        cases=case_tables, **tables, **columns,
    )  # fmt: skip
