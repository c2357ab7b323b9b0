"""A point of a design: what it changes on top of the baseline, as a frozen value with a digest."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from simulation.parameters.mistakes import Mistake, ScenarioError
from simulation.parameters.reforms import Change
from simulation.parameters.scenario import POLICY_MONTH, Scenario

REFORM = "reform"  # the column of a table, or the key of a point, that names a reform to lay over the base


@dataclass(frozen=True)
class Point:
    """Values by parameter path, a reform by name, and the checked changes that follow from both."""

    values: tuple[tuple[str, float], ...] = ()
    reform: str = ""
    changes: tuple[Change, ...] = field(default=(), repr=False)

    @property
    def label(self) -> str:
        """What it changes, in words; "baseline" for nothing."""
        parts = ([self.reform] if self.reform else []) + [f"{path}={value:g}" for path, value in self.values]
        return ", ".join(parts) or "baseline"

    def record(self) -> dict[str, Any]:
        """What tells it from other points, as JSON values."""
        changes = [{**change.record(), "counties": list(change.counties)} for change in self.changes]
        return {"values": dict(self.values), REFORM: self.reform, "changes": changes}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Point":
        """The point that gave a record; its changes were checked then."""
        changes = tuple(Change(**{**each, "counties": tuple(each["counties"])}) for each in record["changes"])
        return cls(tuple(record["values"].items()), record[REFORM], changes)

    def onto(self, base: Scenario) -> Scenario:
        """`base` with these changes, which were checked when the point was made."""
        if not self.changes:
            return base
        return replace(
            base, name=self.label, changes=(*base.changes, *self.changes), label_zh=self.label, label_en=self.label,
            _kept={},
        )  # fmt: skip


BASELINE = Point()


def point_of(base: Scenario, entries: Mapping[str, Any]) -> Point:
    """The point of `{path: value, ...}`; the key `reform` names a reform. Raises ScenarioError for every mistake."""
    reform = str(entries.get(REFORM) or "")
    values = {path: value for path, value in entries.items() if path != REFORM}
    mistakes: list[Mistake] = []
    scenario = base
    try:
        scenario = scenario.with_reform(reform) if reform else scenario
    except ScenarioError as error:
        mistakes += error.mistakes
    try:
        scenario = scenario.change(values) if values else scenario
    except ScenarioError as error:
        mistakes += error.mistakes
    if mistakes:
        raise ScenarioError(mistakes)
    made = added(base, scenario)
    return Point(tuple((path, float(value)) for path, value in values.items()), reform, made)


def added(base: Scenario, scenario: Scenario) -> tuple[Change, ...]:
    """What a scenario made from `base` changes, without where it was written."""
    return tuple(replace(change, file="", key="") for change in scenario.changes[len(base.changes) :])


def points_of(base: Scenario, rows: Iterable[Mapping[str, Any]]) -> tuple[Point, ...]:
    """The points of many rows, each once; the mistakes of all of them stand in one ScenarioError."""
    mistakes: dict[Mistake, None] = {}
    points: dict[Point, None] = {}
    for row in rows:
        try:
            points[point_of(base, row)] = None
        except ScenarioError as error:
            mistakes |= dict.fromkeys(error.mistakes)
    if mistakes:
        raise ScenarioError(mistakes)
    return tuple(points)


def digest_of(content: Any) -> str:
    """BLAKE2b-128 of canonical JSON: keys sorted, no NaN, floats by their shortest exact form."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def changes_digest(changes: Sequence[Change]) -> str:
    """Digest of changes in their order."""
    return digest_of([change.record() for change in changes])


def structural(base: Scenario, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Those changes on which the state at the policy month rests: of structural values, or in force before it."""
    parameters = base.sources.parameters

    def matters(change: Change) -> bool:
        found = parameters.get(change.path)
        return change.start < POLICY_MONTH or (found is not None and found.tag == "structural")

    return tuple(change for change in changes if matters(change))
