"""Changes to a scenario: reform files and values set by hand, with dates and filters."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field as ModelField
from pydantic import ValidationError, field_validator, model_validator

from simulation.parameters.files.dates import FromDate, ToDate, month_from, month_to
from simulation.parameters.files.decimals import Decimals, decimal_arithmetic, exact
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.names import RESERVED
from simulation.parameters.files.reading import Folder, Model, names_in, read_toml, validated
from simulation.parameters.files.renamed import present_name
from simulation.parameters.reforms.edits import Edit, read_edit
from simulation.parameters.values.values import Label, Parameter
from simulation.units import month_of

END = 10**6  # a change without `to` lasts
EDITS = ("insert", "remove")
NOTHING = "none"  # id of the reform that changes nothing
_ANY_PATH = "dibao.withdraw_rate"  # a path that every province has


class Where(Model):
    """Filters of a change: cells of a line table, or present values below or above a bound."""

    county: int | str | list[int | str] | None = None  # adcode, county name or prefecture name
    area: Literal["rural", "urban"] | None = None
    below: float | None = None
    above: float | None = None

    @model_validator(mode="after")
    def _leaves_something(self) -> "Where":
        if self.below is not None and self.above is not None and self.above >= self.below:
            raise ValueError("`above` less than `below`: else no value is meant")
        return self


class ChangeModel(Model):
    """One [[change]] of a reform file: a value set, added to or scaled, or a row of a rule inserted or removed."""

    path: str
    op: Literal["set", "add", "scale", "insert", "remove"] = "set"
    value: float | None = None
    row: dict[str, Any] | None = None
    start: FromDate | None = ModelField(default=None, alias="from")  # the first day in force
    to: ToDate | None = None  # the last day in force
    where: Where | None = None
    uprated: bool | None = None  # see `uprating`
    beyond_range: str = ModelField(default="", pattern=r"\S")  # why the value leaves its stated range
    reference: str = ""

    @model_validator(mode="after")
    def _value_or_row(self) -> "ChangeModel":
        if self.is_edit and (self.value is not None or self.where is not None):
            raise ValueError("no `value` and no `where` with op 'insert' or 'remove'")
        if not self.is_edit and (self.value is None or self.row is not None):
            raise ValueError("a `value` and no `row` with op 'set', 'add' or 'scale'")
        return self

    @property
    def is_edit(self) -> bool:
        """Whether it changes a rule and not a value."""
        return self.op in EDITS


class ReformModel(Model):
    """A reform file."""

    id: str
    label: Label
    author: str = ""
    reference: str = ""
    change: list[ChangeModel] = ModelField(default_factory=list)

    @model_validator(mode="after")
    def _changes_something(self) -> "ReformModel":
        if not self.change and self.id != NOTHING:
            raise ValueError(f"at least one [[change]]; only the reform {NOTHING!r} changes nothing")
        if self.change and self.id == NOTHING:
            raise ValueError(f"no [[change]] in the reform {NOTHING!r}, which changes nothing")
        return self

    @field_validator("id")
    @classmethod
    def _is_no_reserved_word(cls, written: str) -> str:
        if written in RESERVED and written != NOTHING:
            raise ValueError(f"an id that is no reserved word ({', '.join(RESERVED)})")
        return written


@dataclass(frozen=True)
class Change:
    """One change in force from month `start` until before month `end` (files and Python name the last in force)."""

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
    reference: str = ""
    uprated: bool = False  # `value` grows each January as the baseline's own does (see `uprating`)
    beyond_range: str = ""  # why the value may leave its stated range

    def active(self, month: int) -> bool:
        """Whether the change is in force in a month."""
        return self.start <= month < self.end

    def applied(self, present: Decimals, shown: Decimals | None = None) -> Decimals:
        """`present` after the operation, in `decimal_arithmetic`, where the filters let it act.

        They compare what is paid and shown: `shown`, if that is not `present` itself (a line is in whole yuan).
        """
        value = exact(self.value)
        if self.op == "set":
            changed = np.full_like(present, value)
        elif self.op == "add":
            changed = present + value
        else:
            changed = present * value
        shown, acts = (present if shown is None else shown), np.ones(present.shape, bool)
        if self.below is not None:
            acts &= (shown < exact(self.below)).astype(bool)
        if self.above is not None:
            acts &= (shown > exact(self.above)).astype(bool)
        return np.where(acts, changed, present)

    def record(self) -> dict[str, Any]:
        """The content that enters digests: everything but where it was written and why; `uprated` if it is."""
        left_out = ("file", "key", "reference", "beyond_range", *(() if self.uprated else ("uprated",)))
        return {key: value for key, value in asdict(self).items() if key not in left_out}


def value_under(parameter: Parameter, changes: Iterable[Change], month: int) -> float:
    """A parameter in one month with the changes that act on it."""
    acting = [change for change in changes if change.path == parameter.path and change.active(month)]
    if not acting:
        return parameter.at(month)
    with decimal_arithmetic():
        present = np.array(exact(parameter.at(month)), object)
        for change in acting:
            present = change.applied(np.asarray(present, object))
        return float(present[()])


def read_reform(file: Folder, name: str, mistakes: Mistakes) -> ReformModel | None:
    """A reform file after validation of its form; of one with mistakes what can still be checked."""
    data = read_toml(file, name, mistakes)
    if data is None:
        return None
    return validated(ReformModel, data, name, "", mistakes) or _to_be_checked(data)


def _to_be_checked(data: dict[str, Any]) -> ReformModel | None:
    """The changes of a file with mistakes of form, so that those of name and range are reported with them.

    A change is read without what is mistaken in it, such as a date; where that leaves none, it multiplies by 1.
    """
    rows = data.get("change")
    if not isinstance(rows, list):
        return None
    changes = [_without_mistakes(row) for row in rows]
    return ReformModel.model_construct(id="", label=Label(zh="", en=""), change=changes)


def _without_mistakes(row: Any) -> ChangeModel:
    is_value = isinstance(row, dict) and isinstance(row.get("path"), str) and row.get("op") not in EDITS
    nothing = ChangeModel(path=row["path"] if is_value else _ANY_PATH, op="scale", value=1.0, uprated=None)
    if not isinstance(row, dict):
        return nothing
    try:
        return ChangeModel.model_validate(row)
    except ValidationError as error:
        wrong = {each["loc"][0] for each in error.errors(include_url=False) if each["loc"]}
    if "op" in wrong:  # what the rest means depends on it
        return nothing
    try:
        return ChangeModel.model_validate({key: value for key, value in row.items() if key not in wrong})
    except ValidationError:
        return nothing


def change_of(model: ChangeModel, default_start: int, file: str, key: str, reference: str) -> Change:
    """The dated change of one [[change]] table; `default_start` where it gives no date."""
    assert model.value is not None
    where = model.where or Where()
    county = where.county
    counties = () if county is None else (tuple(county) if isinstance(county, list) else (county,))
    return Change(
        path=present_name(model.path),
        op=model.op,
        value=float(model.value),
        start=default_start if model.start is None else month_of(model.start),
        end=END if model.to is None else month_of(model.to) + 1,
        counties=counties,
        area=where.area or "*",
        below=where.below,
        above=where.above,
        file=file,
        key=key,
        reference=reference,
        uprated=bool(model.uprated),
        beyond_range=model.beyond_range,
    )


def path_and_operation(written: str) -> tuple[str, str]:
    """(path, operation) of a path as written by hand: `lines.dibao*` multiplies, `lines.dibao+` adds, else set.

    A name that a parameter had is taken for the one it has, with a `RenamedWarning`.
    """
    operation = {"*": "scale", "+": "add"}.get(written[-1:], "set")
    return present_name(written if operation == "set" else written[:-1].rstrip()), operation


def period_of(start: str | None, end: str | None, first: int, file: str, mistakes: Mistakes) -> tuple[int, int]:
    """(month, month after) of the first and the last month in force, "2024-01" or the date of its first or last day.

    `first` and `END` where they are None; a mistake for anything else.
    """
    found = [first, END]
    for i, (key, text, parse) in enumerate((("start", start, month_from), ("end", end, month_to))):
        try:
            found[i] = found[i] if text is None else parse(text)
        except (ValueError, TypeError) as error:
            mistakes.add(file, key, str(error) if isinstance(error, ValueError) else "a month such as 2024-01", text)
    return found[0], found[1]


def changes_of(model: ReformModel, file: str, default_start: int) -> tuple[Change, ...]:
    """All changes of values of a reform file."""
    return tuple(
        change_of(each, default_start, file, f"change.{i}.path", each.reference or model.reference)
        for i, each in enumerate(model.change)
        if not each.is_edit
    )


def edits_of(model: ReformModel, file: str, default_start: int, mistakes: Mistakes) -> tuple[Edit, ...]:
    """All changes of rules of a reform file: `programme.block` to insert into, `programme.block.row` to remove.

    `programmes` with the body of a programme file as `row` adds a whole programme, and the id of one removes it.
    """
    found = []
    for i, each in enumerate(model.change):
        if not each.is_edit:
            continue
        key = f"change.{i}.path"
        programme, _, rest = each.path.partition(".")
        block, _, row_id = rest.partition(".")
        start = default_start if each.start is None else month_of(each.start)
        end = END if each.to is None else month_of(each.to) + 1
        reference = each.reference or model.reference
        edit = Edit(each.op, programme, block, row_id, None, start, end, file, key, reference)
        found.append(read_edit(edit, each.row, mistakes))
    return tuple(edit for edit in found if edit is not None)


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
