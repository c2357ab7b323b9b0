"""Changes to a scenario: reform files and values set by hand, with dates and filters."""

import datetime
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field as ModelField

from simulation.parameters.files import Folder, Model, names_in, read_toml, validated
from simulation.parameters.mistakes import Mistakes
from simulation.parameters.values import ALWAYS, FIRST_MONTH, Label
from simulation.units import month_label, month_of

END = 10**6  # a change without `to` lasts


class Where(Model):
    """Filters of a change: cells of a line table, or present values below or above a bound."""

    county: int | str | list[int | str] | None = None  # adcode, county name or prefecture name
    area: Literal["rural", "urban"] | None = None
    below: float | None = None
    above: float | None = None


class ChangeModel(Model):
    """One [[change]] of a reform file."""

    path: str
    op: Literal["set", "add", "scale"] = "set"
    value: float
    start: datetime.date | None = ModelField(default=None, alias="from")
    to: datetime.date | None = None
    where: Where | None = None


class ReformModel(Model):
    """A reform file."""

    id: str
    label: Label
    author: str = ""
    reference: str = ""
    change: list[ChangeModel] = ModelField(default_factory=list)


@dataclass(frozen=True)
class Change:
    """One change in force from month `start` until before month `end`."""

    path: str
    op: str
    value: float
    start: int
    end: int = END
    counties: tuple[int | str, ...] = ()  # codes (names until resolved); empty = all
    area: str = "*"
    below: float | None = None
    above: float | None = None
    file: str = ""
    key: str = ""

    def active(self, month: int) -> bool:
        """Whether the change is in force in a month."""
        return self.start <= month < self.end

    def applied(self, present: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """`present` after the operation, where the filters on the present value let it act."""
        if self.op == "set":
            changed = np.full_like(present, self.value)
        elif self.op == "add":
            changed = present + self.value
        else:
            changed = present * self.value
        acts = np.ones(present.shape, bool)
        if self.below is not None:
            acts &= present < self.below
        if self.above is not None:
            acts &= present > self.above
        return np.where(acts, changed, present)

    def record(self) -> dict[str, Any]:
        """The content that enters digests: everything but where it was written."""
        return {key: value for key, value in asdict(self).items() if key not in ("file", "key")}

    def describe(self) -> str:
        """One line in words."""
        verb = {"set": "set to", "add": "add", "scale": "multiply by"}[self.op]
        parts = [f"{self.path}: {verb} {self.value:g}"]
        if self.area != "*":
            parts.append(f"area {self.area}")
        if self.counties:
            parts.append(f"{len(self.counties)} counties")
        if self.below is not None:
            parts.append(f"where below {self.below:g}")
        if self.above is not None:
            parts.append(f"where above {self.above:g}")
        return ", ".join(parts)


def read_reform(file: Folder, name: str, mistakes: Mistakes) -> ReformModel | None:
    """A reform file after validation of its form."""
    data = read_toml(file, name, mistakes)
    return None if data is None else validated(ReformModel, data, name, "", mistakes)


def change_of(model: ChangeModel, default_start: int, file: str, key: str) -> Change:
    """The dated change of one [[change]] table; `default_start` where it gives no date."""
    where = model.where or Where()
    county = where.county
    counties = () if county is None else (tuple(county) if isinstance(county, list) else (county,))
    return Change(
        path=model.path,
        op=model.op,
        value=float(model.value),
        start=default_start if model.start is None else month_of(model.start),
        end=END if model.to is None else month_of(model.to),
        counties=counties,
        area=where.area or "*",
        below=where.below,
        above=where.above,
        file=file,
        key=key,
    )


def path_and_operation(written: str) -> tuple[str, str]:
    """(path, operation) of a path as written by hand: `lines.dibao*` multiplies, `lines.dibao+` adds, else set."""
    operation = {"*": "scale", "+": "add"}.get(written[-1:], "set")
    return (written if operation == "set" else written[:-1].rstrip()), operation


def parse_month(text: str, file: str, key: str, mistakes: Mistakes) -> int:
    """Month index of "2024-01" or "2024-01-01"; a mistake (and `ALWAYS`) for anything else."""
    try:
        return month_of(datetime.date.fromisoformat(text if len(text) > 7 else f"{text}-01"))
    except (ValueError, TypeError):
        mistakes.add(file, key, "a month such as 2024-01", text)
        return ALWAYS


def changes_of(model: ReformModel, file: str, default_start: int) -> tuple[Change, ...]:
    """All changes of a reform file."""
    return tuple(change_of(c, default_start, file, f"change.{i}.path") for i, c in enumerate(model.change))


def find_reform(reform: str | Path, root: Folder, mistakes: Mistakes) -> tuple[ReformModel, str] | None:
    """(reform, file name) of a shipped id or of a path that ends in .toml; None and a mistake otherwise."""
    text = str(reform)
    if text.endswith(".toml"):
        model = read_reform(Path(reform), text, mistakes)
        return None if model is None else (model, text)
    known = names_in(root / "reforms", ".toml")
    if text not in known:
        mistakes.unknown("scenarios/reforms", "reform", "reform", text, known)
        return None
    name = f"scenarios/reforms/{text}.toml"
    model = read_reform(root / "reforms" / f"{text}.toml", name, mistakes)
    return None if model is None else (model, name)


def with_codes(change: Change, counties: pd.DataFrame) -> Change:
    """The change with names of counties and prefectures replaced by county codes; unknown names stay."""
    found: set[int | str] = set()
    for entry in change.counties:
        named = (counties["county"] == entry) | (counties["prefecture"] == entry)
        found |= set(counties["adcode"][named].tolist()) if named.any() else {entry}
    return replace(change, counties=tuple(sorted(found, key=str)))


def dated(change: Change) -> str:
    """A change in words with its dates."""
    since = "from the start" if change.start <= FIRST_MONTH else f"from {month_label(change.start)}"
    until = "" if change.end >= END else f" until before {month_label(change.end)}"
    return f"{change.describe()}, {since}{until}"
