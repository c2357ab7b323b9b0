"""Amounts and quantities: the one expression that need, limits, caps, supplements and bundles share."""

from simulation.compile.kernel import inlined, inlined_reader
from simulation.rules.facts import Fact, Line
from simulation.rules.tables import NONE, Quantity
from simulation.units import HALF_UP

# In the place of what a programme has not calculated yet, and of other aid where none comes before: no row that is read
# there may look at it (`parameters/programmes/rule_order.py`).
LATER, NO_AID = 0, 0
_LINES = len(Line)
_FIRST_QUANTITY = int(Quantity.COUNTED_INCOME)
_COUNTED, _COVERED = int(Quantity.COUNTED_INCOME), int(Quantity.COVERED_PERSONS)
_AID_GIVEN = int(Quantity.AID_GIVEN)
_LABOUR, _AVAILABLE, _INCOME = int(Quantity.LABOUR_INCOME), int(Quantity.AVAILABLE_WORKERS), int(Quantity.INCOME)
_RIGID_ILLNESS, _UNGRADED = int(Quantity.RIGID_ILLNESS), int(Quantity.UNGRADED_SEVERE)
_EXPENDITURE, _CERTIFIED = int(Quantity.EXPENDITURE_PERSONS), int(Quantity.CERTIFIED_SEVERE)
_WAGE, _BUSINESS, _PENSION, _OTHER = int(Fact.WAGE), int(Fact.BUSINESS), int(Fact.PENSION), int(Fact.OTHER)
_ABLE, _JOBLESS, _PERSONS = int(Fact.ABLE), int(Fact.JOBLESS), int(Fact.PERSONS)
_SEVERE, _ILL, _DISABLED = int(Fact.SEVERE), int(Fact.ILL), int(Fact.DISABLED)
_PARTIAL, _FULL = int(Fact.CARE_PARTIAL), int(Fact.CARE_FULL)
_RIGID, _RIGID_PERSONS = int(Fact.RIGID), int(Fact.RIGID_PERSONS)
_SHOCK, _SERVICE_NEEDS = int(Fact.SHOCK), int(Fact.SERVICE_NEEDS)
_EMERGENCY, _SPENDING, _CARE = int(Quantity.TYPE_EMERGENCY), int(Quantity.TYPE_EXPENDITURE), int(Quantity.TYPE_CARE)
_DEVELOPMENT, _FLOOR = int(Quantity.TYPE_DEVELOPMENT), int(Quantity.TYPE_FLOOR)
_IDLE, _WORKERS, _INFANTS = int(Quantity.IDLE_ABLE), int(Fact.WORKERS), int(Fact.INFANTS)
_SCHOOLING, _REHABILITATION = int(Fact.RIGID_EDUCATION), int(Fact.RIGID_DISABILITY)


@inlined
def rounded(value: float) -> int:
    """Whole fen, half away from zero (see `HALF_UP`)."""
    return int(value + HALF_UP) if value >= 0.0 else -int(HALF_UP - value)


@inlined
def part_of(fen: int, share: float) -> int:
    """A share of an amount in whole fen; nothing to multiply or round in the usual case, which is all of it."""
    return fen if share == 1.0 else rounded(share * fen)


@inlined_reader
def scheduled(brackets, first, end, amount):  # type: ignore[no-untyped-def]
    """Value of a schedule at `amount`: base + slope x (amount - start) of its bracket, 0 below the first."""
    value = 0.0
    for row in range(first, end):
        if amount < brackets[row]["start"]:
            break
        value = brackets[row]["base"] + brackets[row]["slope"] * (amount - brackets[row]["start"])
    return value


@inlined_reader
def household_type(facts):  # type: ignore[no-untyped-def]
    """The code (`Quantity`) of a household's type: by its main hardship, the most urgent first (order assumed).

    Emergency: a fresh shock or a lost job. Expenditure: rigid expenditure. Care: somebody needs care or company.
    Development: a member is able to work. Floor: none of these.
    """
    if facts[_SHOCK] > 0 or facts[_JOBLESS] > 0:
        return _EMERGENCY
    if facts[_RIGID] > 0:
        return _SPENDING
    if facts[_SERVICE_NEEDS] > 0 or facts[_FULL] > 0 or facts[_PARTIAL] > 0:
        return _CARE
    return _DEVELOPMENT if facts[_ABLE] > 0 else _FLOOR


@inlined_reader
def idle_able(facts):  # type: ignore[no-untyped-def]
    """Members able to work who neither work nor must care for a severely disabled, seriously ill or very young one.

    One carer for each of those; no income is imputed to a carer (Putian, G339). A recorded job loss is no idleness, and
    who lives in a household with a farm or shop of its own works there.
    """
    if facts[_BUSINESS] > facts[_WAGE]:
        return 0
    return max(0, facts[_ABLE] - facts[_WORKERS] - facts[_SEVERE] - facts[_ILL] - facts[_INFANTS])


@inlined_reader
def quantity(facts, code, counted_fen, covered, given_fen=0, need_fen=0):  # type: ignore[no-untyped-def]
    """Value of a `Fact` or `Quantity` code; money in fen/month.

    What a programme calculates itself is passed in: see COUNTED_INCOME, COVERED_PERSONS, AID_GIVEN and NEED of
    `Quantity`. A row that names what is not calculated yet is refused by the loader (`rule_order.py`).
    """
    if code < _FIRST_QUANTITY:
        return facts[code]
    if code == _COUNTED:
        return counted_fen
    if code == _COVERED:
        return covered
    if code == _LABOUR:
        return facts[_WAGE] + facts[_BUSINESS]
    if code == _AVAILABLE:
        return max(0, facts[_ABLE] - facts[_JOBLESS])
    if code == _INCOME:
        return facts[_WAGE] + facts[_BUSINESS] + facts[_PENSION] + facts[_OTHER]
    if code == _RIGID_ILLNESS:
        return max(0, facts[_RIGID] - facts[_SCHOOLING] - facts[_REHABILITATION])
    if code == _UNGRADED:
        return max(0, facts[_SEVERE] - facts[_PARTIAL] - facts[_FULL])
    if code == _EXPENDITURE:
        return max(0, facts[_RIGID_PERSONS] - facts[_ILL] - facts[_SEVERE])
    if code == _CERTIFIED:
        return min(facts[_SEVERE], facts[_DISABLED])
    if code == _IDLE:
        return idle_able(facts)
    if code >= _EMERGENCY:
        return 1 if household_type(facts) == code else 0
    return given_fen if code == _AID_GIVEN else need_fen


@inlined_reader
def amount_of(rules, row, facts, lines, counted_fen, covered, given_fen=0, need_fen=0):  # type: ignore[no-untyped-def]
    """Row `row` of the amount table for one unit: share x (fen + multiple x line) x per x scale.

    Fen, or persons where no money is meant; the multiple of a line is rounded to whole fen per person before it
    is multiplied.
    """
    amount = rules.amounts[row]
    if amount["constant"] == 1:  # a count or a fixed sum: the most frequent of all
        return amount["fen"]
    if len(lines) > _LINES:
        value = lines[_LINES + row]  # see `rows.precomputed_amounts`
    else:
        value = amount["fen"]
        if amount["line"] != NONE:
            value += rounded(amount["multiple"] * lines[amount["line"]])
    if amount["per"] != NONE:
        value *= quantity(facts, amount["per"], counted_fen, covered, given_fen, need_fen)
    if amount["scale_first"] < amount["scale_end"]:
        value = rounded(value * scheduled(rules.brackets, amount["scale_first"], amount["scale_end"], facts[_PERSONS]))
    return part_of(value, amount["share"])
