"""A point of a design: what it changes on top of the baseline, as a frozen value with a digest."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from simulation.parameters.files.mistakes import Mistake, Mistakes, ScenarioError
from simulation.parameters.programmes.programmes import ProgrammeSpec
from simulation.parameters.reforms.edits import BLOCKS, PROGRAMMES, Edit
from simulation.parameters.reforms.reforms import Change, path_and_operation
from simulation.parameters.reforms.stated_ranges import check_ranges
from simulation.parameters.reforms.uprating import asks
from simulation.parameters.scenario.in_force import POLICY_MONTH
from simulation.parameters.scenario.insertions import knowing
from simulation.parameters.scenario.scenario import Scenario

UPRATED, BEYOND = "uprated", "beyond_range"  # whether lines that are set or added to grow; why a range is left
REFORM = "reform"  # the column of a table, or the key of a point, that names a reform to lay over the base


@dataclass(frozen=True)
class Point:
    """Values by parameter path, a reform by name, and the checked changes of values and rules that follow."""

    values: tuple[tuple[str, float], ...] = ()
    reform: str = ""
    changes: tuple[Change, ...] = field(default=(), repr=False)
    edits: tuple[Edit, ...] = field(default=(), repr=False)

    def __hash__(self) -> int:
        """Of all but the rows inserted, which cannot be hashed; equality looks at those too."""
        return hash((self.values, self.reform, self.changes))

    @property
    def changes_nothing(self) -> bool:
        """Whether it is the baseline."""
        return not (self.changes or self.edits)

    @property
    def digest(self) -> str:
        """Of what it changes, in its order; not of what it is called."""
        changes, edits = [each.record() for each in self.changes], [_record_of(each) for each in self.edits]
        return digest_of([changes, edits] if edits else changes)

    @property
    def label(self) -> str:
        """What it changes, in words; "baseline" for nothing."""
        parts = ([self.reform] if self.reform else []) + [f"{path}={value:g}" for path, value in self.values]
        parts += ["uprated=false"] if self.uprating.get(False) else []
        return ", ".join(parts) or "baseline"

    @property
    def uprating(self) -> dict[bool, tuple[str, ...]]:
        """Paths of `values` that the baseline uprates and the point sets or adds to: True those that grow with it."""
        asked = {written: path_and_operation(written) for written, _ in self.values}
        made = {(c.path, c.op): c.uprated for c in self.changes}
        reads = {written: made.get(each, False) for written, each in asked.items() if asks(*each)}
        return {said: tuple(path for path, grows in reads.items() if grows == said) for said in (True, False)}

    def record(self) -> dict[str, Any]:
        """What distinguishes it from other points, as JSON values."""
        changes = [{**change.record(), "counties": list(change.counties)} for change in self.changes]
        record = {"values": dict(self.values), REFORM: self.reform, "changes": changes}
        return record | ({"edits": [_record_of(edit) for edit in self.edits]} if self.edits else {})

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Point":
        """The point that gave a record; its changes were checked then."""
        changes = tuple(Change(**{**each, "counties": tuple(each["counties"])}) for each in record["changes"])
        edits = tuple(_edit_of(each) for each in record.get("edits", ()))
        return cls(tuple(record["values"].items()), record[REFORM], changes, edits)

    def onto(self, base: Scenario) -> Scenario:
        """`base` with these changes, which were checked when the point was made."""
        if self.changes_nothing:
            return base
        return replace(
            base, name=self.label, sources=knowing(base.sources, self.edits, Mistakes()), label_zh=self.label,
            label_en=self.label, changes=(*base.changes, *self.changes), edits=(*base.edits, *self.edits), _kept={},
        )  # fmt: skip


BASELINE = Point()


def point_of(base: Scenario, entries: Mapping[str, Any], *, in_file: bool = False) -> Point:
    """The point of `{path: value, ...}`. Raises ScenarioError with every mistake.

    The key `reform` names a reform; `uprated` (true unless said) and `beyond_range` are those of `Scenario.change`.
    `in_file`: values outside the stated range of their parameter are refused, as in a reform file.
    """
    reform = str(entries.get(REFORM) or "")
    values = {path: value for path, value in entries.items() if path not in (REFORM, UPRATED, BEYOND)}
    mistakes: list[Mistake] = []
    scenario = base
    try:
        scenario = scenario.with_reform(reform) if reform else scenario
    except ScenarioError as error:
        mistakes += error.mistakes
    try:
        uprated, why = _said(entries.get(UPRATED, True)), str(entries.get(BEYOND) or "")
        scenario = changed(scenario, values, uprated, why, in_file=in_file) if values else scenario
    except ScenarioError as error:
        mistakes += error.mistakes
    if mistakes:
        raise ScenarioError(mistakes)
    called = Path(reform).stem if reform.endswith(".toml") else reform  # a store may move, and be read elsewhere
    return replace(
        added(base, scenario), values=tuple((path, float(value)) for path, value in values.items()), reform=called
    )


def _said(uprated: Any) -> bool:
    """Whether lines grow, as said by a file or a cell of a table. Raises ScenarioError for what is neither."""
    said = {"true": True, "1": True, "1.0": True, "false": False, "0": False, "0.0": False}
    if str(uprated).strip().lower() not in said:
        raise ScenarioError([Mistake("Scenario.change", UPRATED, "true or false", str(uprated))])
    return said[str(uprated).strip().lower()]


def changed(
    base: Scenario, values: Mapping[str, Any], uprated: bool, beyond_range: str, *, in_file: bool
) -> Scenario:  # fmt: skip
    """`Scenario.change`; values of a file lie in their stated ranges, those by hand in the admissible ones."""
    scenario = base.change(values, uprated=uprated, beyond_range=beyond_range)
    if in_file:
        mistakes = Mistakes()
        check_ranges(base, scenario, mistakes)
        mistakes.check()
    return scenario


def added(base: Scenario, scenario: Scenario) -> Point:
    """What a scenario made from `base` changes, without where it was written."""
    changes, edits = scenario.changes[len(base.changes) :], scenario.edits[len(base.edits) :]
    return Point(
        changes=tuple(replace(each, file="", key="", reference="", beyond_range="") for each in changes),
        edits=tuple(replace(edit, file="", key="", reference="") for edit in edits),
    )


def _record_of(edit: Edit) -> dict[str, Any]:
    """An edit as JSON values from which `_edit_of` makes it again; a programme with its own parameters."""
    if not isinstance(edit.row, ProgrammeSpec):
        return edit.record()
    row = edit.row.model_dump(mode="json", by_alias=True)
    return edit.record() | {"row": row, "params": json.loads(json.dumps(edit.params, default=str))}


def _edit_of(record: Mapping[str, Any]) -> Edit:
    programme, block, row_id = f"{record['path']}..".split(".")[:3]
    if programme == PROGRAMMES:
        programme, block, row_id = block, "", ""
    model = BLOCKS[block] if block else ProgrammeSpec
    row = None if record["row"] is None else model.model_validate(record["row"])
    params = {name: _with_dates(table) for name, table in record.get("params", {}).items()}
    return Edit(record["op"], programme, block, row_id, row, record["start"], record["end"], params=params)


def _with_dates(table: dict[str, Any]) -> dict[str, Any]:
    """A `[param.*]` table whose dates are dates again."""
    if "values" not in table:
        return table
    dated = [each | {"from": datetime.date.fromisoformat(each["from"])} for each in table["values"]]
    return table | {"values": dated}


def points_of(base: Scenario, rows: Iterable[Mapping[str, Any]], *, in_file: bool = False) -> tuple[Point, ...]:
    """The points of many rows, each once; the mistakes of all of them are in one ScenarioError.

    A programme that one row's reform adds is known to all rows, switched off, so values of it may be named in any.
    """
    rows, mistakes = list(rows), Mistakes()
    base = _knowing_reforms(base, rows, mistakes)
    points: dict[Point, None] = {}
    for row in rows:
        try:
            points[point_of(base, row, in_file=in_file)] = None
        except ScenarioError as error:
            mistakes.found += error.mistakes
    mistakes.found = list(dict.fromkeys(mistakes.found))
    mistakes.check()
    return tuple(points)


def _knowing_reforms(base: Scenario, rows: Iterable[Mapping[str, Any]], mistakes: Mistakes) -> Scenario:
    """`base` with every reform that rows name; what is wrong with a reform is reported where its row is read."""
    edits: list[Edit] = []
    for reform in dict.fromkeys(str(row.get(REFORM) or "") for row in rows):
        with suppress(ScenarioError):
            edits += base.with_reform(reform).edits[len(base.edits) :] if reform else ()
    return _with_sources(base, edits, mistakes)


def shared_base(base: Scenario, points: Iterable[Point]) -> Scenario:
    """`base`, which also knows the programmes that points add, switched off: all share a state and ledgers."""
    return _with_sources(base, [edit for point in points for edit in point.edits], Mistakes())


def _with_sources(base: Scenario, edits: Iterable[Edit], mistakes: Mistakes) -> Scenario:
    sources = knowing(base.sources, edits, mistakes)
    return base if sources is base.sources else replace(base, sources=sources, _kept={})


def digest_of(content: Any) -> str:
    """BLAKE2b-128 of canonical JSON: keys sorted, no NaN, floats by their shortest exact form."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def early(base: Scenario, *points: Point) -> Point:
    """Of what points change, that on which the state at the policy month rests: structural values, early dates."""
    parameters = base.sources.parameters

    def matters(change: Change) -> bool:
        found = parameters.get(change.path)
        return change.start < POLICY_MONTH or (found is not None and found.tag == "structural")

    return Point(
        changes=tuple(change for point in points for change in point.changes if matters(change)),
        edits=tuple(edit for point in points for edit in point.edits if edit.start < POLICY_MONTH),
    )
