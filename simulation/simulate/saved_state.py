"""A saved state: the columns of a province at one month, in one file, with the key under which it may be used.

A file may be damaged or come from elsewhere: it is used only where its columns are those that were written, in the
form in which kernels read them. Whoever loads one makes the state anew where it is not.
"""

from pathlib import Path
from typing import Any, get_type_hints

import numpy as np

from simulation.month_steps.case_table import CASE, new_cases
from simulation.month_steps.county_tables import RandomKey
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import NO_CASE, NO_TIE, TIES, UNIT, Counties, Persons, Villages
from simulation.population.offices import STAFF
from simulation.simulate.saved_columns import Columns, load_columns, save_columns
from simulation.state import State

_TABLES: dict[str, Any] = {"persons": Persons, "villages": Villages, "counties": Counties}
_ARRAYS = {
    "units": "units", "ties": "ties", "patrol": "round_position", "n_cases": "n_cases", "staff": "staff",
    "backlog": "backlog", "purse": "assistance_budget", "residents": "residents", "first_office": "first_office",
}  # key in the file: attribute of `State`  # fmt: skip


def save_state(state: State, path: Path) -> None:
    """Write a state to `path` (.npz), whole or not at all."""
    columns = {key: getattr(state, name) for key, name in _ARRAYS.items()}
    for name, table in _TABLES.items():
        columns |= {f"{name}.{field}": getattr(getattr(state, name), field) for field in table._fields}
    used = [cases[: int(n)] for cases, n in zip(state.cases, state.n_cases, strict=True)]
    columns["numbers"] = np.array([state.month, state.rng_key.seed, state.rng_key.replication])
    columns["cases"] = np.concatenate(used)
    save_columns(path, columns, (state.structural_digest, state.population_digest))


def load_state(path: Path, scenario: Scenario) -> State:
    """Read a state back.

    Raises ValueError if it was made under other structural values, data or rules of the warm-up than the scenario's,
    or is not a saved state.
    """
    try:
        columns, key = load_columns(path)
        if len(key) != 2:
            raise ValueError("no state")
        _check_form(columns)
        numbers, cases = columns.pop("numbers"), columns.pop("cases")
    except Exception as error:  # whatever a damaged or foreign file holds
        raise ValueError(f"{path}: not a saved state ({error})") from error
    if key[0] != scenario.structural_digest:
        raise ValueError(f"{path}: made under other structural values or data than scenario {scenario.name!r}")
    tables: dict[str, Any] = {
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
        month=month, rng_key=RandomKey(seed, replication), structural_digest=key[0], population_digest=key[1],
        cases=case_tables, **(tables | {name: columns[key] for key, name in _ARRAYS.items()}),
    )  # fmt: skip


def _check_form(columns: Columns) -> None:
    """Raise ValueError where a column has not the type and length in which kernels read it, or leads out of a table.

    Kernels look up rows without asking whether they are there.
    """
    units, villages = columns["units"].size, columns["villages.county"].size
    counties, people = columns["counties.adcode"].size, columns["persons.birth"].size
    forms: dict[str, tuple[Any, tuple[int, ...]]] = {
        "units": (UNIT, (units,)), "ties": (np.uint16, (units, TIES)), "patrol": (np.int32, (villages,)),
        "n_cases": (np.int64, (counties,)), "cases": (CASE, (int(columns["n_cases"].sum()),)),
        "staff": (STAFF, (columns["staff"].size,)), "backlog": (np.int64, (counties, 2)),
        "purse": (np.int64, (counties, 2)), "residents": (np.int64, (counties,)),
        "first_office": (np.int64, (counties + 1,)), "numbers": (np.int64, (3,)),
    }  # fmt: skip
    rows = {"persons": people, "villages": villages, "counties": counties}
    for name, table in _TABLES.items():
        for field, hint in get_type_hints(table, include_extras=True).items():
            longer = (name, field) in (("villages", "first"), ("counties", "first"), ("counties", "first_village"))
            forms[f"{name}.{field}"] = (hint.__metadata__[0], (rows[name] + longer,))
    for name in forms.keys() | columns.keys():
        if name not in forms or name not in columns:
            raise ValueError(f"{name}: missing or unknown")
        dtype, shape = forms[name]
        if columns[name].dtype != dtype or columns[name].shape != shape:
            raise ValueError(f"{name}: {columns[name].dtype} {columns[name].shape}, expected {dtype} {shape}")
    _check_rows(columns, units, villages, people)


def _check_rows(columns: Columns, units: int, villages: int, people: int) -> None:
    """Raise ValueError where a row number leads out of the table that it is of."""
    first, first_village = columns["counties.first"], columns["counties.first_village"]
    starts = (
        (first, units), (first_village, villages), (columns["villages.first"], units),
        (columns["first_office"], columns["staff"].size),
    )  # fmt: skip
    for bounds, end in starts:
        if bounds[0] != 0 or bounds[-1] != end or (np.diff(bounds) < 0).any():
            raise ValueError("the rows of a county or village are not a part of the table")
    table, cases, counties = columns["units"], columns["cases"], columns["counties.adcode"].size
    sizes, used = np.diff(first), columns["n_cases"]
    in_village = np.diff(columns["villages.first"])
    own_village = np.repeat(in_village, in_village)[:, None]  # units of the village of each unit
    inside = [
        ((used >= 0) & (used <= sizes)).all(),
        ((table["case"] >= NO_CASE) & (table["case"] < np.repeat(used, sizes))).all(),
        (table["registration"] < counties).all(),
        (table["first_person"].astype(np.int64) + table["household_persons"] <= people).all(),
        (columns["villages.county"] == np.repeat(np.arange(counties), np.diff(first_village))).all(),
        ((cases["unit"] >= 0) & (cases["unit"] < np.repeat(sizes, used))).all(),
        ((cases["village"] >= 0) & (cases["village"] < np.repeat(np.diff(first_village), used))).all(),
        (columns["staff"]["county"] == np.repeat(np.arange(counties), np.diff(columns["first_office"]))).all(),
        ((columns["ties"] == NO_TIE) | (columns["ties"] < own_village)).all(),
    ]
    if not all(inside):
        raise ValueError("a row number leads out of its table")
