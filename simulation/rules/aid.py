"""Aid that stacks on a status (passported aid): evaluated after the status is decided, in its own order."""

from simulation.compile.kernel import inlined_reader
from simulation.rules.blocks import (
    Facts,
    Lines,
    counted_income,
    covered_persons,
    first_failing,
    income_of,
    need_with,
    paid_fen,
)
from simulation.rules.facts import Fact, Line
from simulation.rules.limits import part_of
from simulation.rules.tables import NONE, PaidBy, Quantity, Rules, Shared

_FIRST_QUANTITY = int(Quantity.COUNTED_INCOME)
_SERVICES, _NOBODY = int(PaidBy.SERVICES), int(Shared.NOBODY)
_DIBAO, _MARGINAL, _PERSONS = int(Line.DIBAO), int(Line.MARGINAL), int(Fact.PERSONS)


@inlined_reader
def tapered(counted_fen: int, floor_fen: int, ceiling_fen: int) -> float:
    """Share of an aid that is left at a counted income: 1 at the floor, falling evenly to 0 at the ceiling."""
    if counted_fen <= floor_fen:
        return 1.0
    return max(0.0, (ceiling_fen - counted_fen) / max(1, ceiling_fen - floor_fen))


@inlined_reader
def offered_fen(rules: Rules, p: int, k: int, facts: Facts, lines: Lines, covered: int, given_fen: int) -> int:
    """Monthly value (fen) of passport row `p` for a unit with status `k` that covers `covered` persons.

    Of an aid with a supply the value of one share of it. `given_fen`: aid already given earlier in the order.
    """
    passport = rules.passports[p]
    aid = passport["aid"]
    counted = income_of(rules, aid, facts, lines, covered, given_fen)
    need_row = passport["need"] if passport["need"] != NONE else rules.programmes[aid]["need"]
    need = need_with(rules, aid, need_row, facts, lines, counted, covered, given_fen)
    if first_failing(rules, aid, facts, lines, counted, covered, given_fen, need) != 0:
        return 0
    value = paid_fen(rules, aid, facts, lines, counted, covered, given_fen, need)
    share = passport["share"]
    if passport["taper"] == 1:
        persons = facts[_PERSONS]
        income = counted_income(rules, k, facts, lines)
        share *= tapered(income, lines[_DIBAO] * persons, lines[_MARGINAL] * persons)
    return part_of(value, share)


@inlined_reader
def aid_fen(rules: Rules, p: int, k: int, facts: Facts, lines: Lines, covered: int, given_fen: int) -> int:
    """As `offered_fen`; of an aid with a supply the mean at the number in need that its file assumes."""
    value = offered_fen(rules, p, k, facts, lines, covered, given_fen)
    return part_of(value, rules.programmes[rules.passports[p]["aid"]]["mean"])


@inlined_reader
def aid_persons(rules: Rules, p: int, facts: Facts, covered: int) -> int:
    """Persons whom the aid of passport `p` is for: those by whom its need counts, else all whom the status covers."""
    passport = rules.passports[p]
    need = passport["need"] if passport["need"] != NONE else rules.programmes[passport["aid"]]["need"]
    per = rules.amounts[need]["per"] if need != NONE else NONE
    if per == NONE or per >= _FIRST_QUANTITY:
        return covered
    return max(min(facts[per], facts[_PERSONS]), 1)  # type: ignore[no-any-return]


@inlined_reader
def aids_fen(rules: Rules, k: int, facts: Facts, lines: Lines, most: int) -> int:
    """Monthly value (fen) of the aid programmes that stack on status `k`, mutual exclusion observed.

    `most`: the last `PaidBy` that counts; before SERVICES, what is only there as far as a supply goes does not count.
    """
    total, given, counted = 0, 0, 0
    covered = covered_persons(rules, k, facts)
    for p in range(rules.programmes[k]["passport_first"], rules.programmes[k]["passport_end"]):
        row = rules.programmes[rules.passports[p]["aid"]]
        if row["excludes"] & given != 0:
            continue
        value = aid_fen(rules, p, k, facts, lines, covered, total)
        if value > 0:
            given |= row["bit"]
            total += value
            counted += value if row["paid_by"] <= most and (most == _SERVICES or row["shared"] == _NOBODY) else 0
    return counted
