"""A test in words: what is looked at, what it must be, and how that limit comes about."""

from typing import Any, Final, NamedTuple

from simulation.calculator.case import Case
from simulation.messages.catalogues import labels_of
from simulation.messages.labels import Label, Lang, composed, filled
from simulation.parameters.schema.shocks import Shock
from simulation.rules.facts import Fact, Line
from simulation.rules.limits import amount_of, quantity
from simulation.rules.tables import NONE, Item, Op, Quantity
from simulation.units import FEN

SIGNS: Final = {Op.LT: "<", Op.LE: "<=", Op.EQ: "=", Op.GE: ">=", Op.GT: ">", Op.NE: "!="}
MONTHLY, ONCE, PERSONS, YES_NO, YEARS = "yuan/month", "yuan", "persons", "0 or 1", "years"


class Named(NamedTuple):
    """What a rule may look at, in Chinese and English, and its unit."""

    zh: str
    en: str
    unit: str

    @property
    def scale(self) -> int:
        """Of the integer that is in the facts, per unit shown."""
        return FEN if self.unit in (MONTHLY, ONCE) else 1

    def words(self, lang: Lang) -> str:
        """What it is called."""
        return self.zh if lang == "zh" else self.en


# unit -> what is counted in it
_COUNTED_IN: Final[dict[str, tuple[Fact | Quantity, ...]]] = {
    PERSONS: (
        Fact.PERSONS, Fact.MINORS, Fact.ELDERS, Fact.SEVERE, Fact.ILL, Fact.ABLE, Fact.WORKERS, Fact.RIGID_PERSONS,
        Fact.OBLIGOR_PERSONS, Fact.OBLIGOR_ABLE, Fact.DEPENDENT, Fact.GRADE3, Fact.FRAIL_ELDERS, Fact.CARE_PARTIAL,
        Fact.CARE_FULL, Fact.STUDENTS, Fact.DISABLED, Fact.JOB_SEEKERS, Fact.SERVICE_NEEDS, Fact.OBLIGOR_DISABLED,
        Fact.INFANTS, Fact.UNINSURED, Quantity.COVERED_PERSONS, Quantity.AVAILABLE_WORKERS, Quantity.IDLE_ABLE,
        Quantity.UNGRADED_SEVERE, Quantity.EXPENDITURE_PERSONS, Quantity.CERTIFIED_SEVERE,
    ),
    YES_NO: (
        Fact.JOBLESS, Fact.CAR, Fact.SECOND_HOME, Fact.REGISTERED, Fact.INSTITUTION, Fact.UNFIT_HOME, Fact.FORMER_POOR,
        Fact.URBAN, Quantity.TYPE_EMERGENCY, Quantity.TYPE_EXPENDITURE, Quantity.TYPE_CARE, Quantity.TYPE_DEVELOPMENT,
        Quantity.TYPE_FLOOR,
    ),
    MONTHLY: (
        Fact.WAGE, Fact.BUSINESS, Fact.PENSION, Fact.OTHER, Fact.RIGID, Fact.OBLIGOR_INCOME, Fact.MEDICAL_COST,
        Fact.RIGID_EDUCATION, Fact.RIGID_DISABILITY, Fact.DISREGARDED, Fact.RENT, Fact.OBLIGOR_OWN_INCOME,
        Quantity.COUNTED_INCOME, Quantity.LABOUR_INCOME, Quantity.INCOME, Quantity.RIGID_ILLNESS, Quantity.AID_GIVEN,
        Quantity.NEED,
    ),
    ONCE: (Fact.ASSETS, Fact.SHOCK_COST, Fact.OBLIGOR_ASSETS),
    "code": (Fact.SHOCK,),
    "months": (Fact.MONTHS_SINCE_RISE,),
    YEARS: (Fact.OBLIGOR_YOUNGEST,),
}  # fmt: skip
_NAMES: Final = labels_of(
    "calculator", "quantities", order=[code.name.lower() for codes in _COUNTED_IN.values() for code in codes]
)
_SHOCKS: Final = labels_of("calculator", "shocks", order=[shock.name.lower() for shock in Shock if shock])
_CODES: Final = Label(
    zh=" ".join(f"{Shock[name.upper()].value} {each.zh}" for name, each in _SHOCKS.items()),
    en=", ".join(f"{Shock[name.upper()].value} {each.en}" for name, each in _SHOCKS.items()),
)
QUANTITIES: Final[dict[int, Named]] = {
    code: Named(*composed(_NAMES[code.name.lower()], shocks=_CODES), unit)
    for unit, codes in _COUNTED_IN.items()
    for code in codes
}
_LINES: Final = labels_of("calculator", "lines", order=[line.name.lower() for line in Line])
LINES: Final = {line: _LINES[line.name.lower()] for line in Line}
WORDS: Final = labels_of("calculator", "comparisons")


