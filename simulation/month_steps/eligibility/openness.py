"""To which classes of households a monthly status is open: whether each of its conditions can hold for some unit."""

from simulation.compile.kernel import inlined, lean
from simulation.rules.eligibility import holds
from simulation.rules.facts import ON_FILE, Fact
from simulation.rules.limits import amount_of
from simulation.rules.programme import Facts, Lines, condition_sides
from simulation.rules.tables import NONE, Kind, Op, Quantity, Rules

LARGEST_TRIED = 12  # persons; conditions on counts are tried for all units up to it
_CAR, _HOME, _REGISTERED = int(Fact.CAR), int(Fact.SECOND_HOME), int(Fact.REGISTERED)
_PERSONS, _DEPENDENT = int(Fact.PERSONS), int(Fact.DEPENDENT)
_RIGID_PERSONS = int(Fact.RIGID_PERSONS)  # 0 or 1 in a simulated unit
_OBLIGOR_ABLE = int(Fact.OBLIGOR_ABLE)
_N_FACTS = len(Fact)
_STATUS, _COUNTED = int(Kind.STATUS), int(Quantity.COUNTED_INCOME)
_LE, _NE = int(Op.LE), int(Op.NE)


@inlined
def is_open_ended(per: int, op: int) -> bool:
    """Whether an amount `per` something cannot be put a number to here, where only one person is known.

    What is calculated (income, covered persons, need) never can; nor can what the amount of a larger unit is, which
    matters where nothing must lie below it.
    """
    return per >= _COUNTED or (per != NONE and (op <= _LE or op == _NE))


@lean
def may_be_waived(rules: Rules, first: int, end: int, facts: Facts, lines: Lines, known: bool) -> bool:
    """Whether waiver rows [first, end) can hold for some unit: the traits of `needs` are 0 unless `known`."""
    group, all_may = NONE, False
    for w in range(first, end):
        row = rules.waivers[w]
        if row["group"] != group:
            if all_may:
                return True
            group, all_may = row["group"], True
        if not known and ON_FILE <= row["quantity"] < _N_FACTS:
            limit = amount_of(rules, row["amount"], facts, lines, 0, 0, 0, 0)
            all_may = all_may and (
                is_open_ended(rules.amounts[row["amount"]]["per"], row["op"]) or holds(0, row["op"], limit)
            )
    return all_may


@lean
def is_strict(rules: Rules, c: int, facts: Facts, lines: Lines, known: bool) -> bool:
    """Whether no simulated unit may be held to pass condition `c` for some other reason."""
    row = rules.conditions[c]
    return not may_be_waived(rules, row["waiver_first"], row["waiver_end"], facts, lines, known)


@lean
def may_hold(rules: Rules, c: int, h: int, facts: Facts, lines: Lines, known: bool) -> bool:
    """Whether condition `c` can hold for some unit of household class `h`; conditions on anything else always may."""
    code = rules.conditions[c]["quantity"]
    if code not in (_CAR, _HOME, _REGISTERED, _DEPENDENT, _RIGID_PERSONS, _OBLIGOR_ABLE):
        return True
    if rules.amounts[rules.conditions[c]["amount"]]["per"] >= _COUNTED or not is_strict(rules, c, facts, lines, known):
        return True
    facts[_CAR], facts[_HOME], facts[_REGISTERED] = h & 1, h >> 1 & 1, 1 - (h >> 2 & 1)
    facts[_RIGID_PERSONS], facts[_OBLIGOR_ABLE] = h >> 4 & 1, h >> 5 & 1
    found = False
    for persons in range(1, LARGEST_TRIED + 1):
        facts[_PERSONS] = persons
        for dependent in range(persons + 1):
            if (h >> 3 & 1) == (dependent < persons):
                facts[_DEPENDENT] = dependent
                left, right = condition_sides(rules, c, facts, lines, 0, 1, 0, 0)
                found = found or holds(left, rules.conditions[c]["op"], right)
    # as they were: one vector of facts serves all bounds
    facts[_PERSONS], facts[_DEPENDENT], facts[_REGISTERED] = 1, 1, 1
    facts[_CAR], facts[_HOME], facts[_RIGID_PERSONS], facts[_OBLIGOR_ABLE] = 0, 0, 0, 0
    return found


@lean
def is_open(rules: Rules, k: int, h: int, facts: Facts, lines: Lines, known: bool) -> bool:
    """Whether programme `k` is a monthly status that can take some unit of household class `h`."""
    if rules.programmes[k]["kind"] != _STATUS:
        return False
    for c in range(rules.programmes[k]["condition_first"], rules.programmes[k]["condition_end"]):
        if not may_hold(rules, c, h, facts, lines, known):
            return False
    return True
