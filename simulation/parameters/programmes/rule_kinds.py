"""Every field has a kind: what it is compared with, multiplied by, counted or paid as must fit, or the file is refused.

Money a month (wages, lines), money (assets, a cost that is met once), persons, flags, ages, months and codes are not
one another; a mistake says what was meant.
"""

from collections.abc import Iterable
from typing import Any

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.names import IN_FEN, KINDS, FieldKind
from simulation.parameters.programmes.programmes import ProgrammeFile
from simulation.parameters.programmes.rule_blocks import AmountSpec, IncomeSpec, Named, ScheduleSpec, Test
from simulation.parameters.programmes.rule_codes import CODES, check_code
from simulation.parameters.programmes.rule_walk import reference_path, walk
from simulation.parameters.values.values import Parameter

MONTHLY, MONEY, PERSONS, FLAG = FieldKind.MONTHLY, FieldKind.MONEY, FieldKind.PERSONS, FieldKind.FLAG
_COUNTED = (PERSONS, FLAG)  # what an amount of money may be multiplied by
_ALL_NUMBERS = tuple(kind for kind in FieldKind if kind not in IN_FEN)
# of an amount in yuan; one of yuan an hour counts the hours of a month, which its [[reach]] states
_YUAN = {
    "yuan": (MONEY,),
    "yuan/month": (MONTHLY,),
    "yuan/person/month": (MONTHLY,),
    "yuan/hour": (MONTHLY,),
}
_MULTIPLE = {"months": (MONEY,), "1": (MONTHLY,), "x line": (MONTHLY,)}
_UNITS = {
    PERSONS: {"persons", "person"},
    FLAG: {"0 or 1", "cars", "homes"},
    FieldKind.AGE: {"years"},
    FieldKind.MONTHS: {"months"},
    FieldKind.CODE: {"code"},
}
_SHARES = ("income", "benefit", "assets", "passport")  # blocks whose `share` or `exempt` is a part of the whole


