"""The closed set of rule blocks of a programme file, as validated models.

`"$name"` stands for the programme's own parameter `[param.name]`, `"$other.name"` for another programme's.
"""

from typing import Annotated, Literal

from pydantic import Field as ModelField
from pydantic import FieldSerializationInfo, field_serializer, model_validator

from simulation.parameters.files.reading import Model
from simulation.parameters.programmes.rule_codes import AS_NUMBERS, number_of
from simulation.parameters.values.values import Label

type Number = float | Annotated[str, ModelField(pattern=r"^\$[a-z][a-z0-9_.]*$")]
type Named = Number | Annotated[str, ModelField(pattern=r"^[^$]")]  # or the name of a code: `rule_codes`
type Groups = list[list["Test"]]  # one group of tests must hold as a whole


class ScaleSpec(Model):
    """Equivalence scale: (persons / `reference_persons`) to a power (1 per head, 0.5 square root, 0 none)."""

    reference_persons: Number
    power: Number


class AmountSpec(Model):
    """share x (yuan or count + multiple x line) x per x scale: need, limits, caps, supplements and bundles alike."""

    yuan: Number | None = None  # money per month (assets: money)
    yuan_year: Number | None = None  # money per year; a twelfth counts each month
    count: Number | None = None  # persons or a 0/1 fact, no money
    line: str | None = None
    multiple: Number | None = None
    per: str | None = None
    share: Number = 1.0
    scale: ScaleSpec | None = None

    @model_validator(mode="after")
    def _meaningful(self) -> "AmountSpec":
        if (self.line is None) != (self.multiple is None):
            raise ValueError("`line` and `multiple` together")
        stated = [n for n in (self.yuan, self.yuan_year, self.count) if n is not None]
        if self.line is None and not stated:
            raise ValueError("`yuan`, `yuan_year`, `count` or `line` with `multiple`")
        if len(stated) > 1 or (self.count is not None and self.line is not None):
            raise ValueError("either a `count` or one amount of money")
        if self.per is not None and self.scale is not None:
            raise ValueError("either `per` or `scale`")
        return self


class Test(Model):
    """A comparison: `field` `op` (`value` or `amount`)."""

    __test__ = False  # not a test class for pytest

    field: str
    op: Literal["<", "<=", "==", ">=", ">", "!="]
    value: Named | None = None
    amount: AmountSpec | None = None

    @model_validator(mode="after")
    def _one_side(self) -> "Test":
        if (self.value is None) == (self.amount is None):
            raise ValueError("either a `value` or an `amount`")
        return self

    @field_serializer("value")
    def _written(self, value: Named | None, info: FieldSerializationInfo) -> float | str | None:
        return number_of(self.field, value) if value is not None and info.context == AS_NUMBERS else value


class Switched(Model):
    """A row that may be switched off (`enabled` below 0.5)."""

    enabled: Number = 1.0


class Waivable(Switched):
    """A row that does not act where every test of one group of `unless` holds (while `unless_enabled`)."""

    unless: Groups = ModelField(default_factory=list)
    unless_enabled: Number = 1.0


class EligibilitySpec(Waivable):
    """One condition with its reason; waived where every test of one group of `unless` holds."""

    id: str
    test: Test
    why: Label
    notch: bool = False
    reference: str


class AssetsSpec(Waivable):
    """Asset limit: a condition on money owned, of which the share `exempt` does not count."""

    id: str = "assets"
    field: str = "assets"
    exempt: Number = 0.0
    limit: AmountSpec
    why: Label
    notch: bool = False
    reference: str


class When(Model):
    """The row acts only while `field` is at least `at_least`."""

    field: str
    at_least: Named

    @field_serializer("at_least")
    def _written(self, value: Named, info: FieldSerializationInfo) -> float | str:
        return number_of(self.field, value) if info.context == AS_NUMBERS else value


class IncomeSpec(Waivable):
    """One income row: counted, deducted, imputed (floor, impute) or owed by relatives (excess); dropped `unless` ..."""

    id: str
    item: Literal["count", "deduct", "floor", "excess", "impute"] = "count"
    field: str
    share: Number = 1.0
    limit: AmountSpec | None = None
    schedule: str | None = None
    when: When | None = None
    label: Label
    reference: str

    @model_validator(mode="after")
    def _limited(self) -> "IncomeSpec":
        if self.item in ("floor", "excess", "impute") and self.limit is None:
            raise ValueError(f"a `limit` for item {self.item!r}")
        if self.schedule is not None and self.item != "count":
            raise ValueError("a `schedule` only with item 'count'")
        return self


