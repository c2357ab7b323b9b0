"""Writes what a fit found to the scenario files, each file in one step, and says what it wrote and removed."""

import dataclasses
from pathlib import Path

import pandas as pd

from calibration.inputs import provincial_files
from calibration.report import Calibration
from calibration.written import (
    FILE,
    FOLDER,
    Provenance,
    overlay,
    posterior_text,
    stored_posterior,
    write_atomically,
)
from simulation.parameters.reforms.posterior import BORROWED
from simulation.parameters.reforms.posterior import FILE as POSTERIOR


def written(result: Calibration, provenance: Provenance, folder: Path) -> Calibration:
    """The result with the files that contain it.

    A fit of all provinces writes the nation, the provinces with facts, and all draws; overlays of other provinces
    deviated from another nation and are removed. A refit writes its own province, and its columns of the draws.
    """
    files = {folder / FILE: overlay(result.parameters, result.national, provenance)} if result.province is None else {}
    for name, own in result.provincial.items():
        if own:
            files[folder / FOLDER / f"{name}.toml"] = overlay(result.parameters, own, provenance, name)
    table = result.posterior
    if result.province is not None:
        table = _merged(folder / POSTERIOR, table, result.province)
    files[folder / POSTERIOR] = posterior_text(table)
    for file, text in files.items():
        write_atomically(text, file)
    removed = []
    if result.province is None:
        removed = [file for file in provincial_files(folder) if file not in files]
        for file in removed:
            file.unlink()
    return dataclasses.replace(result, written=tuple(files), removed=tuple(removed))


def _merged(file: Path, table: pd.DataFrame, province: str) -> pd.DataFrame:
    """The stored draws with the columns of one province from `table`; `table` itself where there are none."""
    if not file.is_file():
        return table
    stored = stored_posterior(file)
    rows = [i * len(table) // len(stored) for i in range(len(stored))]
    for column in table.columns:
        if column.endswith(f"@{province}"):
            stored[column] = table[column].to_numpy()[rows]
    left = [name for name in str(stored[BORROWED].iloc[0]).split() if name != province]
    stored[BORROWED] = " ".join(left)
    return stored[[*(name for name in stored.columns if name != BORROWED), BORROWED]]
