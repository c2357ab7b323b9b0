"""Case files from disk: TOML as it is, CSV with one row a case; every mistake is collected."""

import csv
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from simulation.cases.models import NAMES, TEXT_FIELDS, CaseFile, Setting
from simulation.csv_text import as_text
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import Folder, data_folder, read_csv, read_toml, validated
from simulation.parameters.household import Household

_PLAIN = ("name", "source", "mechanism", "note", "province", "scenario", "of")
PROGRAMMES = "programmes"  # folder next to the cases for programme files that only cases use
OBTAINED = "obtained."  # columns which the runner writes and nobody reads


@dataclass(frozen=True)
class Source:
    """A case file: how messages name it and where it is."""

    name: str
    file: Folder
    folder: Folder  # where the reform and programme files that it names are looked for


def shipped() -> list[Source]:
    """Every file in a folder `cases` of the data package."""
    return _inside(data_folder(), "scenarios", False)


def found(paths: list[Path]) -> list[Source]:
    """Files, and all case files of folders."""
    sources: list[Source] = []
    for path in paths:
        sources += _inside(path, str(path), True) if path.is_dir() else [Source(str(path), path, path.parent)]
    return sources


def _inside(folder: Folder, name: str, inside: bool) -> list[Source]:
    sources = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        label = f"{name}/{entry.name}"
        if entry.is_dir() and entry.name != PROGRAMMES:
            sources += _inside(entry, label, inside or entry.name == "cases")
        elif inside and entry.name.endswith((".toml", ".csv")):
            sources.append(Source(label, entry, folder))
    return sources


def read(source: Source, mistakes: Mistakes) -> CaseFile | None:
    """A case file after validation of its form; a name occurs once in a file."""
    if source.name.endswith(".csv"):
        rows = _rows(source, mistakes)
        content: dict[str, Any] | None = {"case": rows} if rows else None
    else:
        content = read_toml(source.file, source.name, mistakes)
    if content is None:
        return None
    model = validated(CaseFile, content, source.name, "", mistakes)
    if model is not None:
        names = [each.name for each in (*model.case, *model.boundary, *model.pair, *model.property)]
        for name in sorted({name for name in names if names.count(name) > 1}):
            mistakes.add(source.name, "name", "each name once", name)
    return model


def _rows(source: Source, mistakes: Mistakes) -> list[dict[str, Any]]:
    rows = read_csv(source.file, source.name, ("name", "source"), mistakes)
    return [_row(cells, source.name, f"line {number}", mistakes) for number, cells in rows]


def _row(cells: dict[str, str], name: str, key: str, mistakes: Mistakes) -> dict[str, Any]:
    """A CSV row as the [[case]] table it stands for; an empty cell says nothing."""
    household = [field.name for field in fields(Household)]
    row: dict[str, Any] = {"given": {}, "expect": {}, "values": {}}
    for column, text in cells.items():
        if not text or column.startswith(OBTAINED):
            continue
        if column in _PLAIN:
            row[column] = text.split("; ") if column in ("source", "mechanism") else text
        elif column in household:
            row["given"][column] = text if column in TEXT_FIELDS else _scalar(text)
        elif column.startswith("expect."):
            output = column.removeprefix("expect.")
            row["expect"][output] = text if output in NAMES else _scalar(text)
        elif column.startswith("value."):
            row["values"][column.removeprefix("value.")] = _scalar(text)
        elif column == "tol":
            row["tol"] = _scalar(text)
        else:
            valid = [*_PLAIN, *household, "tol", "expect.amount", "value.dibao.asset_months"]
            mistakes.unknown(name, f"{key}, {column}", "column", column, valid)
    return row


def _scalar(text: str) -> bool | float | str:
    """A cell as a truth value, a number, or an expression."""
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    try:
        return float(text)
    except ValueError:
        return text


def write_obtained(path: Path, obtained: dict[str, dict[str, str]]) -> None:
    """Write `obtained.<output>` columns next to the expectations of a CSV: name of the case -> output -> value."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows, columns = list(reader), reader.fieldnames or []
    outputs = list(dict.fromkeys(output for answers in obtained.values() for output in answers))
    kept = [column for column in columns if not column.startswith(OBTAINED)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, [*kept, *(OBTAINED + output for output in outputs)], extrasaction="ignore")
        writer.writeheader()
        for row in rows:
            answers = obtained.get(row["name"], {})
            writer.writerow(row | {OBTAINED + output: as_text(answers.get(output, "")) for output in outputs})


def merged(defaults: Setting, own: Setting) -> Setting:
    """The setting of a case over the defaults of its file."""
    values = (defaults.values or {}) | (own.values or {})
    keys = [key for key in Setting.model_fields if key != "values"]
    chosen = {key: getattr(own, key) if getattr(own, key) is not None else getattr(defaults, key) for key in keys}
    return Setting(**chosen, values=values)