class _Checker:
    """Checks the kinds of one programme file."""

    def __init__(self, file: ProgrammeFile, parameters: dict[str, Parameter], mistakes: Mistakes) -> None:
        self.file, self.spec, self.parameters, self.mistakes = file, file.spec, parameters, mistakes

    def add(self, path: str, expected: str, found: str) -> None:
        self.mistakes.add(self.file.file, path, expected, found)

    def unit(self, number: Named | None) -> str | None:
        """Unit of the parameter that a `$reference` names; None for a number as such or an unknown name."""
        if not isinstance(number, str) or not number.startswith("$"):
            return None
        parameter = self.parameters.get(reference_path(self.spec.id, number))
        return None if parameter is None else parameter.unit

    def of_amount(self, amount: AmountSpec) -> tuple[FieldKind, ...]:
        """Kinds that an amount may be."""
        if amount.count is not None:
            unit = self.unit(amount.count)
            by_unit = tuple(kind for kind, units in _UNITS.items() if unit in units)
            return (KINDS[amount.per],) if amount.per in KINDS else (by_unit or _ALL_NUMBERS)
        kinds: tuple[FieldKind, ...] = IN_FEN
        for number, by in ((amount.yuan, _YUAN), (amount.multiple, _MULTIPLE)):
            meant = by.get(self.unit(number) or "", IN_FEN)
            kinds = tuple(kind for kind in kinds if kind in meant)
        return tuple(kind for kind in kinds if kind is MONTHLY) if amount.yuan_year is not None else kinds

    def amount(self, path: str, amount: AmountSpec | None, wanted: Iterable[FieldKind], why: str) -> None:
        """Record an amount that is none of the kinds wanted."""
        if amount is None or (amount.per is not None and amount.per not in KINDS):
            return
        found = self.of_amount(amount)
        if not set(found) & set(wanted):
            self.add(path, f"{_amount_of(tuple(wanted))} {why}", self._found(amount, found))

    def _found(self, amount: AmountSpec, kinds: tuple[FieldKind, ...]) -> str:
        if not kinds:
            return "money a month and money in one amount"
        if amount.count is not None and amount.per is None:
            return "a count: for money write `yuan`, or `line` and `multiple`"
        return _listed(kinds[:2]) + (": months x line is money, not money a month" if kinds == (MONEY,) else "")

    def field(self, path: str, name: str | None, wanted: Iterable[FieldKind], what: str, hint: str = "") -> None:
        """Record a field of another kind."""
        if name in KINDS and KINDS[name] not in wanted:
            self.add(path, f"{what} ({hint})" if hint else what, f"{name!r}, which is {KINDS[name]}")

    def every_amount(self, path: str, amount: AmountSpec) -> None:
        """What an amount is multiplied by, and counts that are no whole numbers."""
        if amount.count is None:
            hint = f"for a part of it write {{ count = 1, per = {amount.per!r}, share = 0.3 }}"
            hint = hint if KINDS.get(amount.per or "") in IN_FEN else ""
            self.field(f"{path}.per", amount.per, _COUNTED, "persons or a flag to multiply money by", hint)
        self.whole(f"{path}.count", amount.count, ": for a part write `share`")

    def whole(self, path: str, number: Named | None, hint: str = "") -> None:
        if isinstance(number, float) and number != int(number):
            self.add(path, "a whole number", f"{number:g}{hint}")

    def number(self, path: str, number: Named | None, kind: FieldKind, name: str) -> None:
        """A number without a currency next to a field: its unit, and that it is one which the field can have."""
        if name in CODES and number is not None:
            check_code(self.file.file, path, name, number, self.mistakes)
        elif _is_name(number):
            self.add(path, f"a number, or `$` and a parameter, together with {name!r}, which is {kind}", str(number))
        unit = self.unit(number)
        if unit is not None and unit not in _UNITS[kind]:
            expected = f"a parameter in {' or '.join(sorted(_UNITS[kind]))} together with {name!r}, which is {kind}"
            self.add(path, expected, f"{number} in {unit}")
        if kind is FLAG and isinstance(number, float) and number not in (0.0, 1.0):
            self.add(path, f"0 or 1 together with {name!r}, which is {kind}", f"{number:g}")
        self.whole(path, number)

    def test(self, path: str, test: Test) -> None:
        """Money is compared with money of its kind, a count with a count."""
        kind = KINDS.get(test.field)
        if kind is None:
            return
        if test.amount is not None:
            wanted = (kind,) if kind in IN_FEN else (_COUNTED if kind in _COUNTED else (kind,))
            self.amount(path, test.amount, wanted, f"together with {test.field!r}")
        elif kind in IN_FEN:
            meant = f"a number: write amount = {{ yuan = {test.value} }}"
            self.add(path, f"an amount of money together with {test.field!r}", meant)
        else:
            self.number(f"{path}.value", test.value, kind, test.field)

    def income(self, path: str, row: IncomeSpec) -> None:
        """Income rows count money a month, a stated share of money owned, or impute an amount for persons."""
        if row.item == "impute":
            self.field(f"{path}.field", row.field, (FieldKind.PERSONS,), "the persons for whom income is imputed")
            self.amount(f"{path}.limit", row.limit, (FieldKind.MONTHLY,), "as the income that is imputed")
            return
        kind = KINDS.get(row.field)
        if kind is MONEY and row.share == 1.0:
            self.add(f"{path}.field", "money a month, or `share`: the part of it that counts each month",
                     f"{row.field!r}, which is {MONEY}")  # fmt: skip
        self.field(f"{path}.field", row.field, IN_FEN, "money a month that is counted or deducted")
        if kind in IN_FEN:
            self.amount(f"{path}.limit", row.limit, (kind,), f"as the limit of {row.field!r}, which is {kind}")
        if row.when is not None and row.when.field in KINDS:
            when = KINDS[row.when.field]
            if when in IN_FEN:
                unit = self.unit(row.when.at_least)
                if _is_name(row.when.at_least):
                    self.add(f"{path}.when.at_least", "a number, or `$` and a parameter", str(row.when.at_least))
                if unit is not None and when not in _YUAN.get(unit, ()):
                    self.add(f"{path}.when.at_least", f"a parameter in yuan together with {row.when.field!r}", unit)
            else:
                self.number(f"{path}.when.at_least", row.when.at_least, when, row.when.field)

    def schedule(self, name: str, schedule: ScheduleSpec) -> None:
        """The thresholds of a schedule are what it is read at: money, or a count."""
        path = f"schedule.{name}"
        self.field(f"{path}.per", schedule.per, (PERSONS,), "persons over whom the schedule is shared out")
        kinds = {KINDS[f] for f in fields_of_schedule(self.spec, name) if f in KINDS}
        if len(kinds) > 1:
            self.add(path, "a schedule that is read at fields of one kind", " and ".join(sorted(kinds)))
            return
        kind = kinds.pop() if kinds else MONTHLY
        starts = [(f"{path}.from.{i}", start) for i, start in enumerate(schedule.start)]
        if kind in IN_FEN:
            units = {unit for unit, meant in _YUAN.items() if kind in meant}
            for key, start in starts:
                if self.unit(start) not in (None, *units):
                    self.add(key, f"a parameter in {' or '.join(sorted(units))}", f"{start} in {self.unit(start)}")
            return
        for key, start in starts:
            self.number(key, start if kind is not FLAG else None, kind, name)
        if schedule.kind == "marginal":
            self.add(path, f"kind 'amount' or 'tiers', whose `from` is {kind}", "'marginal', a share of each yuan")
        if schedule.per is not None:
            self.add(f"{path}.per", f"no `per` where `from` is {kind}", schedule.per)

    def benefit(self) -> None:
        """What is paid is money: a month, or once."""
        spec, benefit = self.spec, self.spec.benefit
        wanted = IN_FEN if spec.period == "once" else (MONTHLY,)
        paid = "that is paid once" if spec.period == "once" else "that is paid each month"
        amounts = [("need", spec.need), ("benefit.minimum", benefit.minimum), ("benefit.maximum", benefit.maximum)]
        amounts += [(f"benefit.arguments.{i}", each) for i, each in enumerate(benefit.arguments or ())]
        for block in ("supplement", "bundle"):
            amounts += [(f"{block}.{i}.amount", each.amount) for i, each in enumerate(getattr(spec, block))]
        amounts += [(f"passport.{i}.need", row.need) for i, row in enumerate(spec.passport) if row.need is not None]
        for path, amount in amounts:
            self.amount(path, amount, wanted, paid)
        if benefit.kind == "share":
            hint = f"for an amount a head write kind = 'flat' and need = {{ yuan = {benefit.share}, per = "
            hint = f"{hint}{benefit.field!r} }}" if KINDS.get(benefit.field or "") in _COUNTED else ""
            self.field("benefit.field", benefit.field, wanted, f"{_listed(wanted)} of which a share is paid", hint)

    def shares(self) -> None:
        """A share that is given as a number lies between 0 and 1."""
        for block in _SHARES:
            for path, value in walk(getattr(self.spec, block), block):
                parts = path.split(".")
                name = parts[-2] if parts[-1].isdigit() and len(parts) > 3 else parts[-1]
                depth = len(parts) - (2 if block == "benefit" else 3) - (name != parts[-1])
                of_the_row = name in ("share", "exempt", "withdraw") and depth == 0  # an amount's share may exceed 1
                if of_the_row and isinstance(value, float) and not 0 <= value <= 1:
                    meant = f" (did you mean {value / 100:g}?)" if 1 < value <= 100 else ""
                    self.add(path, "a share between 0 and 1", f"{value:g}{meant}")