class ScheduleSpec(Model):
    """A value by amount (yuan/month), by thresholds `from`.

    marginal: share `rate` of each extra yuan above a threshold; amount: `amount` at the thresholds, straight
    lines between them; tiers: `amount` from each threshold on, a cliff (`notch = true`).
    """

    kind: Literal["marginal", "amount", "tiers"] = "marginal"
    per: str | None = None
    start: list[Number] = ModelField(alias="from", min_length=1)
    rate: list[Number] | None = None
    amount: list[Number] | None = None
    notch: bool = False

    @model_validator(mode="after")
    def _same_length(self) -> "ScheduleSpec":
        if (self.kind == "marginal") != (self.rate is not None) or (self.rate is None) == (self.amount is None):
            raise ValueError("`rate` with kind 'marginal', `amount` with the others")
        if len(self.start) != len(self.rate or self.amount or []):
            raise ValueError("as many rates or amounts as thresholds")
        return self


class BenefitSpec(Model):
    """How the payment follows; it is rounded to a multiple of `round_to_yuan` (0.01 = not at all)."""

    kind: Literal["nothing", "top_up", "flat", "share", "tiered", "formula"]
    withdraw: Number = 1.0
    share: Number | None = None
    field: str | None = None
    schedule: str | None = None
    formula: str | None = None
    arguments: list[AmountSpec] | None = ModelField(default=None, min_length=3, max_length=3)
    minimum: AmountSpec | None = None
    maximum: AmountSpec | None = None
    round_to_yuan: Annotated[float, ModelField(ge=0.01)] = 1.0
    round: Literal["up", "down", "nearest"] = "up"
    label: Label
    reference: str

    @model_validator(mode="after")
    def _what_the_kind_needs(self) -> "BenefitSpec":
        needed = {"share": ("share", "field"), "tiered": ("schedule", "field"), "formula": ("formula", "arguments")}
        for key in ("share", "field", "schedule", "formula", "arguments"):
            wanted = key in needed.get(self.kind, ())
            if wanted != (getattr(self, key) is not None):
                raise ValueError(f"`{key}` {'with' if wanted else 'not with'} kind {self.kind!r}")
        return self


class SupplementSpec(Switched):
    """An amount for each member that `field` counts, paid with the payment, or in the need and withdrawn with it."""

    id: str
    field: str
    adds_to: Literal["payment", "need"] = "payment"
    amount: AmountSpec
    label: Label
    reference: str


class BundleSpec(Switched):
    """An item of aid in kind that comes with a status."""

    id: str
    amount: AmountSpec
    label: Label
    reference: str


class GroupSpec(Switched):
    """Members whom a programme of unit "person" covers: as many as `field` counts."""

    id: str
    field: str
    label: Label
    reference: str


class PassportSpec(Model):
    """The status on which an aid stacks: the share of the aid it opens (a product where several are given).

    `need` replaces the aid's own amount; `taper` 1 lets it fall to 0 at the marginal line, 0 ends it with the
    status.
    """

    status: str
    share: Number | list[Number] = 1.0
    need: AmountSpec | None = None
    taper: Number = 0.0
    reference: str


class ReachSpec(Model):
    """One factor of the share that reaches people: what an office gives by quota or in stages, as a mean.

    Rules never draw: an aid that half of those entitled get counts half its value for each of them.
    share | share and gain: 1 + share x (gain - 1) | places over among, at most 1 | budget over (unit x among)
    | stages and persists: (1 + (stages - 1) x persists) / stages.

    A `budget` with `shared` is a supply of the whole province: so many units of it a year (budget over unit) are shared
    out over the needs or households that there are (needs: several times each if it suffices; households: once each).
    Only where no population is simulated does `among` stand for their number.
    """

    id: str
    share: Number | None = None
    gain: Number | None = None
    places: Number | None = None
    budget: Number | None = None
    unit: Number | None = None
    among: Number | None = None
    shared: Literal["needs", "households"] | None = None
    stages: Number | None = None
    persists: Number | None = None
    label: Label
    reference: str

    @model_validator(mode="after")
    def _one_form(self) -> "ReachSpec":
        forms = (
            {"share"}, {"share", "gain"}, {"places", "among"}, {"budget", "unit", "among"}, {"stages", "persists"},
        )  # fmt: skip
        if self.given() not in forms:
            raise ValueError("one of: " + "; ".join(" and ".join(sorted(form)) for form in forms))
        if self.shared is not None and self.budget is None:
            raise ValueError("`shared` only with a `budget`")
        return self

    def given(self) -> set[str]:
        """Names of the numbers that the factor states."""
        names = ("share", "gain", "places", "budget", "unit", "among", "stages", "persists")
        return {name for name in names if getattr(self, name) is not None}


class ExitSpec(Model):
    """Gradual exit: months, income ceiling as a multiple of the line, profile code (see `rules.tables`)."""

    months: Number
    ceiling: Number
    profile: Number
    reference: str
