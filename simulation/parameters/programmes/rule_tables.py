"""From checked programme files to the flat tables of `rules/` and the names that go with them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulation.messages.catalogues import labels_of
from simulation.parameters.files.names import QUANTITIES
from simulation.parameters.programmes.programmes import ProgrammeSpec
from simulation.parameters.programmes.rule_blocks import (
    AssetsSpec,
    BundleSpec,
    EligibilitySpec,
    ReachSpec,
    SupplementSpec,
)
from simulation.parameters.programmes.rule_order import reads_covered
from simulation.parameters.programmes.rule_rows import OPS, Row, Rows, Value, code, reach_factor, right_side
from simulation.rules import tables
from simulation.rules.book import ProgrammeName, RuleBook, Step
from simulation.rules.formulas import FORMULAS
from simulation.rules.tables import NONE, Kind, PaidBy, Rules, Shared
from simulation.units import FEN

PASSED = Step("", "passed", *labels_of("parameters", "scenario")["passed"], "")  # the reason with code 0
_BENEFITS = {kind.name.lower(): int(kind) for kind in tables.Benefit}
_NEED = int(tables.Quantity.NEED)
_LATE = (int(tables.Quantity.COUNTED_INCOME), _NEED)  # known once income is counted
_ROUNDINGS = {way.name.lower(): int(way) for way in tables.Rounding}


class _Builder:
    """Builds the rows of all programmes of one month."""

    def __init__(self, specs: list[ProgrammeSpec], value: Value) -> None:
        self.specs, self.value = specs, value
        self.rows = Rows(value)
        self.blocks: dict[str, tuple[int, int]] = {}
        self.reasons = [PASSED]
        self.aids = [spec.id for spec in specs if spec.is_aid]
        self.kinds = {spec.id: self._kind(spec) for spec in specs}
        # what income rows count may hang on whom a programme covers; asked once for all that share the rows
        self.apart = {spec.id for spec in specs if spec.income and reads_covered(spec)}

    def _kind(self, spec: ProgrammeSpec) -> Kind:
        if not self.rows.on(spec.id, spec.enabled):
            return Kind.OFF
        if spec.is_aid:
            return Kind.AID
        return Kind.STATUS if spec.period == "month" else Kind.GRANT

    def add_income(self, spec: ProgrammeSpec) -> None:
        first = len(self.rows.income)
        for row in spec.income:
            self.rows.income_row(spec.id, row, spec.schedule[row.schedule] if row.schedule else None)
        self.blocks[spec.id] = (first, len(self.rows.income))

    def conditions(self, spec: ProgrammeSpec) -> tuple[int, int, int, int]:
        """(first, end, first that looks at counted income or the need, 1 if one looks at the need) of the rows."""
        first = len(self.rows.conditions)
        for row in spec.eligibility:
            right = self.rows.amount(spec.id, right_side(row.test))
            self._condition(spec, row, (code(row.test.field), OPS[row.test.op], right), 1.0)
        for limit in spec.assets:
            right = self.rows.amount(spec.id, limit.limit)
            counts = 1.0 - self.value(spec.id, limit.exempt)
            self._condition(spec, limit, (code(limit.field), OPS["<="], right), counts)
        end = len(self.rows.conditions)
        own = self.rows.conditions[first:end]
        late = (c for c, row in enumerate(own, first) if self._looks_at(row, _LATE))
        return first, end, next(late, end), int(any(self._looks_at(row, (_NEED,)) for row in own))

    def _looks_at(self, condition: Row, codes: tuple[int, ...]) -> bool:
        """Whether a condition looks at one of these quantities, on either side or in what waives it."""
        waivers = self.rows.waivers[condition[5] : condition[6]]
        tests = [(condition[0], condition[2]), *((row[0], row[2]) for row in waivers)]
        return any(code in codes or self.rows.amounts[amount][4] in codes for code, amount in tests)

    def _condition(self, spec: ProgrammeSpec, row: Any, test: Row, share: float) -> None:
        reason = len(self.reasons)
        self.reasons.append(Step(spec.id, row.id, row.why.zh, row.why.en, row.reference))
        waiver = self.rows.waiver(spec.id, row)
        if self.rows.on(spec.id, row.enabled):
            self.rows.conditions.append((*test, reason, share, *waiver))

    def extras(self, spec: ProgrammeSpec, rows: Sequence[SupplementSpec | BundleSpec]) -> tuple[int, int]:
        first = len(self.rows.extras)
        for row in rows:
            amount = self.rows.amount(spec.id, row.amount, on=self.rows.on(spec.id, row.enabled))
            heads = row.field if isinstance(row, SupplementSpec) and self.rows.on(spec.id, row.enabled) else None
            in_need = int(isinstance(row, SupplementSpec) and row.adds_to == "need")
            self.rows.extras.append((code(heads), amount, in_need))
        return first, len(self.rows.extras)

    def supplements(self, spec: ProgrammeSpec) -> tuple[int, int, int]:
        """(first, end, 1 if one raises the need) of the rows of supplements."""
        first, end = self.extras(spec, spec.supplement)
        return first, end, int(any(row[2] == 1 for row in self.rows.extras[first:end]))

    def bundle_counts(self, spec: ProgrammeSpec) -> int:
        """1 when an item of the bundle looks at counted income or the need."""
        return int(any(QUANTITIES[name] in _LATE for name in spec.bundle_fields))

    def income_block(self, spec: ProgrammeSpec) -> int:
        """A number that programmes share whose counted income is the same for every unit."""
        income = spec.income_from or spec.id
        if income in self.apart:
            return len(self.specs) + self.specs.index(spec)
        return sorted(self.blocks).index(income)

    def groups(self, spec: ProgrammeSpec) -> tuple[int, int]:
        first = len(self.rows.groups)
        self.rows.groups.extend((code(g.field),) for g in spec.group if self.rows.on(spec.id, g.enabled))
        return first, len(self.rows.groups)

    def passports(self, status: ProgrammeSpec) -> tuple[int, int]:
        """Rows of the aid that stacks on a status, in the order of the aid."""
        first = len(self.rows.passports)
        for place, aid in enumerate(self.specs):
            if self.kinds[aid.id] != Kind.AID:
                continue
            for row in aid.passport:
                if row.status == status.id:
                    need = self.rows.amount(aid.id, row.need)
                    shares = row.share if isinstance(row.share, list) else [row.share]
                    share = float(np.prod([self.value(aid.id, part) for part in shares]))
                    self.rows.passports.append((place, need, share, round(self.value(aid.id, row.taper))))
        return first, len(self.rows.passports)

    def benefit(self, spec: ProgrammeSpec) -> Row:
        benefit, rows = spec.benefit, self.rows
        rate = benefit.withdraw if benefit.share is None else benefit.share
        quantity = FORMULAS[benefit.formula] if benefit.formula else code(benefit.field)
        arguments = [rows.amount(spec.id, argument) for argument in benefit.arguments or ()]
        return (
            rows.amount(spec.id, spec.need),
            _BENEFITS[benefit.kind],
            self.value(spec.id, rate),
            quantity,
            *rows.schedule(spec.id, spec.schedule[benefit.schedule] if benefit.schedule else None, benefit.field),
            arguments[0] if arguments else NONE,
            rows.amount(spec.id, benefit.minimum),
            rows.amount(spec.id, benefit.maximum),
            round(benefit.round_to_yuan * FEN),
            _ROUNDINGS[benefit.round],
            float(np.prod([self.factor(spec, row) for row in spec.reach if row.shared is None])),
        )

    def factor(self, spec: ProgrammeSpec, row: ReachSpec) -> float:
        return reach_factor(row, lambda number: self.value(spec.id, number))

    def supply(self, spec: ProgrammeSpec) -> Row:
        """(who pays, over whom it is shared, supply a year, mean share of one household)."""
        payer = PaidBy[spec.paid_by.upper()]
        for row in spec.reach:
            if row.shared is not None:
                units = self.value(spec.id, row.budget) / max(self.value(spec.id, row.unit), 1e-9)
                return int(payer), int(Shared[row.shared.upper()]), units, self.factor(spec, row)
        return int(payer), int(Shared.NOBODY), 0.0, 1.0

    def programme(self, spec: ProgrammeSpec) -> Row:
        income = spec.income_from or spec.id
        bits = {aid: 1 << place for place, aid in enumerate(self.aids)}
        leave = (0.0, 0.0, 0.0)
        if spec.exit is not None:
            terms = (spec.exit.months, spec.exit.ceiling, spec.exit.profile)
            leave = tuple(self.value(spec.id, term) for term in terms)  # type: ignore[assignment]
        return (
            int(self.kinds[spec.id]),
            *self.blocks[income],
            self.income_block(spec),
            *self.conditions(spec),
            *self.groups(spec),
            int(not spec.group),
            *self.benefit(spec),
            *self.supply(spec),
            *self.supplements(spec),
            *self.extras(spec, spec.bundle),
            self.bundle_counts(spec),
            *self.passports(spec),
            bits.get(spec.id, 0),
            sum(bits[other] for other in spec.excludes),
            round(leave[0]),
            leave[1],
            round(leave[2]),
        )


def build_rules(specs: list[ProgrammeSpec], value: Value) -> Rules:
    """Rule tables of programmes (in legal order); `value` resolves numbers and `$references` of one month."""
    builder = _Builder(specs, value)
    for spec in specs:
        if spec.income_from is None:
            builder.add_income(spec)
    programmes = [builder.programme(spec) for spec in specs]
    rows = builder.rows
    return Rules(
        programmes=np.array(programmes, tables.PROGRAMME),
        amounts=np.array(rows.amounts, tables.AMOUNT),
        conditions=np.array(rows.conditions, tables.CONDITION),
        income=np.array(rows.income, tables.INCOME),
        waivers=np.array(rows.waivers, tables.WAIVER),
        brackets=np.array(rows.brackets, tables.BRACKET),
        extras=np.array(rows.extras, tables.EXTRA),
        groups=np.array(rows.groups, tables.GROUP),
        passports=np.array(rows.passports, tables.PASSPORT),
        main=next(i for i, spec in enumerate(specs) if spec.main),
    )


def build_book(specs: list[ProgrammeSpec]) -> RuleBook:
    """Names of programmes, reasons, income rows and extras in the order of the tables."""
    tests: list[tuple[ProgrammeSpec, EligibilitySpec | AssetsSpec]] = []
    for spec in specs:
        tests += [(spec, row) for row in spec.eligibility]
        tests += [(spec, limit) for limit in spec.assets]
    reasons = [Step(spec.id, row.id, row.why.zh, row.why.en, row.reference) for spec, row in tests]
    income = [(spec, row) for spec in specs if spec.income_from is None for row in spec.income]
    extras: list[tuple[ProgrammeSpec, SupplementSpec | BundleSpec]] = []
    for spec in specs:
        extras += [(spec, row) for row in spec.supplement]
        extras += [(spec, item) for item in spec.bundle]
    names = [
        ProgrammeName(s.id, s.label.zh, s.label.en, s.reference, s.period == "month" and not s.is_aid, s.is_aid)
        for s in specs
    ]
    return RuleBook(
        programmes=tuple(names),
        reasons=(PASSED, *reasons),
        income=tuple(Step(s.id, r.id, r.label.zh, r.label.en, r.reference) for s, r in income),
        extras=tuple(Step(s.id, r.id, r.label.zh, r.label.en, r.reference) for s, r in extras),
        main=next(i for i, spec in enumerate(specs) if spec.main),
    )