def number(value: float) -> str:
    """A number as explanations write it."""
    return f"{value:,.10g}"


def compared(
    case: Case, condition: Any, left: int, right: int, own: tuple[int, ...], *, lang: Lang, always_named: bool = False
) -> str:
    """`counted income 4,981.6, must be < 3,384 = dibao line 1,128 x 3 persons`, of one row of conditions or waivers.

    Alongside a plain number, what is looked at needs no name where the rule's own words say it. `own`: what the
    programme has calculated, as `limits.quantity` takes it.
    """
    named = QUANTITIES[condition["quantity"]]
    bound, found = number(right / named.scale), number(left / named.scale)
    how = _worked(case, case.rules.amounts[condition["amount"]], named.scale, own, lang=lang)
    sign, must = SIGNS[Op(condition["op"])], filled(WORDS, "must_be", lang)
    if not how and not always_named:
        return f"{found}{must}{sign} {bound}"
    limit = f"{bound} = {how}" if how and how.split(" ")[0] != bound else how or bound
    return f"{named.words(lang)} {found}{must}{sign} {limit}"


def imputed(case: Case, r: int, own: tuple[int, ...], *, lang: Lang) -> str:
    """` (labour income 800 raised to 1,260 = 0.7 x minimum wage 1,800 x ... 1)`: how income row `r` comes to its sum.

    Empty for a row that imputes nothing.
    """
    row = case.rules.income[r]
    if row["item"] not in (Item.FLOOR, Item.IMPUTE):
        return ""
    limit = number(amount_of(case.rules, row["limit"], case.facts, case.lines, *own) / FEN)
    how = _worked(case, case.rules.amounts[row["limit"]], FEN, own, lang=lang) or limit
    if row["item"] == Item.IMPUTE:
        return f" ({how})"
    named = QUANTITIES[row["quantity"]]
    found = f"{named.words(lang)} {number(quantity(case.facts, row['quantity'], *own) / named.scale)}"
    raised = filled(WORDS, "raised_to", lang)
    return f" ({found}{raised} {limit if how == limit else f'{limit} = {how}'})"


def _worked(case: Case, amount: Any, scale: int, own: tuple[int, ...], *, lang: Lang) -> str:
    """How an amount comes about, as a product (see `AMOUNT`); empty for a plain number."""
    factors: list[str] = []
    of_money = amount["per"] != NONE and QUANTITIES[amount["per"]].scale == FEN  # so many times an amount of money
    fixed = number(amount["fen"] / (1 if of_money else scale))
    if amount["line"] != NONE:
        line = Line(amount["line"])
        of_line = f"{getattr(LINES[line], lang)} {number(case.lines[line] / FEN)}"
        of_line = of_line if amount["multiple"] == 1.0 else f"{number(amount['multiple'])} x {of_line}"
        factors.append(f"({fixed} + {of_line})" if amount["fen"] else of_line)
    elif amount["per"] != NONE and fixed != "1":
        factors.append(fixed)
    if amount["per"] != NONE:
        factors.append(_counted(amount["per"], quantity(case.facts, amount["per"], *own), lang=lang))
    if amount["scale_first"] < amount["scale_end"] and factors:
        factors.append(filled(WORDS, "equivalence_scale", lang))
    return " x ".join([number(amount["share"]), *factors] if amount["share"] != 1.0 and factors else factors)


def _counted(code: int, value: int, *, lang: Lang) -> str:
    """What an amount is multiplied by."""
    if code == Fact.PERSONS:
        return filled(WORDS, "person" if value == 1 else "persons", lang, count=value)
    named = QUANTITIES[code]
    return f"{named.words(lang)} {number(value / named.scale)}"
