"""A whole programme file: its rule blocks after validation of their form."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic import Field as ModelField
from pydantic import model_validator

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import Model, validated
from simulation.parameters.programmes.rule_blocks import (
    AmountSpec,
    AssetsSpec,
    BenefitSpec,
    BundleSpec,
    EligibilitySpec,
    ExitSpec,
    GroupSpec,
    IncomeSpec,
    Number,
    PassportSpec,
    ReachSpec,
    ScheduleSpec,
    SupplementSpec,
)
from simulation.parameters.programmes.rule_walk import names_at
from simulation.parameters.values.values import Label


class ProgrammeSpec(Model):
    """A programme: a monthly status, a one-off grant, or an aid that stacks on a status ([[passport]])."""

    schema_version: Literal[1] = ModelField(alias="schema")
    id: str = ModelField(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    order: int
    period: Literal["month", "once"]
    reference: str
    main: bool = False
    paid_by: Literal["civil_affairs", "other_departments", "charity", "services"] = "civil_affairs"
    enabled: Number = 1.0
    unit: Literal["household", "person"] = "household"
    group: list[GroupSpec] = ModelField(default_factory=list)
    need: AmountSpec
    income_from: str | None = None
    income: list[IncomeSpec] = ModelField(default_factory=list)
    schedule: dict[str, ScheduleSpec] = ModelField(default_factory=dict)
    eligibility: list[EligibilitySpec] = ModelField(default_factory=list)
    assets: list[AssetsSpec] = ModelField(default_factory=list)
    benefit: BenefitSpec
    supplement: list[SupplementSpec] = ModelField(default_factory=list)
    bundle: list[BundleSpec] = ModelField(default_factory=list)
    passport: list[PassportSpec] = ModelField(default_factory=list)
    excludes: list[str] = ModelField(default_factory=list)
    reach: list[ReachSpec] = ModelField(default_factory=list)
    exit: ExitSpec | None = None

    @cached_property
    def income_fields(self) -> frozenset[str]:
        """Fields that the income rows and their schedules look at; found once, for tables of every month ask."""
        used = {row.schedule for row in self.income}
        blocks = [*self.income, *(schedule for name, schedule in self.schedule.items() if name in used)]
        return frozenset(field for block in blocks for _, field in names_at(block))

    @cached_property
    def bundle_fields(self) -> frozenset[str]:
        """Fields that the items of the bundle look at."""
        return frozenset(field for item in self.bundle for _, field in names_at(item))

    @model_validator(mode="after")
    def _income_once(self) -> "ProgrammeSpec":
        if self.income_from is not None and self.income:
            raise ValueError("either [[income]] rows or `income_from`")
        if self.income_from is None and not self.income and not self.is_aid:
            raise ValueError("either [[income]] rows or `income_from`")
        return self

    @model_validator(mode="after")
    def _parts_of_its_kind(self) -> "ProgrammeSpec":
        if (self.unit == "person") != bool(self.group):
            raise ValueError('[[group]] rows exactly with `unit = "person"`')
        if self.is_aid and (self.main or self.period != "month" or self.bundle or self.exit):
            raise ValueError("no `main`, period 'once', [[bundle]] or [exit] together with [[passport]]")
        if self.is_aid and self.group:
            raise ValueError(
                "no [[group]] together with [[passport]]: an aid covers the persons whom its status covers"
            )
        if not self.is_aid and self.excludes:
            raise ValueError("`excludes` only together with [[passport]]: statuses exclude one another by their order")
        if self.reach and not self.is_aid and self.period == "month":
            raise ValueError("[[reach]] only for aid and one-off grants: a status is paid in full")
        return self

    @model_validator(mode="after")
    def _who_pays(self) -> "ProgrammeSpec":
        if not self.is_aid and self.paid_by != "civil_affairs":
            raise ValueError("`paid_by` only together with [[passport]]: civil affairs pay statuses and grants")
        if sum(row.shared is not None for row in self.reach) > int(self.is_aid):
            raise ValueError("[[reach]] with `shared` once in a file, together with [[passport]]")
        return self

    @property
    def is_aid(self) -> bool:
        """Whether it stacks on statuses."""
        return bool(self.passport)


@dataclass(frozen=True)
class ProgrammeFile:
    """A validated programme with the file it came from and its still unread `[param.*]` tables."""

    spec: ProgrammeSpec
    file: str
    params: dict[str, Any]


def legal_order(programme: ProgrammeFile) -> tuple[bool, int]:
    """Sort key: statuses and grants in their order, then aid in its order."""
    return programme.spec.is_aid, programme.spec.order


def read_programme(data: dict[str, Any], file: str, mistakes: Mistakes) -> ProgrammeFile | None:
    """A programme file after validation of its form; names are checked by `programme_checks`."""
    body = {key: value for key, value in data.items() if key != "param"}
    spec = validated(ProgrammeSpec, body, file, "", mistakes)
    return None if spec is None else ProgrammeFile(spec, file, params_of(data))


def params_of(data: dict[str, Any]) -> dict[str, Any]:
    """The `[param.*]` tables of a programme file, readable even when its blocks are mistaken."""
    params = data.get("param", {})
    return params if isinstance(params, dict) else {}