def _is_name(number: Named | None) -> bool:
    return isinstance(number, str) and not number.startswith("$")


def fields_of_schedule(spec: Any, name: str) -> list[str]:
    """The fields at which the rows of a programme read one of its schedules."""
    rows = [*spec.income, spec.benefit]
    return [row.field for row in rows if row.schedule == name and row.field is not None]


def _listed(kinds: Iterable[FieldKind]) -> str:
    return " or ".join(dict.fromkeys(kinds))


def _amount_of(kinds: tuple[FieldKind, ...]) -> str:
    money = kinds[0] in IN_FEN
    return f"an amount of {_listed(kinds)}" if money else f"a number without a currency ({_listed(kinds)})"


def check_kinds(file: ProgrammeFile, parameters: dict[str, Parameter], mistakes: Mistakes) -> None:
    """Record every field and amount of a programme that is not of the kind its place asks for."""
    checker, spec = _Checker(file, parameters, mistakes), file.spec
    for path, node in walk(spec):
        if isinstance(node, Test):
            checker.test(path, node)
        elif isinstance(node, AmountSpec):
            checker.every_amount(path, node)
        elif isinstance(node, IncomeSpec):
            checker.income(path, node)
        elif isinstance(node, ScheduleSpec):
            checker.schedule(path.removeprefix("schedule."), node)
    for index, limit in enumerate(spec.assets):
        checker.field(f"assets.{index}.field", limit.field, (MONEY,), "money that is owned")
        checker.amount(f"assets.{index}.limit", limit.limit, (MONEY,), f"as the limit of {limit.field!r}")
    for index, row in enumerate(spec.supplement):
        hint = "a supplement is an amount for each head" if KINDS.get(row.field) in IN_FEN else ""
        checker.field(f"supplement.{index}.field", row.field, _COUNTED, "a field that counts heads", hint)
    for index, group in enumerate(spec.group):
        checker.field(f"group.{index}.field", group.field, (PERSONS,), "a field that counts persons")
    checker.benefit()
    checker.shares()
