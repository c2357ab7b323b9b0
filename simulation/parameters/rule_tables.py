"""From checked programme files to the flat tables of `rules/` and the names beside them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from simulation.parameters.programme_checks import FACTS, LINES, QUANTITIES
from simulation.parameters.programmes import AmountSpec, ExtraSpec, IncomeSpec, Number, ProgrammeSpec
from simulation.rules import tables
from simulation.rules.book import ProgrammeName, RuleBook, Step
from simulation.rules.tables import NONE, Rules
from simulation.units import FEN

type Value = Callable[[str, Any], float]  # (programme, number or $reference) -> number in force

_OPS = {"<": 0, "<=": 1, "==": 2, ">=": 3, ">": 4, "!=": 5}
_ITEMS = {item.name.lower(): int(item) for item in tables.Item}
_BENEFITS = {kind.name.lower(): int(kind) for kind in tables.Benefit}


class _Builder:
    """Collects table rows; a programme's rows of one kind stand side by side."""

    def __init__(self, specs: list[ProgrammeSpec], value: Value) -> None:
        self.specs, self.value = specs, value
        self.amounts: list[tuple[Any, ...]] = []
        self.conditions: list[tuple[Any, ...]] = []
        self.income: list[tuple[Any, ...]] = []
        self.brackets: list[tuple[Any, ...]] = []
        self.extras: list[tuple[Any, ...]] = []
        self.blocks: dict[str, tuple[int, int]] = {}
        self.reasons = [Step("", "passed", "通过", "passed", "")]

    def amount(self, programme: str, spec: AmountSpec | None) -> int:
        if spec is None:
            return NONE
        fen = 0
        if spec.yuan is not None:
            fen = round(self.value(programme, spec.yuan) * FEN)
        elif spec.count is not None:
            fen = round(self.value(programme, spec.count))
        multiple = 0.0 if spec.multiple is None else self.value(programme, spec.multiple)
        line = NONE if spec.line is None else LINES[spec.line]
        self.amounts.append((fen, multiple, line, _code(spec.per)))
        return len(self.amounts) - 1

    def add_income(self, spec: ProgrammeSpec) -> None:
        first = len(self.income)
        for row in spec.income:
            self.income.append(self._income_row(spec, row))
        self.blocks[spec.id] = (first, len(self.income))

    def _income_row(self, spec: ProgrammeSpec, row: IncomeSpec) -> tuple[Any, ...]:
        first, per = len(self.brackets), NONE
        if row.schedule is not None:
            schedule = spec.schedule[row.schedule]
            per = _code(schedule.per)
            for start, rate in zip(schedule.start, schedule.rate, strict=True):
                self.brackets.append((round(self.value(spec.id, start) * FEN), self.value(spec.id, rate)))
        when, least = NONE, 0
        if row.when is not None:
            when, least = QUANTITIES[row.when.field], round(self.value(spec.id, row.when.at_least))
        limit = self.amount(spec.id, row.limit)
        share = self.value(spec.id, row.share)
        item, quantity = _ITEMS[row.item], QUANTITIES[row.field]
        return item, quantity, share, limit, first, len(self.brackets), per, when, least

    def add_conditions(self, spec: ProgrammeSpec) -> tuple[int, int]:
        first = len(self.conditions)
        for row in spec.eligibility:
            money = row.test.value is None
            right = row.test.amount if money else AmountSpec(count=row.test.value)
            self._condition(spec, row, row.test.field, row.test.op, right)
        for limit in spec.assets:
            self._condition(spec, limit, limit.field, "<=", limit.limit)
        return first, len(self.conditions)

    def _condition(self, spec: ProgrammeSpec, row: Any, field: str, op: str, right: AmountSpec | None) -> None:
        code = len(self.reasons)
        self.reasons.append(Step(spec.id, row.id, row.why.zh, row.why.en, row.reference))
        self.conditions.append((QUANTITIES[field], _OPS[op], self.amount(spec.id, right), code))

    def add_extras(self, spec: ProgrammeSpec, rows: list[ExtraSpec]) -> tuple[int, int]:
        first = len(self.extras)
        self.extras.extend((_code(row.field), self.amount(spec.id, row.amount)) for row in rows)
        return first, len(self.extras)

    def programme(self, spec: ProgrammeSpec) -> tuple[Any, ...]:
        income = spec.income_from or spec.id
        covered = [FACTS[name] for name in spec.covered] + [NONE, NONE]
        benefit = spec.benefit
        rate: Number = benefit.withdraw if benefit.share is None else benefit.share
        leave = (0.0, 0.0, 0.0)
        if spec.exit is not None:
            terms = (spec.exit.months, spec.exit.ceiling, spec.exit.profile)
            leave = tuple(self.value(spec.id, term) for term in terms)  # type: ignore[assignment]
        return (
            int(spec.period == "month"),
            *self.blocks[income],
            sorted(self.blocks).index(income),
            *self.add_conditions(spec),
            covered[0],
            covered[1],
            self.amount(spec.id, spec.need),
            _BENEFITS[benefit.kind],
            self.value(spec.id, rate),
            _code(benefit.field),
            self.amount(spec.id, benefit.minimum),
            self.amount(spec.id, benefit.maximum),
            round(benefit.round_to_yuan * FEN),
            *self.add_extras(spec, spec.supplement),
            *self.add_extras(spec, spec.bundle),
            round(leave[0]),
            leave[1],
            round(leave[2]),
        )


def _code(name: str | None) -> int:
    return NONE if name is None else QUANTITIES[name]


def build_rules(specs: list[ProgrammeSpec], value: Value) -> Rules:
    """Rule tables of programmes (in legal order); `value` resolves numbers and `$references` of one month."""
    builder = _Builder(specs, value)
    for spec in specs:
        if spec.income_from is None:
            builder.add_income(spec)
    rows = [builder.programme(spec) for spec in specs]
    return Rules(
        programmes=np.array(rows, tables.PROGRAMME),
        amounts=np.array(builder.amounts, tables.AMOUNT),
        conditions=np.array(builder.conditions, tables.CONDITION),
        income=np.array(builder.income, tables.INCOME),
        brackets=np.array(builder.brackets, tables.BRACKET),
        extras=np.array(builder.extras, tables.EXTRA),
        main=next(i for i, spec in enumerate(specs) if spec.main),
    )


def build_book(specs: list[ProgrammeSpec]) -> RuleBook:
    """Names of programmes, reasons, income rows and extras in the order of the tables."""
    builder = _Builder(specs, lambda *_: 0.0)
    for spec in specs:
        builder.add_conditions(spec)
    income = [(spec, row) for spec in specs if spec.income_from is None for row in spec.income]
    extras = [(spec, row) for spec in specs for row in (*spec.supplement, *spec.bundle)]
    names = [ProgrammeName(s.id, s.label.zh, s.label.en, s.reference, s.period == "month") for s in specs]
    return RuleBook(
        programmes=tuple(names),
        reasons=tuple(builder.reasons),
        income=tuple(Step(s.id, r.id, r.label.zh, r.label.en, r.reference) for s, r in income),
        extras=tuple(Step(s.id, r.id, r.label.zh, r.label.en, r.reference) for s, r in extras),
        main=next(i for i, spec in enumerate(specs) if spec.main),
    )
