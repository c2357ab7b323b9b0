"""Reading TOML and CSV: any defect of a file becomes a mistake, never an exception."""

import csv
import datetime
import hashlib
import io
import pickle
import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from simulation.parameters.files.mistakes import Mistakes, nearest

type Folder = Traversable | Path
_DATE = r"\b\d{4}-\d{1,2}-\d{1,2}\b"
_DUPLICATES = ("cannot overwrite", "cannot declare", "cannot mutate")


class Model(BaseModel):
    """Base of everything that is read from a file: strict types, no unknown field, immutable."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


def data_folder() -> Traversable:
    """The data package `scenarios`, wherever it is installed."""
    return files("scenarios")


def provinces_in(root: Folder) -> list[str]:
    """Sorted names of provinces that files of a data folder may speak of: its own and those that ship."""
    return sorted({*names_in(root / "provinces", ""), *names_in(data_folder() / "provinces", "")})


def names_in(folder: Folder, suffix: str) -> list[str]:
    """Sorted names of the files of `folder` with a suffix (removed), or of its folders for the suffix "".

    Empty when there is no such folder.
    """
    if not folder.is_dir():
        return []
    names = [entry.name for entry in folder.iterdir() if suffix or entry.is_dir()]
    return sorted(n.removesuffix(suffix) for n in names if n.endswith(suffix) and n[0] not in "._")


def read_bytes(file: Folder, name: str, mistakes: Mistakes) -> bytes | None:
    """Content of a file, or None and a mistake."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        mistakes.add(name, "", "a file", "no such file")
    except OSError as error:
        mistakes.add(name, "", "a readable file", error.strerror or type(error).__name__)
    return None


def read_text(file: Folder, name: str, mistakes: Mistakes) -> str | None:
    """UTF-8 text of a file (byte-order mark allowed), or None and a mistake."""
    content = read_bytes(file, name, mistakes)
    if content is None:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        mistakes.add(name, f"line {line}", "text in UTF-8", f"byte 0x{content[error.start]:02x}")
    return None


def read_toml(file: Folder, name: str, mistakes: Mistakes) -> dict[str, Any] | None:
    """Parsed TOML, or None and a mistake that names the line; a file that states nothing is a mistake too."""
    text = read_text(file, name, mistakes)
    if text is None:
        return None
    try:
        data: dict[str, Any] = pickle.loads(_parsed(text.replace("\r\n", "\n")))
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        _syntax_mistake(str(error), text, name, mistakes)
        return None
    if not data:
        found = "nothing but comments" if text.strip() else "an empty file"
        mistakes.add(name, "", "a file that states something", found)
    return data or None


@lru_cache(512)
def _parsed(text: str) -> bytes:
    """TOML as pickled tables.

    A province is loaded again and again from files that do not change, by readers that may write to what they get.
    """
    return pickle.dumps(tomllib.loads(text))


def _syntax_mistake(message: str, text: str, name: str, mistakes: Mistakes) -> None:
    match = re.search(r"at line (\d+), column \d+", message)
    lines = text.splitlines() or [""]
    reason = message.partition(" (")[0]
    if match is None:  # "at end of document": the file was cut off
        mistakes.add(name, f"line {len(lines)}", "a complete TOML file", f"{reason}: file truncated?")
        return
    number = int(match[1])
    line = lines[min(number, len(lines)) - 1].strip()
    if message.lower().startswith(_DUPLICATES):
        mistakes.add(name, f"line {number}", "each key once", f"a duplicate key: {line}")
    elif "date" in message.lower() or any(not _is_date(text) for text in re.findall(_DATE, line)):
        mistakes.add(name, f"line {number}", "a date such as 2023-01-01", line)
    else:
        mistakes.add(name, f"line {number}", "valid TOML", f"{line} ({reason})")


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def read_csv(file: Folder, name: str, columns: tuple[str, ...], mistakes: Mistakes) -> list[tuple[int, dict[str, str]]]:
    """Rows (line number, column -> text) of a CSV with at least the given columns and one row; defects are mistakes."""
    text = read_text(file, name, mistakes)
    if text is None:
        return []
    reader, before = csv.reader(io.StringIO(text), strict=True), len(mistakes.found)
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        header = next(reader, [])
        for column in columns:
            if column not in header:
                mistakes.add(name, "header", f"column {column!r}", ", ".join(header), nearest(column, header))
        if len(set(header)) < len(header):
            mistakes.add(name, "header", "each column once", ", ".join(header))
        for row in reader:
            if len(row) == len(header):
                rows.append((reader.line_num, dict(zip(header, row, strict=True))))
            elif row:
                mistakes.add(name, f"line {reader.line_num}", f"{len(header)} cells", f"{len(row)} cells")
    except csv.Error as error:
        mistakes.add(name, f"line {reader.line_num}", "valid CSV", str(error))
        return rows
    if not rows and len(mistakes.found) == before:
        mistakes.add(name, "rows", "at least one row", "none")
    return rows


def digest_of(content: bytes) -> str:
    """SHA-256 of a file's content, line ends of Windows counted as line feeds."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def validated[T: Model](model: type[T], data: object, name: str, key: str, mistakes: Mistakes) -> T | None:
    """`data` as a `model`, or None with one mistake per defect."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for defect in error.errors(include_url=False):
            place = ".".join(str(part) for part in defect["loc"] if not str(part).startswith("function-"))
            path = ".".join(part for part in (key, place) if part)
            _model_mistake(model, defect, path, name, mistakes)
    return None


def _model_mistake(model: type[Model], defect: Any, path: str, name: str, mistakes: Mistakes) -> None:
    kind, message, found = defect["type"], defect["msg"], defect["input"]
    if kind == "extra_forbidden":
        valid = _fields_at(model, defect["loc"][:-1])
        mistakes.unknown(name, path, "field", str(defect["loc"][-1]), valid)
    elif kind == "date_type":
        mistakes.add(name, path, "a date without quotes, such as 2024-01-01", found)
    elif kind == "missing":
        mistakes.add(name, path, "a value", "nothing: it is missing")
    else:
        expected = message.removeprefix("Value error, ").removeprefix("Input should be ")
        mistakes.add(name, path, expected, found)


def _fields_at(model: type[Model], location: tuple[int | str, ...]) -> list[str]:
    """Names of the fields (aliases) of the model that is at `location` inside `model`."""
    current: Any = model
    for part in location:
        if isinstance(part, int) or not (isinstance(current, type) and issubclass(current, BaseModel)):
            continue
        by_name = {(f.alias or n): f for n, f in current.model_fields.items()}
        if part in by_name:
            current = _model_in(by_name[part].annotation) or current
    return [f.alias or n for n, f in current.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
