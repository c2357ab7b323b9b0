"""`microdata.toml` of a folder of own microdata: what its numbers mean."""

from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field as ModelField
from pydantic import field_validator

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import Model, read_toml, validated
from simulation.parameters.microdata.microdata import HOUSEHOLDS, PERSONS, Incomes

FILE: Final = "microdata.toml"
_NUMBERS: Final = tuple(column.name for column in (*HOUSEHOLDS, *PERSONS) if column.kind in ("number", "whole"))

type Codes = dict[str, tuple[float, ...]]  # column, or "*" for all -> values


class MicrodataSettings(Model):
    """Incomes of a year that already contains its shocks, or permanent ones; codes by column, `"*"` = every column."""

    incomes: Literal["surveyed", "permanent"] = "surveyed"
    missing_codes: Codes = ModelField(default_factory=dict)
    real_values: Codes = ModelField(default_factory=dict)

    @field_validator("missing_codes", "real_values", mode="before")
    @classmethod
    def _by_column(cls, found: Any) -> Any:
        if isinstance(found, list):
            found = {"*": found}
        if isinstance(found, dict):
            return {name: tuple(codes) if isinstance(codes, list) else codes for name, codes in found.items()}
        return found


def read_settings(folder: Path, incomes: Incomes | None, mistakes: Mistakes) -> MicrodataSettings:
    """The settings of a folder, defaults without a file; `incomes` given in Python goes before the file."""
    file = folder / FILE
    settings = MicrodataSettings()
    if file.is_file():
        data = read_toml(file, str(file), mistakes)
        read = None if data is None else validated(MicrodataSettings, data, str(file), "", mistakes)
        settings = read or settings
    for key in ("missing_codes", "real_values"):
        for column in getattr(settings, key):
            if column not in ("*", *_NUMBERS):
                mistakes.unknown(str(file), f"{key}.{column}", "column of numbers", column, ("*", *_NUMBERS))
    if incomes is not None and incomes not in ("surveyed", "permanent"):
        mistakes.unknown("with_microdata", "incomes", "kind of incomes", str(incomes), ("surveyed", "permanent"))
        return settings
    return settings if incomes is None else settings.model_copy(update={"incomes": incomes})
