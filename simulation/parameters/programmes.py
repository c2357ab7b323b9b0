"""The grammar of a programme file: the closed set of rule blocks, as validated models.

`"$name"` stands for the programme's own parameter `[param.name]`, `"$other.name"` for another programme's.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field as ModelField
from pydantic import model_validator

from simulation.parameters.files import Model, validated
from simulation.parameters.mistakes import Mistakes
from simulation.parameters.values import Label

type Number = float | Annotated[str, ModelField(pattern=r"^\$[a-z][a-z0-9_.]*$")]


class AmountSpec(Model):
    """(yuan or count + multiple x line) x per: need, limits, caps, supplements and bundles alike."""

    yuan: Number | None = None  # money per month (assets: money)
    count: Number | None = None  # persons or a 0/1 fact, no money
    line: str | None = None
    multiple: Number | None = None
    per: str | None = None

    @model_validator(mode="after")
    def _meaningful(self) -> "AmountSpec":
        if (self.line is None) != (self.multiple is None):
            raise ValueError("`line` and `multiple` together")
        if self.line is None and self.yuan is None and self.count is None:
            raise ValueError("`yuan`, `count` or `line` with `multiple`")
        if self.count is not None and (self.yuan is not None or self.line is not None):
            raise ValueError("either a `count` or money")
        return self


class Test(Model):
    """A comparison: `field` `op` (`value` or `amount`)."""

    __test__ = False  # not a test class for pytest

    field: str
    op: Literal["<", "<=", "==", ">=", ">", "!="]
    value: Number | None = None
    amount: AmountSpec | None = None

    @model_validator(mode="after")
    def _one_side(self) -> "Test":
        if (self.value is None) == (self.amount is None):
            raise ValueError("either a `value` or an `amount`")
        return self


class EligibilitySpec(Model):
    """One condition with its reason."""

    id: str
    test: Test
    why: Label
    notch: bool = False
    reference: str


class AssetsSpec(Model):
    """Asset limit: a condition on money owned."""

    id: str = "assets"
    field: str = "assets"
    limit: AmountSpec
    why: Label
    notch: bool = False
    reference: str


class When(Model):
    """The row acts only while `field` is at least `at_least`."""

    field: str
    at_least: Number


class IncomeSpec(Model):
    """One income row: counted, deducted, imputed (floor) or owed by relatives (excess)."""

    id: str
    item: Literal["count", "deduct", "floor", "excess"] = "count"
    field: str
    share: Number = 1.0
    limit: AmountSpec | None = None
    schedule: str | None = None
    when: When | None = None
    label: Label
    reference: str

    @model_validator(mode="after")
    def _limited(self) -> "IncomeSpec":
        if self.item in ("floor", "excess") and self.limit is None:
            raise ValueError(f"a `limit` for item {self.item!r}")
        if self.schedule is not None and self.item != "count":
            raise ValueError("a `schedule` only with item 'count'")
        return self


class ScheduleSpec(Model):
    """Marginal schedule: share of income above each threshold (yuan/month) that is ignored."""

    per: str | None = None
    start: list[Number] = ModelField(alias="from", min_length=1)
    rate: list[Number] = ModelField(min_length=1)

    @model_validator(mode="after")
    def _same_length(self) -> "ScheduleSpec":
        if len(self.start) != len(self.rate):
            raise ValueError("as many rates as thresholds")
        return self


class BenefitSpec(Model):
    """How the payment follows; it is rounded up to a multiple of `round_to_yuan`."""

    kind: Literal["nothing", "top_up", "flat", "share"]
    withdraw: Number = 1.0
    share: Number | None = None
    field: str | None = None
    minimum: AmountSpec | None = None
    maximum: AmountSpec | None = None
    round_to_yuan: Annotated[float, ModelField(gt=0)] = 1.0
    label: Label
    reference: str

    @model_validator(mode="after")
    def _share_of_field(self) -> "BenefitSpec":
        if (self.kind == "share") != (self.share is not None and self.field is not None):
            raise ValueError("`share` and `field` exactly with kind 'share'")
        return self


class ExtraSpec(Model):
    """A supplement (`field` counts the heads) or an item of bundled aid (no `field`)."""

    id: str
    field: str | None = None
    amount: AmountSpec
    label: Label
    reference: str


class ExitSpec(Model):
    """Gradual exit: months, income ceiling as a multiple of the line, profile code (see `rules.tables`)."""

    months: Number
    ceiling: Number
    profile: Number
    reference: str


class ProgrammeSpec(Model):
    """A whole programme file."""

    schema_version: Literal[1] = ModelField(alias="schema")
    id: str = ModelField(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    order: int
    period: Literal["month", "once"]
    reference: str
    main: bool = False
    covered: list[str] = ModelField(default_factory=list, max_length=2)
    need: AmountSpec
    income_from: str | None = None
    income: list[IncomeSpec] = ModelField(default_factory=list)
    schedule: dict[str, ScheduleSpec] = ModelField(default_factory=dict)
    eligibility: list[EligibilitySpec] = ModelField(default_factory=list)
    assets: list[AssetsSpec] = ModelField(default_factory=list)
    benefit: BenefitSpec
    supplement: list[ExtraSpec] = ModelField(default_factory=list)
    bundle: list[ExtraSpec] = ModelField(default_factory=list)
    exit: ExitSpec | None = None

    @model_validator(mode="after")
    def _income_once(self) -> "ProgrammeSpec":
        if (self.income_from is None) == (not self.income):
            raise ValueError("either [[income]] rows or `income_from`")
        return self


@dataclass(frozen=True)
class ProgrammeFile:
    """A validated programme with the file it came from and its still unread `[param.*]` tables."""

    spec: ProgrammeSpec
    file: str
    params: dict[str, Any]


def read_programme(data: dict[str, Any], file: str, mistakes: Mistakes) -> ProgrammeFile | None:
    """A programme file after validation of its form; names are checked by `programme_checks`."""
    body = {key: value for key, value in data.items() if key != "param"}
    spec = validated(ProgrammeSpec, body, file, "", mistakes)
    return None if spec is None else ProgrammeFile(spec, file, params_of(data))


def params_of(data: dict[str, Any]) -> dict[str, Any]:
    """The `[param.*]` tables of a programme file, readable even when its blocks are mistaken."""
    params = data.get("param", {})
    return params if isinstance(params, dict) else {}
