"""What the registry of mechanisms may say: contexts, processes, mechanisms and their levers (TOML, validated)."""

from typing import Any, Literal, Self

from pydantic import Field as ModelField
from pydantic import model_validator

from simulation.parameters.files.reading import Model
from simulation.parameters.values.values import Label

type Kind = Literal["lever", "preset", "measured"]
type Vary = Literal["in_force", "lag_months", "county_share"]


class ContextModel(Model):
    """A small world in which levers can bind: counties of a province, a scale, values laid over them."""

    label: Label
    province: str
    every_county: int = ModelField(default=1, ge=1)  # every n-th row of counties.csv
    scale: float = ModelField(gt=0.0, le=1.0)
    warm_up: int = ModelField(ge=0, multiple_of=12)
    months: int = ModelField(ge=1)
    values: dict[str, float] = ModelField(default_factory=dict)


class ProcessModel(Model):
    """A named process and the values which switch it off from the first month on."""

    label: Label
    off: dict[str, float] = ModelField(min_length=1)


class LeverModel(Model):
    """One parameter of the source document: its path here, two settings, and what must move between them.

    `unit`, `range` and `stated` repeat the source. `given` lays values over the context so that the lever can bind.
    `area` and `county_part` narrow a change of `lines`; `until` is the last day of the second setting. A lever of a
    bundle names the `practice` and what of it `vary`s. A lever that the month does not read itself says in `changes`
    which fields of the processes it changes (hours, rates, thresholds), as group.field. `note` says how the settings
    are to be read where they are not in the source's unit, or stand for a set or a variant. `same_as` refers to the
    mechanism of a shared parameter.
    """

    name: str
    same_as: str | None = None
    unit: str = ""
    range: str = ""
    stated: str = ""
    path: str | None = None
    settings: list[float] = ModelField(default_factory=list)
    op: Literal["set", "scale"] = "set"
    area: Literal["rural", "urban"] | None = None
    county_part: float | None = ModelField(default=None, gt=0.0, le=1.0)
    until: str | None = None
    practice: str | None = None
    vary: Vary | None = None
    process: str = ""
    changes: list[str] = ModelField(default_factory=list)
    off: dict[str, float] = ModelField(default_factory=dict)  # in place of the process's own
    outcome: str = ""
    moves: Literal["up", "down", "either"] = "up"
    context: str = "small"
    given: dict[str, float] = ModelField(default_factory=dict)
    missing: str | None = None
    note: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.same_as is not None or self.missing is not None:
            return self
        if (self.path is None) == (self.practice is None):
            raise ValueError("one of `path`, `practice`, `same_as`, `missing`")
        if len(self.settings) != 2 or self.settings[0] == self.settings[1]:
            raise ValueError("two different `settings`")
        if not self.outcome or not self.process:
            raise ValueError("`outcome` and `process`")
        if (self.practice is None) != (self.vary is None):
            raise ValueError("`vary` with `practice`")
        return self


class MechanismModel(Model):
    """One mechanism of the source document."""

    id: str
    label: Label
    provinces: list[str] = ModelField(min_length=1)
    kind: Kind
    evidence: Literal["figure", "described", "named"]
    outcomes: str  # as the source names them
    prints: str = ""  # the outcome that a measured row prints
    practices: list[str] = ModelField(default_factory=list)  # the bundles that a preset row loads
    parts: list[str] = ModelField(default_factory=list)  # of the bundle, ids or paths; all of it where none is named
    lever: list[LeverModel] = ModelField(min_length=1)


class RegistryFile(Model):
    """One file of scenarios/mechanisms/."""

    context: dict[str, ContextModel] = ModelField(default_factory=dict)
    process: dict[str, ProcessModel] = ModelField(default_factory=dict)
    mechanism: list[MechanismModel] = ModelField(default_factory=list)


type Table = dict[str, Any]
